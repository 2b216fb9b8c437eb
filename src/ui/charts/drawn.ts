/** The charts themselves: what index.ts fetches after the page's first paint, as one file. */
export { LossChart } from './loss-chart.tsx';
export { SitesChart } from './sites-chart.tsx';
export { SpectrumChart } from './spectrum-chart.tsx';
