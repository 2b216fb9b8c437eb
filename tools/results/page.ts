/** The page that trains: the product's own worker through its own client. The script outside calls `measure`. */
import type { RunConfig } from '../../src/core/run-config.ts';
import type { BackendName, DeviceInfo } from '../../src/core/run-record.ts';
import { createLabClient } from '../../src/worker/client.ts';
import type { Measured } from './log.ts';

const BASE_URL = new URL('/', location.href).href;
const client = createLabClient();
let device: DeviceInfo | null = null;
let model: { name: string; weights: string } | null = null;
let data: { task: string; fingerprint: string } | null = null;

async function sha256(url: URL): Promise<string> {
  const bytes = await (await fetch(url)).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Loads what is not loaded yet. */
async function prepare({ model: name, task, training }: RunConfig, backend: BackendName) {
  device ??= (await client.request('init', { backend, baseUrl: BASE_URL })).device;
  if (model?.name !== name) {
    data = null;
    await client.request('loadModel', { model: name });
    model = { name, weights: await sha256(new URL(`models/${name}/model.safetensors`, BASE_URL)) };
  }
  if (data?.task !== task) {
    const reply = await client.request('loadData', { task, own: null, max_length: training.max_length });
    if (reply.type !== 'dataset') throw new Error(`The data was answered by ${reply.type}.`);
    data = { task, fingerprint: reply.summary.fingerprint };
  }
  return { device, weights: model.weights, fingerprint: data.fingerprint };
}

/** Trains one run from start to end. */
function train(config: RunConfig): Promise<Omit<Measured, 'device' | 'weights' | 'fingerprint'>> {
  const measured: Pick<Measured, 'evals' | 'scores'> = { evals: [], scores: [] };
  let trainingMs = 0;
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const stop = client.subscribe((event) => {
      if (event.type === 'progress')
        for (const { evals, scores, steps } of event.runs) {
          measured.evals.push(...evals);
          measured.scores.push(...scores);
          trainingMs = steps.at(-1)?.elapsedMs ?? trainingMs;
        }
      else if (event.type === 'error') {
        stop();
        reject(new Error(`${event.code}: ${event.detail}`));
      } else if (event.type === 'status' && event.state === 'finished') {
        stop();
        const seconds = { training: trainingMs / 1000, whole: (performance.now() - began) / 1000 };
        resolve({ ...measured, trainableParameters: event.trainableParameters, seconds });
      }
    });
    // Always the same id: starting a run frees the one before it.
    client.send({ type: 'start', runs: [{ runId: 'run', config }], paused: false });
  });
}

declare global {
  var measure: (config: RunConfig, backend: BackendName) => Promise<Measured>;
}
globalThis.measure = async (config, backend) => ({
  ...(await prepare(config, backend)),
  ...(await train(config)),
});
