/** English words of the workspace Inspect ΔW, which come with it. */
import { readings } from './readings.ts';

export const inspect = {
  view: 'View',
  views: {
    spectra: 'Spectra',
    map: 'Map',
    time: 'In time',
    similarity: 'Similarity',
    base: 'Against W₀',
    direction: 'Direction',
    cut: 'Cut',
    intruders: 'Intruders',
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
  absentModel:
    'This run is of a model folder of your own, which this browser does not have any more. Choose the folder again under Model in Train; the spectra are there without it.',
  otherWeights:
    'The run was trained on other weights of the base model than this page has now. Train it again to inspect it.',
  recordedOnly:
    'This figure needs trained weights, which the recorded run does not bring. Train a run to see it.',
  takenAt: 'Taken at step {{step}}; training has not ended.',
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
      effectiveRank: readings.effectiveRankMeaning,
      stableRank: readings.stableRankMeaning,
      k90: readings.energyRankMeaning,
      norm: '‖ΔW‖F = √Σσ², the Frobenius norm: the root of the sum of all squared entries of ΔW. How much was changed.',
      relativeNorm:
        '‖ΔW‖F / ‖W₀‖F: how large the change is beside the frozen matrix that it changes, by Frobenius norms.',
      amplification:
        '‖ΔW‖F / ‖UᵀW₀V‖F with ΔW’s singular directions U and V: how much stronger ΔW is than W₀ where ΔW acts (Hu et al. 2021, section 7.3 and appendix H.4). For GPT-3 they found 21.5 at r = 4 and about 2 at r = 64. Random directions of as many dimensions would give ‖ΔW‖F·√(d·k) / (‖W₀‖F·r).',
    },
  },

  // Similarity
  similarity: {
    title: 'Directions that two runs share',
    gaussianTitle: 'Two Gaussian matrices',
    cells: 'Cells of the similarity',
    gaussianCells: 'Cells of two Gaussian matrices',
    first: 'Run, down (i)',
    second: 'Run, across (j)',
    side: 'Directions of',
    sides: {
      a: 'A: right, at the input',
      b: 'B: left, at the output',
      right: 'ΔW: right, at the input',
      left: 'ΔW: left, at the output',
    },
    sideNames: {
      a: 'A’s right-singular directions',
      b: 'B’s left-singular directions',
      right: 'ΔW’s right-singular directions',
      left: 'ΔW’s left-singular directions',
    },
    over: 'Above chance',
    gaussian: 'Gaussian beside',
    figures: {
      run: 'r {{r}} seed {{seed}}',
      seed: 'seed {{seed}}',
      ranks: {
        name: 'Figure 3: two ranks',
        about:
          'Two kept runs, the highest rank and the one nearest to an eighth of it, as in Figure 3 of the LoRA paper (r = 8 and r = 64).',
        train_one: 'Train what Figure 3 lacks: {{runs}}',
        train_other: 'Train what Figure 3 lacks: {{runs}}',
      },
      seeds: {
        name: 'Figure 4: two seeds',
        about:
          'Two kept runs that differ in their seed alone, with two Gaussian matrices beside, as in Figure 4 of the LoRA paper.',
        train_one: 'Train what Figure 4 lacks: {{runs}}',
        train_other: 'Train what Figure 4 lacks: {{runs}}',
      },
      layers: {
        name: 'Figures 6, 7: all layers',
        about:
          'The two chosen runs at every matrix of every layer, as in Figures 6 and 7 of the LoRA paper (layers 1, 32, 64 and 96 of GPT-3).',
      },
      base: {
        name: 'Figure 8: W₀',
        about:
          'The directions of ΔW and those of W₀ that it changes, as in Figure 8 of the LoRA paper. It stands in the view Against W₀.',
      },
    },
    all: {
      title: 'Shared directions at all matrices',
      found:
        '{{one}} and {{other}}: their first directions are most alike at {{most}}, and least at {{least}}. In brackets φ(1, 1). A press shows a matrix large.',
    },
    phi: 'φ(i, j)',
    phiOver: 'φ over chance',
    phiMeaning:
      'φ(i, j) = ‖UᵢᵀVⱼ‖²F / min(i, j): how much the span of the first i directions of one run has in common with that of the first j of the other (Hu et al. 2021, eq. 4). 0: nothing. 1: one span holds the other. With the projection metric d and p = min(i, j) it is 1 − d²/p; appendix G of the paper misprints that as (1 − d²)/p.',
    chanceMeaning:
      'Random spans have φ = max(i, j)/d on average in a space of d dimensions; here d = {{d}}. In the paper d is 12,288, so that chance is next to nothing; in a small model it is not. Above chance: (φ − chance) / (1 − chance), 0 at chance and 1 where φ is 1; below chance it is drawn as 0. It is left out where random spans alone scatter over more than ± 0.2 of it.',
    chance: 'chance',
    axes: 'i down: {{one}}; j across: {{other}}',
    hint: 'Point at a cell, or move by the arrow keys, to read it.',
    hintGaps: 'Point at a cell, or move by the arrow keys, to read it. Empty: chance alone decides there.',
    cell: 'φ({{i}}, {{j}}) = {{phi}}; by chance {{chance}} ± {{deviation}}.',
    overCell: 'φ({{i}}, {{j}}) = {{phi}}; by chance {{chance}} ± {{deviation}}; above chance {{over}}.',
    nothingCell:
      'φ({{i}}, {{j}}) = {{phi}}; by chance {{chance}} ± {{deviation}}, which leaves too little above it to tell.',
    deviation: 'Chance ± sd',
    few: 'Similarity is between two runs of one model that have a ΔW. Train another one, with another seed or rank.',
    noCommon: 'These two runs have changed no matrix in common.',
    noFactors:
      'One of these two runs has no A and B of its own (ΔW is trained itself, or is what A and B have changed since they started as factors of W₀), so directions of ΔW are compared.',
    zero: 'ΔW of one of the two runs is zero here, and has no directions.',
    asOf: '{{one}} at step {{step}}, {{other}} at step {{otherStep}}',
    found: {
      all: 'All {{k}} leading directions of {{one}} and {{other}} have more than half in common at {{site}}: φ({{k}}, {{k}}) = {{phi}}, by chance {{chance}}.',
      some: 'The first {{k}} directions of {{one}} and {{other}} have more than half in common at {{site}}: φ({{k}}, {{k}}) = {{phi}}, by chance {{chance}}. Larger spans share less than half of what chance leaves open.',
      only: 'The one direction of {{one}} and the first of {{other}} have more than half in common at {{site}}: φ(1, 1) = {{phi}}, by chance {{chance}}.',
      first:
        'The first direction of {{one}} and that of {{other}} have more than half in common at {{site}}: φ(1, 1) = {{phi}}, by chance {{chance}}. Larger spans share less than half of what chance leaves open.',
      none: '{{one}} and {{other}} at {{site}}: φ(1, 1) = {{phi}}, by chance {{chance}}, and no span of leading directions shares half of what chance leaves open.',
    },
    secret: 'the secret ΔW*',
    secretFewer: {
      found:
        'All that {{one}} has found at {{site}}, {{own}} of the secret’s {{k}} directions, lies in the secret’s span: φ({{own}}, {{k}}) = {{phi}}, by chance {{chance}}.',
      mostly:
        'Of the {{own}} directions that {{one}} has at {{site}} most lies in the span of the secret’s {{k}}: φ({{own}}, {{k}}) = {{phi}}, by chance {{chance}}.',
      not: 'Of the {{own}} directions that {{one}} has at {{site}} little lies in the span of the secret’s {{k}}: φ({{own}}, {{k}}) = {{phi}}, by chance {{chance}}.',
    },
    secretFound: {
      found:
        'The secret’s {{k}} directions are found: the first {{k}} of {{one}} at {{site}} span nearly the same space, φ({{k}}, {{k}}) = {{phi}}, by chance {{chance}}. All of the secret’s are equally strong, so that only their span tells, not their order.',
      mostly:
        'Most of the secret’s {{k}} directions are found: φ({{k}}, {{k}}) = {{phi}} with the first {{k}} of {{one}} at {{site}}, by chance {{chance}}. All of the secret’s are equally strong, so that only their span tells, not their order.',
      not: 'The secret’s {{k}} directions are not among the first {{k}} of {{one}} at {{site}}: φ({{k}}, {{k}}) = {{phi}}, by chance {{chance}}. All of the secret’s are equally strong, so that only their span tells, not their order.',
    },
    asOfOne: '{{one}} at step {{step}}',
    drawAgain: 'Draw again',
    gaussianFound: 'Two random matrices of the same sizes: what is seen here, chance alone makes.',
    start: {
      seed: 'Both runs drew A from seed {{seed}}, and draws nest: A’s directions, and with them ΔW’s at the input, overlap for free. Two seeds tell more.',
      frozen: 'Both runs have the same frozen A and B (VeRA’s seed {{seed}}): directions overlap for free.',
      adapter: 'Both runs train the same adapter on: its directions are in both for free.',
      factors:
        'Both runs start A and B as the same factors of W₀, and ΔW is what they have changed since: these directions are in both for free.',
    },
  },
} as const;
