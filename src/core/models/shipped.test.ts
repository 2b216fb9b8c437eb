import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { isBert } from './bert.ts';
import { SHIPPED, shippedModel } from './shipped.ts';

it.each(Object.entries(SHIPPED))('knows the dimensions of %s as its config.json has them', (model, known) => {
  const file = new URL(`../../../public/models/${model}/config.json`, import.meta.url);
  const written = z.looseObject({}).parse(JSON.parse(readFileSync(file, 'utf8')));
  expect(written).toMatchObject(
    isBert(known)
      ? {
          model_type: 'bert',
          num_hidden_layers: known.n_layer,
          num_attention_heads: known.n_head,
          hidden_size: known.n_embd,
          intermediate_size: known.n_inner,
          max_position_embeddings: known.n_positions,
          vocab_size: known.vocab_size,
          type_vocab_size: known.n_types,
          layer_norm_eps: known.layer_norm_epsilon,
          hidden_act: known.activation,
        }
      : { ...known, n_inner: null },
  );
  // What GPT-2's null stands for.
  expect(known.n_inner).toBe(4 * known.n_embd);
});

it('knows no other model', () => {
  expect(shippedModel('toString')).toBeNull();
});
