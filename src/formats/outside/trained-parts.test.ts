/** The folder that repeats a run elsewhere; tools/fixtures/outside.py runs such folders. */
import { describe, expect, test } from 'vitest';
import { methodConfigSchema, methodOf } from '../../core/methods/methods.ts';
import { SHIPPED } from '../../core/models/shipped.ts';
import { sizeOf, type NamedTensors } from '../../core/tensors.ts';
import { trainedParts } from './trained-parts.ts';

const NANO = SHIPPED.nano;

/** A method's tensors, all 1, and so q's, k's and v's A equal, as those of an adapter of c_attn that is trained on. */
const startOf = (method: ReturnType<typeof methodConfigSchema.parse>): NamedTensors =>
  Object.fromEntries(
    methodOf(method)
      .slots(NANO, method, 0)
      .map(({ name, shape }) => [
        name,
        { shape: [...shape], values: new Float32Array(sizeOf(shape)).fill(1) },
      ]),
  );
const partsOf = (settings: object) => {
  const method = methodConfigSchema.parse({ type: 'lora', ...settings });
  return trainedParts(method, startOf(method), NANO);
};

describe('of matrices that PEFT holds as one', () => {
  test('B is trained in its blocks alone, and A as a whole', () => {
    const parts = partsOf({ r: 2, target_modules: ['q', 'v'] });
    expect(parts.map(({ name }) => name)).toEqual(
      [0, 1].map((layer) => `base_model.model.transformer.h.${layer}.attn.c_attn.lora_B.weight`),
    );
    for (const { shape, data } of parts) {
      expect(shape).toEqual([3 * 64, 4]);
      data.forEach((trained, i) => {
        const [section, matrix] = [Math.floor(i / 4 / 64), Math.floor((i % 4) / 2)];
        expect(trained).toBe((section === 0 && matrix === 0) || (section === 2 && matrix === 1) ? 1 : 0);
      });
    }
  });

  test('IA³ trains the vectors of its own matrices', () => {
    const parts = partsOf({ type: 'ia3', target_modules: ['k', 'down'] });
    expect(parts).toHaveLength(2);
    for (const { data } of parts)
      data.forEach((trained, i) => expect(trained).toBe(i >= 64 && i < 128 ? 1 : 0));
  });

  test('scales of their own are refused: one tensor has one', () => {
    expect(() => partsOf({ r: 2, target_modules: ['q', 'v'], rank_pattern: { v: 4 } })).toThrow(
      'different scales',
    );
    const even = { rank_pattern: { v: 4 }, alpha_pattern: { v: 64 } };
    expect(partsOf({ r: 2, lora_alpha: 32, target_modules: ['q', 'v'], ...even })).toHaveLength(2);
  });
});

test('A = 0 and B = 0 of a layer that has no adapter are not trained, nor written', () => {
  const method = methodConfigSchema.parse({ type: 'lora', r: 2, target_modules: ['q', 'v'] });
  const start = startOf(method);
  for (const name of Object.keys(start)) if (name.startsWith('1.q.')) start[name]?.values.fill(0);
  const [, second] = trainedParts(method, start, NANO);
  expect(second?.shape).toEqual([3 * 64, 2]);
  second?.data.forEach((trained, i) => expect(trained).toBe(i >= 2 * 64 * 2 ? 1 : 0));
});

test('a matrix that stands alone is trained as a whole, and VeRA’s shared A and B not at all', () => {
  expect(partsOf({ target_modules: ['o', 'down'], use_dora: true, bias: 'all' })).toEqual([]);
  expect(partsOf({ type: 'vera', target_modules: ['o', 'up'] })).toEqual([]);
});
