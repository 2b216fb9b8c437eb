/** ModelInfo: what the page knows of a loaded base model. */
import { z } from 'zod';
import { baseScoresSchema } from './run-record.ts';

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
