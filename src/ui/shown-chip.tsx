/** The chip of what is shown: every panel that shows a run's numbers has it. */
import { useTranslation } from 'react-i18next';
import { stepsDone } from '../core/run-record.ts';
import { latestAt } from './charts/series.ts';
import { count } from './format.ts';
import { useRuns } from './page-context.tsx';
import { RunChip } from './run-chip.tsx';
import { useFocused, useResults } from './shown-runs.tsx';

/** The run in focus; `whole` where all its steps are shown, not the one under the cursor alone. */
export function ShownChip({ whole = false }: { whole?: boolean }) {
  const record = useFocused();
  const { isRecorded } = useResults();
  const cursor = useRuns((state) => state.cursor);
  if (!record) return null;
  const step = cursor === null ? stepsDone(record) : (latestAt(record.steps, cursor)?.step ?? 0);
  return (
    <RunChip
      kind={isRecorded ? 'recorded' : 'shown'}
      config={record.config}
      step={whole ? undefined : step}
    />
  );
}

/** All the runs shown: how many they are, or the one. */
export function ShownRunsChip() {
  const { t } = useTranslation();
  const { shown } = useResults();
  if (shown.length < 2) return <ShownChip whole />;
  return (
    <span className="run-chip">
      <strong>{t('chip.shownRuns', { shown: count(shown.length) })}</strong>
    </span>
  );
}
