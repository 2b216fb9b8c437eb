import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMisfit } from './adapter-fit.ts';
import {
  defaultMethod,
  METHOD_IDS,
  methodConfigSchema,
  methodOf,
  type MethodConfig,
} from './methods/methods.ts';
import { SHIPPED } from './models/shipped.ts';
import type { TransformerConfig } from './site.ts';
import { sizeOf, type NamedTensors } from './tensors.ts';

/** What a method trains on a model, all 0.5. */
const trained = (model: TransformerConfig, method: MethodConfig): NamedTensors =>
  Object.fromEntries(
    methodOf(method)
      .slots(model, method, 0)
      .map(({ name, shape }) => [
        name,
        { shape: [...shape], values: new Float32Array(sizeOf(shape)).fill(0.5) },
      ]),
  );

/** Of no model that the page ships. */
const OTHER = { ...SHIPPED.nano, n_layer: 3, n_embd: 48, n_inner: 100, n_positions: 99, vocab_size: 777 };

const lora = (settings: object) => methodConfigSchema.parse({ type: 'lora', ...settings });
const METHODS: [string, MethodConfig][] = [
  ...METHOD_IDS.map((id): [string, MethodConfig] => [id, defaultMethod(id)]),
  ['DoRA', lora({ use_dora: true, target_modules: ['q', 'up', 'down'] })],
  ['PiSSA', lora({ init_lora_weights: 'pissa', bias: 'all' })],
  ['ranks of single matrices', lora({ rank_pattern: { q: 1, '1.v': 64 }, layers_to_transform: [1] })],
];

describe.each(METHODS)('the tensors of %s', (_, method) => {
  it('fit their own model, and the same method on a model that is not known', () => {
    expect(findMisfit({ method, model: 'nano' }, trained(SHIPPED.nano, method))).toBeNull();
    expect(findMisfit({ method, model: 'micro' }, trained(SHIPPED.micro, method))).toBeNull();
    expect(findMisfit({ method, model: 'other' }, trained(OTHER, method))).toBeNull();
  });

  it('do not fit nano where one is missing', () => {
    const tensors = trained(SHIPPED.nano, method);
    for (const name of Object.keys(tensors)) {
      const others = Object.fromEntries(Object.entries(tensors).filter(([other]) => other !== name));
      expect(findMisfit({ method, model: 'nano' }, others)).toMatchObject({
        name,
        problem: expect.stringMatching(/^is missing/) as string,
      });
    }
  });

  it.each([
    ['nano', SHIPPED.nano],
    ['other', OTHER],
  ])(
    'do not fit %s where one is renamed, of another shape or of a size beyond reach',
    (model, dimensions) => {
      const tensors = trained(dimensions, method);
      const misfit = (changed: NamedTensors) => findMisfit({ method, model }, changed)?.name;
      fc.assert(
        fc.property(fc.constantFrom(...Object.keys(tensors)), (name) => {
          const { [name]: tensor, ...others } = tensors;
          if (!tensor) throw new Error(name);
          expect(misfit({ ...others, [`${name}x`]: tensor })).toBe(`${name}x`);
          const shape = [...tensor.shape, 1];
          expect(misfit({ ...tensors, [name]: { ...tensor, shape } })).toBe(name);
          for (const value of [NaN, Infinity, 1e38, -1e38])
            expect(
              misfit({ ...tensors, [name]: { ...tensor, values: tensor.values.fill(value, 0, 1) } }),
            ).toBe(name);
          tensor.values.fill(0.5);
        }),
      );
    },
  );
});

it('says the tensor, its shape and the shape that its method has there', () => {
  const method = defaultMethod('lora');
  const tensors = trained(SHIPPED.nano, method);
  const swapped = { shape: [64, 4], values: new Float32Array(256) };
  expect(findMisfit({ method, model: 'nano' }, { ...tensors, '0.q.lora_A': swapped })).toEqual({
    name: '0.q.lora_A',
    problem: 'shape 64×4, expected 4×64',
  });
  expect(findMisfit({ method, model: 'nano' }, {})).toEqual({
    name: '0.q.lora_A',
    problem: 'is missing; LoRA with these settings on nano has it',
  });
  const renamed = Object.fromEntries(
    Object.entries(tensors).map(([name, t]) => [name.replace(/^0/, '99'), t]),
  );
  for (const model of ['nano', 'other'])
    expect(findMisfit({ method, model }, renamed)).toMatchObject({ name: '99.q.lora_A' });
  expect(findMisfit({ method, model: 'micro' }, tensors)).toMatchObject({
    problem: 'shape 4×64, expected 4×128',
  });
});

it('asks of an unknown model that lengths agree among tensors', () => {
  const method = defaultMethod('lora');
  const tensors = trained(OTHER, method);
  const wide = { shape: [4, 50], values: new Float32Array(200) };
  expect(findMisfit({ method, model: 'other' }, { ...tensors, '1.v.lora_A': wide })).toEqual({
    name: '1.v.lora_A',
    problem: 'shape 4×50, expected 4×48',
  });
});
