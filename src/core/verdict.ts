/**
 * Whether a run went wrong: it diverged, or it ended worse than the model that it began with. Told only where the run's own
 * figures leave no doubt, since a batch's loss jumps about in good runs, too.
 */
import { hasLora, scalesOf } from './methods/lora-config.ts';
import { isLive, type EvalPoint, type RunRecord } from './run-record.ts';

/** What to try next, the likeliest cause first. */
export type Remedy = 'learning-rate' | 'scale' | 'clip' | 'data' | 'steps';

export interface Verdict {
  kind: 'diverged' | 'worse' | 'unfinished';
  /** What shows it: the loss is no number, is far above the base model's, or went back up after it had fallen. */
  by: 'non-finite' | 'above-base' | 'jump';
  /** The latest validation loss, or where training alone shows it the latest training losses' mean, in nats. */
  loss: number;
  /** The loss it is held against: the base model's validation loss, or with a jump the run's lowest. */
  against: number;
  /** The step that `loss` was measured at; of training losses and of a failure the latest. */
  step: number;
  /** LoRA's s of h = W0 x + s·BAx; null of other methods. */
  scale: number | null;
  remedies: Remedy[];
}

/** Training losses that count as "now"; with fewer than half of them nothing is said of training. */
const WINDOW = 16;
/** So many standard errors of its mean must a training loss lie above another to be higher. */
const CERTAIN = 6;
/** A loss this many times the base model's does not come about by chance, nor for a few steps. */
const FAR_ABOVE = 1.5;
/** A difference that is lost in rounding is none. */
const NOTICEABLE = 1.005;
/** A run that is below the base model's loss by a tenth has learned something. */
const LEARNED = 0.9;
/** The default's s is 8. What is more than twice that makes every update count twice as much. */
const LARGE_SCALE = 16;

/** Mean of some losses and its standard error; null where they are too few. */
function meanOf(losses: readonly number[]): { mean: number; error: number } | null {
  const n = losses.length;
  if (n < WINDOW / 2) return null;
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / n;
  const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / (n - 1);
  return { mean, error: Math.sqrt(variance / n) };
}

/** The lowest mean of training losses over windows that lie one after the other. */
function lowestMean(losses: readonly number[]): number {
  let lowest = Infinity;
  for (let end = WINDOW; end <= losses.length; end += WINDOW)
    lowest = Math.min(lowest, meanOf(losses.slice(end - WINDOW, end))?.mean ?? Infinity);
  return lowest;
}

/**
 * Whether training rose above a loss for certain and has not come back to a lower one since: the noise of its batches takes
 * nothing back.
 */
function staysAbove(losses: readonly number[], bound: number, low: number): boolean {
  let above = false;
  for (let end = WINDOW / 2; end <= losses.length; end++) {
    const now = meanOf(losses.slice(Math.max(0, end - WINDOW), end));
    if (!now || now.mean <= low) above = false;
    else if (now.mean > bound && now.mean - low > CERTAIN * now.error) above = true;
  }
  return above;
}

/**
 * The step of the last evaluation that says that validation is not above a loss; 0 where none says so. Once above, it is until
 * it has come back half of the way to a lower loss.
 */
function lastDenial(evals: readonly EvalPoint[], bound: number, low: number): number {
  let above = false;
  let denial = 0;
  for (const { step, loss } of evals) {
    if (step === 0) continue;
    above = loss > (above ? (bound + low) / 2 : bound);
    if (!above) denial = step;
  }
  return denial;
}

/** Whether training was lower in the end than before, by more than the noise of its batches: the latest window against the one before it. */
function trainingFalls(losses: readonly number[]): boolean {
  const length = Math.min(WINDOW, Math.floor(losses.length / 2));
  const now = meanOf(losses.slice(losses.length - length));
  const before = meanOf(losses.slice(losses.length - 2 * length, losses.length - length));
  return (
    now !== null && before !== null && before.mean - now.mean > CERTAIN * Math.hypot(now.error, before.error)
  );
}

/**
 * - `diverged`: the loss stopped being a number; or training and validation are far above the base model's loss; or both lost
 *   more than half of what the run had gained. Told of live runs, too.
 * - `worse`: the run ended with a higher validation loss than the base model has. A live run may still come down.
 * - `unfinished`: the same, but the run's own loss was still falling.
 *
 * Batches differ, so training counts as higher only by several standard errors of its mean, and only after the last
 * evaluation that denies it. An evaluation holds until the next one, however old it is, so what is told stays told until a
 * loss takes it back.
 * @returns null where nothing is wrong, or nothing certain
 */
export function verdict(
  record: Pick<RunRecord, 'config' | 'steps' | 'evals' | 'state' | 'failure'>,
): Verdict | null {
  const { config, steps, evals, failure } = record;
  const losses = steps.map(({ loss }) => loss);
  const recent = meanOf(losses.slice(-WINDOW));
  const step = steps.at(-1)?.step ?? 0;
  const { loss: base = NaN, start = base } = evals.find((point) => point.step === 0) ?? {};
  const latest = evals.findLast((point) => point.step > 0);
  const scale = hasLora(config.method) ? Math.max(...scalesOf(config.method)) : null;
  const calmer: Remedy[] = [
    'learning-rate',
    ...(scale !== null && scale > LARGE_SCALE ? (['scale'] as const) : []),
    ...(config.training.max_grad_norm === 0 ? (['clip'] as const) : []),
  ];
  const diverged = (by: Verdict['by'], against: number, measured?: EvalPoint): Verdict => ({
    kind: 'diverged',
    by,
    loss: measured?.loss ?? recent?.mean ?? NaN,
    against,
    step: measured?.step ?? step,
    scale,
    remedies: calmer,
  });
  const trainingAfter = (from: number) => steps.filter((point) => point.step > from).map(({ loss }) => loss);

  if (failure === 'non-finite') return diverged('non-finite', base);

  const highest = Math.max(base, start);
  const farAbove = FAR_ABOVE * highest;
  const denial = lastDenial(evals, farAbove, highest);
  const training = trainingAfter(denial);
  if (staysAbove(training, farAbove, highest)) {
    if (latest && latest.step > denial) return diverged('above-base', base, latest);
    // Training alone: before the first evaluation, or where it rose after one that it was not above at.
    const before = losses.slice(0, losses.length - training.length);
    if (!latest || (training.length >= WINDOW && !staysAbove(before, farAbove, highest)))
      return diverged('above-base', base);
  }

  const lowest = Math.min(base, ...evals.map((point) => point.loss));
  const half = (base - lowest) / 2;
  const jump = lastDenial(evals, lowest + half, lowest);
  if (latest && latest.step > jump && lowest < LEARNED * base) {
    const low = lowestMean(losses);
    if (staysAbove(trainingAfter(jump), low + half, low)) return diverged('jump', lowest, latest);
  }

  if (isLive(record) || !latest || !(latest.loss > NOTICEABLE * base)) return null;
  const overfits = recent !== null && recent.mean < LEARNED * base;
  const before = evals.findLast((point) => point.step > 0 && point.step < latest.step)?.loss ?? start;
  const falls =
    !overfits && (latest.loss * NOTICEABLE < before || (latest.loss <= before && trainingFalls(losses)));
  return {
    kind: falls ? 'unfinished' : 'worse',
    by: 'above-base',
    loss: latest.loss,
    against: base,
    step: latest.step,
    scale,
    remedies: falls ? ['steps'] : overfits ? ['data'] : calmer,
  };
}
