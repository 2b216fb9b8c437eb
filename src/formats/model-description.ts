/**
 * What a model is, told by its config.json and the headers of its weights, before the weights are read: of a folder on a disk, and of
 * a model on the Hugging Face Hub.
 */
import { z } from 'zod';
import { messageOf } from '../core/lab-error.ts';
import { OTHER_WEIGHTS, WEIGHT_FILE } from '../core/model-folder.ts';
import { countBaseParameters } from '../core/params.ts';
import { readModelConfig, UnknownFamily, type ReadConfig } from './base-model.ts';
import { FormatError } from './format-error.ts';
import { VOCABULARY_FILES } from './gpt2-vocabulary.ts';
import { ModelError } from './model-error.ts';
import { MOST_WEIGHT_BYTES, TOKENIZER, TOKENIZER_CONFIG, type FolderFile } from './model-folder.ts';
import { INDEX, readIndex, SINGLE } from './model-tensors.ts';
import { fileGone } from './read-blob.ts';
import {
  FLOATS,
  headerLength,
  LENGTH_BYTES,
  readSafetensorsHeader,
  type HeaderEntry,
} from './safetensors.ts';

/** A file, before it is read. */
interface ListedFile {
  name: string;
  bytes: number;
}

/** Where a model's files are, and how they are read. */
export interface ModelFiles<F extends ListedFile> {
  /** By their names in the model's folder. */
  listed: ReadonlyMap<string, F>;
  /** A small file, parsed. */
  json: (file: F) => Promise<unknown>;
  /** The first bytes of a file, no more than it has. */
  start: (file: F, bytes: number) => Promise<ArrayBuffer>;
}

export interface ModelDescription<F extends ListedFile = ListedFile> {
  /** All that a model folder needs. */
  files: readonly F[];
  /** Of these files in all. */
  bytes: number;
  /** E.g. `LlamaForCausalLM`; the model_type where config.json names none. */
  architecture: string;
  shape: ReadConfig['config'];
  parameters: number;
  /** In which numbers the weights are, e.g. `BF16`. */
  dtypes: readonly string[];
}

/** @throws ModelError where the model lacks a file, or cannot be run here */
export async function describeModel<F extends ListedFile>(from: ModelFiles<F>): Promise<ModelDescription<F>> {
  const { listed } = from;
  const fileOf = (name: string): F => {
    const file = listed.get(name);
    if (!file) throw new ModelError('no-file', { file: name });
    return file;
  };
  const other = [...listed.keys()].find((name) => OTHER_WEIGHTS.test(name));
  const hasWeights = [...listed.keys()].some((name) => WEIGHT_FILE.test(name));
  // A single file of that kind is named before what it lacks.
  if (!listed.has('config.json') && !hasWeights && other !== undefined)
    throw new ModelError('pickle', { file: other });
  const { shape, family, architecture } = readFamily(await from.json(fileOf('config.json')));
  const weights = await weightFiles(from, fileOf, other);
  const weightBytes = weights.reduce((sum, { bytes }) => sum + bytes, 0);
  if (weightBytes > MOST_WEIGHT_BYTES)
    throw new ModelError('too-large', { bytes: weightBytes, limit: MOST_WEIGHT_BYTES });
  const dtypes = new Set<string>();
  for (const file of weights.filter(({ name }) => name !== INDEX))
    for (const { name, dtype } of await headerOf(file, from)) {
      if (BUFFER.test(name)) continue;
      if (!FLOATS.some((float) => float === dtype)) throw new ModelError('dtype', { tensor: name, dtype });
      dtypes.add(dtype);
    }
  const vocabulary = listed.has(TOKENIZER) || family !== 'gpt2' ? [TOKENIZER] : VOCABULARY_FILES;
  const files = [
    fileOf('config.json'),
    ...vocabulary.map((name) => {
      if (!listed.has(name)) throw new ModelError('no-tokenizer', { file: TOKENIZER });
      return fileOf(name);
    }),
    ...(listed.has(TOKENIZER_CONFIG) ? [fileOf(TOKENIZER_CONFIG)] : []),
    ...weights,
  ];
  return {
    files,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    architecture,
    shape,
    parameters: countBaseParameters(shape),
    dtypes: [...dtypes].sort(),
  };
}

