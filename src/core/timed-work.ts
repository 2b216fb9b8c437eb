/** What a measurement of latency times, and the times that it gives. */
import { z } from 'zod';
import { methodConfigSchema } from './methods/methods.ts';

/** The base model, LoRA merged into it and beside it, adapter layers, and a prefix. */
export const WAYS = ['base', 'merged', 'unmerged', 'adapter-h', 'adapter-l', 'prefix-kv'] as const;
export type Way = (typeof WAYS)[number];

/** What is timed: a forward pass over texts of a length, or one more token of texts that were begun, whose keys and values are kept. */
export const workSchema = z.object({
  batch: z.number().int().min(1),
  /** Tokens of each text; null for one more token. */
  length: z.number().int().min(1).nullable(),
});
export type Work = z.infer<typeof workSchema>;

export const timedWaySchema = z.object({ way: z.enum(WAYS), method: methodConfigSchema.nullable() });
/** A way with the method that it measures; null for the base model. */
export type TimedWay = z.infer<typeof timedWaySchema>;

/** Milliseconds of each round, way by way. */
export const timesSchema = workSchema.extend({ rounds: z.array(z.array(z.number())) });
export type Times = z.infer<typeof timesSchema>;
