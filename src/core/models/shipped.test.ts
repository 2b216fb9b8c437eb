import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { SHIPPED, shippedModel } from './shipped.ts';

it.each(Object.entries(SHIPPED))('knows the dimensions of %s as its config.json has them', (model, known) => {
  const file = new URL(`../../../public/models/${model}/config.json`, import.meta.url);
  const written = z.looseObject({}).parse(JSON.parse(readFileSync(file, 'utf8')));
  expect(written).toMatchObject({ ...known, n_inner: null });
  // What GPT-2's null stands for.
  expect(known.n_inner).toBe(4 * known.n_embd);
});

it('knows no other model', () => {
  expect(shippedModel('toString')).toBeNull();
});
