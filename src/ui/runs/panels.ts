/** The panels themselves: what index.ts fetches after the page's first paint, as one file. */
export { RunsList } from './runs-list.tsx';
export { ScoresPanel } from './scores-panel.tsx';
export { SamplesPanel } from './samples-panel.tsx';
export { TestLosses } from './test-loss.tsx';
