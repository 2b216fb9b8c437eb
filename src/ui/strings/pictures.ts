/** English words of the pictures that compare runs. They come with the charts, after the page's first paint. */
import i18next from 'i18next';

export const pictures = {
  // Losses of several runs
  logX: 'log x',
  along: { name: 'Along', step: 'step', epoch: 'epoch', tokens: 'tokens', seconds: 'seconds of training' },
  losses: { name: 'Losses', both: 'both', validation: 'validation', training: 'training' },
  joinSeeds: 'mean over seeds',
  seeds: 'Seeds',
  deviation: '± sd',
  bandOf_zero: 'mean ± sd over the seeds',
  bandOf_one: 'mean ± sd over {{count}} seed',
  bandOf_other: 'mean ± sd over {{count}} seeds',
  ofSeeds_one: '{{run}} · {{count}} seed',
  ofSeeds_other: '{{run}} · {{count}} seeds',
  atPlace: '{{place}} {{measure}}',
  moreCurves_one: 'The first {{shown}} curves are drawn; one more is in the table.',
  moreCurves_other: 'The first {{shown}} curves are drawn; {{count}} more are in the table.',
} as const;

i18next.addResourceBundle('en', 'charts', pictures, true);
