/** What every chart over the shown runs is given. */
import type { ChartProps } from './charts/index.ts';
import { useRuns } from './page-context.tsx';
import { useResults } from './shown-runs.tsx';

export function useChartProps(): ChartProps {
  const { shown: runs } = useResults();
  const cursor = useRuns((state) => state.cursor);
  const held = useRuns((state) => state.heldStep);
  const onCursor = useRuns((state) => state.setCursor);
  return { runs, cursor, held, onCursor };
}
