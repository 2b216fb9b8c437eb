/** ModelInfo: what the page knows of a loaded base model. */
import { z } from 'zod';
import type { MetricId } from './metrics/metric-id.ts';
import { HEAD_MAPS, isBert } from './models/bert.ts';
import { shippedModel } from './models/shipped.ts';
import { modelShapeSchema } from './models/shape.ts';
import { BASE_DTYPES, type RunConfig } from './run-config.ts';
import { scoreSchema, type DatasetSummary, type Score } from './run-record.ts';

export const modelInfoSchema = z.object({
  /** Its folder under public/models. */
  model: z.string(),
  /** SHA-256 of model.safetensors, as hex. */
  weights: z.string(),
  /** What its blocks' matrices are rounded to; absent where they are as stored. */
  base_dtype: z.enum(BASE_DTYPES).optional(),
  /** Hugging Face's names; see TransformerConfig in site.ts. */
  config: modelShapeSchema,
  totalParameters: z.number().int(),
  /** The maps of an encoder's head that its folder lacks, or has for other classes: they were drawn. Absent of other models. */
  drawn: z.array(z.enum(HEAD_MAPS)).optional(),
  /**
   * What it scores on the test split before adapting, by task id, and the fingerprint of the pairs; nothing of a task that was
   * not measured.
   */
  scores: z.record(z.string(), z.object({ fingerprint: z.string(), scores: z.array(scoreSchema) })),
});
export type ModelInfo = z.infer<typeof modelInfoSchema>;

/** The dimensions as runs and adapters keep them: of a model that the page ships none, but of an encoder, whose classes are those of its data. */
export const keptShape = ({
  model,
  config,
}: Pick<ModelInfo, 'model' | 'config'>): { shape?: ModelInfo['config'] } =>
  shippedModel(model) && !isBert(config) ? {} : { shape: config };

/** Whether a loaded model is the one that a config asks for, its matrices kept as it says. */
export const isBaseOf = (
  model: Pick<ModelInfo, 'model' | 'base_dtype'> | null,
  config: Pick<RunConfig, 'model' | 'training'>,
): boolean => model?.model === config.model && (model.base_dtype ?? 'stored') === config.training.base_dtype;

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
