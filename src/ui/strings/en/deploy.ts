/** English words of Deploy's views beside the shelf, which come with that workspace. */
export const deploy = {
  view: 'View',
  views: {
    shelf: 'Shelf',
    merge: 'Merge',
    latency: 'Latency',
    switch: 'Switch',
    combine: 'Combine',
    savings: 'Savings',
  },
  adapter: 'Adapter',
  adapters: 'Adapters',
  busy: 'Possible once the model is loaded and no run trains, pauses or waits.',
  stop: 'Stop',
  measuring: 'Measuring…',
  definition: 'definition',

  outside: {
    title: 'Continue outside',
    about:
      'When one computer is not enough: a folder, zipped, that repeats the shown run with transformers, PEFT and accelerate, on one GPU or several, and goes on from there. It holds the base model, the adapter at the start and at the end of training, the data in the run’s order as JSON Lines, train.py, and a README.md with the commands. Each loss is printed beside the one measured here.',
    ownModel: 'Your model {{model}} is not copied into it: README.md says where to put its folder.',
    scales:
      'This run cannot go on there: its Wq, Wk and Wv have different scales α/r, and PEFT trains them as one c_attn, which has one. Choose ranks and alphas with the same α/r.',
    download: 'Download the folder of {{name}}',
  },

  merge: {
    title: 'Merged and unmerged',
    about:
      'Merging folds ΔW = s·BA into the frozen weights, W = W₀ + ΔW, so that nothing is left to compute beside them; unmerging takes ΔW off again. In real numbers both change nothing. In float32 they round: how much, is measured here on the validation pairs, in the worker, with the weights on the device.',
    none: 'There is nothing to merge yet: train a run with LoRA, DoRA, VeRA, IA³, BitFit or full fine-tuning, or import such an adapter.',
    measure: 'Merge and compare',
    download: 'Download the merged model',
    downloadAbout:
      'The merged model is a folder in Hugging Face’s layout, in a zip: model.safetensors in float32, config.json and tokenizer.json. AutoModelForCausalLM.from_pretrained loads it without PEFT.',
    notCompared:
      'This method has no ΔW = s·BA, so there is nothing to compare: its merged model can be downloaded.',
    others:
      'These cannot be merged, because adapter layers are computed between the model’s maps and prefixes stand beside the text, and no weights of the model do the same: {{names}}.',
    start: 'Choose an adapter and press “Merge and compare”.',
    matrices: 'Matrices',
    difference: 'Largest difference of a logit',
    largest: 'Largest logit',
    sameToken: 'Same likeliest token',
    ofPlaces: '{{same}} of {{places}}',
    places: 'Places',
    roundTrip: 'Largest error of a weight',
    largestWeight: 'Largest weight',
    differenceMeaning:
      'The largest |merged − unmerged| among the logits of all tokens at every place of the validation pairs’ completions.',
    roundTripMeaning:
      'The largest |W − W₀| among the entries of all adapted matrices once ΔW was added and subtracted again. DoRA also rescales W’s rows, which this page does not undo: it has no such figure. For PiSSA and OLoRA, W₀ here is the frozen residual W₀ − s·B₀A₀ that A and B are added to.',
    reading:
      'Merged, {{name}} gives the same logits but for {{difference}} at most, {{share}} of the largest one, and the same likeliest token at {{same}} of {{places}} places.',
    readingRoundTrip: 'Taking ΔW off again gives W₀ but for {{error}} at most.',
    exactRoundTrip: 'Taking ΔW off again gives W₀ to the bit.',
  },

  latency: {
    title: 'Latency',
    about:
      'Milliseconds of one forward pass, up to the scores of the next token, and of one more token of texts whose keys and values are kept. All ways take turns in every round, in another order each time; each time ends when the scores are read back. Methods have untrained tensors of the sizes named here, since no time depends on their values; merged LoRA is really merged.',
    measure: 'Measure',
    measuring: '{{share}} done',
    start: 'Press “Measure” to time {{model}} on this computer.',
    stopped: 'Stopped after {{done}} of {{count}} measurements.',
    rounds: 'Rounds',
    way: 'Way',
    ways: {
      base: 'Base model',
      merged: 'LoRA, merged',
      unmerged: 'LoRA, unmerged',
      'adapter-h': 'AdapterH',
      'adapter-l': 'AdapterL',
      'prefix-kv': 'Prefix (K, V)',
    },
    forward: 'A forward pass over {{length}} tokens',
    token: 'One more token',
    work: 'batch {{batch}} × {{length}} tokens',
    tokenWork: 'one more token, batch {{batch}}',
    batch: 'Batch {{batch}}',
    batchColumn: 'Batch',
    length: 'Tokens',
    ms: '{{ms}} ms',
    median: 'Median, ms',
    low: 'Low, ms',
    high: 'High, ms',
    over: 'Over the base model, %',
    overLow: 'Low, %',
    overHigh: 'High, %',
    method: 'Method',
    where: 'Where',
    share: '{{share}} % ({{low}} to {{high}})',
    shareAlone: '{{share}} %',
    meaning:
      'The median over all rounds. In brackets: how much longer it takes than the base model in the same round, as the median over rounds, with its 99 % interval by order statistics, which needs no law of the noise. Of many such intervals one in a hundred misses.',
    device: {
      webgpu: 'WebGPU: {{adapter}}',
      webgpuSoftware: 'WebGPU, emulated in software: {{adapter}}',
      wasm_one: 'WebAssembly, {{count}} thread',
      wasm_other: 'WebAssembly, {{count}} threads',
      cpu: 'plain JavaScript',
    },
    on: '{{model}} on {{device}}',
    slower: 'At {{work}} more time than the base model is taken by {{ways}}: their intervals lie above 0.',
    faster: 'At {{work}} less time than the base model is taken by {{ways}}: their intervals lie below 0.',
    slowerWay: '{{way}} ({{share}} %)',
    notSlower: 'At {{work}} no way can be told apart from the base model: all intervals hold 0.',
    mergedSame_one: 'Merged LoRA cannot be told apart from the base model in this measurement.',
    mergedSame_other:
      'Merged LoRA cannot be told apart from the base model in any of {{count}} measurements.',
    mergedApart_one: 'Merged LoRA is apart from the base model in this measurement.',
    mergedApart_other: 'Merged LoRA is apart from the base model in {{apart}} of {{count}} measurements.',
    shortened:
      'Texts have {{length}} tokens at most: {{model}} reads {{places}} at once, and the prefix takes {{prefix}} of them.',
    paper: 'GPT-2 medium on an RTX 8000: Table 1 of the LoRA paper, not measured here',
    paperWork: 'Batch {{batch}} × {{length}}, |\u2060Θ\u2060|\u00A0=\u00A0{{parameters}}',
    paperMs: '{{mean}} ± {{deviation}} ms',
    paperShare: '+{{share}} %',
    paperMerged: 'Fine-tuned, or LoRA merged',
    paperNote:
      'The paper does not time unmerged LoRA. Its models are larger and its device is another: compare the order of the ways, not milliseconds.',
  },

  switch: {
    title: 'Changing the adapter',
    about:
      'One base model stays loaded, and adapters take turns on it: only their tensors move. Measured until a pass over one token is answered with the new adapter; beside it, loading the whole model anew from where it came (the browser may have its files in its cache), until the same pass is answered.',
    none: 'There is no adapter of {{model}} yet: train a run, or import one.',
    measure: 'Measure',
    model: '{{model}}, loaded anew',
    what: 'What is put in place',
    bytes: 'Bytes moved',
    median: 'Median, ms',
    lower: 'Lower quartile, ms',
    upper: 'Upper quartile, ms',
    quartiles: 'middle half {{low}} to {{high}}',
    rounds: 'Rounds',
    reading:
      'The largest of the adapters is in place after {{ms}} ms and moves {{bytes}}; loading the whole model takes {{modelMs}} ms and moves {{modelBytes}}. The bytes differ by a factor of {{times}}.',
    readingBytes:
      'The largest of the adapters moves {{bytes}} and the whole model {{modelBytes}}: a factor of {{times}}. In time they are not apart here.',
  },

  answers: {
    title: 'One prompt, all chosen adapters',
    alone: '{{model}} alone',
    texts: 'Answers',
    start: 'Write a prompt as the loaded data have them. The base model and every chosen adapter answer it.',
  },

  mixed: {
    about:
      'As one batch, each row with its own adapter: every W₀x is computed for all rows together, and each row adds (α/r)BAx of its own adapter. So one loaded model serves many adapters at once (multi-tenant serving: S-LoRA, Sheng et al. 2023). Each adapter’s small products are computed one after the other here, so whether the batch is faster depends on the model and the device.',
    others:
      'Not in the batch, because more than ΔW = (α/r)BA beside W₀ is theirs: {{names}}. They answer one after the other, as above.',
    measure: 'Measure as one batch',
    reading:
      'The base model and its adapters, {{rows}} rows, take {{together}} ms as one batch, and {{inTurn}} ms one after the other (greedy; medians of {{rounds}} rounds). {{same}} of {{rows}} texts are the same both ways.',
  },

  combine: {
    title: 'Adapters combined',
    about:
      'Adapters of one base model are added up, each by its weight: Σ wᵢΔWᵢ. Laying the factors side by side keeps all of the sum, and ranks add up (PEFT’s “cat”). A singular value decomposition keeps the strongest directions of the sum alone, of a rank that you choose (“svd”). Adding A and B apart from each other, as PEFT’s “linear” does, is another sum, with cross terms, and is not offered.',
    none: 'There is nothing to combine yet: train runs of {{model}} with LoRA or VeRA, or import such adapters.',
    weight: 'Weight of {{name}}',
    how: 'How',
    ways: { cat: 'All of the sum: ranks add up', svd: 'The closest of rank' },
    rank: 'Rank',
    name: 'Name',
    combine: 'Combine',
    chooseSome: 'Give at least one adapter a weight other than 0.',
    cross:
      'Adapters with DoRA, with biases of their own or of other methods are left out: their ΔW is not all that they change.',
    reading:
      '“{{name}}” is on the shelf. It differs from the weighted sum by {{error}} of its norm over {{matrices}} matrices.',
    readingZero: '“{{name}}” is on the shelf. The weighted sum is 0.',
    matrix: 'Matrix',
    norm: '‖Σ wᵢΔWᵢ‖F',
    error: 'Relative error',
    all: 'All',
    errorMeaning:
      '‖Σ wᵢΔWᵢ − BA‖F / ‖Σ wᵢΔWᵢ‖F with the A and B that are kept, in float32. The factors side by side are off by rounding alone.',
  },

  savings: {
    title: 'LoRA against full fine-tuning',
    about:
      'From runs of this page that differ in the method and in nothing else that costs time: model, data, batch and device are the same. Step times and memory are measured; trained weights, optimizer state (two float32 moments of AdamW for each trained weight) and files are counted from the tensors.',
    memoryMeaning:
      'Memory is what tensors hold on the device, and AdamW’s moments, at the fullest moment of a training step. The base model counts in both: the page keeps it for all runs, and full fine-tuning trains a copy. Not counted are what the device reserves beyond its tensors, what kernels need on the way, and measuring and writing texts.',
    none: 'Train one run with LoRA and one with full fine-tuning, of the same model, data and batch, to see what LoRA saves.',
    noLora: 'Train a run with LoRA of the same model, data and batch to see what it saves.',
    noFull: 'Train a run with full fine-tuning of the same model, data and batch to see what LoRA saves.',
    what: 'Per run',
    lora: 'LoRA: {{name}}',
    full: 'Full: {{name}}',
    loraColumn: 'LoRA',
    fullColumn: 'Full fine-tuning',
    times: 'LoRA of full',
    paper: 'GPT-3 175B in the paper',
    trained: 'Trained weights',
    optimizer: 'Optimizer state',
    memory: 'Peak memory of training',
    memoryModel: 'of it the base model',
    memoryState: 'of it what the method keeps, with optimizer state',
    memoryStep: 'of it a step: batch, activations, gradients',
    file: 'What is kept of the run',
    step: 'Time of a step',
    ms: '{{ms}} ms',
    quartiles: 'middle half {{low}} to {{high}}',
    smaller: '1\u00A0/\u00A0{{times}}',
    ratio: '×\u00A0{{times}}',
    tooShort: 'too few steps',
    notMeasured: 'not measured: it stepped together with other runs, or an older page trained it',
    paperTrained: '175,255.8M to 4.7M (Table 4)',
    paperMemory: '1.2 TB to 350 GB, 3 times less (section 4.2)',
    paperFile: 'checkpoint 350 GB to 35 MB, 10,000 times less (section 4.2, r = 4, Wq and Wv)',
    paperStep: '25 % faster (section 4.2)',
    faster: 'A step of LoRA is {{share}} shorter here: the middle halves of both times are apart.',
    slower: 'A step of LoRA is {{share}} longer here: the middle halves of both times are apart.',
    bytes: 'Optimizer state and file shrink by a factor of {{times}}.',
    lessMemory: 'At its peak, training takes {{lora}} with LoRA and {{full}} with full fine-tuning.',
  },

  calculator: {
    title: 'What it would be in larger models',
    about:
      'Counted by the formulas of the LoRA paper (section 5.1) from the dimensions of each model; nothing of it is measured here. Files are counted in float16, as the paper’s, and optimizer state in float32.',
    model: 'Model',
    method: 'Method',
    methods: {
      lora: 'LoRA',
      'adapter-h': 'AdapterH',
      'adapter-l': 'AdapterL',
      'prefix-embed': 'Prefix-embedding',
      'prefix-layer': 'Prefix-layer',
      'prefix-kv': 'Prefix (K, V)',
      'lora-prefix-embed': 'LoRA + Prefix-embedding',
      'lora-prefix-layer': 'LoRA + Prefix-layer',
      vera: 'VeRA',
      ia3: 'IA³',
      bitfit: 'BitFit',
      full: 'Full fine-tuning',
    },
    bitfit:
      'The paper prints 14.2M for BitFit in GPT-3, about 12 d for each layer; the biases of its blocks are 11 d for each layer, which is what is counted here.',
    noBiases: 'This model has no biases.',
    rank: 'Rank r',
    matrices: 'Matrices',
    head: 'map to the vocabulary',
    bottleneck: 'Bottleneck m',
    before: 'Tokens before',
    after: 'Tokens after',
    trained: 'Trained weights',
    share: 'Of all weights',
    optimizer: 'Optimizer state (AdamW)',
    file: 'What is kept (float16)',
    full: 'With full fine-tuning',
    here: 'With this method',
    fewer: 'Times less',
    all: 'All models with these settings',
    reading: '{{method}} trains {{weights}} weights of {{model}}, one of {{times}}.',
    choose: 'Choose at least one matrix.',
  },
} as const;
