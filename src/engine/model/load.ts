/** Reads a Hugging Face model folder, from the site or from a person, and puts it on the device. */
import { baselinesSchema, type Baselines } from '../../core/baseline.ts';
import type { ModelInfo } from '../../core/model-info.ts';
import { LabError } from '../../core/lab-error.ts';
import { SETTINGS_FILE } from '../../core/model-folder.ts';
import { countBaseParameters } from '../../core/params.ts';
import type { BaseDtype } from '../../core/run-config.ts';
import { evaluationBatches, type Batch } from '../../data/batches.ts';
import { windows } from '../../data/dataset.ts';
import { fetchFile } from '../../formats/fetch-file.ts';
import { fetchModelFiles, modelFolder } from '../../formats/model-files.ts';
import { parseAs, parseJson } from '../../formats/parse-json.ts';
import { readBlob } from '../../formats/read-blob.ts';
import { createEncoderTokenizer, type EncoderTokenizer } from '../../data/encoder-tokenizer.ts';
import { createTokenizer, type Tokenizer } from '../../data/tokenizer.ts';
import type { BertHead } from '../../formats/bert.ts';
import { readBaseModel, type ReadModel } from '../../formats/base-model.ts';
import { ENCODER_MARKS, readModelFolder, type FolderFile } from '../../formats/model-folder.ts';
import { readSafetensors } from '../../formats/safetensors.ts';
import { createBaseModel, type BaseModel } from './base-model.ts';

export interface LoadedModel {
  info: ModelInfo;
  base: BaseModel;
  /** Of an encoder one that joins segments. */
  tokenizer: Tokenizer | EncoderTokenizer;
  /**
   * Text like that of pretraining, which the base model never saw, in windows of so many tokens at most: the same text,
   * whatever their length. None where the model has no such text.
   */
  heldOut: (length: number) => Batch[];
  /** What it makes of the built-in tasks, as was measured before. */
  baselines: Baselines['tasks'];
  /** Of an encoder, the same with a head for these classes; freed with it. Null of a model that writes. */
  forClasses: ((labels: readonly string[]) => LoadedModel) | null;
  /** Reads it anew and puts it on the device as it is stored; null where it is. The caller disposes that model. */
  stored: (() => Promise<BaseModel>) | null;
}

/** So many windows of the model's whole context: enough for a change in loss to be told from noise. */
const HELD_OUT_WINDOWS = 16;

/** Where a model comes from: a folder under public/models, or the files of one that a person brought. */
export type ModelSource = { baseUrl: string } | { folder: readonly FolderFile[] };

/** Hears of the bytes of the weights so far, and in all; 0 until that is known. */
type OnProgress = ((loaded: number, total: number) => void) | undefined;

/**
 * Reads a model's files. No device is needed yet.
 * @param name its folder's
 * @returns what puts the model on the current device, its blocks' matrices rounded as is asked
 * @throws LabError `file-fetch`; LabError or FormatError if a file is not what it should be
 */
export async function readModel(
  name: string,
  source: ModelSource,
  onProgress?: OnProgress,
): Promise<(as?: BaseDtype) => LoadedModel> {
  const parts = await ('folder' in source
    ? readBrought(source.folder, onProgress)
    : readShipped(name, source.baseUrl, onProgress));
  const { read, tokenizer, heldOutText, weights, baselines } = parts;
  const { config } = read;
  // A vocabulary may have room for more, as Qwen2's has.
  if (tokenizer.vocabSize > config.vocab_size)
    throw new LabError(
      'model-format',
      `${name}: tokenizer.json has ${tokenizer.vocabSize} tokens, config.json says ${config.vocab_size}.`,
    );
  const heldOut = heldOutOf(tokenizer, heldOutText, config.n_positions);
  const scores = Object.fromEntries(
    Object.entries(baselines).map(([task, { dataset, scores }]) => [
      task,
      { fingerprint: dataset.fingerprint, scores: scores.filter(({ split }) => split === 'test') },
    ]),
  );
  const info = {
    ...{ model: name, weights, config, totalParameters: countBaseParameters(config), scores },
    ...(read.family === 'bert' && { drawn: read.weights.drawn }),
  };
  const headed = read.family === 'bert' ? await headedBy(read.headFor) : null;
  return (as = 'stored') => {
    const common = { base: createBaseModel(read, as), tokenizer, heldOut, forClasses: null };
    // What was measured before was measured with the weights as they are stored.
    const loaded: LoadedModel =
      as === 'stored'
        ? { ...common, info, baselines, stored: null }
        : {
            ...common,
            info: { ...info, base_dtype: as, scores: {} },
            baselines: {},
            stored: readAgain(name, source),
          };
    return headed?.(loaded) ?? loaded;
  };
}

