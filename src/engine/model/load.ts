/** Fetches a Hugging Face model folder and puts it on the device. */
import type { ModelInfo } from '../../core/model-info.ts';
import { LabError } from '../../core/lab-error.ts';
import { countBaseParameters } from '../../core/params.ts';
import { baseScoresSchema } from '../../core/run-record.ts';
import { evaluationBatches, type Batch } from '../../data/batches.ts';
import { windows } from '../../data/dataset.ts';
import { createTokenizer, type Tokenizer } from '../../data/tokenizer.ts';
import { parseTransformerConfig, readGpt2Weights } from '../../formats/gpt2.ts';
import { readSafetensors } from '../../formats/safetensors.ts';
import { createBaseModel, type BaseModel } from './base-model.ts';

export interface LoadedModel {
  info: ModelInfo;
  base: BaseModel;
  tokenizer: Tokenizer;
  /** Text like that of pretraining, which the base model never saw. */
  heldOut: Batch[];
}

type OnProgress = (loaded: number, total: number) => void;

/** Enough for a change in loss to be told from noise: the windows are always the same. */
const HELD_OUT_WINDOWS = 16;

/** Fetches a file whole. @throws LabError `model-fetch` naming the file and the status */
async function fetchBytes(url: URL, onProgress: OnProgress = () => undefined): Promise<ArrayBuffer> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new LabError(
      'model-fetch',
      `${url.pathname}: ${error instanceof Error ? error.message : 'no answer'}`,
    );
  });
  if (!response.ok || !response.body)
    throw new LabError('model-fetch', `${url.pathname}: the server answered ${response.status}`);
  const total = Number(response.headers.get('content-length') ?? 0);
  let loaded = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        loaded += chunk.byteLength;
        onProgress(loaded, total);
        controller.enqueue(chunk);
      },
    }),
  );
  return new Response(counted).arrayBuffer();
}

const fetchText = async (url: URL) => new TextDecoder().decode(await fetchBytes(url));

/** @throws LabError `model-fetch`, or `model-format` if the file is not JSON (a missing file's error page, say) */
async function fetchJson(url: URL): Promise<unknown> {
  const text = await fetchText(url);
  try {
    return JSON.parse(text);
  } catch {
    throw new LabError('model-format', `${url.pathname} is not JSON.`);
  }
}

/** Absent or unreadable scores are none. */
const fetchScores = (url: URL): Promise<ModelInfo['scores']> =>
  fetchJson(url).then(
    (json) => baseScoresSchema.safeParse(json).data?.tasks ?? {},
    () => ({}),
  );

/**
 * Loads config.json, tokenizer.json, model.safetensors, heldout.txt and scores.json from `<baseUrl>models/<name>/`.
 * @param onProgress bytes of the weights so far, and in all (0 where the server does not say)
 * @throws LabError `model-fetch`; LabError or FormatError if a file is not what it should be
 */
export async function loadModel(name: string, baseUrl: string, onProgress: OnProgress): Promise<LoadedModel> {
  const folder = new URL(`models/${encodeURIComponent(name)}/`, baseUrl);
  const [configJson, tokenizerJson, weights, heldOutText, scores] = await Promise.all([
    fetchJson(new URL('config.json', folder)),
    fetchJson(new URL('tokenizer.json', folder)),
    fetchBytes(new URL('model.safetensors', folder), onProgress),
    fetchText(new URL('heldout.txt', folder)),
    fetchScores(new URL('scores.json', folder)),
  ]);
  const config = parseTransformerConfig(configJson);
  const tokenizer = createTokenizer(tokenizerJson);
  if (tokenizer.vocabSize !== config.vocab_size)
    throw new LabError(
      'model-format',
      `${name}: tokenizer.json has ${tokenizer.vocabSize} tokens, config.json says ${config.vocab_size}.`,
    );
  const base = createBaseModel(config, readGpt2Weights(config, readSafetensors(weights)));
  const { n_positions: length } = config;
  const heldOut = evaluationBatches(windows(tokenizer, heldOutText, length, HELD_OUT_WINDOWS), {
    batchSize: 8,
    length,
    padId: tokenizer.endOfTextId,
    limit: HELD_OUT_WINDOWS,
  });
  const info = { model: name, config, totalParameters: countBaseParameters(config), scores };
  return { info, base, tokenizer, heldOut };
}
