/**
 * Text to token ids and back, by a model folder's `tokenizer.json`. Only tokenizers that give back every text
 * unchanged are accepted (byte-level BPE, as GPT-2's, or BPE that falls back to bytes, as Llama's), or, where they compose characters
 * first (Unicode's NFC, as Qwen2's and Pythia's), that text composed. Text never turns into a
 * control token: `<|endoftext|>` typed by a person is encoded as the thirteen characters it is.
 */
import { Tokenizer as TokenizerFile } from '@huggingface/tokenizers';
import { z } from 'zod';
import { LabError, messageOf, need } from '../core/lab-error.ts';
import { createBpe } from './bpe.ts';

export interface Tokenizer {
  /** Token ids of a text, without any control token. Half a surrogate pair is read as U+FFFD. */
  encode(text: string): number[];
  /**
   * The text that ids stand for. Control tokens, and ids beyond the vocabulary, stand for none; bytes that are
   * not whole UTF-8 characters become U+FFFD.
   */
  decode(ids: readonly number[]): string;
  /** One more than the highest id. */
  vocabSize: number;
  /** The control token that ends every sequence. */
  endOfTextId: number;
  /** The control token that begins every sequence: GPT-2's is its end mark, too. */
  startOfTextId: number;
  /** The id that fills up shorter sequences. */
  padId: number;
}

/** One text or two as an encoder reads them. */
export interface JoinedSegments {
  ids: number[];
  /** The segment that each token is of, from 0. */
  types: number[];
}

const END_OF_TEXT = '<|endoftext|>';
export const PROBLEM = 'tokenizer.json cannot be used:';

/** Enough for what a dataset repeats, little enough to hold twice. */
const WORDS_KEPT = 50_000;

/** Characters. Longer pieces are the library's, whose time grows more slowly. */
const LONG_PIECE = 100;

/** A normalizer that composes characters, and does nothing else. */
const nfcSchema = z.looseObject({ type: z.literal('NFC') });

/** The parts of the file that are read here; the library reads the rest. */
const fileSchema = z.looseObject({
  normalizer: z.unknown(),
  pre_tokenizer: z
    .looseObject({
      type: z.string(),
      use_regex: z.boolean().optional(),
      add_prefix_space: z.boolean().optional(),
    })
    .nullish(),
  model: z.looseObject({
    type: z.literal('BPE').optional(),
    vocab: z.record(z.string(), z.int().min(0)),
    merges: z.array(z.unknown()),
    end_of_word_suffix: z.string().nullish(),
    continuing_subword_suffix: z.string().nullish(),
    ignore_merges: z.boolean().nullish(),
  }),
  added_tokens: z.array(z.looseObject({ id: z.int().min(0), content: z.string(), special: z.boolean() })),
});

/**
 * Text to ids and back by the library, in which no text becomes a control token and none of these becomes text.
 * @param file with its vocabulary and its added tokens, control tokens among them
 * @param others control tokens that are not among the special ones
 * @throws LabError `model-format` where the library cannot use it
 */
export function textOf(
  file: {
    model: { vocab: Record<string, number> };
    added_tokens: readonly { id: number; special: boolean }[];
  },
  others: readonly number[] = [],
): Pick<Tokenizer, 'encode' | 'decode' | 'vocabSize'> {
  const { model, added_tokens } = file;
  let library: TokenizerFile;
  try {
    // Without the control tokens the library cannot find them in text.
    library = new TokenizerFile(
      { ...file, added_tokens: added_tokens.filter(({ special }) => !special) },
      {},
    );
  } catch (error) {
    throw new LabError('model-format', `${PROBLEM} ${messageOf(error)}`);
  }
  const controlIds = new Set([
    ...others,
    ...added_tokens.filter(({ special }) => special).map(({ id }) => id),
  ]);
  return {
    encode: (text) => library.encode(text, { add_special_tokens: false }).ids,
    decode: (ids) => {
      const textual = ids.filter((id) => !controlIds.has(id) && library.id_to_token(id) !== undefined);
      return textual.length > 0 ? library.decode(textual, { clean_up_tokenization_spaces: false }) : '';
    },
    vocabSize:
      1 +
      [...Object.values(model.vocab), ...added_tokens.map(({ id }) => id)].reduce((a, b) => Math.max(a, b)),
  };
}

/**
 * @param json the parsed content of a Hugging Face `tokenizer.json`.
 * @param endOfText the control token that ends every sequence
 * @param startOfText the one that begins it, where that is another
 * @throws LabError `model-format` naming what is missing or which character is not given back unchanged.
 */
