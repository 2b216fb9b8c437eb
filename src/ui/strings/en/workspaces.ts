/** English words of the workspaces' own parts: their names, the drawing of the model, the shelf of adapters. */
export const workspaces = {
  nav: 'Workspaces',
  view: {
    train: 'Train',
    compare: 'Compare',
    inspect: 'Inspect ΔW',
    deploy: 'Deploy',
    learn: 'Learn',
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
    summaryLlama:
      '{{layers}} layers of Wq, Wk, Wv, attention, Wo, Wg, W1, SwiGLU and W2 along the residual stream.',
    summaryParallel:
      '{{layers}} layers of Wq, Wk, Wv, attention and Wo beside W1, GELU and W2: both read the same residual stream, and are added to it.',
    summaryPostNorm:
      '{{layers}} layers of Wq, Wk, Wv, attention, Wo, W1, GELU and W2 along the residual stream, with a LayerNorm after each sum.',
    legendEncoder:
      'An encoder: every token sees the whole text, and the class is predicted from the first token. Every method trains the classification head, too.',
    summaryTargets: 'The next run adapts {{targets}}.',
    summaryMethod: 'The next run takes {{method}}. {{about}}',
    summaryTrained: 'What {{method}} trains:',
    summaryMeasured: 'In the shown run the effective ranks are: {{ranks}}.',
    rankOf: '{{site}} {{effective}} of {{r}}',
  },
  block: {
    norm: 'LayerNorm',
    /** Where there is no room for LayerNorm. */
    normInitials: 'LN',
    attention: 'attention',
    gelu: 'GELU',
    rmsNorm: 'RMSNorm',
    swiglu: 'SwiGLU',
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

  /** The tabs of the panel. */
  texts: {
    title: 'What it writes',
    titleEncoder: 'What it predicts',
    scores: 'Scores',
    secret: 'What is k?',
  },

  compare: {
    title: 'Comparison',
  },
} as const;
