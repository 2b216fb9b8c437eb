/** What LoRA saves against full fine-tuning, from runs of both that differ in nothing that costs time but the method. */
import { quartiles } from './quantile.ts';
import type { RunRecord } from './run-record.ts';

/** The latest run with LoRA, and the latest one in which all weights were trained, that can be compared with it. */
export interface ComparedRuns {
  lora: RunRecord | null;
  full: RunRecord | null;
}

/** All that decides what a step costs, beside the method. */
const circumstances = ({ config: { model, training }, weights, dataset, device }: RunRecord): string =>
  JSON.stringify([
    ...[model, weights, dataset.fingerprint, training.batch_size, training.max_length],
    ...[device.backend, device.adapter, device.threads],
  ]);

const isLora = ({ config: { method } }: RunRecord): boolean => method.type === 'lora';
const isFull = ({ config: { method } }: RunRecord): boolean =>
  method.type === 'full' && method.last_layers === 0;

/**
 * Of runs that trained any weight, those with enough timed steps come first.
 * @param records the oldest first
 */
export function comparedRuns(all: readonly RunRecord[]): ComparedRuns {
  const trained = all.filter(({ trainableParameters }) => trainableParameters > 0);
  const isTimed = (record: RunRecord) => stepTimes(record) !== null;
  // The latest is the last: of those that were timed, else of the others.
  const records = [...trained.filter((record) => !isTimed(record)), ...trained.filter(isTimed)];
  const latest = (wanted: (record: RunRecord) => boolean) => records.findLast(wanted) ?? null;
  for (const full of records.filter(isFull).reverse()) {
    const lora = latest((record) => isLora(record) && circumstances(record) === circumstances(full));
    if (lora) return { lora, full };
  }
  const lora = latest(isLora);
  return lora ? { lora, full: null } : { lora: null, full: latest(isFull) };
}

/** Bytes that a run's training held at most; null where that is unknown. */
export const peakMemory = ({ memory }: Pick<RunRecord, 'memory'>): number | null =>
  memory ? memory.model + memory.state + memory.step : null;

/** Fewer steps say nothing: the first ones compile. */
const LEAST_STEPS = 10;

/** Quartiles of the milliseconds of a run's steps; null of too few. */
export function stepTimes({ steps }: Pick<RunRecord, 'steps'>): ReturnType<typeof quartiles> | null {
  const times = steps.flatMap(({ step, elapsedMs }, i) => {
    const before = steps[i - 1];
    return before ? [(elapsedMs - before.elapsedMs) / (step - before.step)] : [];
  });
  return times.length < LEAST_STEPS ? null : quartiles(times);
}
