/** The messages to and from the worker that combines adapters. */
import { z } from 'zod';
import { loraConfigSchema } from '../core/methods/lora-config.ts';
import { methodConfigSchema } from '../core/methods/methods.ts';
import { modelShapeSchema } from '../core/models/shape.ts';
import { siteSchema } from '../core/site.ts';
import { namedTensorsSchema } from '../core/tensors.ts';
import { failureSchema } from './failure.ts';

/** Adapters of one model, and how much of each is wanted. Answered by `combined`. */
export const combinationSchema = z.object({
  model: modelShapeSchema,
  parts: z
    .array(z.object({ method: methodConfigSchema, tensors: namedTensorsSchema, weight: z.number() }))
    .min(1),
  /** Of each ΔW; null to keep all of the sum. */
  rank: z.number().int().min(1).nullable(),
});
export type Combination = z.infer<typeof combinationSchema>;

const combinedSchema = z.object({
  type: z.literal('combined'),
  method: loraConfigSchema,
  tensors: namedTensorsSchema,
  sites: z.array(z.object({ site: siteSchema, r: z.number(), norm: z.number(), error: z.number() })),
});
export type CombinedAdapter = z.infer<typeof combinedSchema>;

export const combinationEventSchema = z.discriminatedUnion('type', [combinedSchema, failureSchema]);
export type CombinationEvent = z.infer<typeof combinationEventSchema>;
