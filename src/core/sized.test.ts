import { expect, it } from 'vitest';
import { loraConfigSchema } from './methods/lora-config.ts';
import { defaultMethod, METHOD_IDS, methodOf } from './methods/methods.ts';
import { SHIPPED } from './models/shipped.ts';
import { limitOf } from './limit.ts';
import { countTrainable } from './params.ts';
import { atDefaultSize, SIZE_SETTINGS, sizedTo } from './sized.ts';

/** How far every possible size is from the budget, by counting at each. */
function distances(
  model: (typeof SHIPPED)['nano' | 'micro'],
  type: (typeof METHOD_IDS)[number],
  budget: number,
) {
  const setting = SIZE_SETTINGS[type];
  const field = setting && methodOf({ type }).schema.shape[setting];
  const limit = field && limitOf(field);
  if (!limit) throw new Error(`${type} has no size.`);
  return Array.from({ length: limit.max - limit.min + 1 }, (_, i) => {
    const method = { ...defaultMethod(type), [setting]: limit.min + i };
    return Math.abs(countTrainable(model, method) - budget);
  });
}

it('finds the size of each method whose weights are nearest to a budget', () => {
  for (const model of [SHIPPED.nano, SHIPPED.micro])
    for (const type of METHOD_IDS.filter((id) => SIZE_SETTINGS[id] !== null))
      for (const budget of [1, 1000, 4096, 9999, 40_000, 1e7]) {
        const found = countTrainable(model, sizedTo(model, defaultMethod(type), budget));
        expect(Math.abs(found - budget), `${type} at ${budget}`).toBe(
          Math.min(...distances(model, type, budget)),
        );
      }
});

it('takes the smaller of two sizes that are as near', () => {
  // A token is 64 weights of nano.
  expect(sizedTo(SHIPPED.nano, defaultMethod('prefix-embed'), 64 * 4.5)).toMatchObject({ prefix_tokens: 4 });
});

it('leaves a method without a size as it is, and lets α follow LoRA’s rank where it does', () => {
  for (const type of METHOD_IDS.filter((id) => SIZE_SETTINGS[id] === null))
    expect(sizedTo(SHIPPED.nano, defaultMethod(type), 5)).toEqual(defaultMethod(type));
  const lora = loraConfigSchema.parse({ r: 2, alpha_ratio: 4, rank_pattern: { q: 8 } });
  // Each rank is 2 · 2 · (64 + 64) weights.
  expect(sizedTo(SHIPPED.nano, lora, 512 * 5)).toMatchObject({ r: 5, lora_alpha: 20, rank_pattern: {} });
});

it('takes a method back from any size to its own', () => {
  for (const type of METHOD_IDS)
    expect(atDefaultSize(sizedTo(SHIPPED.nano, defaultMethod(type), 1e5))).toEqual(defaultMethod(type));
  expect(atDefaultSize(loraConfigSchema.parse({ r: 2, lora_alpha: 3 }))).toMatchObject({ lora_alpha: 3 });
});
