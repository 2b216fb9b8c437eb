/** What every chart over the shown runs is given, and the answer to a hidden rank once the person has given theirs. */
import { useMemo } from 'react';
import { truthOf, type ChartProps, type Truth } from './charts/index.ts';
import { useConfig, useGuesses, useRuns } from './page-context.tsx';
import { drawnChip } from './shown-chip.tsx';
import { useResults } from './shown-runs.tsx';
import { noSpectrumOf } from './method-words.ts';

export function useChartProps(): ChartProps {
  const { shown: runs } = useResults();
  const cursor = useRuns((state) => state.cursor);
  const held = useRuns((state) => state.heldStep);
  const nextCaveat = useConfig((state) => noSpectrumOf(state.config.method));
  const onCursor = useRuns((state) => state.setCursor);
  return { runs, cursor, held, onCursor, nextCaveat, chip: drawnChip };
}

/** Of the focused run's data; null where nothing is hidden in it, or the person has not answered. */
export function useTruth(): Truth | null {
  const [focused] = useResults().shown;
  const guesses = useGuesses((state) => state.guesses);
  return useMemo(() => (focused ? truthOf(focused.record, guesses) : null), [focused, guesses]);
}
