/**
 * A model folder that a person brings, in Hugging Face's layout: config.json, tokenizer.json (of a GPT-2 vocab.json and merges.txt, too)
 * and the weights in one file or in shards.
 */
import { z } from 'zod';
import type { Tell } from '../core/file-progress.ts';
import { WEIGHT_FILE } from '../core/model-folder.ts';
import type { TransformerConfig } from '../core/site.ts';
import { readBaseModel, type ReadModel } from './base-model.ts';
import { FormatError } from './format-error.ts';
import { gpt2Tokenizer, VOCABULARY_FILES } from './gpt2-vocabulary.ts';
import { modelTensors } from './model-tensors.ts';
import { parseJson } from './parse-json.ts';
import { readBlob } from './read-blob.ts';
import { sha256 } from './sha256.ts';

/** A file of the folder, by its name without the folder's. */
export interface FolderFile {
  name: string;
  bytes: Blob;
}

export interface ModelFolder {
  read: ReadModel;
  /** The parsed tokenizer.json, or what stands for it in an older folder. */
  tokenizer: unknown;
  /** The control token that ends a text, and the one that begins it. */
  marks: { end: string; start: string };
  /** The control tokens of an encoder. */
  encoderMarks: { start: string; end: string; pad: string; isDoubled: boolean };
  /** SHA-256 of the weight files, as hex; of several, that of their own. */
  weights: string;
}

export const TOKENIZER = 'tokenizer.json';
export const TOKENIZER_CONFIG = 'tokenizer_config.json';
/** Weights are read into memory as float32, twice while they go to the device. */
export const MOST_WEIGHT_BYTES = 1e9;
/** The longest text that a run reads (`LIMITS.max_length`). A GPT-2's positions are weights, and stay. */
const MOST_POSITIONS = 1024;

/**
 * @param onProgress bytes of the weights so far, and in all
 * @throws LabError `model-format` or FormatError naming the file, and what is missing, too large or wrong in it; LabError
 * `file-unreadable`
 */
