/**
 * The life of a run as a sequence of small pieces of work: measure the base model, then train, and measure again
 * every so often; at last write and score texts. Whoever pulls the pieces can pause between any two of them, or stop by not
 * pulling the next.
 */
import type { Baseline } from '../core/baseline.ts';
import { DECODINGS } from '../core/generation.ts';
import { methodOf } from '../core/methods/methods.ts';
import { textLength, type RunConfig } from '../core/run-config.ts';
import {
  DIVERGENCE_TEXTS,
  SAMPLE_PROMPTS,
  spectrumEvery,
  VALIDATION_PAIRS,
  type EvalPoint,
  type Sample,
  type SpectrumSnapshot,
} from '../core/run-record.ts';
import { evaluationBatches, type Batch } from '../data/batches.ts';
import type { Dataset, Example } from '../data/dataset.ts';
import { sleep } from '../core/sleep.ts';
import { answer } from './answer.ts';
import type { PendingSpectrum } from './delta-spectra.ts';
import { evaluateDivergence } from './divergence.ts';
import { evaluateLoss } from './evaluate.ts';
import { generate } from './generate.ts';
import type { Method } from './methods/method.ts';
import type { LoadedModel } from './model/load.ts';
import { createScorer, type FoundScores, type Scoring } from './scorer.ts';
import { storedLoss } from './stored-loss.ts';
import { teacherMethod } from './teacher.ts';
import type { Trainer } from './trainer.ts';

/** What was measured. Points of steps are the trainer's to give, when their losses are known. */
export type Finding =
  | { kind: 'eval'; point: EvalPoint }
  | { kind: 'spectrum'; snapshot: SpectrumSnapshot }
  | { kind: 'samples'; samples: Sample[] }
  | FoundScores;

/**
 * What a run yields after a piece of its work: what it found; `'step'` where its next piece takes a step; within something
 * longer undefined or the number of texts that ended. Once it yields `Scoring`, training and its measurements are done, and
 * nothing but the last scores is left.
 */
export type Piece = Finding | Scoring | 'step' | number | undefined;

/** Milliseconds of one piece of a wait. */
const WAIT_MS = 50;

/** The first examples of the validation split whose prompts differ. */
function sampleExamples({ validation }: Dataset): Example[] {
  const byPrompt = new Map(
    validation.map((example) => [example.prompt, example]).reverse() as [string, Example][],
  );
  return [...byPrompt.values()].reverse().slice(0, SAMPLE_PROMPTS);
}

/** What is answered to the prompts of examples, in their order. @param method null for the base model */
async function* writeSamples(
  model: LoadedModel,
  dataset: Dataset,
  examples: readonly Example[],
  method: Method | null,
): AsyncGenerator<number, string[]> {
  if (dataset.classes)
    return yield* answer(
      model,
      method,
      dataset,
      examples.map(({ prompt }) => prompt),
    );
  const { base, tokenizer } = model;
  const prompts = examples.map(({ ids, completionStart }) => Array.from(ids.subarray(0, completionStart)));
  const written = yield* generate(base, method, tokenizer, prompts, DECODINGS.greedy);
  return written.map((ids) => tokenizer.decode(ids));
}

/** The texts beside what they are to be like. */
const samplesOf = (examples: readonly Example[], step: number, texts: readonly string[]): Sample[] =>
  examples.map(({ prompt, completion }, i) => ({
    step,
    prompt,
    reference: completion,
    text: texts[i] ?? '',
  }));

/** What a run is measured by: the same for the base model and throughout the run. */
interface Yardsticks {
  validation: readonly Batch[];
  /** Text like that of pretraining; none where the model has no such text. */
  heldOut: readonly Batch[];
  /** What wrote the data, and the texts that the run is held against it on; null where nothing did. */
  teacher: { method: Method; texts: readonly Batch[] } | null;
  /** Whether the loss of each validation pair is told, too. */
  byExample: boolean;
}

/** Texts that are measured side by side, whatever the run's own batch. */
export const SIDE_BY_SIDE = 32;

function yardsticksFor({ base, heldOut }: LoadedModel, dataset: Dataset, config: RunConfig): Yardsticks {
  const { validation, sequenceLength: length, padId, teacher } = dataset;
  const first = (limit: number) =>
    evaluationBatches(validation, { batchSize: SIDE_BY_SIDE, length, padId, limit });
  return {
    validation: first(VALIDATION_PAIRS),
    // Windows that leave room for virtual tokens, and the same ones for the base model: so both are told from like text.
    heldOut: heldOut(textLength(config, base.config)),
    teacher: teacher ? { method: teacherMethod(base, teacher), texts: first(DIVERGENCE_TEXTS) } : null,
    byExample: false,
  };
}

/**
 * The figures of an `EvalPoint`, but for its step.
 * @param method null for the base model
 */
async function* measure(
  { base }: LoadedModel,
  { validation, heldOut, teacher, byExample }: Yardsticks,
  method: Method | null,
): AsyncGenerator<undefined, Omit<EvalPoint, 'step'>> {
  const { loss, examples } = yield* evaluateLoss(base, method, validation);
  const figures = { loss, ...(byExample && { examples }) };
  const elsewhere = heldOut.length > 0 && {
    heldOut: (yield* evaluateLoss(base, method, heldOut)).loss,
  };
  if (!teacher) return { ...figures, ...elsewhere };
  const divergence = yield* evaluateDivergence(base, teacher.method, method, teacher.texts);
  return { ...figures, ...elsewhere, divergence };
}

/**
 * The figures of a method that is not in training, as a run is measured while it trains. Yields between batches, so that the
 * caller can pause.
 * @param config of the run that the method is of
 */
