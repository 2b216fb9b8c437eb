import { expect, it } from 'vitest';
import { countBaseParameters, countTrainable, GPT3, GPT3_PARAMETERS } from '../params.ts';
import { findField } from './methods.ts';
import { SMALL_MODEL } from './testing.ts';

const trained = (last_layers: number, model = SMALL_MODEL) =>
  countTrainable(model, { type: 'full', last_layers });

it('trains all blocks, and no embedding, where a model has fewer layers than it should train', () => {
  // wte, wpe and the last norm are what two blocks lack.
  expect(trained(64)).toBe(countBaseParameters(SMALL_MODEL) - (20 * 8 + 16 * 8 + 2 * 8));
  expect(trained(64)).toBe(trained(2));
});

it('says so, and nothing where the model has as many', () => {
  const noteOn = findField('last_layers')?.noteOn;
  expect(noteOn?.(SMALL_MODEL, 3)).toContain('The model has 2 layers');
  expect([0, 1, 2].map((k) => noteOn?.(SMALL_MODEL, k))).toEqual([null, null, null]);
});

it('trains as much of GPT-3 as it says: all, or the last blocks', () => {
  expect(trained(0, GPT3) / GPT3_PARAMETERS).toBeCloseTo(1, 2);
  // 12 d² weights and 13 d biases and norms in each block.
  expect(trained(1, GPT3)).toBe(12 * 12_288 ** 2 + 13 * 12_288);
});
