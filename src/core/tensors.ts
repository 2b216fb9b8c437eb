/** Trained tensors by name, as plain arrays: what the worker hands to the page, storage keeps and files hold. */
import { z } from 'zod';

/** How many values a shape has. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

const shapeSchema = z.array(z.number().int().min(1)).min(1).max(4);

/** As typed arrays, or as the plain number arrays of JSON. */
export const floatsSchema = z.union([
  z.custom<Float32Array>((values) => values instanceof Float32Array),
  z.array(z.number()).transform((values): Float32Array => Float32Array.from(values)),
]);

/** Row-major float32 values and their shape. */
export const tensorSchema = z
  .object({ shape: shapeSchema, values: floatsSchema })
  .refine(({ shape, values }) => values.length === sizeOf(shape), 'has not as many values as its shape');
export type TensorValues = z.infer<typeof tensorSchema>;

export const namedTensorsSchema = z.record(z.string().min(1), tensorSchema);
export type NamedTensors = Readonly<Record<string, TensorValues>>;
