/**
 * AdapterSite: what LoRA trained at one site, as plain arrays. The worker hands it to the page, and
 * src/formats writes it to PEFT files.
 */
import { z } from 'zod';
import { siteSchema } from './run-record.ts';

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
