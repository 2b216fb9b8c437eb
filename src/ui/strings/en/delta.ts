/** English words of the views of Inspect ΔW that set ΔW against W₀, or change it. They come with these views. */

export const delta = {
  // ΔW against W0
  definition: 'definition',
  none: 'ΔW is zero here: nothing can be set against W₀ before the run has taken a step.',
  table7: {
    title: 'ΔW against W₀',
    whose: 'Figures',
    here: '{{run}} · {{site}}',
    paper: 'GPT-3 175B · Wq of layer 48 (Table 7 of the LoRA paper; not measured here)',
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
      '‖ΔW‖F / ‖UᵀW₀V‖F: how much stronger ΔW is than W₀ in ΔW’s first r directions (Hu et al. 2021, appendix H.4); both are of these directions.',
    byChanceMeaning: 'What the amplification would be, were these r directions random.',
    reading: {
      more: 'In ΔW’s first {{r}} directions W₀ has {{overlap}}, {{times}} times as much as in random ones ({{random}}) and {{share}} of what it has in its own strongest ({{own}}): ΔW strengthens what W₀ has there but does not emphasise, as the paper found.',
      top: 'In ΔW’s first {{r}} directions W₀ has {{overlap}}, {{times}} times as much as in random ones ({{random}}) and {{share}} of what it has in its own strongest ({{own}}): ΔW lies among the directions that W₀ emphasises already.',
      chance:
        'In ΔW’s first {{r}} directions W₀ has {{overlap}}, much as in random ones ({{random}}): here ΔW is not aligned with W₀. In its own strongest {{r}} it has {{own}}.',
      less: 'In ΔW’s first {{r}} directions W₀ has {{overlap}}, less than in random ones ({{random}}): ΔW acts where W₀ is weak. In its own strongest {{r}} it has {{own}}.',
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
    half: 'Half of ΔW’s first direction lies in W₀’s first {{i}} of {{n}} directions.',
    chanceHalf: 'Half of a random one lies in the first {{i}}.',
    chanceShare: 'All of them together hold {{share}} of a random one.',
    noHalf: 'Less than half of ΔW’s first direction lies in what W₀’s {{n}} directions span.',
    drawn: 'The first {{shown}} of {{count}} directions are drawn; all are in the table.',
    k: 'direction of ΔW',
    i: 'direction of W₀',
    sigma: 'σ of W₀',
    cos2: 'cos²',
  },
  figure8: {
    title: 'Directions shared with W₀',
    cells: 'Cells of ΔW against W₀',
    own: 'ΔW',
    base: 'W₀',
    found:
      'Of ΔW’s first directions, {{own}} at most, with W₀’s first tenth the most is φ({{i}}, {{j}}) = {{phi}}, by chance {{chance}}. In Figure 8 of the LoRA paper, on GPT-3, that barely exceeds 0.2.',
  },
  sites: {
    title: 'Amplification by matrix',
    upwards: 'up: amplification, ‖ΔW‖F / ‖UᵀW₀V‖F',
    chance: 'by chance',
    reading: '{{site}}, r = {{r}}: {{factor}}; by chance {{chance}}.',
    summary: 'Amplification is largest at {{most}} and least at {{least}}.',
    matrix: 'Matrix',
    axis: 'Matrix · layer',
    share: 'Of W₀’s own',
  },
  // Runs with their ΔW changed
  measuring: {
    preparing: 'Taking directions …',
    progress: '{{done}} of {{total}}',
    cancel: 'Cancel',
    busy: 'This can be measured once nothing is trained any more.',
    absent:
      'Not measured: {{runs}}. Their trained weights, or the folder of their model, are not in this browser.',
  },
  cut: {
    title: 'Loss of ΔW cut to k directions',
    about:
      'Each run’s ΔW is cut to its k leading singular directions in every matrix, and measured again as it was in training, on the same validation pairs. What else the run trained stays.',
    whatStays:
      'Of full fine-tuning every matrix is cut; the embeddings, biases and norms that it trained stay, at k = 0 too.',
    measure: 'Measure the cuts',
    more: 'Measure the rest',
    none: 'Cut a trained ΔW to fewer directions once a run with a ΔW has ended.',
    recorded: 'Cutting needs trained weights, which the recorded run does not bring. Train a run first.',
    xName: 'k, directions that are kept in each matrix',
    cutTo: 'up: validation loss, cut to k',
    trained: 'trained at that rank',
    meaning:
      'ΔW = UΣVᵀ cut to U_kΣ_kV_kᵀ, the closest matrix of rank k (Eckart and Young 1936), in every adapted matrix at once; with DoRA, the update of the direction. k = 0 leaves ΔW out. The loss is the mean cross-entropy on the validation pairs that the run was measured on, in nats per token, of an encoder per text.',
    reading: '{{run}} cut to {{k}}: loss {{loss}}.',
    enough: '{{run}} keeps 95\u00A0% of what its ΔW gains with its first {{k}} of {{rank}} directions.',
    all: '{{run}} needs all {{rank}} directions of its ΔW to keep 95\u00A0% of what they gain.',
    worse: 'Cut to {{ranks}}, {{run}} is worse than the run trained at that rank.',
    asGood:
      'Cut to {{ranks}}, {{run}} is as good as the run trained at that rank, to 5 % of what ΔW gains, or better.',
    k: 'k',
    loss: 'Loss',
    heldOut: 'On ordinary text',
    rank: 'Rank of ΔW',
    ended: 'Loss at the end of training',
    at: 'At k directions',
    slider: 'Directions kept, k',
    of: 'k = {{k}}',
    change: 'Change',
    changeMeaning: 'Against all of this run’s ΔW.',
    prompt: 'Prompt',
    write: 'Write with k = {{k}}',
    reference: 'Reference',
    base: 'Base model',
    whole: 'All of ΔW',
    cutText: 'Cut to {{k}}',
    textsOf: 'What {{run}} writes',
  },
  // Intruder dimensions
  intruders: {
    title: 'Likeness to W₀',
    xName: 'singular direction of W₀ + ΔW, strongest first',
    upwards: 'up: largest |cos| with any of W₀’s',
    epsilon: 'ε = {{epsilon}}: an intruder lies below',
    definition:
      'An intruder dimension is one of the {{top}} strongest left singular directions of W₀ + ΔW whose |cos| with every left singular direction of W₀ is below ε = {{epsilon}} (Shuttleworth et al. 2024, as PEFT defines it). Those of full fine-tuning are few, they found in models of billions of weights, and those of LoRA more, the more the lower the rank. In a small model a low rank has few directions to make intruders of, and there may be more of them at a higher rank.',
    dora: 'With DoRA, W₀ + ΔW is not the matrix that the run works with: its rows are rescaled. These figures are of the update of the direction alone.',
    found_zero: '{{site}}: none of the first {{top}} directions of W₀ + ΔW is an intruder.',
    found_one: '{{site}}: one of the first {{top}} directions of W₀ + ΔW is an intruder, unlike any of W₀’s.',
    found_other:
      '{{site}}: {{count}} of the first {{top}} directions of W₀ + ΔW are intruders, unlike any of W₀’s.',
    reading: 'Direction {{k}}: σ {{sigma}}, |cos| {{cosine}}.',
    intruder: 'intruder',
    like: 'like one of W₀’s',
    k: 'Direction',
    sigma: 'σ of W₀ + ΔW',
    cosine: 'Largest |cos|',
    kind: 'Kind',
    counts: 'Intruders by matrix',
    count: 'Intruders',
    countUp: 'up: intruders among the first {{top}} directions',
    countReading: '{{run}}, {{site}}: {{count}}.',
    totalOf: '{{run}}: {{total}} in all.',
    countOthers_one: 'Count those of the other shown run',
    countOthers_other: 'Count those of the {{count}} other shown runs',
    lambda: 'Losses with the intruders scaled by λ',
    lambdaAbout:
      'Each intruder is scaled down in all matrices: W₀ + ΔW loses (1 − λ)·σuvᵀ of it. The run is then measured again as it was in training, on its validation pairs and on ordinary text. λ = 1 leaves ΔW as it is; PEFT proposes 0.75; 0 takes intruders out.',
    measure: 'Measure λ',
    tooMany:
      'ΔW would have more than {{max}} directions with its intruders scaled, and no more can be loaded here. Runs of a lower rank can be measured.',
    noneToScale: 'This run has no intruders that could be scaled down.',
    live: 'Intruders can be scaled down once the run has ended.',
    fixed:
      'Intruders can be scaled down where ΔW is all that changes the matrix. With DoRA its rows are rescaled, too.',
    lambdaName: 'λ',
    loss: 'Validation loss',
    heldOut: 'Loss on ordinary text',
    lambdaReading: 'λ = {{lambda}}: {{name}} {{loss}}.',
    lambdaOf: 'λ = {{lambda}}',
    effect:
      'From λ = 1 to λ = {{lambda}} the validation loss goes from {{loss}} to {{lossThen}}, and the loss on ordinary text from {{heldOut}} to {{heldOutThen}}.',
    least: 'The validation loss is lowest at λ = {{lambda}}, with {{loss}}.',
    baseLoss: 'The base model’s is {{loss}}.',
  },
} as const;
