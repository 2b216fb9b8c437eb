/**
 * A model on the Hugging Face Hub, looked up before any of its weights are fetched: the list of its files, config.json, and of
 * each file of weights its header alone.
 */
import { z } from 'zod';
import { messageOf } from '../core/lab-error.ts';
import { countBaseParameters } from '../core/params.ts';
import { readModelConfig, UnknownFamily, type ReadConfig } from './base-model.ts';
import { FormatError } from './format-error.ts';
import { VOCABULARY_FILES } from './gpt2-vocabulary.ts';
import type { HubAddress } from './hub-address.ts';
import { HubError } from './hub-error.ts';
import { ask, fetchJson, type HubWays } from './hub-request.ts';
import { MOST_WEIGHT_BYTES, TOKENIZER, TOKENIZER_CONFIG } from './model-folder.ts';
import { INDEX, readIndex, SINGLE } from './model-tensors.ts';
import {
  FLOATS,
  headerLength,
  LENGTH_BYTES,
  readSafetensorsHeader,
  type HeaderEntry,
} from './safetensors.ts';

/** The Hub's host, the only one that the page asks by its name; large files lie on hosts that it sends to (tools/walls.mjs). */
export const HUB = 'https://huggingface.co';

/** A file as the Hub lists it. */
export interface HubFile {
  name: string;
  bytes: number;
  /** SHA-256 as hex, of a large file; else null. */
  sha256: string | null;
  /** SHA-1 as hex of git's blob, where it is told. */
  gitSha1: string | null;
}

export interface HubModel {
  /** As the Hub writes it. */
  id: string;
  /** What was asked for, and the commit that this is. */
  revision: string;
  commit: string;
  /** All that a model folder needs. */
  files: readonly HubFile[];
  /** Of these files in all. */
  bytes: number;
  /** E.g. `LlamaForCausalLM`; the model_type where config.json names none. */
  architecture: string;
  shape: ReadConfig['config'];
  parameters: number;
  /** In which numbers the weights are, e.g. `BF16`. */
  dtypes: readonly string[];
  /** As the Hub tags it, e.g. `apache-2.0`; null where it has no such tag. */
  licence: string | null;
}

const size = z.number().int().min(0);
const infoSchema = z.looseObject({
  id: z.string().min(1),
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  gated: z.union([z.boolean(), z.string()]).default(false),
  disabled: z.boolean().default(false),
  tags: z.array(z.string()).catch([]),
  siblings: z.array(
    z.looseObject({
      rfilename: z.string(),
      size: size.nullish(),
      blobId: z.string().nullish(),
      lfs: z.looseObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size }).nullish(),
    }),
  ),
});

/** Where a file of a model is. */
export const fileUrl = (hub: string, id: string, commit: string, file: string): URL =>
  new URL(`${hub}/${id}/resolve/${commit}/${file.split('/').map(encodeURIComponent).join('/')}`);

/**
 * Asks the Hub what a model is. Some 100 kB come, of the weights their headers alone.
 * @throws HubError where it is not there, not to be had, or cannot be run here
 */
export async function lookUp({ id, revision }: HubAddress, ways: HubWays): Promise<HubModel> {
  const { hub } = ways;
  const listing = new URL(`${hub}/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`);
  const { data: info } = infoSchema.safeParse(
    await fetchJson(listing, '', ways).catch(withRevision(revision)),
  );
  if (!info) throw new HubError('unclear', { file: id });
  if (info.disabled) throw new HubError('disabled');
  if (info.gated !== false) throw new HubError('gated');
  const listed = new Map(
    info.siblings.map(({ rfilename: name, size, blobId, lfs }): [string, HubFile] => [
      name,
      {
        name,
        bytes: lfs?.size ?? size ?? 0,
        sha256: lfs?.sha256 ?? null,
        gitSha1: lfs ? null : (blobId ?? null),
      },
    ]),
  );
  const urlOf = (file: string) => fileUrl(hub, info.id, info.sha, file);
  const fileOf = (name: string): HubFile => {
    const file = listed.get(name);
    if (!file) throw new HubError('no-file', { file: name });
    return file;
  };

  const config = await fetchJson(urlOf(fileOf('config.json').name), 'config.json', ways);
  const { shape, family, architecture } = readFamily(config);
  const weights = await weightFiles(listed, urlOf, ways);
  const weightBytes = weights.reduce((sum, { bytes }) => sum + bytes, 0);
  if (weightBytes > MOST_WEIGHT_BYTES)
    throw new HubError('too-large', { bytes: weightBytes, limit: MOST_WEIGHT_BYTES });
  const dtypes = new Set<string>();
  for (const file of weights.filter(({ name }) => name !== INDEX))
    for (const { name, dtype } of await headerOf(file, urlOf(file.name), ways)) {
      if (BUFFER.test(name)) continue;
      if (!FLOATS.some((float) => float === dtype)) throw new HubError('dtype', { tensor: name, dtype });
      dtypes.add(dtype);
    }
  const vocabulary = listed.has(TOKENIZER) || family !== 'gpt2' ? [TOKENIZER] : VOCABULARY_FILES;
  const files = [
    fileOf('config.json'),
    ...vocabulary.map((name) => {
      if (!listed.has(name)) throw new HubError('no-tokenizer', { file: TOKENIZER });
      return fileOf(name);
    }),
    ...(listed.has(TOKENIZER_CONFIG) ? [fileOf(TOKENIZER_CONFIG)] : []),
    ...weights,
  ];
  return {
    id: info.id,
    revision,
    commit: info.sha,
    files,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    architecture,
    shape,
    parameters: countBaseParameters(shape),
    dtypes: [...dtypes].sort(),
    licence: info.tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length) ?? null,
  };
}

