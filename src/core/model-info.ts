/** ModelInfo: what the page knows of a loaded base model. */
import { z } from 'zod';
import type { MetricId } from './metrics/metric-id.ts';
import { baseScoresSchema, type DatasetSummary, type Score } from './run-record.ts';

export const modelInfoSchema = z.object({
  /** Its folder under public/models. */
  model: z.string(),
  /** Hugging Face's names; see TransformerConfig in site.ts. */
  config: z.object({
    n_layer: z.number().int(),
    n_head: z.number().int(),
    n_embd: z.number().int(),
    n_positions: z.number().int(),
    n_inner: z.number().int(),
    vocab_size: z.number().int(),
    layer_norm_epsilon: z.number(),
  }),
  totalParameters: z.number().int(),
  /** What it scores before adapting, by task id; nothing of a task that was not measured. */
  scores: baseScoresSchema.shape.tasks,
});
export type ModelInfo = z.infer<typeof modelInfoSchema>;

/**
 * What a model scores on a task before adapting, by a metric; null where that was not measured.
 * @param dataset what is loaded: where it is the task's, the score counts only if it was measured on the same pairs
 */
export function baseScore(
  { scores }: Pick<ModelInfo, 'scores'>,
  task: string,
  metric: MetricId,
  dataset: Pick<DatasetSummary, 'task' | 'fingerprint'> | null,
): Score | null {
  const measured = scores[task];
  if (!measured) return null;
  if (dataset?.task === task && dataset.fingerprint !== measured.fingerprint) return null;
  return measured.scores.find((score) => score.metric === metric) ?? null;
}
