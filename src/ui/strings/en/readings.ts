/** What the charts say in words of what they show, and what their figures mean. */
export const readings = {
  pngFailed: 'This browser could not draw the picture. Download CSV has the numbers.',
  latestRows: 'The latest {{shown}} of {{count}} rows. Download CSV has all.',
  lossReading: '{{run}}, step {{step}}: training loss {{training}}, validation loss {{validation}}.',
  baseReading: 'The base model’s validation loss is {{base}}.',
  onlyThese: '{{sigma}} (the others are not drawn)',
  spectrumReading:
    '{{run}}, {{site}}, step {{step}}: the largest singular value is {{largest}}; effective rank {{effective}} of {{r}}; {{energy}} hold 90 % of the energy.',
  spectrumAskedReading:
    '{{run}}, {{site}}, step {{step}}: the largest singular value is {{largest}}; effective rank {{effective}} of {{r}}.',
  spectrumZeroReading: '{{run}}, {{site}}, step {{step}}: ΔW is zero.',
  effectiveRankMeaning:
    'How many directions ΔW spreads over: exp(−Σ p ln p), the exponential of the entropy of p = σ/Σσ (Roy & Vetterli 2007). All σ equal give their number, one σ alone gives 1. Small σ count in part, so it may lie well above the number of large ones.',
  stableRankMeaning: 'Σσ² / σ₁²: how much there is beside the largest direction. At least 1.',
  energyRankMeaning:
    'The energy of ΔW is Σσ², the sum of its squared singular values. This is how many of the largest ones hold 90 % of it.',
  sitesReading_one: '{{count}} matrix; {{site}} has effective rank {{effective}} of {{r}}.',
  sitesReading_other: '{{count}} matrices; {{site}} has the largest effective rank: {{effective}} of {{r}}.',
  sitesEmpty: 'One small spectrum per adapted matrix appears here when a run starts.',
  spectrumOthers: 'Other runs have singular values: show one of them first to see them.',
} as const;
