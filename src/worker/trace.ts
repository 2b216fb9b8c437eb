/** The entry of a worker that takes traced training steps on a model of its own, and then is ended. */
import '../core/no-eval.ts';
import { need } from '../core/lab-error.ts';
import { textLength } from '../core/run-config.ts';
import { buildDataset, DATA_SEED } from '../data/dataset.ts';
import { generate } from '../data/tasks/splits.ts';
import { TASKS } from '../data/tasks/tasks.ts';
import { pickDevice } from '../engine/device.ts';
import { loadModel } from '../engine/model/load.ts';
import { traceSteps } from '../engine/step-trace.ts';
import { toldError } from './error-event.ts';
import { finishWork } from './pieces.ts';
import { traceJobSchema, type TraceEvent, type TraceJob } from './trace-protocol.ts';

const post = (event: TraceEvent) => self.postMessage(event);

async function trace({ baseUrl, ...request }: TraceJob): Promise<void> {
  const { config } = request;
  const task = need(TASKS[config.task], 'no-data', `There is no task "${config.task}".`);
  await pickDevice(null);
  const loaded = await loadModel(config.model, baseUrl, config.training.base_dtype);
  const dataset = buildDataset({
    task: config.task,
    name: config.task,
    source: generate(task, DATA_SEED),
    tokenizer: loaded.tokenizer,
    maxLength: textLength(config, loaded.info.config),
    seed: DATA_SEED,
    metrics: task.metrics,
  });
  const steps = traceSteps(loaded, dataset, request);
  post({ type: 'traced', trace: await finishWork(steps, () => true) });
}

self.onmessage = async ({ data }: MessageEvent<unknown>) => {
  try {
    await trace(traceJobSchema.parse(data));
  } catch (error) {
    post(toldError(error));
  }
};
