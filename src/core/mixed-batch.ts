/** One batch in which each row has an adapter of its own: which adapters can be in it, and what is measured of it. */
import { z } from 'zod';
import { isPlainLora } from './methods/lora-config.ts';
import type { MethodConfig } from './methods/methods.ts';

/** Whether all that an adapter changes is ΔW = s·BA beside the frozen W. Ranks, scales and matrices may differ. */
export const canMix = (method: MethodConfig): boolean => method.type === 'lora' && isPlainLora(method);

export const mixedFiguresSchema = z.object({
  /** Rows of the batch: the base model's, and one for each adapter. */
  rows: z.number().int(),
  /** Rows whose text is the same as that written alone. */
  same: z.number().int(),
  /** Milliseconds of each round as one batch. */
  togetherMs: z.array(z.number()),
  /** Milliseconds of each round for all rows one after the other. */
  inTurnMs: z.array(z.number()),
});
export type MixedFigures = z.infer<typeof mixedFiguresSchema>;
