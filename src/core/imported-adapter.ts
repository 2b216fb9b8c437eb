/**
 * What is known of an adapter that came in PEFT's files, as storage keeps it. Its tensors are kept as those of a run are, under
 * its id (`KeptAdapter`).
 */
import { z } from 'zod';
import { methodConfigSchema } from './methods/methods.ts';
import { modelShapeSchema } from './models/shape.ts';
import { plainName } from './plain-name.ts';
import { idSchema } from './run-config.ts';
import { datasetSummarySchema, NAME_LENGTH, scoreSchema } from './run-record.ts';

export const importedAdapterSchema = z.object({
  id: z.string().min(1),
  /** Editable. */
  name: z.string().overwrite(plainName).min(1).max(NAME_LENGTH),
  /** ISO 8601, when it was imported. */
  importedAt: z.iso.datetime(),
  /** The base model that it fits: its folder, and the SHA-256 of its weights as hex. */
  model: idSchema,
  weights: z.string(),
  /** Its dimensions, where the page does not ship it. Adapters of before are all of models of the shape of GPT-2. */
  shape: modelShapeSchema.optional(),
  method: methodConfigSchema,
  trainableParameters: z.number().int(),
  /** What its file has most tensors' numbers as, and they are exported in; absent for float32. */
  dtype: z.enum(['F16', 'BF16']).optional(),
  /** What it has the numbers of other tensors as, by their names there; absent where all are alike, and in adapters of before. */
  dtypes: z.record(z.string(), z.enum(['F32', 'F16', 'BF16'])).optional(),
  /** That its tensors take in PEFT's file; adapters of before have what their method takes at most. */
  fileBytes: z.number().int().optional(),
  /** True where it came in no file but was combined here, of others. */
  isCombined: z.boolean().optional(),
  /** What it was last found to be worth; null before. */
  measured: z
    .object({
      data: datasetSummarySchema.pick({ task: true, name: true, fingerprint: true }),
      /** Validation loss, on the pairs that runs are measured on. */
      loss: z.number(),
      /** On the test split, by the data's metrics. */
      scores: z.array(scoreSchema),
    })
    .nullable(),
});
export type ImportedAdapter = z.infer<typeof importedAdapterSchema>;