export function createTokenizer(json: unknown, endOfText = END_OF_TEXT, startOfText = endOfText): Tokenizer {
  const file = fileSchema.safeParse(json);
  if (!file.success) throw new LabError('model-format', `${PROBLEM} ${z.prettifyError(file.error)}`);
  const control = file.data.added_tokens.filter((token) => token.special);
  const controlId = (text: string): number => {
    const token = control.find(({ content }) => content === text);
    return need(token, 'model-format', `${PROBLEM} ${text} is not among its special added_tokens.`).id;
  };
  const endOfTextId = controlId(endOfText);
  const startOfTextId = controlId(startOfText);

  const { encode, ...text } = textOf(file.data);
  const tokenizer: Tokenizer = {
    encode: wordByWord(file.data) ? rememberWords(encoderOfPieces(file.data, encode)) : encode,
    ...text,
    endOfTextId,
    startOfTextId,
    padId: endOfTextId,
  };

  const composes = nfcSchema.safeParse(file.data.normalizer).success;
  const comesBack = (text: string) =>
    tokenizer.decode(tokenizer.encode(text)) === (composes ? text.normalize('NFC') : text);
  const characters = probes();
  // All at once, which takes a tenth of the time; a line of its own keeps each from its neighbours.
  const lost = comesBack(characters.join('\n')) ? undefined : characters.find((text) => !comesBack(text));
  if (lost !== undefined) {
    const code = lost.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
    throw new LabError(
      'model-format',
      `${PROBLEM} the character U+${code} does not come back unchanged. A BPE tokenizer of bytes, such as GPT-2's or Llama's, is needed.`,
    );
  }
  return tokenizer;
}

/**
 * Whether a text's ids are those of its words put together. GPT-2's splitting begins a new piece at every single
 * space between others, and BPE never merges across pieces; so it is unless something else looks at the text.
 */
function wordByWord({ normalizer, pre_tokenizer, added_tokens }: z.infer<typeof fileSchema>): boolean {
  const { type, use_regex, add_prefix_space } = pre_tokenizer ?? {};
  const plain = type === 'ByteLevel' && use_regex !== false && add_prefix_space !== true;
  return plain && !normalizer && added_tokens.every((token) => token.special);
}

/** Encodes a piece that BPE does not merge with others: by itself where that is quick and the file allows it, else as the library does. */
function encoderOfPieces(
  { model }: z.infer<typeof fileSchema>,
  library: (text: string) => number[],
): (piece: string) => number[] {
  const { vocab, merges, end_of_word_suffix, continuing_subword_suffix, ignore_merges } = model;
  const isPlain = !end_of_word_suffix && !continuing_subword_suffix && !ignore_merges;
  const encode = isPlain ? createBpe(vocab, merges) : null;
  if (!encode) return library;
  return (piece) => (piece.length > LONG_PIECE ? library : encode)(piece);
}

const isSpace = (code: number) =>
  code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code > 0x7f && /\s/.test(String.fromCharCode(code)));

/**
 * Where the word ends that begins at `start`: before the next single space between others. Scanned by hand, since large files
 * have millions of words.
 */
function endOfWord(text: string, start: number): number {
  for (let at = text.indexOf(' ', start + 1); at > 0; at = text.indexOf(' ', at + 1))
    if (at + 1 < text.length && !isSpace(text.charCodeAt(at - 1)) && !isSpace(text.charCodeAt(at + 1)))
      return at;
  return text.length;
}

/** How GPT-2 splits text before BPE, as the library has it: BPE never merges across these pieces. */
const PIECES = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** Encodes each text once, while it is among the recent ones. */
function remembering(encode: (text: string) => number[]): (text: string) => number[] {
  let recent = new Map<string, number[]>();
  /** Texts that were seen before the recent ones: what is common outlives what is rare. */
  let before = new Map<string, number[]>();
  return (text) => {
    const held = recent.get(text);
    if (held) return held;
    const ids = before.get(text) ?? encode(text);
    if (recent.size >= WORDS_KEPT) {
      before = recent;
      recent = new Map();
    }
    recent.set(text, ids);
    return ids;
  };
}

/**
 * Encodes each word once, and each piece of a word once: data repeats its words, and words that are new, such as `near[Zook` after
 * `name[Zook`, have pieces that are not. Looking one up is many times as fast as encoding it.
 */
function rememberWords(encode: (text: string) => number[]): (text: string) => number[] {
  const encodePiece = remembering(encode);
  const encodeWord = remembering((word) => (word.match(PIECES) ?? []).flatMap(encodePiece));
  return (text) => {
    const all: number[] = [];
    for (let start = 0; start < text.length;) {
      const end = endOfWord(text, start);
      for (const id of encodeWord(text.slice(start, end))) all.push(id);
      start = end;
    }
    return all;
  };
}

/** Characters that together hold every byte of UTF-8: all of one and two bytes, then one per longer lead byte. */
function probes(): string[] {
  const short = Array.from({ length: 0x800 }, (_, code) => code);
  const threeBytes = Array.from({ length: 16 }, (_, i) => Math.max(0x800, i * 0x1000));
  const fourBytes = [0x10000, 0x40000, 0x80000, 0xc0000, 0x100000];
  return [...short, ...threeBytes, ...fourBytes].map((code) => String.fromCodePoint(code));
}
