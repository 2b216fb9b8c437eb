/** The messages to and from the worker that takes singular values. */
import { z } from 'zod';
import type { DeltaFigures } from '../core/delta-figures.ts';
import { failureSchema } from './failure.ts';

const floats = z.custom<Float32Array>((value) => value instanceof Float32Array);

/** Row-major matrices of finite values, ΔWᵀ. Answered by as many `values`, in their order. */
export const matricesSchema = z.array(
  z.object({
    values: floats,
    rows: z.number().int(),
    columns: z.number().int(),
  }),
);
export type Matrices = z.infer<typeof matricesSchema>;

export const spectraEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('values'),
    figures: z.object({
      singularValues: z.array(z.number()),
      leading: z.object({ left: floats, right: floats }).nullable(),
    }) satisfies z.ZodType<DeltaFigures>,
  }),
  failureSchema,
]);
export type SpectraEvent = z.infer<typeof spectraEventSchema>;
