/** English words of the pictures that compare runs. They come with the charts, after the page's first paint. */

export const pictures = {
  downloadSvg: 'Download SVG',

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
  firstCurves: 'The first {{shown}} runs are drawn.',
  moreCurves_one: 'The first {{shown}} curves are drawn; one more is in the table.',
  moreCurves_other: 'The first {{shown}} curves are drawn; {{count}} more are in the table.',

  // Figures
  figureName: 'Figure',
  figure: {
    bestLoss: 'Lowest validation loss',
    finalLoss: 'Last validation loss',
    metric: '{{metric}}, test',
    forgetting: 'Forgetting (rise of loss on ordinary text)',
    heldOut: 'Loss on ordinary text',
    parameters: 'Trained weights',
    share: 'Share of the model trained',
    seconds: 'Seconds of training',
    tokens: 'Tokens trained on',
    effectiveRank: 'Effective rank of ΔW',
    stableRank: 'Stable rank of ΔW',
    k90: 'σ for 90\u00A0% of energy',
  },
  against: '{{y}} against {{x}}',
  upwards: 'up: {{figure}}',
  pointsOf: 'Points of {{chart}}',
  pointReading: '{{run}}: {{figures}}.',
  cutShort_one: '{{count}} run that ended early is not drawn.',
  cutShort_other: '{{count}} runs that ended early are not drawn.',
  withoutFigure_one: 'One run or setting has no such figure.',
  withoutFigure_other: '{{runs}} runs or settings have no such figure.',
  meanOfSeeds: '{{figure}}, mean ± sd',
  showAllRows: 'All rows on the charts',
  meanOverSeeds_one: 'mean of {{count}} seed',
  meanOverSeeds_other: 'means of {{count}} seeds',
  eachSeed: 'each seed',

  // By setting
  bySetting: 'By setting',
  bySettingOne:
    'One run is ticked. Tick another one that differs from it in a setting, or start a comparison.',
  bySettingEmpty:
    'Nothing but the seed differs among the shown runs. Start runs that differ in a setting, as rank or learning rate, and show them together.',
  bySettingLater: 'The figure of each run appears here once the run has measured it.',
  bestOf: {
    low: 'The lowest mean is at {{point}} The sentence on these runs says what can be told apart from it, by a paired test.',
    high: 'The highest mean is at {{point}} The sentence on these runs says what can be told apart from it, by a paired test.',
  },

  // Published
  published: {
    title: 'Published figures',
    notHere: 'Not measured here',
    choice: 'Table',
    option: { lora: '{{number}}', peft: 'PEFT' },
    source: { lora: 'Table {{number}} of the LoRA paper', peft: 'PEFT’s comparison of methods' },
    metric: {
      accuracy: 'Accuracy, %',
      bleu: 'BLEU',
      glue: 'Average of GLUE’s scores',
      loss: 'Validation loss',
      rouge: 'ROUGE-L',
    },
    withNoise: '{{figure}}, ± {{noise}} by its source',
    line: 'Curve',
    here: 'Here',
    absent: '–',
    noise: '±',
    from: 'Source',
    finding: {
      matrices:
        'At one number of trained weights, all four matrices at rank 2 do as well as any or better; Wk alone does worst.',
      ranks: 'On Wq and Wv, rank 1 does almost as well as rank 64; Wq alone does worse at every rank.',
      'ranks-gpt2':
        'The loss falls up to rank 16 and hardly changes beyond; BLEU is highest at rank 4, for which the other settings were tuned.',
      examples:
        'With 100 examples LoRA and full fine-tuning (FT) reach 60 %, prefix-embedding tuning hardly more than the 33.3 % of chance.',
      'methods-gpt3':
        'LoRA with 37.7M trained weights does as well as full fine-tuning (FT) or better; PreEmbed does worst.',
      'methods-glue':
        'LoRA with less than half a per cent of the weights does about as well as full fine-tuning (FT). * is from earlier work, † set up as by Houlsby et al.; LoRA without † starts MRPC, RTE and STS-B from what it learned of MNLI.',
      'methods-e2e':
        'LoRA has the highest BLEU, just before PreLayer with as many trained weights. * is from earlier work.',
      'methods-peft':
        'Settings matter as much as methods: IA³ goes from 31.1 to 45.5 by its learning rate and matrices alone, and LoRA’s variants lie on both sides of full fine-tuning.',
    },
    empty:
      'There are no published figures here of what differs among the shown runs. There are some of these settings: {{settings}}. Start runs that differ in one of them, and show them together.',
  },

  // Trade-off
  tradeOff: 'Trade-off',
  tradeOffEmpty: 'Each run becomes a point here once it has measured both figures.',
  across: 'Across',
  up: 'Up',
  preset: { size: 'Weights, loss', forgetting: 'Forgetting, loss', forgettingScore: 'Forgetting, score' },
  front: 'Pareto front',
  onFront: 'on the Pareto front',
  yes: 'yes',
  no: 'no',
  frontReading_one:
    'By mean, {{runs}} is alone on the Pareto front of {{x}} and {{y}}: no other is better in either.',
  frontReading_other:
    'By mean, on the Pareto front of {{x}} and {{y}}: {{runs}}. For each other one, one of these is at least as good in both and better in one.',
  noFrontReading: '{{figures}}. There is no better and worse in both, so no Pareto front is drawn.',

  // Spectra
  spectra: 'Spectra of ΔW, run by run',
  spectraEmpty:
    'The singular values of each run’s ΔW appear here once it trains. Show runs of a method that has them, as LoRA.',
  spectraReading_one: '{{count}} spectrum; that of {{run}} has effective rank {{effective}} of {{r}}.',
  spectraReading_other:
    '{{count}} spectra; that of {{run}} has the largest effective rank: {{effective}} of {{r}}.',
  drawnRank: 'effective rank of the drawn spectrum',
  drawnRankMeaning:
    '{{meaning}} Here it is of the spectrum as it is drawn, which may be a mean over matrices and seeds; in the table of runs it is the mean of the ranks of single matrices.',
  meanOfMatrices: 'mean over matrices',
  moreCells_one: 'the first {{shown}} are drawn, one more is in the table',
  moreCells_other: 'the first {{shown}} are drawn, {{count}} more are in the table',
  withoutSpectra_one: 'one run has no singular values',
  withoutSpectra_other: '{{runs}} runs or settings have no singular values',

  // Energy
  energy: 'Energy of ΔW against k',
  energyAsked:
    'Where 90\u00A0% of the energy lies looks like the hidden rank, but is not. The picture appears once you have answered “What is k?” in Train.',
  energyShare: 'up: % of the energy Σσ²',
  energyShareName: 'Share of energy',
  largestValues: 'k, the number of largest singular values',
  energyReading: 'So many singular values hold 90\u00A0% of the energy on the curves as drawn: {{runs}}.',
  drawnEnergyRank: '90\u00A0% energy in, on the drawn curve',
  k90Of: '{{run}}: {{k}}',

  // The choice
  pictures: {
    choice: 'Picture',
    curves: 'Curves',
    setting: 'By setting',
    published: 'Published',
    tradeOff: 'Trade-off',
    spectra: 'Spectra',
    energy: 'Energy',
    empty: 'Runs that you tick in the list are drawn here. Start a comparison, or tick some.',
  },
} as const;
