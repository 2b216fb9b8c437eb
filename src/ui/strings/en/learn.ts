/** English words of Learn: its lessons, quiz and glossary. They come with the workspace. */
import { essays } from './learn-essays.ts';
import { glossary, quiz } from './learn-quiz.ts';
import { step } from './learn-step.ts';
import { handIn, teacher } from './learn-teacher.ts';

export const learn = {
  pages: 'Pages of Learn',
  overview: 'Overview',
  quiz,
  glossary,
  essays,
  teacher,
  handIn,
  done: '{{lesson}}, done',
  lessonOf: 'Lesson {{place}} of {{lessons}}',
  next: 'Next: {{lesson}}',
  paperLink: 'The paper (arXiv 2106.09685)',
  unknown: 'There is no lesson “{{lesson}}”. These are the pages of Learn:',

  about: {
    title: 'Learn LoRA by doing',
    why: 'A language model is trained once, on much text, at great cost. To make it good at one task its weights are then trained a little further: fine-tuning. For a large model that takes as much memory as training it did, and leaves a copy of the whole model for each task. LoRA leaves the model as it is and trains only two thin matrices beside some of its large ones. What a task adds to the model is then small enough to be trained, stored and exchanged with little effort. These lessons show how that works, and what it costs.',
    lead: 'Each lesson takes one claim of the paper. In most you say first what you expect; then the real experiment runs in this page, and your guess is drawn beside what was measured.',
    paper:
      'The paper is “LoRA: Low-Rank Adaptation of Large Language Models”, Hu et al. 2021. Its figures are of models up to GPT-3 with 175 billion weights; the model of these lessons has {{weights}}. Where the small model behaves in another way, the lesson says so.',
    start: 'Start with lesson 1',
    goOn: 'Go on: {{lesson}}',
  },

  step: {
    claim: 'The claim',
    guess: 'Your guess',
    run: 'The experiment',
    result: 'What came out',
    meaning: 'What it means',
    paper: 'In the paper',
    here: 'In this small model',
  },

  guess: {
    how: 'Drag each ring up or down; or move to it with the Tab key and press the arrow keys.',
    of: 'Guess for {{name}}',
    take: 'That is my guess',
    skip: 'I would rather not guess',
    again: 'Guess again',
    skipped: 'You passed over the guess.',
    made: 'Your guess is kept; it is drawn beside the result.',
    mine: 'your guess',
    measured: 'measured',
    chart: 'Guess and result',
    far: 'Farthest from your guess: {{name}}. You said {{guess}}; it is {{value}}.',
    near: 'Nearest: {{name}}. You said {{guess}}; it is {{value}}.',
    readGuess: '{{name}}: your guess {{value}}',
    readResult: '{{name}}: measured {{value}}',
  },

  run: {
    train_one: 'Train {{count}} run',
    train_other: 'Train {{count}} runs',
    about: 'about {{time}} on this device',
    finished: '{{finished}} of {{runs}} runs are finished.',
    known: '{{finished}} of {{runs}} runs are trained already, here, in another lesson or in Train.',
    same: {
      full: 'They have the same model, data, seed, order of batches and number of steps, 150; each method has the learning rate that was tuned for it.',
      rank: 'They have the same model, data, seed and order of batches, and take 150 steps. α is 32 for all, as the paper keeps it while r varies: so the scale α/r falls as r grows.',
      matrices:
        'They differ in nothing else: the same model, data, seed, order of batches and number of steps, 150.',
      examples: 'They have the same model, seed and number of steps, 150.',
      methods:
        'They have the same model, data, seed, order of batches and number of steps, 150; each method has the learning rate that was tuned for it.',
    },
    guessFirst: 'Guess first, or pass over the guess.',
    compare: 'See their curves in Compare',
    lowest: 'The lowest is {{name}}, at {{value}}.',
    below: 'Lower than LoRA alone: {{names}}.',
    noneBelow: 'No other method came lower than LoRA alone.',
    bothLosses:
      'The lowest validation loss is {{full}} with full fine-tuning and {{lora}} with LoRA, after 150 steps; before training it was {{base}}.',
    guessed: 'Your guess',
    value: 'Measured',
  },

  take: {
    measure: 'Measure',
    otherModel: 'Another model is loaded. Choose the model {{model}} in the form.',
  },

  name: { rank: 'r = {{r}}', matrices: '{{matrices}}, r = {{r}}', examples: '{{pairs}} pairs' },

  lesson: {
    step,
    full: {
      title: 'Why not train all the weights?',
      claim:
        '<fullFineTuning>Full fine-tuning</fullFineTuning> changes every weight of a model. Each task then needs a copy of the whole model, and during training the optimizer, <adam>Adam</adam>, keeps two more numbers for each weight. <lora>LoRA</lora> leaves the weights W0 as they are and trains two thin matrices beside some of them: h = W0·x + (α/r)·B·A·x. Here x is the input of a matrix W0 and h its output; A turns x into a vector of length r, B turns that into one as long as h, and α is a constant that sets how much is added.',
      source: 'Sections 1 and 4',
      ask: 'The model has {{layers}} layers of <dModel>width</dModel> {{width}}. How many weights does full fine-tuning train here, and how many does LoRA with r = 4 on <projections>Wq and Wv</projections>, two matrices of each layer?',
      figure: 'Trained weights',
      x: 'method',
      meaning:
        'A matrix of {{width}} × {{width}} has {{square}} weights; its A and B together have r·({{width}} + {{width}}). Adam’s numbers and the <checkpoint>checkpoint</checkpoint> shrink by the same factor as the trained weights. What does not shrink is the model itself, which still has to be in memory.',
      paper:
        'On GPT-3 175B, r = 4 on Wq and Wv took memory in training from 1.2 TB to 350 GB, and a checkpoint from 350 GB to 35 MB (section 4.2).',
      here: 'LoRA’s share of the weights is large here, since the model is small: a matrix has d² weights, and its A and B only 2·r·d. At GPT-3’s width of 12,288 the same r is a share 190 times smaller.',
    },
    rank: {
      title: 'Which rank?',
      claim:
        'A very small rank is enough, says the paper: on GPT-3, r = 1 on <projections>Wq and Wv</projections> was almost as good as r = 64. The change that a task asks for would then have a low <intrinsicRank>intrinsic rank</intrinsicRank>.',
      source: 'Section 7.2 and Table 6',
      ask: 'Five runs differ in r. How low does the validation <loss>loss</loss> of each come? Before training it is {{base}} <nat>nats</nat> a <token>token</token>.',
      figure: 'Lowest validation loss',
      x: 'rank r',
      meaning:
        '<rank>Rank</rank> is the number of directions in which <delta>ΔW</delta> = (α/r)·B·A can change what a layer computes. If the loss stops falling at some r, more directions are not needed for this task; if it still falls, they are.',
      paper:
        'GPT-3 175B, <wikisql>WikiSQL</wikisql>, Wq and Wv: accuracy 73.4 at r = 1, 73.8 at r = 8, 73.5 at r = 64, each ± 0.5 (Table 6). GPT-2 Medium, <e2e>E2E</e2e>: validation loss 1.23 at r = 1, 1.18 at r = 4, 1.16 from r = 16 on (Table 18).',
      here: 'Rank makes more difference here than in the paper. One reason may be the size: a large model knows most of what a task asks for and only has to be pointed at it, while a model of this size has to learn part of it. Another is the length: 150 steps show how fast each rank learns as much as how far it can come. Train r = 4 for 300 steps in Train, and its loss falls further.',
    },
    matrices: {
      title: 'Which matrices at one budget?',
      claim:
        'With a fixed number of trained weights it is better to adapt more matrices at a small <rank>rank</rank> than one matrix at a large rank.',
      source: 'Section 7.1 and Table 5',
      ask: 'Seven runs train equally many weights, in different attention matrices. Which comes lowest? Before training the loss is {{base}}.',
      figure: 'Lowest validation loss',
      x: 'adapted matrices',
      meaning:
        '<projections>Wq and Wk</projections> decide where <attention>attention</attention> looks; Wv and Wo decide what it carries over. A change in one of them can do only its own part of the work, however large its rank.',
      paper:
        'GPT-3 175B, <wikisql>WikiSQL</wikisql> ± 0.5: Wq 70.4, Wk 70.0, Wv 73.0 and Wo 73.2 at r = 8; Wq Wk 71.4 and Wq Wv 73.7 at r = 4; all four 73.7 at r = 2 (Table 5).',
      here: 'It depends on which matrices they are: Wq with Wk, two matrices that only decide where attention looks, comes out far behind Wv or Wo alone, in the paper’s table too. On this lab’s larger model, micro, three seeds gave: Wq or Wk alone are worst, as in the paper, but Wo alone is as good as Wq with Wv. One <seed>seed</seed>, as in this lesson, does not settle small differences.',
    },
    examples: {
      title: 'Few examples',
      claim:
        'LoRA learns from few examples: with 100 examples of MultiNLI it was ahead of <fullFineTuning>full fine-tuning</fullFineTuning> and far ahead of the two prefix methods.',
      source: 'Appendix F.3 and Table 16',
      ask: 'Four runs take equally many steps, but see 10 to 1,000 different training pairs. How low does each come on pairs that it has not seen? Before training the loss is {{base}}.',
      figure: 'Lowest validation loss',
      x: 'training pairs',
      meaning:
        'Validation loss is measured on other pairs than those trained on. With few pairs a run soon knows them by heart and its validation loss turns upwards; the lowest point is shown here, and the curve in Compare shows the turn.',
      paper:
        'GPT-3 175B, MultiNLI accuracy with 100 examples ± 0.3: full fine-tuning 60.2, <promptTuning>prefix-embedding</promptTuning> 37.6, prefix-layer 48.3, LoRA 63.8; with all 392,000: 89.5, 88.6, 89.6, 91.7 (Table 16).',
      here: 'The task is another one and the runs are short; compare the shape, not the figures. “How many examples?” in Compare runs the methods of Table 16 side by side.',
    },
    methods: {
      title: 'LoRA among other methods',
      claim:
        'LoRA is one of several ways to train few numbers. <bitfit>BitFit</bitfit> trains the biases; <promptTuning>prefix-layer tuning</promptTuning> learns vectors in place of the activations of <virtualToken>virtual tokens</virtualToken>; <adapterLayers>adapter layers</adapterLayers> put small networks between the layers. LoRA does as well as <fullFineTuning>full fine-tuning</fullFineTuning> or better, and it can be combined with a prefix.',
      source: 'Sections 5 and 7, Tables 2 to 4, Appendix E',
      ask: 'Each method trains at the <learningRate>learning rate</learningRate> that was tuned for it. How low does each come? Before training the loss is {{base}}.',
      figure: 'Lowest validation loss',
      x: 'method',
      meaning:
        'The methods do not train equally many numbers: full fine-tuning trains all, BitFit very few. “Which method?” in Compare gives each the same number.',
      paper:
        'GPT-3 175B, WikiSQL ± 0.5: full fine-tuning 73.8, BitFit 71.3, prefix-layer 70.1, AdapterH 71.9 to 73.2, LoRA 73.4 to 74.0 (Table 4). LoRA with prefix-layer tuning: 72.9, worse than LoRA alone (Table 15).',
      here: 'Which other methods came lower than LoRA with r = 4 on Wq and Wv stands above. Where some do, the paper’s claim is not borne out: a small model has much to learn in 150 steps, and a method that trains more of its weights, or other places, can learn faster. On large models that know most of a task already, the paper found no such gap. Give LoRA a larger r, more matrices or more steps in Compare, and see whether the gap closes. How much each method forgets of what the model could do before is another question: the column “<forgetting>Forgetting</forgetting>” in Compare tells it.',
    },
    product: {
      title: 'W0 + BA by hand',
      claim:
        'LoRA adds <delta>ΔW</delta> to a matrix W0 that stays as it is. ΔW is a product of a tall matrix B and a flat matrix A, times a constant, which is left out here. However large ΔW is, it has at most r independent rows: its <rank>rank</rank> is at most r.',
      source: 'Section 4.1, equation 3',
      ask: 'B has {{size}} rows and {{r}} columns; A has {{r}} rows and {{size}} columns. Their product has {{cells}} entries. A <svd>singular value decomposition</svd> writes a matrix as a sum of one column times one row each, with a size, the singular value. How many singular values above zero can this product have?',
      right: 'Right: B has {{r}} columns, so at most {{r}}.',
      wrong: 'You said {{guess}}. B has {{r}} columns, so at most {{r}}.',
      try: 'Change the entries of A and B: drag a cell up or down, or use the arrow keys. Then give them another rank.',
      rank: 'Rank r',
      b: 'B',
      a: 'A',
      product: 'ΔW = B·A',
      cell: '{{matrix}}, row {{row}}, column {{column}}',
      sigma: 'Singular values of ΔW',
      counts: 'A and B hold {{trained}} numbers, ΔW holds {{all}}. Singular values above zero: {{above}}.',
      random: 'Other entries',
      zero: 'Set B to zero',
      zeroNote:
        'B = 0: so does LoRA start. ΔW is zero, and the model is unchanged at the first step, whatever A is.',
      meaning:
        'Every row of ΔW is a mix of the r rows of A, and every column a mix of the r columns of B. The <svd>singular value decomposition</svd> writes ΔW as a sum of such products of one column and one row, the largest first. The charts of this lab show these singular values for every matrix as it trains.',
      paper:
        'B starts at zero and A at random values, so that ΔW = 0 at the start (section 4.1). B·A·x is scaled by <alpha>α/r</alpha>.',
      here: 'In Train, a run’s ΔW of rank r has r singular values above zero at most; “<effectiveRank>effective rank</effectiveRank>” says how many of them count.',
    },
    secret: {
      title: 'Where does rank come from?',
      claim:
        'The paper holds that the change which a task asks for has a low <intrinsicRank>intrinsic rank</intrinsicRank>. Here the truth is known: the page hides a change of rank k in a model and lets it write texts. A run that learns from these texts should find k: plainly where k is small, less so for 5 or 6.',
      source: 'Sections 1 and 7.2; the experiment is this lab’s own',
      ask: 'A rank is hidden, from 1 to 6. Train with r = 8, look at the singular values of ΔW, and say what k is.',
      hide: 'Hide a rank',
      hidden: 'A rank is hidden. Rank, steps and learning rate are set so that it can be found.',
      train: 'Train',
      look: 'The directions that the texts ask for end where the singular values drop.',
      meaning:
        '<delta>ΔW</delta> was free to have rank 8. The directions that the texts do not ask for stay small: the learned spectrum tells the rank of the task, not the r that was given.',
      paper:
        'The paper argues the other way round: since r = 1 is as good as r = 64 on GPT-3, the change must have a low rank; and runs with r = 8 and r = 64 <similarity>share their first direction</similarity> (Figure 3).',
      here: 'The gap is plain for small k. For k of 5 or 6 it may not be: 300 steps do not bring the run as close to the truth.',
    },
    amplify: {
      title: 'What does ΔW amplify?',
      claim:
        '<delta>ΔW</delta> does not repeat the strongest directions of W0. It amplifies directions that W0 has but does not emphasise: on GPT-3, by a <amplification>factor</amplification> of about 20 at r = 4.',
      source: 'Section 7.3 and Table 7',
      ask: 'Take 4 directions of inputs and 4 of outputs, and see how much of W0 lies in them, in per cent of its whole norm. How much, if they are those of a ΔW with r = 4? If they are the strongest of W0 itself? If they are random?',
      figure: 'Share of W0’s norm, ‖UᵀW0V‖ / ‖W0‖',
      x: 'directions',
      delta: 'of ΔW',
      own: 'of W0, the strongest',
      random: 'random',
      how: 'One run with r = 4 on Wq and Wv; its ΔW is compared with the W0 of each matrix, and the shares are averaged over the matrices.',
      reading: {
        top: 'ΔW’s directions hold at least half of what W0’s strongest do: here it repeats what W0 emphasises.',
        more: 'ΔW’s directions hold more of W0 than random ones, and less than its strongest: W0 has something there and does not emphasise it, as in the paper.',
        chance:
          'ΔW’s directions hold no more of W0 than random ones may: here the paper’s claim is not confirmed.',
        less: 'ΔW’s directions hold less of W0 than random ones: here ΔW goes where W0 has next to nothing.',
      },
      factor_one:
        'In its own directions ΔW is {{factor}} times as strong as W0, in {{count}} matrix: the amplification factor. Were they random, it would be {{chance}}.',
      factor_other:
        'In its own directions ΔW is {{factor}} times as strong as W0, on average over {{count}} matrices: the amplification factor. Were they random, it would be {{chance}}.',
      see: 'See each matrix in Inspect',
      meaning:
        'Were ΔW’s directions W0’s strongest, their share would be as large as the second one; were they any, as small as the third. Between the two, W0 has something there and does not emphasise it. Then ΔW adds nothing new: it turns up what the model knows already.',
      paper:
        'GPT-3, Wq of layer 48, r = 4: 0.32 of W0’s 61.95 lies in ΔW’s directions, 21.67 in its own strongest, 0.02 in random ones; ‖ΔW‖ is 6.91, and 6.91 / 0.32 = 21.5 (Table 7).',
      here: 'Of a matrix this small, random directions already hold several per cent of W0. A large factor alone says little, then: look at what chance would give. “Against W₀” in Inspect does so for each matrix.',
    },
    latency: {
      title: 'No added latency',
      claim:
        '(α/r)·B·A can be added to W0 before the model is put to use. Then it computes as before, in the same time. <adapterLayers>Adapter layers</adapterLayers> and prefixes stay in the way of every input: on GPT-2 medium, adapter layers took 20 to 30 per cent more time for a single short text.',
      source: 'Section 4.1 and Table 1',
      ask: 'The base model takes 100 per cent of its time. How long does it take with each way of adapting it, for one short text?',
      figure: 'Time, of the base model’s',
      x: 'way',
      how: 'The loaded model, {{model}}, reads one text of {{length}} tokens. All ways take turns, many times; the figure is the median of their time over the base model’s of the same round.',
      same: 'Merged LoRA cannot be told from the base model.',
      apart:
        'Merged LoRA can be told from the base model here: its interval does not hold 100 per cent. Measure again when nothing else runs.',
      meaning:
        'A <merging>merged</merging> matrix W0 + (α/r)·B·A has the shape of W0, so nothing is left to compute beside it. Adapter layers are computed after the layer before them; however few weights they have, each waits for another. A prefix makes every text longer.',
      paper:
        'GPT-2 medium, batch 1, 128 tokens: 19.8 ms with merged LoRA, 23.9 with AdapterL, 25.8 with AdapterH. At batch 32 and 512 tokens: 1449, 1482 and 1492 ms, where the device is busy with the model itself (Table 1).',
      here: 'A layer of this model is computed in so short a time that each further step, LoRA’s own products beside W0 too, counts for much. “Latency” in Deploy measures other batches and lengths.',
    },
    switch: {
      title: 'Switch tasks in an instant',
      claim:
        'Many adapters can share one base model. To do another task, only <decomposition>B·A</decomposition> is exchanged; the model itself stays where it is.',
      source: 'Section 4.2',
      ask: 'One adapter is trained on restaurant descriptions and one on questions about tables. How many bytes move to the device when one takes the other’s place? How many when a whole fine-tuned model does?',
      figure: 'Bytes that move',
      x: 'what is loaded',
      adapter: 'an adapter',
      model: 'a whole model',
      how: 'Two runs that differ in their task. Then each is put in place of the other, several times, and the whole model is loaded as often.',
      times:
        'Until the first token is answered, an adapter takes {{ms}} ms and a whole model {{modelMs}} ms, by medians.',
      see: 'Ask both in Deploy',
      meaning:
        'The adapter has r·(d + d) numbers for each matrix, the model d² for each and many matrices more. One model in memory can serve many tasks; a <merging>merged model</merging> serves one, and is taken back to W0 by subtracting (α/r)·B·A.',
      paper:
        'GPT-3 175B: a checkpoint has 35 MB instead of 350 GB, so that 100 tasks take 354 GB instead of 35 TB (section 4.2).',
      here: 'This model is small, so the whole model is only some times larger than the adapter: at GPT-3’s width the same r is a far smaller share.',
    },
  },
} as const;
