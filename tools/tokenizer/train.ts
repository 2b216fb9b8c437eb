/**
 * Trains the models' shared tokenizer: GPT-2's byte-level BPE with a small vocabulary, written as a Hugging Face
 * tokenizer.json. It learns from the head of the corpus and, so that a visitor's own text is not cut into crumbs, from
 * a list of common English words. Deterministic: pairs of equal count merge in the order of their text.
 *
 *   npx tsx tools/tokenizer/train.ts --out public/models/nano/tokenizer.json corpus.txt
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

export const END_OF_TEXT = '<|endoftext|>';
export const VOCAB_SIZE = 1024;

/** GPT-2's split of text into words (Radford et al. 2019); merges never cross from one word to the next. */
const WORDS = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** GPT-2's printable stand-in for each byte: itself where it prints, else the next free code point from 256 on. */
export function byteAlphabet(): string[] {
  const prints = (b: number) => (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
  let free = 256;
  return Array.from({ length: 256 }, (_, b) => String.fromCodePoint(prints(b) ? b : free++));
}

const ALPHABET = byteAlphabet();

interface Word {
  symbols: string[];
  count: number;
}

const toSymbols = (word: string): string[] =>
  Array.from(new TextEncoder().encode(word), (byte) => ALPHABET[byte] ?? '');

/** The words of a text that come up at least `often` times, with their counts. */
export function countWords(text: string, often = 1): Word[] {
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(WORDS)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= often)
    .map(([word, count]) => ({ symbols: toSymbols(word), count }));
}

/**
 * Words in order of frequency, counted as Zipf's law has it: the k-th 1/k times as often as the first.
 * @param floor the least count of any.
 */
export function zipf(words: readonly string[], first: number, floor: number): Word[] {
  return words.map((word, i) => ({
    symbols: toSymbols(` ${word}`),
    count: Math.max(floor, Math.round(first / (i + 1))),
  }));
}

/** The most frequent pair of neighbouring symbols, or null where every word is one symbol. */
function commonestPair(words: readonly Word[]): [string, string] | null {
  const counts = new Map<string, number>();
  for (const { symbols, count } of words)
    for (let i = 1; i < symbols.length; i++) {
      const pair = `${symbols[i - 1] ?? ''} ${symbols[i] ?? ''}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  let best: string | null = null;
  let most = 0;
  for (const [pair, count] of counts)
    if (count > most || (count === most && best !== null && pair < best)) {
      best = pair;
      most = count;
    }
  const [left, right] = best?.split(' ') ?? [];
  return left !== undefined && right !== undefined ? [left, right] : null;
}

function merge(symbols: readonly string[], [left, right]: readonly [string, string]): string[] {
  const merged: string[] = [];
  for (let i = 0; i < symbols.length; i++) {
    const symbol = symbols[i] ?? '';
    if (symbol === left && symbols[i + 1] === right) {
      merged.push(left + right);
      i++;
    } else merged.push(symbol);
  }
  return merged;
}

/**
 * Byte-pair encoding (Sennrich et al. 2016) over bytes, as GPT-2 trains it.
 * @param vocabSize tokens in all: the end mark (id 0), 256 bytes (ids 1 … 256), then one per merge.
 * @param counted the words to learn from, with their counts.
 * @returns the content of a Hugging Face tokenizer.json.
 * @throws Error if the words are too few to find that many merges.
 */
export function trainTokenizer(counted: readonly Word[], vocabSize = VOCAB_SIZE) {
  const tokens = [END_OF_TEXT, ...ALPHABET];
  const merges: [string, string][] = [];
  const words = counted.map((word) => ({ ...word }));
  while (tokens.length < vocabSize) {
    const pair = commonestPair(words);
    if (!pair)
      throw new Error(`The words yield only ${tokens.length} tokens of ${vocabSize}; give more text.`);
    for (const word of words) if (word.symbols.length > 1) word.symbols = merge(word.symbols, pair);
    merges.push(pair);
    tokens.push(pair.join(''));
  }
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [
      {
        id: 0,
        content: END_OF_TEXT,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      },
    ],
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: null,
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
      merges: merges.map((pair) => pair.join(' ')),
    },
  };
}

/** How much of the corpus is read, in characters. */
const CORPUS_HEAD = 6_000_000;
/** Words of the corpus that come up less often have no say: most are freshly invented names. */
const OFTEN = 80;
/** Count of the commonest English word, and the least that any common word gets. */
const [COMMONEST, LEAST_COMMON] = [10_000, 120];

if (process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({
    options: { out: { type: 'string' } },
    allowPositionals: true,
  });
  const [corpus] = positionals;
  if (!values.out || corpus === undefined)
    throw new Error('Usage: tsx tools/tokenizer/train.ts --out tokenizer.json corpus.txt');
  const head = readFileSync(corpus, 'utf8').slice(0, CORPUS_HEAD).replaceAll(END_OF_TEXT, '\n');
  const common = readFileSync(new URL('common-words.txt', import.meta.url), 'utf8')
    .trim()
    .split(/\s+/);
  const words = [...countWords(head, OFTEN), ...zipf([...new Set(common)], COMMONEST, LEAST_COMMON)];
  writeFileSync(values.out, JSON.stringify(trainTokenizer(words), null, 1) + '\n');
}
