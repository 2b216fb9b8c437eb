/** A model's JSON files, read or refused by name. */
import type { z } from 'zod';
import { LabError } from '../core/lab-error.ts';

/** A file as JSON. @throws LabError `model-format` naming the file if it is none */
export function parseJson(file: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new LabError('model-format', `${file} is not JSON.`);
  }
}

/** A file as JSON of a known shape. @throws LabError `model-format` naming the file and its first fault */
export function parseAs<T>(schema: z.ZodType<T>, file: string, bytes: Uint8Array): T {
  const parsed = schema.safeParse(parseJson(file, bytes));
  if (parsed.success) return parsed.data;
  const { path = [], message = '' } = parsed.error.issues[0] ?? {};
  throw new LabError('model-format', `${file}: ${[...path, message].join(': ')}`);
}
