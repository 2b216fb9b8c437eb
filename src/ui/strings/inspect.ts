/** English words of the workspace Inspect ΔW, which come with it. */
import i18next from 'i18next';
import { charts } from './charts.ts';

export const inspect = {
  view: 'View',
  views: {
    spectra: 'Spectra',
    map: 'Map',
  },

  // Figures of trained tensors
  noSites: 'The figures of each adapted matrix can be taken once a run has begun.',
  taking: '{{done}} of {{count}} matrices',
  cancel: 'Cancel',
  cancelled: 'Cancelled: {{done}} of {{count}} matrices are done.',
  again: 'Go on',
  retry: 'Try again',
  untaken: 'The figures could not be taken. {{why}}',
  noWeights: 'The trained weights of this run are not in this browser. Train it again to inspect it.',
  otherWeights:
    'The run was trained on other weights of the base model than this page has now. Train it again to inspect it.',
  recordedOnly:
    'This figure needs trained weights, which the recorded run does not bring. Train a run to see it.',
  takenAt: 'Taken at step {{step}}, while the run trains.',
  takeAnew: 'Take anew',
  definition: 'definition',

  // Map
  map: {
    title: 'Map of ΔW: layers × matrices',
    figure: 'Figure',
    cells: 'Cells of the map',
    hint: 'Point at a cell, or move by the arrow keys. A press or Enter shows its spectrum.',
    cell: '{{site}}: {{figure}} {{value}}.',
    chanceCell: '{{site}}: {{figure}} {{value}}; if its directions were random, {{chance}}.',
    noCell: '{{site}} is not adapted.',
    zeroCell: '{{site}}: ΔW is zero, so there is no {{figure}}.',
    summary_one: '{{figure}} of {{count}} matrix: {{value}} at {{most}}.',
    summary_other:
      '{{figure}} of {{count}} matrices: largest at {{most}}, {{value}}; least at {{least}}, {{low}}.',
    otherStep:
      'This figure needs the trained weights, which are known as they are at step {{step}} alone: of other steps the run’s record holds only singular values. Let go of the chosen step (Escape) to see it.',
    asked:
      'Where 90\u00A0% of the energy lies looks like the hidden rank, but is not. The map appears once you have answered “What is k?” in Train.',
    chance: 'By chance',
    names: {
      effectiveRank: 'effective rank',
      stableRank: 'stable rank',
      k90: 'k90, σ for 90\u00A0% of the energy',
      norm: '‖ΔW‖F',
      relativeNorm: '‖ΔW‖F / ‖W₀‖F',
      amplification: 'amplification',
    },
    meanings: {
      effectiveRank: charts.effectiveRankMeaning,
      stableRank: charts.stableRankMeaning,
      k90: charts.energyRankMeaning,
      norm: '‖ΔW‖F = √Σσ², the Frobenius norm: the root of the sum of all squared entries of ΔW. How much was changed.',
      relativeNorm:
        '‖ΔW‖F / ‖W₀‖F: how large the change is beside the frozen matrix that it changes, by Frobenius norms.',
      amplification:
        '‖ΔW‖F / ‖UᵀW₀V‖F with ΔW’s singular directions U and V: how much stronger ΔW is than W₀ where ΔW acts (Hu et al. 2021, section 7.3 and appendix H.4). For GPT-3 they found 21.5 at r = 4 and about 2 at r = 64. Random directions of as many dimensions would give ‖ΔW‖F·√(d·k) / (‖W₀‖F·r).',
    },
  },
} as const;

i18next.addResourceBundle('en', 'inspect', inspect, true);
