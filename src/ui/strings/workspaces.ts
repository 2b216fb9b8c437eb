/** English words of the workspaces' own parts: their names, the drawing of the model, the shelf of adapters. */
export const workspaces = {
  nav: 'Workspaces',
  view: {
    train: 'Train',
    compare: 'Compare',
    inspect: 'Inspect ΔW',
    deploy: 'Deploy',
  },
  tools: 'Device, link and appearance',
  settings: 'Settings',
  loading: 'Loading this workspace…',
  recorded: 'Recorded on {{device}} on {{date}}, seed {{seed}}.',

  model: {
    title: 'What is trained',
    layer: 'layer {{layer}}',
    shownLayers: 'Layers shown',
    allLayers: 'All layers',
    legend: '{{method}}. Grey: frozen. Orange: trained.',
    legendBars:
      'Bars: singular values of ΔW, on a scale from 0 to {{largest}}. Below them: effective rank / most possible.',
    legendZero: 'ΔW is still zero; the bars of its singular values grow as it trains.',
    fixed: '{{matrix}}, layer {{layer}}',
    legendTruth: 'Outlined: the hidden singular values.',
    legendNext: 'Dashed: trained by only one of the two, the shown run and the next run.',
    adapt: 'Adapt {{matrix}} in the next run, in every chosen layer',
    leave: 'Leave {{matrix}} as it is in the next run',
    last: '{{matrix}} is the only target matrix. Choose another before you leave it out.',
    frozen: '{{matrix}}, layer {{layer}}: frozen. Press to adapt it in the next run.',
    spectrum:
      '{{matrix}}, layer {{layer}}: singular values {{sigma}}; effective rank {{effective}} of {{r}}. Press to enlarge.',
    summary: '{{layers}} layers of Wq, Wk, Wv, attention, Wo, W1, GELU and W2 along the residual stream.',
    summaryTargets: 'The next run adapts {{targets}}.',
    summaryMethod: 'The next run takes {{method}}. {{about}}',
    summaryTrained: 'What {{method}} trains:',
    summaryMeasured: 'In the shown run the effective ranks are: {{ranks}}.',
    rankOf: '{{site}} {{effective}} of {{r}}',
  },
  block: {
    norm: 'LayerNorm',
    attention: 'attention',
    gelu: 'GELU',
    adapter: 'Adapter',
    tokens: 'token embeddings',
    positions: 'position embeddings',
    head: 'head (= token embeddings)',
  },
  /** What the signs in the drawing mean. */
  mark: {
    weight: 'Filled: the weights themselves are trained.',
    bias: 'b: a trained bias vector.',
    embeddings: 'Both embeddings are trained; that of the tokens is the head, too.',
    path: 'Beside a matrix: the trained path BA.',
    frozenPath: 'Beside a matrix: A and B, which are random, shared and frozen.',
    input: '{{symbol}} before a matrix: a trained vector that multiplies its input.',
    output: '{{symbol}} after a matrix: a trained vector that multiplies its output.',
    length: '{{symbol}} after a matrix: the trained length of each row of W′.',
    rank: 'Orange bar in the middle of the path: {{symbol}}, a trained vector that multiplies what A gives.',
    update: 'Orange bar at its end: {{symbol}}, a trained vector that multiplies what B gives.',
    adapter: 'Adapter: a trained bottleneck.',
    adapterWithNorm: 'Adapter: a trained bottleneck with a LayerNorm.',
    tokens_one: 'Orange squares: {{before}} virtual token before the text, learned here.',
    tokens_other: 'Orange squares: {{before}} virtual tokens before the text, learned here.',
    tokensBoth:
      'Orange squares: virtual tokens, {{before}} before the text and {{after}} after its prompt, learned here.',
    keys_one:
      'Attention + {{before}}: {{before}} virtual token before the text, whose key and value are learned.',
    keys_other:
      'Attention + {{before}}: {{before}} virtual tokens before the text, whose keys and values are learned.',
    where: '{{meaning}} It stands at {{parts}}, in layers {{layers}}.',
  },
  place: {
    attention: 'the output of the attention',
    mlp: 'the output of the MLP',
    block: 'the end of the block',
    tokens: 'the start of the block',
  },

  texts: {
    title: 'What it writes',
    region: 'Prompt and texts',
    promptOf: 'Prompt {{place}} of {{prompts}}',
    previous: 'Previous prompt',
    next: 'Next prompt',
    own: 'Your own prompt…',
    ofTheData: 'Prompts of the data',
    before: 'Before: the base model',
    after: 'After training',
    afterSteps_one: 'Written after step {{count}}',
    afterSteps_other: 'Written after step {{count}}',
    empty:
      'What the base model and the tuned model write for the same prompts appears here when a run starts.',
    scores: 'Scores',
    secret: 'What is k?',
  },

  compare: {
    title: 'Comparison',
  },

  deploy: {
    noDora:
      'No adapter for PEFT from some runs with DoRA: PEFT keeps DoRA’s magnitudes of Wq, Wk and Wv in one vector. A run with DoRA can be exported where it adapts all three of these matrices, or none of them.',
    noPeft:
      'No adapter for PEFT from {{methods}}: of all methods, this page can write only LoRA in PEFT’s format. “Export run” saves what such a run trained.',
    title: 'Adapters on this computer',
    unreadable: 'weights cannot be read',
    about:
      'Each run keeps the tensors that its method added or trained. “Export run” saves them with its curves in a file that opens here again; “Export adapter” saves them for PEFT, where PEFT’s format can hold them.',
    empty: 'No run yet. Train one, or import a run that was exported.',
    columns: {
      run: 'Run',
      model: 'Base model',
      matrices: 'Method',
      weights: 'Trained weights',
      size: 'Adapter',
      file: 'PEFT file',
      loss: 'Lowest validation loss',
      stored: 'Stored',
      export: 'Export or delete',
    },
    import: 'Import run',
    peftTitle: 'Use the adapter with PEFT',
    peftAbout: 'Unzip the adapter and the base model side by side, as two folders. Then:',
    noRun: 'Export the adapter of a run to have its folder’s name here.',
    base: 'Download the base model {{model}}',
    fused:
      'adapter_config.json says r = {{exported}}: Hugging Face’s GPT-2 keeps Wq, Wk and Wv in one matrix, c_attn, so the A and B of {{matrices}}, of rank {{r}} each, are joined into one pair of rank {{exported}}. Its ΔW is the same.',
    fusedRanks:
      'Hugging Face’s GPT-2 keeps Wq, Wk and Wv in one matrix, c_attn, so the A and B of {{matrices}} are joined into one pair in each layer. Its rank is the sum of theirs, which rank_pattern in adapter_config.json says, and its ΔW is the same.',
    factored:
      '{{start}} starts A and B as factors A₀ and B₀ of W₀, and trains beside W₀ − s·B₀A₀. So that the adapter loads on the unchanged base model, it is exported as plain LoRA: its A is [A; A − A₀] and its B is [B − B₀, B₀], of rank 2·{{r}} = {{exported}}. Its ΔW is the same.',
    factoredRanks:
      '{{start}} starts A and B as factors A₀ and B₀ of W₀, and trains beside W₀ − s·B₀A₀. So that the adapter loads on the unchanged base model, it is exported as plain LoRA: its A is [A; A − A₀] and its B is [B − B₀, B₀], of twice each matrix’s rank. Its ΔW is the same.',
  },

  storage: {
    title: 'Storage',
    private: 'Runs, adapters and your own data are stored in this browser, on this computer alone.',
    parts: 'Runs with their adapters take about {{runs}}, your own data {{own}}.',
    quota: 'The browser gives this site about {{quota}} of room in all.',
    persisted_yes: 'The browser has agreed to keep runs and data until you delete them.',
    persisted_no: 'The browser may delete runs and data when the disk fills up.',
    persisted_refused:
      'The browser did not agree to keep runs and data: it may delete them when the disk fills up. Export the runs that you want to keep.',
    persisted_unknown:
      'This browser does not tell how much room there is, nor how long it keeps runs and data.',
    ask: 'Ask the browser to keep runs and data',
    unsaved_one: '{{count}} run is not saved. Delete others to make room, or export it.',
    unsaved_other: '{{count}} runs are not saved. Delete others to make room, or export them.',
    unreadable_one:
      '{{count}} stored entry cannot be read: another version of the page wrote it, or it is damaged. It stays stored. Save it as a file before you delete it.',
    unreadable_other:
      '{{count}} stored entries cannot be read: another version of the page wrote them, or they are damaged. They stay stored. Save them as a file before you delete them.',
    saveUnreadable: 'Save as a file',
    deleteUnreadable: 'Delete',
    deleteTitle_one: 'Delete {{count}} unreadable entry?',
    deleteTitle_other: 'Delete {{count}} unreadable entries?',
    deleteText: 'These entries leave this browser for good, unless you saved them as a file.',
  },
} as const;
