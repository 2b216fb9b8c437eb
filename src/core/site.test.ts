import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GPT2_PROJECTIONS } from './models/gpt2.ts';
import { projectionLabels, siteId, siteLabel, siteShape, sitesOf } from './site.ts';

test('names', () => {
  expect(siteId({ layer: 0, projection: 'q' })).toBe('0.q');
  expect(siteLabel({ layer: 0, projection: 'q' })).toBe('Wq · layer 1');
  expect(siteLabel({ layer: 11, projection: 'down' })).toBe('W2 · layer 12');
});

test('labels of matrices stand in the order of the forward pass', () => {
  expect(projectionLabels(['down', 'v', 'q'])).toEqual(['Wq', 'Wv', 'W2']);
  expect(projectionLabels([])).toEqual([]);
});

test('shapes of GPT-2 small', () => {
  const gpt2 = { n_embd: 768, n_inner: 3072 };
  for (const projection of ['q', 'k', 'v', 'o'] as const)
    expect(siteShape(gpt2, projection)).toEqual({ dIn: 768, dOut: 768 });
  expect(siteShape(gpt2, 'up')).toEqual({ dIn: 768, dOut: 3072 });
  expect(siteShape(gpt2, 'down')).toEqual({ dIn: 3072, dOut: 768 });
});

test('sitesOf goes by layer, then in the order of the forward pass', () => {
  expect(sitesOf({ n_layer: 2 }, ['v', 'q'], null).map(siteId)).toEqual(['0.q', '0.v', '1.q', '1.v']);
  expect(sitesOf({ n_layer: 2 }, ['q'], [1, 7]).map(siteId)).toEqual(['1.q']);
  expect(sitesOf({ n_layer: 2 }, ['q'], [7])).toEqual([]);
});

test('sitesOf names each chosen matrix of each layer once, whatever the order or repetition of the choice', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 12 }),
      fc.array(fc.constantFrom(...GPT2_PROJECTIONS)),
      fc.option(fc.array(fc.nat(15))),
      (nLayer, targets, layers) => {
        const ids = sitesOf({ n_layer: nLayer }, targets, layers).map(siteId);
        expect(new Set(ids).size).toBe(ids.length);
        const chosen = layers ? [...new Set(layers)].filter((layer) => layer < nLayer).length : nLayer;
        expect(ids).toHaveLength(chosen * new Set(targets).size);
      },
    ),
  );
});