/** The Hub does not repeat which revision it has not. */
const withRevision = (revision: string) => (error: unknown) => {
  if (error instanceof HubError && error.fault === 'no-revision')
    throw new HubError('no-revision', { revision }, error.said);
  throw error;
};

/** Tables that checkpoints carry along; no weights are among them. */
const BUFFER =
  /\.(attn|attention)\.(bias|masked_bias)$|\.rotary_emb\.inv_freq$|(^|\.)embeddings\.position_ids$/;
/** Weights in formats that can run code when they are read, or that are not read here. */
const PICKLE = /\.(bin|pt|pth|ckpt|pkl|h5|msgpack|onnx|gguf)$/;

/** Of the name of an architecture. */
const MOST_CHARACTERS = 100;

const kindSchema = z.looseObject({
  model_type: z.string().optional().catch(undefined),
  architectures: z.array(z.string()).catch([]),
});

function readFamily(config: unknown): {
  shape: HubModel['shape'];
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
      throw new HubError('family', { architecture, type: model_type?.slice(0, MOST_CHARACTERS) ?? '' });
    throw error instanceof FormatError ? new HubError('config', {}, error.message) : error;
  }
}

/** The file of the weights, or the index and its shards. @throws HubError where there are none that can be read */
async function weightFiles(
  listed: ReadonlyMap<string, HubFile>,
  urlOf: (file: string) => URL,
  ways: HubWays,
): Promise<HubFile[]> {
  const single = listed.get(SINGLE);
  if (single) return [single];
  const index = listed.get(INDEX);
  if (!index) {
    const pickle = [...listed.keys()].find((name) => PICKLE.test(name));
    throw pickle === undefined ? new HubError('no-weights') : new HubError('pickle', { file: pickle });
  }
  const shards = await inFile(INDEX, async () => [
    ...new Set(readIndex(await fetchJson(urlOf(INDEX), INDEX, ways)).values()),
  ]);
  return [
    index,
    ...shards.map((name) => {
      const shard = listed.get(name);
      if (!shard) throw new HubError('no-file', { file: name });
      return shard;
    }),
  ];
}

/** So many bytes hold the header of most files. */
const LIKELY_HEADER_BYTES = 2 ** 16;

/** The tensors that a file of weights names, by its first bytes. */
const headerOf = ({ name, bytes }: HubFile, url: URL, ways: HubWays): Promise<HeaderEntry[]> =>
  inFile(name, async () => {
    const first = await readStart(url, name, Math.min(bytes, LIKELY_HEADER_BYTES), ways);
    const end = LENGTH_BYTES + headerLength(first, bytes);
    const start = end <= first.byteLength ? first : await readStart(url, name, end, ways);
    return readSafetensorsHeader(start, bytes);
  });

/** The first bytes of a file, from a server that knows ranges or not. */
async function readStart(url: URL, name: string, bytes: number, ways: HubWays): Promise<ArrayBuffer> {
  if (bytes === 0) return new ArrayBuffer(0);
  const { chunks } = await ask(url, name, ways, `0-${bytes - 1}`);
  const found: Uint8Array<ArrayBuffer>[] = [];
  let come = 0;
  for await (const chunk of chunks()) {
    found.push(chunk);
    come += chunk.byteLength;
    if (come >= bytes) break;
  }
  if (come < bytes) throw new HubError('cut', { file: name });
  return await new Blob(found).slice(0, bytes).arrayBuffer();
}

/** What a reader says of a file, as the Hub's fault. */
async function inFile<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof FormatError ? new HubError('weights', { file }, messageOf(error)) : error;
  }
}
