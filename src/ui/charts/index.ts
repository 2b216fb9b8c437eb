/** The charts: pure components over run records. Everything else in this folder is their inside. */
export { ChartFrame } from './chart-frame.tsx';
export { LossChart } from './loss-chart.tsx';
export { ParametersChart } from './parameters-chart.tsx';
export { runStyles } from './run-styles.ts';
export { SitesChart } from './sites-chart.tsx';
export { SpectrumChart } from './spectrum-chart.tsx';
export type { ChartProps, RunStyle, ShownRun, SiteChoice } from './types.ts';
