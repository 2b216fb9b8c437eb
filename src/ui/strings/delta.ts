/** English words of the views of Inspect ΔW that set ΔW against W₀, or change it. They come with these views. */
import i18next from 'i18next';

export const delta = {
  // ΔW against W0
  definition: 'definition',
  none: 'ΔW is zero here: nothing can be set against W₀ before the run has taken a step.',
  table7: {
    title: 'ΔW against W₀',
    whose: 'Figures',
    here: '{{run}}, {{site}}',
    paper: 'GPT-3 175B, Wq of layer 48 (Table 7 of the LoRA paper; not measured here)',
    directions: 'r',
    overlap: 'ΔW’s',
    own: 'W₀’s own',
    random: 'Random',
    sampled: 'One draw',
    deltaNorm: '‖ΔW‖F',
    baseNorm: '‖W₀‖F',
    factor: 'Amplification',
    byChance: 'By chance',
    overlapMeaning:
      '‖UᵀW₀V‖F with U and V the first r left and right singular directions of ΔW: how much of W₀ lies where ΔW acts (Hu et al. 2021, section 7.3).',
    ownMeaning:
      'The same with W₀’s own strongest r directions: the root of σ₁² + … + σᵣ² of W₀, the most that any r directions can have.',
    randomMeaning:
      'The same with random directions: ‖W₀‖F·r / √(d·k) on average (root mean square) for W₀ of d × k.',
    sampledMeaning:
      'The same with one draw of random directions, which shows how far chance strays from its average.',
    factorMeaning:
      '‖ΔW‖F / ‖UᵀW₀V‖F: how much stronger ΔW is than W₀ in ΔW’s r directions (Hu et al. 2021, appendix H.4).',
    byChanceMeaning: 'What the amplification would be, were these r directions random.',
    reading: {
      more: 'In ΔW’s {{r}} directions W₀ has {{overlap}}, {{times}} times as much as in random ones ({{random}}) and {{share}} of what it has in its own strongest ({{own}}): ΔW strengthens what W₀ has there but does not emphasise, as the paper found.',
      top: 'In ΔW’s {{r}} directions W₀ has {{overlap}}, {{times}} times as much as in random ones ({{random}}) and {{share}} of what it has in its own strongest ({{own}}): ΔW lies among the directions that W₀ emphasises already.',
      chance:
        'In ΔW’s {{r}} directions W₀ has {{overlap}}, much as in random ones ({{random}}): here ΔW is not aligned with W₀. In its own strongest {{r}} it has {{own}}.',
      less: 'In ΔW’s {{r}} directions W₀ has {{overlap}}, less than in random ones ({{random}}): ΔW writes where W₀ is weak. In its own strongest {{r}} it has {{own}}.',
    },
    amplified: 'ΔW is {{factor}} times as strong as W₀ there.',
    caution:
      'W₀ has {{d}} × {{k}} entries here, and GPT-3’s 12,288 × 12,288: in few dimensions random directions have more in common.',
  },
  spectrum: {
    title: 'Where ΔW lies on W₀’s spectrum',
    side: 'Directions',
    sides: { left: 'left, at the output', right: 'right, at the input' },
    xName: 'first i singular directions of W₀',
    share: 'up: share in W₀’s first i, %',
    direction: 'ΔW’s direction {{k}}',
    base: 'W₀’s own energy',
    chance: 'a random direction',
    meaning:
      'Σ cos² of a singular direction of ΔW with the first i singular directions of W₀ of the same side, strongest first. A curve above the dashed line lies among W₀’s strong directions, one below it among the weak ones. W₀’s own energy is Σσ² of its first i over Σσ² of all.',
    half: 'Half of ΔW’s first direction lies in W₀’s first {{i}} of {{n}} directions; of a random one, in {{chance}}.',
    noHalf: 'Less than half of ΔW’s first direction lies in what W₀’s {{n}} directions span.',
    drawn: 'The first {{shown}} of {{count}} directions are drawn; all are in the table.',
    k: 'direction of ΔW',
    i: 'direction of W₀',
    sigma: 'σ of W₀',
    cos2: 'cos²',
  },
  sites: {
    title: 'Amplification by matrix',
    upwards: 'up: amplification, ‖ΔW‖F / ‖UᵀW₀V‖F',
    chance: 'by chance',
    reading: '{{site}}: {{factor}}; by chance {{chance}}.',
    summary: 'Amplification is largest at {{most}} and least at {{least}}.',
    matrix: 'Matrix',
    share: 'Of W₀’s own',
  },
} as const;

i18next.addResourceBundle('en', 'delta', delta, true);
