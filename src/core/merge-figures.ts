/** What folding an adapter into the base model's weights changes, and what taking it out again leaves: zero, but for rounding. */
import { z } from 'zod';

export const mergeFiguresSchema = z.object({
  /** The largest difference between a logit of the merged model and of the unmerged one, and the largest logit itself. */
  logits: z.object({ difference: z.number(), largest: z.number() }),
  /** Places of the validation pairs at which both gave their logits, and where both find the same token the likeliest. */
  places: z.number().int(),
  sameToken: z.number().int(),
  /**
   * The largest difference between W0 and what is left of it once ΔW was added and taken off again, and W0's largest entry; null
   * where ΔW is not simply added, as with DoRA.
   */
  roundTrip: z.object({ difference: z.number(), largest: z.number() }).nullable(),
  /** Weight matrices that ΔW was folded into. */
  matrices: z.number().int(),
});
export type MergeFigures = z.infer<typeof mergeFiguresSchema>;
