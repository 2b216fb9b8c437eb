/** Runs that are drawn as one, because nothing but their seed differs. */
import type { TFunction } from 'i18next';
import { isLive } from '../../core/run-record.ts';
import { seedGroups } from '../../core/seed-groups.ts';
import { chartLabels } from '../runs/difference.ts';
import type { RunStyle, ShownRun } from './types.ts';

/** A setting with all its seeds, or a single run. */
export interface RunGroup extends RunStyle {
  /** The first run's. */
  id: string;
  /** What it is called, without its seeds. */
  label: string;
  /** One at least. */
  runs: readonly [ShownRun, ...ShownRun[]];
}

const single = (run: ShownRun): RunGroup => ({ ...run, id: run.record.id, runs: [run] });

/** A run that ended before its last step. */
export const isCutShort = ({ record }: Pick<ShownRun, 'record'>): boolean =>
  !isLive(record) && record.state !== 'finished';

/** Means are of runs that come to their last step: one that was cut short stands by itself. */
function withoutCutShort(group: readonly ShownRun[]): (readonly ShownRun[])[] {
  const whole = group.filter((run) => !isCutShort(run));
  const short = group.filter(isCutShort).map((run) => [run]);
  return whole.length > 0 ? [whole, ...short] : short;
}

/**
 * The runs in groups that differ in their seed alone, each with the look of its first run; or each run by itself.
 * @param joins whether seeds are joined
 */
export function groupRuns(
  runs: readonly ShownRun[],
  joins: boolean,
  t: TFunction<'charts'>,
): readonly RunGroup[] {
  const groups = joins
    ? seedGroups(runs, ({ record }) => record).flatMap(withoutCutShort)
    : runs.map((run) => [run]);
  if (groups.length === runs.length) return runs.map(single);
  // Without what the others of a group do not share: seeds, and the name of a single run.
  const labels = chartLabels(
    groups.flatMap(([first, ...others]) => {
      if (!first) return [];
      const { record } = first;
      const named = others.length > 0 ? { named: false } : {};
      return [{ ...record, ...named, config: { ...record.config, seed: 0 } }];
    }),
    t,
  );
  return groups.flatMap(([first, ...others], i) => {
    if (!first) return [];
    const label = isCutShort(first) ? first.label : (labels[i] ?? first.label);
    return [{ ...single(first), label, runs: [first, ...others] as const }];
  });
}
