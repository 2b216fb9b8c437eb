/** English words of the lesson that goes through two training steps in slow motion. */
export const step = {
  title: 'One step in slow motion',
  claim:
    '<lora>LoRA</lora> trains A and B by gradients, as any weights are trained. At the start B is zero. So at the first step only B gets a gradient; A gets its first one at the second step.',
  source: 'Section 4.1; the optimizer is Adam, as in the paper’s experiments',
  try: 'Choose a rank and a matrix. The page then takes the first two training steps of a real run, and you go through them one stage at a time.',
  rank: 'Rank r',
  matrix: 'Matrix',
  take: 'Take two steps',
  taking: 'Two steps are taken …',
  failed: 'The steps could not be taken: {{why}}',
  about:
    'Model {{model}}, restaurant descriptions, batches of {{batch}} texts, learning rate {{rate}}, seed {{seed}}: the settings that the page opens with. What is trained elsewhere in the page is not touched.',
  viewer: 'The two steps',
  keys: 'The buttons, or the arrow keys ← and →, go back and on.',
  back: 'Back',
  next: 'Next',
  at: 'Step {{step}} of {{steps}}, stage {{stage}} of {{stages}}',
  numbers: 'Numbers in the cells',
  token: 'Token of the first text',
  tokenAt: '{{place}}: {{token}}',
  drawing:
    'The adapted matrix: x goes through W0 and, beside it, through A and then B; both results are added to h, and h leads to the loss.',
  lossName: 'loss',
  frozenName: 'frozen',
  whole: 'all {{rows}} × {{columns}}',
  part: 'the first {{shownRows}} × {{shownColumns}} of {{rows}} × {{columns}}',
  norm: 'norm of the whole {{norm}}',
  unit: 'in units of {{unit}}',
  cell: 'row {{row}}',
  zero: 'all zero',
  name: {
    x: 'x',
    w0: 'W0',
    frozen: 'W0·x',
    low: 'A·x',
    update: 's·B·A·x',
    a: 'A',
    b: 'B',
    gradB: '∂L/∂B',
    gradA: '∂L/∂A',
    firstB: 'm of B',
    secondB: 'v of B',
    changeB: 'change of B',
    changeA: 'change of A',
    deltaBefore: 'ΔW before the step',
    deltaAfter: 'ΔW after the step',
  },
  stage: {
    token: {
      title: 'A token comes to the matrix',
      text: 'The batch has {{texts}} texts. We follow one token of the first, “{{token}}”. Where it comes to {{matrix}} of layer 1 it is a vector x of {{d}} numbers.',
    },
    frozen: {
      title: 'Through W0',
      text: 'W0·x is what the base model computes. W0 is frozen: it gets no gradient and stays as it is.',
    },
    update: {
      title: 'Through A and B',
      first:
        'A turns x into a vector of length r = {{r}}, which is not zero. B is zero, so s·B·A·x with s = α/r is zero too, and h = W0·x as in the base model.',
      later:
        'A turns x into a vector of length r = {{r}}. B is no longer zero: s·B·A·x with s = α/r = {{s}} has norm {{norm}}, beside {{frozen}} of W0·x.',
    },
    loss: {
      title: 'The loss',
      text: 'After “{{token}}” the text goes on with “{{target}}”. The model gives that a probability of {{probability}}, so the loss at this token is {{nats}} nats. The loss L of the step is the mean over all {{tokens}} such tokens of the batch: {{loss}}. Each step has a batch of other texts, so two losses in a row do not tell how much one step has gained.',
    },
    gradB: {
      title: 'The gradient of B',
      text: 'Backwards, ∂L/∂B is s times the sum of g·(A·x)ᵀ over all tokens of the batch, with g the gradient at h. A·x is not zero, so B has a gradient: its norm is {{norm}}.',
    },
    gradA: {
      title: 'The gradient of A',
      first:
        '∂L/∂A is s times the sum of Bᵀ·g·xᵀ. B is zero, so each entry of ∂L/∂A is zero: A changes nothing that the loss could see.',
      later:
        '∂L/∂A is s times the sum of Bᵀ·g·xᵀ. B has moved at step 1, so A has a gradient now: its norm is {{norm}}.',
    },
    adam: {
      title: 'Adam',
      clipped:
        'All gradients of the run together have norm {{gradNorm}}; they are scaled down to {{most}} first. Adam updates m, a running mean of the gradient, and v, one of its square, and changes each entry by about −η·m⁠/⁠√v, both corrected for their start at zero; η = {{rate}} is the learning rate, which falls a little with each step.',
      plain:
        'All gradients of the run together have norm {{gradNorm}}, which is below {{most}}: they stay as they are. Adam updates m, a running mean of the gradient, and v, one of its square, and changes each entry by about −η·m⁠/⁠√v, both corrected for their start at zero; η = {{rate}} is the learning rate, which falls a little with each step.',
      first:
        'At the first step m/√v is 1 or −1, so each entry of B changes by η, however small its gradient. A has no gradient: only weight decay shrinks it, by {{decay}} of its size.',
      later: 'Now A changes, too.',
    },
    delta: {
      title: 'The new ΔW',
      first:
        'ΔW = s·B·A was zero and now has norm {{norm}}, beside {{frozen}} of W0. Its rank is {{r}} at most, however many entries have changed.',
      later:
        'ΔW goes from norm {{before}} to {{norm}}, beside {{frozen}} of W0. So it goes on, step by step.',
    },
  },
  meaning:
    'B = 0 makes ΔW zero at the start and still lets training begin: A·x is there for B to learn from. If A and B were both zero, neither would ever get a gradient.',
  paper:
    'A is drawn at random and B is zero, so that <delta>ΔW</delta> = (α/r)·B·A is zero at the start. The paper trains with <adam>Adam</adam> (section 4.1).',
  here: 'The drawing shows one matrix of one layer. The step does the same at each adapted matrix, and the norm for clipping is that of all their gradients together.',
} as const;
