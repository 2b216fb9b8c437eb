/** Fetches a Hugging Face model folder and puts it on the device. */
import { baselinesSchema, type Baselines } from '../../core/baseline.ts';
import type { ModelInfo } from '../../core/model-info.ts';
import { LabError } from '../../core/lab-error.ts';
import { countBaseParameters } from '../../core/params.ts';
import { evaluationBatches, type Batch } from '../../data/batches.ts';
import { windows } from '../../data/dataset.ts';
import { fetchModelFiles, modelFolder } from '../../formats/model-files.ts';
import { parseAs, parseJson } from '../../formats/parse-json.ts';
import { createTokenizer, type Tokenizer } from '../../data/tokenizer.ts';
import { parseTransformerConfig, readGpt2Weights } from '../../formats/gpt2.ts';
import { readSafetensors } from '../../formats/safetensors.ts';
import { createBaseModel, type BaseModel } from './base-model.ts';

export interface LoadedModel {
  info: ModelInfo;
  base: BaseModel;
  tokenizer: Tokenizer;
  /**
   * Text like that of pretraining, which the base model never saw, in windows of so many tokens at most: the same text,
   * whatever their length. None where the model has no such text.
   */
  heldOut: (length: number) => Batch[];
  /** What it makes of the built-in tasks, as was measured before. */
  baselines: Baselines['tasks'];
}

/** So many windows of the model's whole context: enough for a change in loss to be told from noise. */
const HELD_OUT_WINDOWS = 16;

/**
 * Fetches and reads the files that manifest.json names in `<baseUrl>models/<name>/`. No device is needed yet.
 * @param onProgress bytes of the weights so far, and in all (0 until the manifest has come)
 * @returns what puts the model on the current device
 * @throws LabError `file-fetch`; LabError or FormatError if a file is not what it should be
 */
export async function readModel(
  name: string,
  baseUrl: string,
  onProgress: ((loaded: number, total: number) => void) | undefined,
): Promise<() => LoadedModel> {
  const files = await fetchModelFiles(modelFolder(name, baseUrl), onProgress);
  const config = parseTransformerConfig(parseJson('config.json', files['config.json']));
  const tokenizer = createTokenizer(parseJson('tokenizer.json', files['tokenizer.json']));
  const heldOutText = new TextDecoder().decode(files['heldout.txt']);
  const { weights } = files;
  const baselineFile = files['baseline.json'];
  const shipped = baselineFile && parseAs(baselinesSchema, 'baseline.json', baselineFile);
  const baselines = shipped?.weights === weights ? shipped.tasks : {};
  if (tokenizer.vocabSize !== config.vocab_size)
    throw new LabError(
      'model-format',
      `${name}: tokenizer.json has ${tokenizer.vocabSize} tokens, config.json says ${config.vocab_size}.`,
    );
  /** Every run asks, and most for one length. */
  const known = new Map<number, Batch[]>();
  const heldOut = (length: number) => {
    const limit = Math.ceil((HELD_OUT_WINDOWS * config.n_positions) / length);
    const batches =
      known.get(length) ??
      evaluationBatches(windows(tokenizer, heldOutText, length, limit), {
        batchSize: 8,
        length,
        padId: tokenizer.endOfTextId,
        limit,
      });
    known.set(length, batches);
    return batches;
  };
  const values = readGpt2Weights(config, readSafetensors(files['model.safetensors'].buffer));
  const scores = Object.fromEntries(
    Object.entries(baselines).map(([task, { dataset, scores }]) => [
      task,
      { fingerprint: dataset.fingerprint, scores: scores.filter(({ split }) => split === 'test') },
    ]),
  );
  const info = { model: name, weights, config, totalParameters: countBaseParameters(config), scores };
  return () => ({ info, base: createBaseModel(config, values), tokenizer, heldOut, baselines });
}

/** Fetches a model and puts it on the current device. As `readModel`. */
export const loadModel = async (...request: Parameters<typeof readModel>): Promise<LoadedModel> =>
  (await readModel(...request))();
