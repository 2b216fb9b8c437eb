/** Slots of the base model's own tensors: what starts at their values and is trained in their place. */
import type { BaseTensor } from '../models/gpt2.ts';
import type { Slot } from './method.ts';

/** Under the base model's names. Biases, and norms' weights, are not decayed. */
export const baseSlots = (tensors: readonly BaseTensor[]): Slot[] =>
  tensors.map(({ name, shape }) => ({
    name,
    shape,
    place: name,
    initial: 'base',
    decayFactor: shape.length === 1 ? 0 : 1,
  }));
