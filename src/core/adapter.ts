/**
 * LoRA's matrices as plain arrays: what A starts as, and AdapterSite, what was trained at one site, which the worker
 * hands to the page and src/formats writes to PEFT files.
 */
import { z } from 'zod';
import { createRng } from './rng.ts';
import { siteSchema } from './run-record.ts';
import { siteId, type Site } from './site.ts';

const floats = z.instanceof(Float32Array);

/** The trained tensors of a LoRA run at one site. Row-major: `a` is r × dIn, `b` is dOut × r (the paper's A and B). */
export const adapterSiteSchema = z.object({
  site: siteSchema,
  r: z.number().int(),
  dIn: z.number().int(),
  dOut: z.number().int(),
  a: floats,
  b: floats,
});
export type AdapterSite = z.infer<typeof adapterSiteSchema>;

/**
 * The first `r` rows of the site's draw of A, row-major r × dIn. Each entry is N(0, 1/dIn), so that |Ax| does not
 * depend on the width; the paper says Gaussian and leaves the variance open.
 */
export function drawA(site: Site, r: number, dIn: number, seed: number): Float32Array {
  const rng = createRng(seed, `lora-A/${siteId(site)}`);
  const deviation = 1 / Math.sqrt(dIn);
  return Float32Array.from({ length: r * dIn }, () => rng.normal() * deviation);
}
