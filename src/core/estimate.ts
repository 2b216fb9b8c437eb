/** How long runs would take, from runs that this device has trained. */
import { median } from './median.ts';
import type { RunConfig } from './run-config.ts';
import type { DeviceInfo, RunRecord } from './run-record.ts';

/** Fewer steps say nothing: the first ones compile. */
const LEAST_STEPS = 10;
/** So many of the latest runs count. */
const RECENT = 5;
/** Validation, samples, scores and spectra take about a quarter of a run with the default settings, so a run takes this many times its steps. */
const WITH_MEASURING = 4 / 3;

const isSameDevice = (a: DeviceInfo, b: DeviceInfo): boolean =>
  a.backend === b.backend && a.adapter === b.adapter && a.threads === b.threads;

/** Milliseconds that a run of this device took per step and example of a batch. */
function msPerExample({ steps, config }: RunRecord): number {
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last || last.step <= first.step) return NaN;
  return (last.elapsedMs - first.elapsedMs) / (last.step - first.step) / config.training.batch_size;
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
    const { batch_size, max_steps } = config.training;
    return pace === null ? null : (pace * batch_size * max_steps * WITH_MEASURING) / 1000;
  };
}

/** Seconds that runs would take one after the other; null where one of them has no estimate. */
export function totalSeconds(configs: readonly RunConfig[], estimate: Estimate): number | null {
  return configs.reduce<number | null>((sum, config) => {
    const seconds = estimate(config);
    return sum === null || seconds === null ? null : sum + seconds;
  }, 0);
}
