import { expect, it } from 'vitest';
import type { LlamaConfig } from './llama.ts';
import type { NeoxConfig } from './neox.ts';
import { modelShapeSchema } from './shape.ts';
import { SHIPPED } from './shipped.ts';

const llama: LlamaConfig = {
  ...SHIPPED.nano,
  ...{ n_kv_head: 1, head_dim: 32, rope: { theta: 10_000, scaling: null }, isTied: true, biased: [] },
};
const neox: NeoxConfig = {
  ...SHIPPED.nano,
  ...{ rotary: { theta: 10_000, width: 8 }, isParallel: true, isTied: false, isBiased: true },
  activation: 'gelu',
};

it.each([
  ['GPT-2', SHIPPED.nano],
  ['Llama', llama],
  ['GPT-NeoX', neox],
])('the dimensions of a %s are kept as they are', (_family, shape) => {
  expect(modelShapeSchema.parse(shape)).toEqual(shape);
});
