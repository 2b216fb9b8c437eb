/** What it takes to put another adapter on a base model that is loaded, and to load the whole model anew. */
import { z } from 'zod';

/** Bytes that move to the device, and milliseconds of each round until the first token is answered. */
const loadedSchema = z.object({ bytes: z.number(), ms: z.array(z.number()) });

export const switchFiguresSchema = z.object({
  /** In the order in which they were asked for. */
  adapters: z.array(loadedSchema),
  model: loadedSchema,
});
export type SwitchFigures = z.infer<typeof switchFiguresSchema>;
