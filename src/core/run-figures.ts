/** The figures by which runs are compared, in one place for the table, the pictures and the report. All were measured in the run. */
import { bestEval, type RunRecord, type Score, type SpectrumSnapshot } from './run-record.ts';
import { effectiveRank, energyRank, stableRank } from './spectrum.ts';

/**
 * - `parameters`: trained numbers (`RunRecord.trainableParameters`).
 * - `share`: these over all numbers of the model, from 0 to 1.
 * - `bestLoss`: the lowest validation loss after the first update, in nats; the base model's does not count (`bestEval`).
 * - `bestStep`: how many updates that took.
 * - `finalLoss`: the last validation loss after the first update, in nats.
 * - `metric`: the data's first metric on the test split, times 100 (`testScore`). Runs on other data may have another metric.
 * - `heldOut`: the last loss on text like that of pretraining, in nats.
 * - `forgetting`: that loss less the base model's, in nats. Below 0 the model became better there.
 * - `effectiveRank`, `stableRank`, `k90`: of the latest spectra of ΔW, means over the matrices that are not zero. `k90` is the
 *   energy rank: the least k with σ₁² + … + σ_k² ≥ 0.9·Σσ².
 * - `seconds`: time spent in training steps; pauses, evaluation and other runs excluded.
 * - `tokens`: tokens trained on, padding excluded.
 * - `steps`: updates made.
 */
export const FIGURES = [
  'parameters',
  'share',
  'bestLoss',
  'bestStep',
  'finalLoss',
  'metric',
  'heldOut',
  'forgetting',
  'effectiveRank',
  'stableRank',
  'k90',
  'seconds',
  'tokens',
  'steps',
] as const;
export type FigureId = (typeof FIGURES)[number];

/** Null where the run has not measured it, and where it has no value. */
export type Figures = Readonly<Record<FigureId, number | null>>;

/** What the run's texts of the test split are worth by its data's first metric; absent before they are written. */
export const testScore = ({ scores }: Pick<RunRecord, 'scores'>): Score | undefined =>
  scores.find(({ step, split }) => step > 0 && split === 'test');

const mean = (values: readonly number[]): number | null =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;

/** Means over the matrices that are not zero: a zero matrix has no rank to count. */
function ranksOf(snapshot: SpectrumSnapshot | undefined) {
  const spectra = (snapshot?.sites ?? [])
    .map(({ singularValues }) => singularValues)
    .filter((sigma) => sigma.some((value) => value > 0));
  return {
    effectiveRank: mean(spectra.map((sigma) => effectiveRank(sigma))),
    stableRank: mean(spectra.map((sigma) => stableRank(sigma))),
    k90: mean(spectra.map((sigma) => energyRank(sigma))),
  };
}

function figures(record: RunRecord): Figures {
  const { trainableParameters, totalParameters, evals, steps, spectra } = record;
  const best = bestEval(record);
  const before = evals.find(({ step }) => step === 0)?.heldOut ?? null;
  const heldOut = evals.findLast((point) => point.step > 0 && point.heldOut !== undefined)?.heldOut ?? null;
  const last = steps.at(-1);
  return {
    parameters: trainableParameters,
    share: trainableParameters / totalParameters,
    bestLoss: best?.loss ?? null,
    bestStep: best?.step ?? null,
    finalLoss: evals.findLast(({ step }) => step > 0)?.loss ?? null,
    metric: testScore(record)?.value ?? null,
    heldOut,
    forgetting: before === null || heldOut === null ? null : heldOut - before,
    ...ranksOf(spectra.at(-1)),
    seconds: last ? last.elapsedMs / 1000 : null,
    tokens: last ? steps.reduce((sum, { tokens }) => sum + tokens, 0) : null,
    steps: last?.step ?? 0,
  };
}

const known = new WeakMap<RunRecord, Figures>();

/** The figures of a run as far as it has come. Records are replaced, never changed, so each is looked at once. */
export function figuresOf(record: RunRecord): Figures {
  const found = known.get(record) ?? figures(record);
  known.set(record, found);
  return found;
}
