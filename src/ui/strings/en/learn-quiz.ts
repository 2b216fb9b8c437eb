/** English words of the quiz and the glossary of Learn. */
export const quiz = {
  title: 'Quiz',
  about:
    'Ten questions on what all lessons show, and three to compute. The answer is explained at once; the numbers and the order change each time.',
  score: '{{right}} of {{answered}} answered questions are right; {{left}} are left.',
  all: 'All {{questions}} are answered: {{right}} right.',
  again: 'Other numbers and order',
  answer: 'Answer',
  right: 'Right.',
  wrong: 'Not this one. The right answer: {{answer}}',
  isRight: 'right',
  isChosen: 'your answer',
  lesson: 'See it in the lesson “{{lesson}}”',
  place: 'Question {{place}}',

  question: {
    trained: {
      ask: 'What does LoRA train?',
      right: 'A and B, beside the chosen matrices.',
      second: 'The chosen matrices W0, rounded to a low rank.',
      third: 'The biases of the chosen matrices.',
      fourth: 'All weights, with a small learning rate.',
      why: 'h = W0·x + (α/r)·B·A·x: only A and B have gradients (section 4.1).',
    },
    start: {
      ask: 'Why does B start at zero, while A starts at random values?',
      right: 'So that training starts from the model as it is.',
      second: 'So that A and B come to the same size later on.',
      third: 'So that B needs no optimizer.',
      fourth: 'So that ΔW has its full rank from the start on.',
      why: 'With B = 0 the product is zero whatever A is. If both were zero, neither would ever get a gradient.',
    },
    rank: {
      ask: 'B has r columns and A has r rows. What does r bound?',
      right: 'How many directions ΔW can change.',
      second: 'The size of the entries of ΔW.',
      third: 'The number of layers that are adapted.',
      fourth: 'The number of steps that training needs.',
      why: 'A product of r columns and r rows has at most r singular values above zero.',
    },
    memory: {
      ask: 'Why does training with LoRA take much less memory than full fine-tuning?',
      right: 'Frozen weights need no gradients and no Adam.',
      second: 'The model itself is not kept in memory then.',
      third: 'Batches are smaller than in full fine-tuning.',
      fourth: 'The model is rounded to fewer bits.',
      why: 'Optimizer state and gradients exist for A and B alone; the frozen model is still in memory (section 4.2). Fewer bits is another idea, QLoRA’s.',
    },
    intrinsic: {
      ask: 'What does the paper mean by a low intrinsic rank of the change?',
      right: 'The change lies in few directions.',
      second: 'The weights W0 themselves are of low rank.',
      third: 'The task has few training examples.',
      fourth: 'The model has few layers.',
      why: 'W0 is of full rank; the hypothesis is of ΔW, the change in adapting (section 1).',
    },
    matrices: {
      ask: 'With one budget of trained weights on GPT-3, which choice was best in Table 5?',
      right: 'Several matrices at a small rank.',
      second: 'Wq alone at the largest rank.',
      third: 'Wk alone at the largest rank.',
      fourth: 'It made no difference.',
      why: 'Wq or Wk alone at r = 8 were clearly worst; Wq and Wv at r = 4, or all four at r = 2, were best.',
    },
    latency: {
      ask: 'Why does LoRA add no latency once it is deployed?',
      right: 'B·A is added to W0, which keeps its shape.',
      second: 'B·A runs in parallel with W0 and is faster.',
      third: 'The layers that were adapted are left out.',
      fourth: 'A and B are stored in fewer bits.',
      why: 'W = W0 + (α/r)·B·A is computed once, before the first text (section 4.1).',
    },
    adapters: {
      ask: 'Why do adapter layers add latency, though they have few weights?',
      right: 'Each waits for the layer before it.',
      second: 'They make the text longer.',
      third: 'They must be loaded anew for each text.',
      fourth: 'They use another precision.',
      why: 'A small product still has to wait for the layer before it; with small batches that shows (section 3, Table 1).',
    },
    prefix: {
      ask: 'What does prefix or prompt tuning take away from the text?',
      right: 'Positions, which virtual tokens take.',
      second: 'Some of its words, which are left out.',
      third: 'The last layer, which is not computed.',
      fourth: 'Nothing: the prefix is merged into the weights.',
      why: 'The learned tokens stand in the same sequence as the text (section 3).',
    },
    switch: {
      ask: 'A merged model is to do another task. What has to be done?',
      right: 'Subtract its (α/r)·B·A, add the other’s.',
      second: 'Load the other task’s whole model.',
      third: 'Train the other task again from W0.',
      fourth: 'Nothing: one merged model does both tasks.',
      why: 'W0 is recovered by subtraction, and the other pair is small (section 4.1). Once merged, texts of different tasks cannot share a batch.',
    },
  },
  reckoned: {
    count: {
      ask: 'LoRA with r = {{r}} adapts {{matrices}} matrices of {{d}} × {{d}}. How many weights does it train?',
      why: '2 · {{matrices}} · {{d}} · {{r}}: an A of r × d and a B of d × r for each matrix (section 5.1).',
    },
    share: {
      ask: 'A matrix has {{d}} × {{d}} weights. What share of them do A and B of r = {{r}} have, in per cent?',
      why: '2·d·r over d² is 2·r/d.',
    },
    scale: {
      ask: 'α = {{alpha}} and r = {{r}}. By how much is B·A·x multiplied?',
      why: 'B·A·x is scaled by α/r (section 4.1).',
    },
  },
} as const;