export async function* figuresOf(
  model: LoadedModel,
  dataset: Dataset,
  config: RunConfig,
  method: Method,
): AsyncGenerator<undefined, Omit<EvalPoint, 'step'>> {
  const yardsticks = yardsticksFor(model, dataset, config);
  try {
    return yield* measure(model, yardsticks, method);
  } finally {
    yardsticks.teacher?.method.dispose();
  }
}

/**
 * All the work of one run, in order. Ends with the last scores. A run that goes on from a checkpoint begins with what is
 * measured after that step, whether or not it was measured before.
 * @param baseline shared by the runs of one dataset; filled by the first that gets there
 */
export async function* work(
  model: LoadedModel,
  dataset: Dataset,
  config: RunConfig,
  trainer: Trainer,
  baseline: { value: Baseline | null },
): AsyncGenerator<Piece, void> {
  const yardsticks = yardsticksFor(model, dataset, config);
  try {
    yield* trainAndMeasure(model, dataset, config, trainer, baseline, yardsticks);
  } finally {
    yardsticks.teacher?.method.dispose();
  }
}

async function* trainAndMeasure(
  model: LoadedModel,
  dataset: Dataset,
  config: RunConfig,
  trainer: Trainer,
  baseline: { value: Baseline | null },
  yardsticks: Yardsticks,
): AsyncGenerator<Piece, void> {
  const { max_steps, eval_steps, metric_steps } = config.training;
  const sampled = sampleExamples(dataset);
  const spec = methodOf(config.method);

  /** Of full rank, a spectrum is taken while training goes on. */
  const spectra: { pending: (PendingSpectrum & { isTaken: boolean }) | null } = { pending: null };
  /** Waits for it, in pieces, so that the wait can be ended. */
  async function* pendingSpectrum(): AsyncGenerator<Piece, void> {
    const { pending } = spectra;
    if (!pending) return;
    while (!pending.isTaken) {
      await Promise.race([pending.taken, sleep(WAIT_MS)]);
      yield;
    }
    spectra.pending = null;
    const snapshot = await pending.taken;
    if (snapshot) yield { kind: 'spectrum', snapshot };
  }
  async function* measuredSpectrum(): AsyncGenerator<Piece, void> {
    yield* pendingSpectrum();
    const begun = await trainer.spectrum();
    if (!begun) return;
    const pending = { ...begun, isTaken: false };
    spectra.pending = pending;
    const noted = begun.taken.then(() => {
      pending.isTaken = true;
    });
    // The values of BA are there at once.
    if (!spec.hasFullRank) await noted;
    if (pending.isTaken) yield* pendingSpectrum();
  }

  if (!baseline.value) {
    const measured = yield* measure(model, yardsticks, null);
    const stored = yield* storedLoss(model, config, yardsticks.validation);
    const figures = { ...measured, ...(stored !== null && { stored }) };
    const samples = yield* writeSamples(model, dataset, sampled, null);
    baseline.value = { figures, samples, scores: [], answers: [] };
  }
  const base = baseline.value;
  /** The step that the run goes on from, or 0. */
  const first = trainer.step;

  /** What diverged weights spoil is told with the step and the site. */
  async function* located<P, T>(pieces: AsyncGenerator<P, T>): AsyncGenerator<P, T> {
    try {
      return yield* pieces;
    } catch (error) {
      throw await trainer.explain(error);
    }
  }
  const isScored = metric_steps > 0 && first > metric_steps;
  const scorer = createScorer(model, dataset, base, () => trainer, isScored ? ['validation'] : []);

  async function* measuredAtStart(): AsyncGenerator<Piece, void> {
    // Virtual tokens that nothing was learned for yet disturb the model; an adapter that is trained on has learned.
    const own = (spec.virtual ?? config.start) && {
      start: (yield* evaluateLoss(model.base, trainer.method, yardsticks.validation)).loss,
    };
    yield { kind: 'eval', point: { step: 0, ...base.figures, ...own } };
    yield { kind: 'samples', samples: samplesOf(sampled, 0, base.samples) };
    yield* measuredSpectrum();
  }
  /** What is due after the step that was taken last. */
  async function* measured(): AsyncGenerator<Piece, void> {
    if (spectra.pending?.isTaken) yield* pendingSpectrum();
    const { step } = trainer;
    const last = step === max_steps;
    const spectrumDue = last || step % spectrumEvery(config) === 0;
    const evalDue = last || step % eval_steps === 0;
    const scoresDue = !last && metric_steps > 0 && step % metric_steps === 0;
    // A step that failed must be known before anything is measured.
    if (spectrumDue || evalDue || scoresDue) await trainer.settle();
    if (spectrumDue) yield* measuredSpectrum();
    if (evalDue) {
      // Held-out text, as large as all validation pairs, is read only as often as the model is scored.
      const own = { ...yardsticks, byExample: last, ...(!last && !scoresDue && { heldOut: [] }) };
      const figures = yield* located(measure(model, own, trainer.method));
      yield { kind: 'eval', point: { step, ...figures } };
      const texts = yield* located(writeSamples(model, dataset, sampled, trainer.method));
      yield { kind: 'samples', samples: samplesOf(sampled, step, texts) };
    }
    if (scoresDue) yield* located(scorer.of('validation'));
  }

  yield* first === 0 ? measuredAtStart() : measured();
  while (trainer.step < max_steps) {
    yield 'step';
    await trainer.next();
    yield;
    yield* measured();
  }
  yield* pendingSpectrum();
  yield* located(scorer.last());
}
