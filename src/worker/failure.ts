/** What every worker of the page says of a failure. */
import { z } from 'zod';
import { ERROR_CODES } from '../core/lab-error.ts';

export const failureSchema = z.object({
  type: z.literal('error'),
  code: z.enum(ERROR_CODES),
  /** Names the problem and the place (line, step, site), in English; shown under the worded message. */
  detail: z.string(),
});
export type Failure = z.infer<typeof failureSchema>;
