/** The list of runs and what they write: pure components over run records, fetched after the first paint. */
import { later } from '../later.tsx';

const panels = () => import('./panels.ts');

export const RunsList = later(async () => (await panels()).RunsList);
export const ScoresPanel = later(async () => (await panels()).ScoresPanel);
export const SamplesPanel = later(async () => (await panels()).SamplesPanel);
export const TestLosses = later(async () => (await panels()).TestLosses);
export {
  SEPARATOR,
  chartLabels,
  dataName,
  fullTitle,
  nameMethod,
  runNumbers,
  runTitles,
  withNumber,
  wordConfig,
  wordDifference,
  type RunNumbers,
  type RunTitle,
} from './difference.ts';
