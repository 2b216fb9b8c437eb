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

/**
 * Seconds that runs would take one after the other on a device, measuring included. A run is like those of its model that the
 * device has trained, and of its task and method where there are any.
 * @param known runs of any device
 * @returns null where the device has trained no run of a config's model
 */
export function estimateSeconds(
  configs: readonly RunConfig[],
  known: readonly RunRecord[],
  device: DeviceInfo,
): number | null {
  const timed = known.filter(
    (run) => isSameDevice(run.device, device) && run.steps.length >= LEAST_STEPS && msPerExample(run) > 0,
  );
  let ms = 0;
  for (const { model, task, method, training } of configs) {
    const ofModel = timed.filter(({ config }) => config.model === model);
    const ofTask = ofModel.filter(({ config }) => config.task === task);
    const ofMethod = ofTask.filter(({ config }) => config.method.type === method.type);
    const nearest = [ofMethod, ofTask, ofModel].find((runs) => runs.length > 0);
    if (!nearest) return null;
    const perExample = median(nearest.slice(-RECENT).map(msPerExample));
    ms += perExample * training.batch_size * training.max_steps * WITH_MEASURING;
  }
  return ms / 1000;
}
