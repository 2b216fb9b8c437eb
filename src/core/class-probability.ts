/** How likely an encoder takes a text to be of a class. */
import { z } from 'zod';

export const classProbabilitySchema = z.object({ label: z.string(), probability: z.number().min(0).max(1) });
export type ClassProbability = z.infer<typeof classProbabilitySchema>;
