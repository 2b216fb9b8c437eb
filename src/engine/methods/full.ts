/** Full fine-tuning on the device: trained weights in place of the frozen ones (src/core/methods/full.ts). */
import type { FullConfig } from '../../core/methods/full.ts';
import { baseChanges } from './base-changes.ts';
import type { Changes, Variables } from './method.ts';

export const fullChanges = (_config: FullConfig, variables: Variables): Changes => ({
  ...baseChanges(variables),
  // Tied to the embedding.
  head: () => variables.matrix('wte'),
});
