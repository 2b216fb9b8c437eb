/** BitFit (Ben Zaken et al. 2022): every bias vector of the model is trained, and nothing else. */
import { z } from 'zod';
import { biasedParts, biasTensors } from '../models/family.ts';
import { baseSlots } from './base-slots.ts';
import type { MethodSpec } from './method.ts';

export const bitfitConfigSchema = z.object({ type: z.literal('bitfit') });
export type BitfitConfig = z.infer<typeof bitfitConfigSchema>;

export const bitfit: MethodSpec<BitfitConfig> = {
  name: 'BitFit',
  about: 'Every bias vector of the model is trained; all weight matrices stay frozen.',
  schema: bitfitConfigSchema,
  learningRate: 5e-2,
  encoderRate: 2e-3,
  adaptsEncoders: true,
  fields: [],
  noSpectrum: 'BitFit trains bias vectors only. It changes no weight matrix, so there is no ΔW to decompose.',
  sites: () => [],
  marks: (model) => biasedParts(model).map((part) => ({ kind: 'bias', part })),
  /** The biases of all linear maps and norms. */
  slots: (model) => baseSlots(biasTensors(model)),
  deltas: () => [],
};
