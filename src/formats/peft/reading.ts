/** What the readers of PEFT's methods share. */
import type { z } from 'zod';
import type { MethodConfig } from '../../core/methods/methods.ts';
import type { NamedTensors } from '../../core/tensors.ts';
import { FormatError } from '../format-error.ts';
import { SETTINGS } from './settings.ts';

/** An adapter as a method here has it. */
export interface Read {
  method: MethodConfig;
  /** By the names of the method's slots. */
  tensors: NamedTensors;
}

/** Settings within the limits of a method here. @throws FormatError naming the setting that is not */
export function checked<T>(schema: z.ZodType<T>, settings: Record<string, unknown>): T {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const { path = [], message = '' } = parsed.error.issues[0] ?? {};
  throw new FormatError(`${SETTINGS}: beyond what this page holds. ${path.join('.')}: ${message}.`);
}

/** One of several equally long pieces. */
export const pieceOf = (values: Float32Array, index: number, length: number): Float32Array =>
  values.slice(index * length, (index + 1) * length);
