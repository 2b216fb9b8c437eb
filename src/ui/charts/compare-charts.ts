/** The pictures that compare runs: fetched with the workspace that shows them, as one file. */
export { EnergyChart } from './energy-chart.tsx';
export { LossChart } from './loss-chart.tsx';
export { PublishedChart } from './published-chart.tsx';
export { SettingChart } from './setting-chart.tsx';
export { SpectraGrid } from './spectra-grid.tsx';
export { TradeOffChart } from './trade-off-chart.tsx';
