/** The charts: pure components over run records. They and what draws them are fetched after the page's first paint. */
import { chartPart } from './chart-part.tsx';

const drawn = () => import('./drawn.ts');

export const LossChart = chartPart(async () => (await drawn()).LossChart);
export const SitesChart = chartPart(async () => (await drawn()).SitesChart);
export const SpectrumChart = chartPart(async () => (await drawn()).SpectrumChart);
export { runStyles } from './run-styles.ts';
export { truthOf } from './truth.ts';
export type { ChartProps, Drawn, RunStyle, ShownRun, SiteChoice, Truth } from './types.ts';
