import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { layersOf, MODELS } from './shelf.ts';

it.each(MODELS)('knows the layers of %s as its config.json has them', (model) => {
  const file = new URL(`../../public/models/${model}/config.json`, import.meta.url);
  const { n_layer } = z.object({ n_layer: z.number() }).parse(JSON.parse(readFileSync(file, 'utf8')));
  expect(layersOf(model)).toBe(n_layer);
});

it('knows no other model', () => {
  expect(layersOf('toString')).toBeNull();
});
