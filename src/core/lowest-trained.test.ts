import { expect, it } from 'vitest';
import { lowestTrained } from './lowest-trained.ts';
import { slotsOf } from './methods/methods.ts';
import { SHIPPED } from './models/shipped.ts';
import { runConfigSchema } from './run-config.ts';

it.each([
  [{ type: 'lora' }, 0],
  [{ type: 'lora', layers_to_transform: [2, 3] }, 2],
  [{ type: 'lora', layers_to_transform: [3], modules_to_save: ['lnF'] }, 3],
  [{ type: 'lora', layers_to_transform: [3], modules_to_save: ['wte'] }, 0],
  [{ type: 'lora', layers_to_transform: [3], bias: 'all' }, 0],
  [{ type: 'full' }, 0],
  [{ type: 'prefix-embed' }, 0],
  [{ type: 'prefix-kv' }, 0],
])('of %j is layer %i', (method, layer) => {
  const model = SHIPPED.micro;
  const { method: own } = runConfigSchema.parse({ method });
  const slots = slotsOf(model, own, 0).filter(({ isFrozen }) => !isFrozen);
  expect(
    lowestTrained(
      slots.map(({ name }) => name),
      model.n_layer,
    ),
  ).toBe(layer);
});

it('of an encoder passes over the head, which is always trained', () => {
  const { method } = runConfigSchema.parse({ method: { type: 'lora', layers_to_transform: [2] } });
  const names = slotsOf(SHIPPED.encoder, method, 0).map(({ name }) => name);
  expect(lowestTrained(names, 4)).toBe(2);
});
