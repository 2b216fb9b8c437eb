/** The list of runs, their comparison and what they write: pure components over run records. */
export { CompareTable } from './compare-table.tsx';
export { RunsList } from './runs-list.tsx';
export { ScoresPanel } from './scores-panel.tsx';
export { SamplesPanel } from './samples-panel.tsx';
export { TestLosses } from './test-loss.tsx';
export { chartLabels, dataName, runTitles, wordConfig, type RunTitle } from './difference.ts';
