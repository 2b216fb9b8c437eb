/** GPT-2's tokenizer in its older form: vocab.json has the ids of the tokens, merges.txt what is merged, in that order. */
import { z } from 'zod';
import { shownValue } from './config-settings.ts';
import { FormatError } from './format-error.ts';

const VOCABULARY = 'vocab.json';
const MERGES = 'merges.txt';
export const VOCABULARY_FILES = [VOCABULARY, MERGES] as const;

const vocabularySchema = z.record(z.string(), z.int().min(0));
const END = '<|endoftext|>';

/**
 * The same as a tokenizer.json: BPE of bytes, with GPT-2's way of splitting.
 * @param vocabulary the parsed vocab.json
 * @param merges the text of merges.txt
 * @throws FormatError naming the file, and the line or token that is wrong in it
 */
export function gpt2Tokenizer(vocabulary: unknown, merges: string): object {
  const read = vocabularySchema.safeParse(vocabulary);
  if (!read.success) throw new FormatError(`${VOCABULARY} does not give each token a whole number, its id.`);
  const vocab = read.data;
  const id = vocab[END];
  if (id === undefined) throw new FormatError(`${VOCABULARY} has no "${END}", which ends GPT-2's texts.`);
  const pairs = merges.split(/\r?\n/).flatMap((line, at) => {
    if (line === '' || (at === 0 && line.startsWith('#version'))) return [];
    const parts = line.split(' ');
    const [left = '', right = ''] = parts;
    if (parts.length !== 2 || left === '' || right === '')
      throw new FormatError(`${MERGES}, line ${at + 1}: two tokens with a space between are expected.`);
    const lacking = [left, right, left + right].find((token) => !Object.hasOwn(vocab, token));
    if (lacking !== undefined)
      throw new FormatError(`${MERGES}, line ${at + 1}: ${VOCABULARY} has no token ${shownValue(lacking)}.`);
    return [[left, right]];
  });
  const bytes = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return {
    normalizer: null,
    pre_tokenizer: bytes,
    post_processor: null,
    decoder: bytes,
    model: { type: 'BPE', vocab, merges: pairs },
    added_tokens: [
      {
        ...{ id, content: END, special: true },
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
      },
    ],
  };
}
