import { expect, test } from 'vitest';
import { loraConfigSchema } from './methods/lora-config.ts';
import { defaultMethod, METHOD_IDS } from './methods/methods.ts';
import { veraConfigSchema } from './methods/vera.ts';
import { SHIPPED } from './models/shipped.ts';
import { hasPeftForm, isTrainedAlike } from './peft-form.ts';
import type { Projection } from './site.ts';

test('PEFT’s format holds DoRA where all of c_attn or none of it is adapted, and VeRA where none of it is', () => {
  expect(METHOD_IDS.filter((type) => hasPeftForm(defaultMethod(type)))).toEqual(['lora', 'ia3', 'prefix-kv']);
  const vera = (...target_modules: Projection[]) =>
    hasPeftForm(veraConfigSchema.parse({ type: 'vera', target_modules }));
  expect([vera('o', 'up', 'down'), vera('v', 'o')]).toEqual([true, false]);
  const dora = (...target_modules: Projection[]) =>
    hasPeftForm(loraConfigSchema.parse({ use_dora: true, target_modules }));
  expect([dora('q', 'k', 'v'), dora('o', 'up'), dora('q'), dora('q', 'v', 'down')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('PEFT trains c_attn alike where Wq, Wk and Wv have one scale in each layer', () => {
  const alike = (settings: object) => isTrainedAlike(loraConfigSchema.parse(settings), SHIPPED.nano);
  expect(alike({ r: 2, rank_pattern: { v: 4 } })).toBe(false);
  expect(alike({ r: 2, lora_alpha: 32, rank_pattern: { v: 4 }, alpha_pattern: { v: 64 } })).toBe(true);
  expect(alike({ r: 2, rank_pattern: { '0.q': 4, '0.v': 4 } })).toBe(true);
  expect(alike({ r: 2, rank_pattern: { '0.q': 4, '1.v': 4 } })).toBe(false);
  expect(alike({ r: 2, target_modules: ['q', 'down'], rank_pattern: { down: 4 } })).toBe(true);
});
