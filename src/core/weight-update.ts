/**
 * What a run that trained W itself would be with another ΔW, without forming it: W0, or the trained W, plus a product BA. So what
 * is sent is small, and the lab, which has W0, adds it up.
 */
import { z } from 'zod';
import type { LowRankDelta } from './methods/method.ts';
import { siteSchema, type Site } from './site.ts';
import type { Svd } from './svd.ts';
import { floatsSchema } from './tensors.ts';

const size = z.number().int().min(0);

export const weightUpdateSchema = z.object({
  /** What is added to. */
  onto: z.enum(['base', 'trained']),
  site: siteSchema,
  r: size,
  dIn: size,
  dOut: size,
  a: floatsSchema,
  b: floatsSchema,
  scale: z.number(),
}) satisfies z.ZodType<LowRankDelta>;
export type WeightUpdate = z.infer<typeof weightUpdateSchema>;

/** W without σuvᵀ, one of the directions of its ΔW. @param k from 0 */
export function withoutDirection(site: Site, { sigma, left, right }: Svd, k: number): WeightUpdate {
  const [dIn, dOut] = [right.columns, left.columns];
  return {
    ...{ onto: 'trained', site, r: 1, dIn, dOut },
    a: Float32Array.from(right.values.subarray(k * dIn, (k + 1) * dIn)),
    b: Float32Array.from(left.values.subarray(k * dOut, (k + 1) * dOut)),
    scale: -(sigma[k] ?? 0),
  };
}
