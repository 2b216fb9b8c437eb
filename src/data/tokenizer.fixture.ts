/**
 * A tokenizer for tests whose ids can be read by eye: ids 0–255 are the bytes themselves, then one id per merge,
 * then `<|endoftext|>`. A whole tokenizer.json, not a mock of the code that reads it.
 */

import { BYTE_SYMBOLS } from './bpe.ts';

/** @param merges BPE merges in order, e.g. `['t h', 'th e']` gives `th` id 256 and `the` id 257. */
export function tinyTokenizerJson(merges: readonly string[] = []) {
  const tokens = [...BYTE_SYMBOLS, ...merges.map((merge) => merge.replace(' ', '')), '<|endoftext|>'];
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      {
        id: tokens.length - 1,
        content: '<|endoftext|>',
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      },
    ],
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: byteLevel,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
    },
  };
}
