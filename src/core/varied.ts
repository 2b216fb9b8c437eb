/** What an experiment varied, found from its runs. */
import { describeDifference, type ConfigValue } from './run-name.ts';
import type { RunConfig } from './run-config.ts';
import type { DatasetSummary } from './run-record.ts';

type Varied = { config: RunConfig; dataset: Pick<DatasetSummary, 'name' | 'fingerprint' | 'train'> };

export interface VariedSetting {
  /** Dotted path of the setting, e.g. `method.r`; `data` for what was learnt from, as `describeDifference` has it. */
  key: string;
  /** Of each run, in their order; undefined where its method has no such setting. All pairs are told by their number. */
  values: readonly (ConfigValue | undefined)[];
}

const PAIRS = 'training.max_train_samples';

/** Whether each value of `a` goes with one value of `b` alone. */
function decides(a: VariedSetting, b: VariedSetting): boolean {
  const known = new Map<string, string>();
  return a.values.every((value, i) => {
    const [from, to] = [JSON.stringify(value), JSON.stringify(b.values[i])];
    if (!known.has(from)) known.set(from, to);
    return known.get(from) === to;
  });
}

/** Settings that others follow from come first: a method names its rate, and matrices at one budget name their rank. */
const FIRST = ['data', 'model', 'method.type', 'method.target_modules'];
const order = ({ key }: VariedSetting) => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);

/**
 * The settings that differ among runs, without the seed and without what follows from another one, as the learning rate does
 * where each method has its own. The one with the most values comes first: it is what a picture is drawn against.
 */
export function variedSettings(runs: readonly Varied[]): VariedSetting[] {
  const differences = describeDifference(runs);
  const keys = new Set(differences.flatMap((run) => run.map(({ key }) => key)));
  keys.delete('seed');
  const all = [...keys].map((key) => ({
    key,
    values: differences.map((run, i) => {
      const value = run.find((difference) => difference.key === key)?.value;
      return key === PAIRS && value === null ? runs[i]?.dataset.train : value;
    }),
  }));
  const independent = all
    .toSorted((a, b) => order(a) - order(b))
    .reduce<VariedSetting[]>(
      (kept, setting) => (kept.some((other) => decides(other, setting)) ? kept : [...kept, setting]),
      [],
    );
  const countOf = ({ values }: VariedSetting) => new Set(values.map((value) => JSON.stringify(value))).size;
  return independent.toSorted((a, b) => countOf(b) - countOf(a));
}