export async function readModelFolder(
  files: readonly FolderFile[],
  onProgress: ((loaded: number, total: number) => void) | undefined,
): Promise<ModelFolder> {
  const fileOf = (name: string): FolderFile => {
    const file = files.find((own) => own.name === name);
    if (!file) throw new FormatError(`The folder has no ${name}.`);
    return file;
  };
  const has = (wanted: string) => files.some(({ name }) => name === wanted);
  const bytesOf = (name: string) => readBlob(name, fileOf(name).bytes, () => undefined);
  const jsonOf = async (name: string) => parseJson(name, await bytesOf(name));
  const config = await jsonOf('config.json');
  const isOlder = !has(TOKENIZER) && VOCABULARY_FILES.some(has) && isGpt2(config);
  const [vocabulary, merges] = VOCABULARY_FILES;
  const tokenizer = isOlder
    ? gpt2Tokenizer(await jsonOf(vocabulary), new TextDecoder().decode(await bytesOf(merges)))
    : await jsonOf(TOKENIZER);
  const settings = has(TOKENIZER_CONFIG) ? await jsonOf(TOKENIZER_CONFIG) : null;

  const parts = files.filter(({ name }) => WEIGHT_FILE.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const total = parts.reduce((sum, { bytes }) => sum + bytes.size, 0);
  if (total > MOST_WEIGHT_BYTES)
    throw new FormatError(
      `The weights have ${(total / 1e9).toFixed(1)} GB; a page can hold ${MOST_WEIGHT_BYTES / 1e9} GB of them.`,
    );
  const weights = new Map<string, ArrayBuffer>();
  let loaded = 0;
  for (const { name, bytes } of parts) {
    const before = loaded;
    const tell: Tell = (_stage, done = 0) => {
      loaded = before + done;
      onProgress?.(loaded, total);
    };
    weights.set(name, (await readBlob(name, bytes, tell)).buffer);
  }
  const read = readBaseModel(config, () => modelTensors(weights));
  return {
    read: withinReach(read),
    tokenizer,
    marks: marksOf(config, tokenizer, settings),
    encoderMarks: encoderMarksOf(config, settings),
    weights: await hashOf([...weights.values()]),
  };
}

/** A run reads no longer texts, and the caches would hold the whole context. */
function withinReach(read: ReadModel): ReadModel {
  const limited = <C extends TransformerConfig>(config: C): C => ({
    ...config,
    n_positions: Math.min(config.n_positions, MOST_POSITIONS),
  });
  switch (read.family) {
    case 'gpt2':
    case 'bert':
      return read;
    case 'llama':
      return { ...read, config: limited(read.config) };
    case 'neox':
      return { ...read, config: limited(read.config) };
  }
}

const hashOf = async (buffers: readonly ArrayBuffer[]): Promise<string> => {
  const hashes = await Promise.all(buffers.map((buffer) => sha256(new Uint8Array(buffer))));
  const [only] = hashes;
  if (hashes.length === 1 && only !== undefined) return only;
  return sha256(Uint8Array.from(new TextEncoder().encode(hashes.join())));
};

/** Others split a text in other ways than GPT-2, which their vocabulary does not tell. */
const isGpt2 = (config: unknown): boolean =>
  z.looseObject({ model_type: z.literal('gpt2') }).safeParse(config).success;
const END_OF_TEXT = '<|endoftext|>';

/** A control token as tokenizer_config.json writes it. */
const markSchema = z
  .union([z.string(), z.looseObject({ content: z.string() }).transform(({ content }) => content)])
  .nullish()
  .catch(null);
const settingsSchema = z
  .looseObject({ eos_token: markSchema, bos_token: markSchema })
  .catch({ eos_token: null, bos_token: null });
const idSchema = z
  .union([z.int(), z.array(z.int()).transform(([first]) => first)])
  .nullish()
  .catch(null);
const configSchema = z.looseObject({ eos_token_id: idSchema, bos_token_id: idSchema });
const tokensSchema = z
  .looseObject({ added_tokens: z.array(z.looseObject({ id: z.int(), content: z.string() })) })
  .catch({ added_tokens: [] });

/** What ends and begins a text, by tokenizer_config.json, else by the ids in config.json; a model without a start has its end there. */
function marksOf(config: unknown, tokenizer: unknown, settings: unknown): ModelFolder['marks'] {
  const { eos_token, bos_token } = settingsSchema.parse(settings);
  const { eos_token_id, bos_token_id } = configSchema.parse(config);
  const { added_tokens } = tokensSchema.parse(tokenizer);
  const byId = (wanted: number | null | undefined) => added_tokens.find(({ id }) => id === wanted)?.content;
  const end = eos_token ?? byId(eos_token_id) ?? END_OF_TEXT;
  // Where tokenizer_config.json is there and names none, texts have none, whatever config.json says: so has Qwen2.
  const start = settings === null ? byId(bos_token_id) : bos_token;
  return { end, start: start ?? end };
}

/** The control tokens of BERT and RoBERTa unless tokenizer_config.json tells others. */
export const ENCODER_MARKS = {
  bert: { start: '[CLS]', end: '[SEP]', pad: '[PAD]', isDoubled: false },
  roberta: { start: '<s>', end: '</s>', pad: '<pad>', isDoubled: true },
} as const satisfies Record<string, ModelFolder['encoderMarks']>;

const encoderSettingsSchema = z
  .looseObject({ cls_token: markSchema, sep_token: markSchema, pad_token: markSchema })
  .catch({ cls_token: null, sep_token: null, pad_token: null });

function encoderMarksOf(config: unknown, settings: unknown): ModelFolder['encoderMarks'] {
  const isRoberta = z.looseObject({ model_type: z.literal('roberta') }).safeParse(config).success;
  const usual = ENCODER_MARKS[isRoberta ? 'roberta' : 'bert'];
  const { cls_token, sep_token, pad_token } = encoderSettingsSchema.parse(settings);
  return {
    start: cls_token ?? usual.start,
    end: sep_token ?? usual.end,
    pad: pad_token ?? usual.pad,
    isDoubled: usual.isDoubled,
  };
}
