/** The chip of the run in focus: every panel that shows its numbers has it. */
import { latestAt } from './charts/series.ts';
import { stepsDone } from '../core/run-record.ts';
import { useRuns } from './page-context.tsx';
import { RunChip } from './run-chip.tsx';
import { useFocused } from './shown-runs.tsx';

export function ShownChip() {
  const record = useFocused();
  const cursor = useRuns((state) => state.cursor);
  if (!record) return null;
  const step = cursor === null ? stepsDone(record) : (latestAt(record.steps, cursor)?.step ?? 0);
  return <RunChip kind="shown" config={record.config} step={step} />;
}
