/** The page that trains: the product's own worker through its own client. The script outside calls `measure`. */
import { MANIFEST, manifestSchema } from '../../src/core/manifest.ts';
import { textLength, type RunConfig } from '../../src/core/run-config.ts';
import type { BackendName, DeviceInfo } from '../../src/core/run-record.ts';
import type { TransformerConfig } from '../../src/core/site.ts';
import { HIDDEN_RANK } from '../../src/core/secret.ts';
import { client } from '../../src/state/lab-client.ts';
import type { Measured } from './log.ts';

const BASE_URL = new URL('/', location.href).href;
let device: DeviceInfo | null = null;
let model: { name: string; weights: string; shape: TransformerConfig } | null = null;
let data: { wanted: string; fingerprint: string } | null = null;

/** SHA-256 of a model's weights: the worker refuses a model that differs from its manifest. */
async function weightsOf(name: string): Promise<string> {
  const response = await fetch(new URL(`models/${name}/${MANIFEST}`, BASE_URL));
  return manifestSchema.parse(await response.json()).files['model.safetensors'].sha256;
}

/** Loads what is not loaded yet. */
async function prepare(config: RunConfig, backend: BackendName) {
  const { model: name, task, secret_seed, secret_rank } = config;
  device ??= (await client.request('init', { backend, baseUrl: BASE_URL, model: name })).device;
  if (model?.name !== name) {
    data = null;
    const { info } = await client.request('loadModel', { model: name });
    model = { name, weights: await weightsOf(name), shape: info.config };
  }
  const hidden = task === HIDDEN_RANK;
  const secret = { seed: secret_seed, rank: secret_rank };
  const request = { task, own: null, max_length: textLength(config, model.shape), ...(hidden && { secret }) };
  const wanted = JSON.stringify(request);
  if (data?.wanted !== wanted) {
    const { summary } = await client.request('loadData', request);
    data = { wanted, fingerprint: hidden ? '' : summary.fingerprint };
  }
  return { device, weights: model.weights, fingerprint: data.fingerprint };
}

/** What a run is trained for: its scores on the test split, or its losses alone, which come before. */
export type Until = 'scores' | 'losses';

/** Trains one run from its start. */
function train(
  config: RunConfig,
  until: Until,
): Promise<Omit<Measured, 'device' | 'weights' | 'fingerprint'>> {
  const measured: Pick<Measured, 'evals' | 'scores' | 'spectra' | 'answers'> = {
    evals: [],
    scores: [],
    spectra: [],
    answers: [],
  };
  let trainingMs = 0;
  const began = performance.now();
  return new Promise((resolve, reject) => {
    let trainableParameters = 0;
    let isFinished = false;
    let diverged = false;
    const end = () => {
      stop();
      const seconds = { training: trainingMs / 1000, whole: (performance.now() - began) / 1000 };
      resolve({ ...measured, diverged, trainableParameters, seconds });
    };
    const stop = client.subscribe((event) => {
      if (event.type === 'progress') {
        for (const { evals, scores, spectra, answers, steps } of event.runs) {
          measured.evals.push(...evals);
          measured.scores.push(...scores);
          measured.spectra.push(...spectra);
          measured.answers.push(...answers);
          trainingMs = steps.at(-1)?.elapsedMs ?? trainingMs;
        }
        // Its scores would follow.
        if (until === 'losses' && measured.evals.at(-1)?.step === config.training.max_steps)
          client.send({ type: 'stop' });
      } else if (event.type === 'error') {
        diverged ||= event.code === 'non-finite';
        if (diverged) return;
        stop();
        reject(new Error(`${event.code}: ${event.detail}`));
      } else if (event.type === 'status') {
        trainableParameters = event.trainableParameters;
        isFinished = event.state === 'finished';
        diverged ||= event.failure === 'non-finite';
        if (diverged || event.state === 'stopped' || (isFinished && until === 'losses')) end();
      } else if (event.type === 'scoring' && event.progress === null && isFinished) end();
    });
    // Always the same id: starting a run frees the one before it.
    client.send({ type: 'start', runs: [{ runId: 'run', config }], paused: false });
  });
}

declare global {
  var measure: (config: RunConfig, backend: BackendName, until: Until) => Promise<Measured>;
}
globalThis.measure = async (config, backend, until) => ({
  ...(await prepare(config, backend)),
  ...(await train(config, until)),
});
