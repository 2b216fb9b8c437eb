import { expect, test } from 'vitest';
import { loraConfigSchema } from './methods/lora-config.ts';
import { defaultMethod, METHOD_IDS } from './methods/methods.ts';
import { veraConfigSchema } from './methods/vera.ts';
import { hasPeftForm } from './peft-form.ts';
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