export const glossary = {
  title: 'Glossary',
  about: 'The terms of the paper and of this page.',
  find: 'Find a term',
  none: 'No term has “{{text}}” in it.',
  terms: {
    fullFineTuning: {
      term: 'Full fine-tuning',
      meaning:
        'Training all weights of a pretrained model on a task. The baseline that other methods are compared with.',
    },
    lora: {
      term: 'LoRA',
      meaning:
        'Low-rank adaptation: a model is adapted to a task without a change of its weights W0. Beside a matrix of W0 two thin matrices A and B are trained, and what they make is added: h = W0·x + (α/r)·B·A·x.',
    },
    decomposition: {
      term: 'Low-rank decomposition',
      meaning:
        'Writing a matrix as a product of two thin ones, B (d × r) and A (r × k), with r much smaller than d and k.',
    },
    transformer: {
      term: 'Transformer',
      meaning:
        'A network of blocks, each of attention and an MLP, whose results are added to a running sum, the residual stream.',
    },
    attention: {
      term: 'Attention',
      meaning:
        'The part of a block in which each token takes up something of the tokens before it, in shares that it computes itself.',
    },
    projections: {
      term: 'Wq, Wk, Wv, Wo',
      meaning:
        'The four matrices of attention: query and key decide where to look, value what is carried over, output how it is added to the residual stream.',
    },
    delta: {
      term: 'ΔW',
      meaning: 'The change of a weight matrix by training: W = W0 + ΔW. With LoRA, ΔW = (α/r)·B·A.',
    },
    rank: {
      term: 'Rank r',
      meaning:
        'The inner size of B·A, and so the most directions that ΔW can have. The rank of a matrix is its number of singular values above zero.',
    },
    effectiveRank: {
      term: 'Effective rank',
      meaning:
        'How many singular values count: exp(−Σ p·ln p) with p = σ/Σσ. It is r where all r singular values are equal, and near 1 where one is far above all others.',
    },
    alpha: {
      term: 'α',
      meaning: 'LoRA’s constant: B·A is scaled by α/r, so that another r needs no other learning rate.',
    },
    dModel: {
      term: 'd_model',
      meaning: 'The width of a transformer: how many numbers stand for each token between its blocks.',
    },
    adapterLayers: {
      term: 'Adapter layers',
      meaning:
        'Small networks with a bottleneck, put between the layers of a frozen model and trained. They add latency, since they are computed in sequence.',
    },
    bitfit: { term: 'BitFit', meaning: 'Training the bias vectors alone.' },
    promptTuning: {
      term: 'Prompt and prefix tuning',
      meaning:
        'Training virtual tokens before the text, as embeddings alone or at every layer. They take up positions.',
    },
    intrinsicRank: {
      term: 'Intrinsic rank',
      meaning: 'The rank that the change for a task really needs. The paper’s hypothesis is that it is low.',
    },
    adam: {
      term: 'Adam',
      meaning:
        'The optimizer: it keeps a running mean of the gradient and of its square for each trained weight, two numbers more.',
    },
    svd: {
      term: 'SVD, singular values',
      meaning:
        'The singular value decomposition writes a matrix as a sum of products of one column and one row, each of length 1, with weights σ₁ ≥ σ₂ ≥ …, its singular values.',
    },
    projectionMetric: {
      term: 'Projection metric',
      meaning:
        'A distance between subspaces: √(p − Σσ²), with σ the singular values of the product of their bases and p the smaller dimension.',
    },
    similarity: {
      term: 'Subspace similarity φ',
      meaning: 'How much of the smaller of two subspaces lies in the other, from 0 to 1 (equation 4).',
    },
    amplification: {
      term: 'Amplification factor',
      meaning:
        '‖ΔW‖ over the size of W0 in ΔW’s own directions: how strongly ΔW raises what W0 has but does not emphasise.',
    },
    merging: {
      term: 'Merging',
      meaning: 'Adding (α/r)·B·A to W0 once, after which the model runs as before, without further latency.',
    },
    glue: {
      term: 'GLUE',
      meaning:
        'A set of tasks on English sentences, such as inference and similarity; eight of them are in the paper’s Table 2.',
    },
    e2e: {
      term: 'E2E NLG',
      meaning:
        'A task: write a sentence about a restaurant from its properties; the paper’s Table 3, and this page’s first task is of the same kind.',
    },
    wikisql: {
      term: 'WikiSQL',
      meaning: 'A task: turn a question about a table into a query; the paper’s Table 4.',
    },
    token: {
      term: 'Token',
      meaning: 'A piece of text, often a part of a word, that a model reads and writes as one number.',
    },
    loss: {
      term: 'Validation loss',
      meaning:
        'How badly a model predicts the tokens of texts that it was not trained on: the mean of −ln of the probability that it gave each right token. Lower is better.',
    },
    nat: {
      term: 'Nat',
      meaning:
        'The unit of a loss that is taken with the natural logarithm. A loss of 1 nat means a probability of 1/e, 37 per cent.',
    },
    batch: {
      term: 'Batch',
      meaning: 'The texts that one training step is taken on, together.',
    },
    learningRate: {
      term: 'Learning rate',
      meaning: 'How far one training step moves the weights.',
    },
    seed: {
      term: 'Seed',
      meaning:
        'The number that random draws start from: with one seed a run has the same start and the same order of batches again.',
    },
    checkpoint: {
      term: 'Checkpoint',
      meaning: 'The trained weights as they are stored, with what the optimizer needs to go on.',
    },
    forgetting: {
      term: 'Forgetting',
      meaning:
        'How much worse a model becomes, by training on a task, at text like that which it was first trained on.',
    },
    virtualToken: {
      term: 'Virtual token',
      meaning: 'A place before the text that holds a trained vector instead of a word.',
    },
    klDivergence: {
      term: 'KL divergence',
      meaning: 'How far one model’s predictions are from another’s: 0 where they agree.',
    },
    samsum: { term: 'SAMSum', meaning: 'A task: sum up a chat in a sentence or two; the paper’s Table 4.' },
  },
} as const;
