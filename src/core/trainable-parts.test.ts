import { expect, test } from 'vitest';
import { defaultMethod, METHOD_IDS, methodConfigSchema, unfitFor } from './methods/methods.ts';
import type { BertConfig } from './models/bert.ts';
import { countTrainable } from './params.ts';
import type { TransformerConfig } from './site.ts';
import { trainableParts } from './trainable-parts.ts';

const decoder: TransformerConfig = {
  ...{ n_layer: 4, n_head: 2, n_embd: 96, n_inner: 384, n_positions: 64, vocab_size: 512 },
  layer_norm_epsilon: 1e-5,
};
const encoder: BertConfig = {
  ...decoder,
  ...{ n_types: 2, position_offset: 0, activation: 'gelu', n_labels: 3, labels: ['a', 'b', 'c'] },
  isDenseTrained: false,
};
const models = { decoder, encoder, roberta: { ...encoder, isDenseTrained: true } };

const LORA = [
  {
    type: 'lora',
    use_dora: true,
    bias: 'all',
    target_modules: ['q', 'up', 'down'],
    rank_pattern: { '1.q': 3 },
  },
  { type: 'lora', init_lora_weights: 'pissa', bias: 'lora_only', modules_to_save: ['lnE', '0.ln1', 'dense'] },
  { type: 'lora', modules_to_save: ['wte', 'lnF', 'head'], layers_to_transform: [0, 2] },
];

test.each(
  Object.entries(models).flatMap(([name, model]) =>
    [...METHOD_IDS.map(defaultMethod), ...LORA.map((own) => methodConfigSchema.parse(own))]
      .filter((method) => unfitFor(model, method) === null)
      .map((method) => [name, method.type, model, method] as const),
  ),
)('the parts of %s, %s add up to the total', (_name, _type, model, method) => {
  const sum = [...trainableParts(model, method).values()].reduce((total, size) => total + size, 0);
  expect(sum).toBe(countTrainable(model, method));
});

test('an encoder’s head is counted once, apart from the matrices and the pooler', () => {
  const method = methodConfigSchema.parse({ type: 'lora', r: 4, target_modules: ['q', 'v'] });
  expect([...trainableParts(encoder, method)]).toEqual([
    ['q', 4 * 4 * 2 * 96],
    ['v', 4 * 4 * 2 * 96],
    ['head', 3 * 96 + 3],
  ]);
  const withPooler = methodConfigSchema.parse({ ...method, modules_to_save: ['dense'] });
  expect(trainableParts(encoder, withPooler).get('pooler')).toBe(96 * 96 + 96);
});
