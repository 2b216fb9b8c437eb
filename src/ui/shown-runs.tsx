/** The runs as charts, list and text show them: the calm copy of the records, with each run's look and name. */
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shallow } from 'zustand/shallow';
import type { RunRecord } from '../core/run-record.ts';
import { runStyles, type RunStyle, type ShownRun } from './charts/index.ts';
import { useRecordedRun } from './recorded-run.tsx';
import { chartLabels, runNumbers, type RunNumbers } from './runs/index.ts';
import { useCalmRuns } from './use-calm-runs.ts';

interface Results {
  records: readonly RunRecord[];
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

/** The list as it was while it tells the same: what is drawn of it need not be drawn again. */
function useSteady(list: readonly ShownRun[]): readonly ShownRun[] {
  const [steady, setSteady] = useState(list);
  const isSame =
    list.length === steady.length && list.every((run, i) => shallow<ShownRun | undefined>(run, steady[i]));
  if (isSame) return steady;
  setSteady(list);
  return list;
}

export function ShownRuns({ children }: { children: ReactNode }) {
  const { t } = useTranslation('charts');
  const { records, ticked, focused } = useCalmRuns();
  // As text, so that equal lists are one. Ids of files may hold any character.
  const ids = JSON.stringify(records.map(({ id }) => id));
  const styles = useMemo(() => runStyles(JSON.parse(ids) as string[]), [ids]);
  const numbers = useMemo(() => runNumbers(records, t), [records, t]);
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
  const shown = useSteady(isRecorded ? [recorded] : chosen);
  const results = useMemo(() => {
    const groups = new Set(shown.map(({ record }) => record.groupId));
    const together = shown.length > 1 && groups.size === 1 && !groups.has(null);
    const inFocus = isRecorded ? shown[0]?.record : records.find(({ id }) => id === focused);
    return { records, focused: inFocus ?? null, styles, numbers, shown, isRecorded, together };
  }, [records, focused, styles, numbers, shown, isRecorded]);
  return <ResultsContext value={results}>{children}</ResultsContext>;
}
