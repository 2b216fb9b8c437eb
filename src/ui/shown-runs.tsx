/** The runs as charts, list and text show them: the calm copy of the records, with each run's look and name. */
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shallow } from 'zustand/shallow';
import { GIVEN, type RunRecord } from '../core/run-record.ts';
import { isByHand } from '../state/calm-runs.ts';
import { runStyles, type RunStyle, type ShownRun } from './charts/index.ts';
import { useRecordedRun } from './recorded-run.tsx';
import { chartLabels, runNumbers, type RunNumbers } from './runs/index.ts';
import { useCalmRuns } from './use-calm-runs.ts';
import { useSteady } from './use-steady.ts';

interface Results {
  records: readonly RunRecord[];
  /** The same as they were when a setting, a name or another thing that a person gives last changed: titles and looks follow from these alone. */
  described: readonly RunRecord[];
  /** The run in focus, or the recorded one; null where there is neither. */
  focused: RunRecord | null;
  /** By run id. A run's look follows its place among all runs, so that it stays when others are ticked. */
  styles: ReadonlyMap<string, RunStyle>;
  /** Of runs that have equals. */
  numbers: RunNumbers;
  /** The ticked runs in their order, the focused one first; while there is no run at all, the recorded one of the form's model and task. */
  shown: readonly ShownRun[];
  /** True where the shown run is the one recorded of the model: it is no run of this visitor's. */
  isRecorded: boolean;
  /** True where several are shown and all were started together: same seed, batches and α. */
  together: boolean;
}

const ResultsContext = createContext<Results | null>(null);

export function useResults(): Results {
  const results = useContext(ResultsContext);
  if (!results) throw new Error('A component that shows runs is outside <ShownRuns>.');
  return results;
}

export const useFocused = (): RunRecord | null => useResults().focused;

const DESCRIBING = ['id', 'config', 'dataset', ...GIVEN] as const;
const isDescribedAlike = (a: RunRecord, b: RunRecord | undefined) =>
  DESCRIBING.every((field) => a[field] === b?.[field]);

export function ShownRuns({ children }: { children: ReactNode }) {
  const { t } = useTranslation('charts');
  // A box shows its tick within the press; charts and lists of new runs may follow it.
  const { records, ticked, focused } = useCalmRuns(isByHand);
  const described = useSteady(records, isDescribedAlike);
  const styles = useMemo(() => runStyles(described), [described]);
  const numbers = useMemo(() => runNumbers(described, t), [described, t]);
  const chosen = useMemo(() => {
    const first = records.filter(({ id }) => id === focused);
    const others = records.filter(({ id }) => id !== focused && ticked.includes(id));
    const all = [...first, ...others];
    const labels = chartLabels(all, t, numbers);
    return all.flatMap((record, i) => {
      const style = styles.get(record.id);
      return style ? [{ record, label: labels[i] ?? record.name, ...style }] : [];
    });
  }, [records, ticked, focused, styles, numbers, t]);
  const recorded = useRecordedRun();
  const isRecorded = records.length === 0 && recorded !== null;
  const shown = useSteady<ShownRun>(isRecorded ? [recorded] : chosen, shallow);
  const results = useMemo(() => {
    const groups = new Set(shown.map(({ record }) => record.groupId));
    const together = shown.length > 1 && groups.size === 1 && !groups.has(null);
    const inFocus = isRecorded ? shown[0]?.record : records.find(({ id }) => id === focused);
    return { records, described, focused: inFocus ?? null, styles, numbers, shown, isRecorded, together };
  }, [records, described, focused, styles, numbers, shown, isRecorded]);
  return <ResultsContext value={results}>{children}</ResultsContext>;
}
