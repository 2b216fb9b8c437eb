/** The messages to and from the worker that takes singular values. */
import { z } from 'zod';
import { failureSchema } from './failure.ts';

/** Row-major matrices of finite values. Answered by as many `values`, in their order. */
export const matricesSchema = z.array(
  z.object({
    values: z.custom<Float32Array>((value) => value instanceof Float32Array),
    rows: z.number().int(),
    columns: z.number().int(),
  }),
);
export type Matrices = z.infer<typeof matricesSchema>;

export const spectraEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('values'), singularValues: z.array(z.number()) }),
  failureSchema,
]);
export type SpectraEvent = z.infer<typeof spectraEventSchema>;
