/** The charts: pure components over run records. They and what draws them are fetched after the page's first paint. */
import { later } from '../later.tsx';
import { ChartPlaceholder } from './placeholder.tsx';

const drawn = () => import('./drawn.ts');

export const LossChart = later(async () => (await drawn()).LossChart, ChartPlaceholder);
export const ParametersChart = later(async () => (await drawn()).ParametersChart, ChartPlaceholder);
export const SitesChart = later(async () => (await drawn()).SitesChart, ChartPlaceholder);
export const SpectrumChart = later(async () => (await drawn()).SpectrumChart, ChartPlaceholder);
export { runStyles } from './run-styles.ts';
export { truthOf } from './truth.ts';
export type { ChartProps, RunStyle, ShownRun, SiteChoice, Truth } from './types.ts';
