/** The charts: pure components over run records. What they are made of, the runs' tables use too. */
export { ChartFrame } from './chart-frame.tsx';
export { LossChart } from './loss-chart.tsx';
export { ParametersChart } from './parameters-chart.tsx';
export { runStyles } from './run-styles.ts';
export { SitesChart } from './sites-chart.tsx';
export { SpectrumChart } from './spectrum-chart.tsx';
export type { ChartProps, RunStyle, ShownRun, SiteChoice, Truth } from './types.ts';
