/** How long runs would take, from runs that this device has trained. */
import { checkpointedWork } from './checkpointed-work.ts';
import { median } from './median.ts';
import { shapeOf } from './models/shape.ts';
import type { RunConfig } from './run-config.ts';
import type { DeviceInfo, RunRecord } from './run-record.ts';
import type { TransformerConfig } from './site.ts';

/** Fewer steps say nothing: the first ones compile. */
const LEAST_STEPS = 10;
/** So many of the latest runs count. */
const RECENT = 5;
/** Validation, samples, scores and spectra take about a quarter of a run with the default settings, so a run takes this many times its steps. */
const WITH_MEASURING = 4 / 3;

const isSameDevice = (a: DeviceInfo, b: DeviceInfo): boolean =>
  a.backend === b.backend && a.adapter === b.adapter && a.threads === b.threads;

/**
 * How many times as long as without it a step takes with gradient checkpointing; 1 without. Rounded base weights do not count: a step of
 * GPT-2 124M on WASM takes as long at float16 and int8 as with weights as they are stored (docs/performance.md).
 */
const checkpointing = (config: RunConfig, model: TransformerConfig | null): number =>
  model && config.training.gradient_checkpointing ? checkpointedWork(model, config) : 1;

/** Milliseconds that a run of this device took per step and example of a batch, or would have taken without checkpointing. */
function msPerExample(run: RunRecord): number {
  const { steps, config } = run;
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last || last.step <= first.step) return NaN;
  const ms = (last.elapsedMs - first.elapsedMs) / (last.step - first.step);
  return ms / config.training.batch_size / checkpointing(config, shapeOf(run));
}

/** Seconds that a run of a config would take alone, measuring included; null where the device has trained no run of its model. */
export type Estimate = (config: RunConfig) => number | null;

/**
 * Estimates for a device: a run is like those of its model that the device has trained, and of its task and method where there
 * are any.
 * @param known runs of any device
 */
export function estimator(known: readonly RunRecord[], device: DeviceInfo): Estimate {
  const timed = known.filter(
    (run) => isSameDevice(run.device, device) && run.steps.length >= LEAST_STEPS && msPerExample(run) > 0,
  );
  // Many runs are of few kinds.
  const paces = new Map<string, number | null>();
  const paceOf = ({ model, task, method }: RunConfig): number | null => {
    const kind = JSON.stringify([model, task, method.type]);
    const found = paces.get(kind);
    if (found !== undefined) return found;
    const ofModel = timed.filter(({ config }) => config.model === model);
    const ofTask = ofModel.filter(({ config }) => config.task === task);
    const ofMethod = ofTask.filter(({ config }) => config.method.type === method.type);
    const nearest = [ofMethod, ofTask, ofModel].find((runs) => runs.length > 0);
    const pace = nearest ? median(nearest.slice(-RECENT).map(msPerExample)) : null;
    paces.set(kind, pace);
    return pace;
  };
  return (config) => {
    const pace = paceOf(config);
    if (pace === null) return null;
    const { batch_size, max_steps } = config.training;
    const likeIt = timed.find((run) => run.config.model === config.model);
    const model = likeIt ? shapeOf(likeIt) : null;
    return (pace * checkpointing(config, model) * batch_size * max_steps * WITH_MEASURING) / 1000;
  };
}

/** Seconds that runs would take one after the other; null where one of them has no estimate. */
export function totalSeconds(configs: readonly RunConfig[], estimate: Estimate): number | null {
  return configs.reduce<number | null>((sum, config) => {
    const seconds = estimate(config);
    return sum === null || seconds === null ? null : sum + seconds;
  }, 0);
}