/** The largest config.json, or index of shards, that is read: others have some kB. */
const MOST_JSON_BYTES = 2e7;

/**
 * @param files of a folder on a disk
 * @param others the names of further files of it, whose weights would be in another format
 * @throws ModelError; LabError `file-unreadable`
 */
export function describeFolder(
  files: readonly FolderFile[],
  others: readonly string[],
): Promise<ModelDescription> {
  const all = [...files, ...others.map((name) => ({ name, bytes: new Blob() }))];
  const blobs = new Map(all.map(({ name, bytes }) => [name, bytes]));
  const start = ({ name }: ListedFile, bytes: number): Promise<ArrayBuffer> =>
    (blobs.get(name) ?? new Blob())
      .slice(0, bytes)
      .arrayBuffer()
      .catch(() => {
        throw fileGone(name);
      });
  return describeModel({
    listed: new Map(all.map(({ name, bytes }) => [name, { name, bytes: bytes.size }])),
    start,
    async json(file) {
      const { name, bytes } = file;
      if (bytes > MOST_JSON_BYTES) throw new ModelError('json', { file: name });
      const text = new TextDecoder().decode(await start(file, bytes));
      try {
        const parsed: unknown = JSON.parse(text);
        return parsed;
      } catch {
        throw new ModelError('json', { file: name });
      }
    },
  });
}

/** Tables that checkpoints carry along; no weights are among them. */
const BUFFER =
  /\.(attn|attention)\.(bias|masked_bias)$|\.rotary_emb\.inv_freq$|(^|\.)embeddings\.position_ids$/;

/** Of the name of an architecture. */
const MOST_CHARACTERS = 100;

const kindSchema = z.looseObject({
  model_type: z.string().optional().catch(undefined),
  architectures: z.array(z.string()).catch([]),
});

function readFamily(config: unknown): {
  shape: ModelDescription['shape'];
  family: ReadConfig['family'];
  architecture: string;
} {
  const { model_type, architectures = [] } = kindSchema.safeParse(config).data ?? {};
  const architecture = (architectures[0] ?? model_type ?? '').slice(0, MOST_CHARACTERS);
  try {
    const { config: shape, family } = readModelConfig(config);
    return { shape, family, architecture };
  } catch (error) {
    if (error instanceof UnknownFamily)
      throw new ModelError('family', { architecture, type: model_type?.slice(0, MOST_CHARACTERS) ?? '' });
    throw error instanceof FormatError ? new ModelError('config', {}, error.message) : error;
  }
}

/**
 * The file of the weights, or the index and its shards.
 * @param other the name of weights in another format, if there are any
 * @throws ModelError where there are none that can be read
 */
async function weightFiles<F extends ListedFile>(
  { listed, json }: ModelFiles<F>,
  fileOf: (name: string) => F,
  other: string | undefined,
): Promise<F[]> {
  const single = listed.get(SINGLE);
  if (single) return [single];
  const index = listed.get(INDEX);
  if (!index)
    throw other === undefined ? new ModelError('no-weights') : new ModelError('pickle', { file: other });
  const shards = await inFile(INDEX, async () => [...new Set(readIndex(await json(index)).values())]);
  return [index, ...shards.map(fileOf)];
}

/** So many bytes hold the header of most files. */
const LIKELY_HEADER_BYTES = 2 ** 16;

/** The tensors that a file of weights names, by its first bytes. */
const headerOf = <F extends ListedFile>(file: F, { start: read }: ModelFiles<F>): Promise<HeaderEntry[]> =>
  inFile(file.name, async () => {
    const { bytes } = file;
    const first = await read(file, Math.min(bytes, LIKELY_HEADER_BYTES));
    const end = LENGTH_BYTES + headerLength(first, bytes);
    return readSafetensorsHeader(end <= first.byteLength ? first : await read(file, end), bytes);
  });

/** What a reader says of a file, as the model's fault. */
async function inFile<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof FormatError ? new ModelError('weights', { file }, messageOf(error)) : error;
  }
}