// These stand outside of `readModel`, so that what they return does not keep the weights that were read.

/** What gives an encoder its other heads; fetched when the first is loaded. */
async function headedBy(headFor: (labels: readonly string[]) => BertHead) {
  const { withHeads } = await import('./heads.ts');
  return (loaded: LoadedModel): LoadedModel => withHeads(loaded, headFor);
}

/** Reads a model's weights anew, as they are stored. */
const readAgain = (name: string, source: ModelSource) => async (): Promise<BaseModel> =>
  (await readModel(name, source))().base;

function heldOutOf(tokenizer: Tokenizer, text: string, n_positions: number): LoadedModel['heldOut'] {
  /** Every run asks, and most for one length. */
  const known = new Map<number, Batch[]>();
  return (length) => {
    const limit = Math.ceil((HELD_OUT_WINDOWS * n_positions) / length);
    const batches =
      known.get(length) ??
      evaluationBatches(windows(tokenizer, text, length, limit), {
        batchSize: 8,
        length,
        padId: tokenizer.padId,
        limit,
      });
    known.set(length, batches);
    return batches;
  };
}

interface ModelParts {
  read: ReadModel;
  tokenizer: Tokenizer | EncoderTokenizer;
  heldOutText: string;
  /** SHA-256, as hex. */
  weights: string;
  baselines: Baselines['tasks'];
}

/** The files that manifest.json names. */
async function readShipped(name: string, baseUrl: string, onProgress: OnProgress): Promise<ModelParts> {
  const files = await fetchModelFiles(modelFolder(name, baseUrl), onProgress);
  const { weights } = files;
  const baselineFile = files['baseline.json'];
  const shipped = baselineFile && parseAs(baselinesSchema, 'baseline.json', baselineFile);
  const read = readBaseModel(parseJson('config.json', files['config.json']), () =>
    readSafetensors(files['model.safetensors'].buffer),
  );
  const tokenizer = parseJson('tokenizer.json', files['tokenizer.json']);
  return {
    read,
    tokenizer:
      read.family === 'bert'
        ? createEncoderTokenizer(tokenizer, ENCODER_MARKS.bert)
        : createTokenizer(tokenizer),
    heldOutText: new TextDecoder().decode(files['heldout.txt'] ?? new Uint8Array()),
    weights,
    baselines: shipped?.weights === weights ? shipped.tasks : {},
  };
}

async function readBrought(folder: readonly FolderFile[], onProgress: OnProgress): Promise<ModelParts> {
  const { read, tokenizer, marks, encoderMarks, weights } = await readModelFolder(folder, onProgress);
  return {
    read,
    tokenizer:
      read.family === 'bert'
        ? createEncoderTokenizer(tokenizer, encoderMarks)
        : createTokenizer(tokenizer, marks.end, marks.start),
    heldOutText: '',
    weights,
    baselines: {},
  };
}

/**
 * The files beside a model's weights, with which transformers loads it: config.json, tokenizer.json and, of a folder that a
 * person brought, what else it has of that kind.
 * @throws LabError `file-fetch`, or `file-unreadable` where a file on disk is no longer the one that was chosen
 */
export async function readSettings(
  name: string,
  source: ModelSource,
): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const settings: Record<string, Uint8Array<ArrayBuffer>> = {};
  if ('folder' in source) {
    for (const { name: file, bytes } of source.folder)
      if (SETTINGS_FILE.test(file)) settings[file] = await readBlob(file, bytes, () => undefined);
    return settings;
  }
  const folder = modelFolder(name, source.baseUrl);
  for (const file of ['config.json', 'tokenizer.json'])
    settings[file] = await fetchFile(new URL(file, folder));
  return settings;
}

/** Fetches a model of public/models and puts it on the current device. As `readModel`. */
export const loadModel = async (name: string, baseUrl: string, as?: BaseDtype): Promise<LoadedModel> =>
  (await readModel(name, { baseUrl }))(as);
