/** What a base model makes of a dataset before adapting: the same for every run, since each starts at ΔW = 0. */
import { z } from 'zod';
import { textLength } from './run-config.ts';
import type { ModelInfo } from './model-info.ts';
import {
  datasetSummarySchema,
  evalPointSchema,
  judgedTextSchema,
  scoreSchema,
  type DatasetSummary,
  type RunRecord,
} from './run-record.ts';

export const baselineSchema = z.object({
  figures: evalPointSchema.omit({ step: true, start: true, examples: true }),
  /** What it writes to the sample prompts, in their order. */
  samples: z.array(z.string()),
  /** By every metric of the data, of the splits that it has been judged on so far. */
  scores: z.array(scoreSchema),
  /** What it writes to the prompts of the test split, in their order; none before it is judged on that. */
  answers: z.array(judgedTextSchema),
});
export type Baseline = z.infer<typeof baselineSchema>;

/**
 * What a shipped base model makes of the built-in tasks: `baseline.json` in its folder. It says what it was measured with, so
 * that it is taken for no other weights, data or length of texts.
 */
export const baselinesSchema = z.object({
  /** SHA-256 of model.safetensors, as hex. */
  weights: z.string(),
  /** By task id. */
  tasks: z.record(
    z.string(),
    baselineSchema.extend({
      /** The data, which are made while the page already tells of them. */
      dataset: datasetSummarySchema,
      /** The most tokens of a text (`textLength`). */
      max_length: z.number().int(),
    }),
  ),
});
export type Baselines = z.infer<typeof baselinesSchema>;

/** What a run tells of its base model, or null where it was stopped before it had measured that. */
export function baselineOf({
  evals,
  samples,
  scores,
  answers,
}: Pick<RunRecord, 'evals' | 'samples' | 'scores' | 'answers'>): Baseline | null {
  const [first] = evals;
  const isBase = ({ step }: { step: number }) => step === 0;
  const texts = samples.filter(isBase).map(({ text }) => text);
  if (!first || !isBase(first) || texts.length === 0) return null;
  // They come with the run's own, a while after the base model's test scores: without them those are not worth knowing.
  const judged = answers.flatMap(({ base }) => base ?? []);
  return {
    // Without the step, and what is of the run alone.
    figures: baselineSchema.shape.figures.parse(first),
    samples: texts,
    scores: scores.filter((score) => isBase(score) && (score.split !== 'test' || judged.length > 0)),
    answers: judged,
  };
}

/**
 * What an earlier run of this browser tells of the base model on the data that is loaded, or null. A run that came in a file
 * has no `weights`, and is not asked.
 * @param max_length the most tokens of a text now (`textLength`)
 */
export function knownBaseline(
  runs: readonly RunRecord[],
  model: ModelInfo,
  dataset: DatasetSummary,
  max_length: number,
): Baseline | null {
  const known = runs
    .filter(
      (run) =>
        run.weights === model.weights &&
        run.config.training.base_dtype === (model.base_dtype ?? 'stored') &&
        run.dataset.fingerprint === dataset.fingerprint &&
        run.dataset.metrics.join() === dataset.metrics.join() &&
        textLength(run.config, model.config) === max_length,
    )
    .flatMap((run) => baselineOf(run) ?? []);
  // The more it tells, the better.
  return (
    known.sort((a, b) => b.answers.length + b.scores.length - a.answers.length - a.scores.length)[0] ?? null
  );
}
