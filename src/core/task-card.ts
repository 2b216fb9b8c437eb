/** TaskCard: what the page says of a built-in task before anything of it is loaded. */
import { z } from 'zod';
import { METRIC_IDS } from './metrics/metric-id.ts';

export const taskCardSchema = z.object({
  /** As a RunConfig names the task. */
  id: z.string(),
  /** Pairs in its training split. */
  train: z.number().int(),
  /** What its texts are judged by; the first counts most. */
  metrics: z.array(z.enum(METRIC_IDS)),
  /** What guessing scores by the first metric, in percent; null where an answer is not one of a few. */
  chance: z.number().nullable(),
  /** One of its training pairs. */
  example: z.object({ prompt: z.string(), completion: z.string() }),
});
export type TaskCard = z.infer<typeof taskCardSchema>;
