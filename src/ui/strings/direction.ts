/** English words of the view of Inspect ΔW that tells what one direction of ΔW does. They come with it. */
import i18next from 'i18next';

export const direction = {
  direction: 'Direction',
  option: '{{k}} (σ {{sigma}})',
  measure: 'Measure this direction',
  measuring: 'Measuring …',
  about:
    'ΔW = Σσuvᵀ: each direction reads vᵀx of what comes into the matrix and writes σ·vᵀx·u. Here one is followed through the validation texts: what excites it, what the run predicts with and without it, and what it is worth.',
  none: 'Train a run with a ΔW of low rank to see what its directions do.',
  live: 'A direction can be followed once the run has ended.',
  recorded: 'This needs trained weights, which the recorded run does not bring. Train a run first.',
  unfactored: 'ΔW of this run has no factors of low rank that a direction could be taken out of.',
  zero: 'ΔW is zero here, and has no directions.',
  definition: 'definition',

  excites: {
    title: 'What excites it',
    meaning:
      'vᵀx at every token of the first {{texts}} validation texts, prompts and completions: x is what comes into the matrix when the whole run reads the token, v the right-singular direction. Shown is the strongest token of each text in its context; the darker, the stronger, in one colour for + and in another for −. The signs of u and v are arbitrary together: + pushes along u, − against it.',
    reading:
      'Direction {{k}} reads {{share}} of its input’s energy; a random one of {{d}} would read {{chance}}.',
    positive: 'vᵀx > 0',
    negative: 'vᵀx < 0',
    text: 'Text',
    token: 'Token',
    strength: 'vᵀx',
    context: 'Context',
    place: 'Place',
  },
  predicts: {
    title: 'What it makes likelier',
    by: 'Order by',
    byP: 'p',
    byLogp: 'log p, as logits',
    meaning:
      'Measured: the run predicts with all of ΔW, and without this direction; what a token gains is log p with it less log p without it, on average over the {{places}} places of the validation texts whose next token is of a completion. It is the change of the token’s logit against all others. By p the same with probabilities, so that words count which the run does write.',
    raised: 'Raised',
    lowered: 'Lowered',
    token: 'Next token',
    logp: 'log p',
    pInPercent: 'p, %: without → with',
    without: 'p without',
    whole: 'p with',
    change: 'Change',
    nothing: 'none',
    summary: 'The direction raises {{raised}} most, and lowers {{lowered}} most.',
  },
  worth: {
    title: 'Without this direction',
    figure: 'Figure',
    loss: 'Validation loss',
    heldOut: 'Loss on ordinary text',
    whole: 'With it',
    without: 'Without',
    change: 'Change',
    score: 'Score without it',
    scoring: '{{metric}}, {{texts}} test prompts',
    textWithout: 'Without direction {{k}}',
    write: 'Write without it',
  },
} as const;

i18next.addResourceBundle('en', 'direction', direction, true);
