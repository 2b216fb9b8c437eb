/** BitFit on the device: trained biases in place of the frozen ones (src/core/methods/bitfit.ts). */
import type { BitfitConfig } from '../../core/methods/bitfit.ts';
import { baseChanges } from './base-changes.ts';
import type { Changes, Variables } from './method.ts';

export const bitfitChanges = (_config: BitfitConfig, variables: Variables): Changes => baseChanges(variables);
