/** BitFit (Ben Zaken et al. 2022): every bias vector of the model is trained, and nothing else. */
import { z } from 'zod';
import { affineParts, baseTensors } from '../models/gpt2.ts';
import type { MethodSpec } from './method.ts';

export const bitfitConfigSchema = z.object({ type: z.literal('bitfit') });
export type BitfitConfig = z.infer<typeof bitfitConfigSchema>;

export const bitfit: MethodSpec<BitfitConfig> = {
  name: 'BitFit',
  about: 'Every bias vector of the model is trained; all weight matrices stay frozen.',
  schema: bitfitConfigSchema,
  learningRate: 1e-2,
  isRateTuned: false,
  fields: [],
  noSpectrum: 'BitFit trains bias vectors only. It changes no weight matrix, so there is no ΔW to decompose.',
  sites: () => [],
  marks: ({ n_layer }) => affineParts(n_layer).map((part) => ({ kind: 'bias', part })),
  /** The biases of all linear maps and norms, under the base model's names. They start at its values. */
  slots: (model) =>
    baseTensors(model)
      .filter(({ name }) => name.endsWith('.bias'))
      .map(({ name, shape }) => ({ name, shape, place: name, initial: 'base', decayFactor: 0 })),
  deltas: () => [],
};
