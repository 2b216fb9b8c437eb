/** A base model's manifest.json: the files that make the model, each with the size and the SHA-256 that tell it from any other. */
import { z } from 'zod';

/** The name of the manifest in a model's folder. */
export const MANIFEST = 'manifest.json';

/** A file's size in bytes and its SHA-256 in hex. */
export const fileMarkSchema = z.object({
  bytes: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type FileMark = z.infer<typeof fileMarkSchema>;

export const manifestSchema = z.object({
  format: z.literal('rankscope-model'),
  version: z.literal(1),
  files: z.object({
    'config.json': fileMarkSchema,
    'tokenizer.json': fileMarkSchema,
    'model.safetensors': fileMarkSchema,
    /** Absent where the model writes no text. */
    'heldout.txt': fileMarkSchema.optional(),
    /** Absent where the model has not been measured on the tasks. */
    'baseline.json': fileMarkSchema.optional(),
  }),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ModelFile = keyof Manifest['files'];
