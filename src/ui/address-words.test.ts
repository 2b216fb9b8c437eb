import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { fromQuery } from '../state/url.ts';
import { wordProblems } from './address-words.ts';
import { lateStrings, startStrings } from './strings/index.ts';

beforeAll(async () => {
  await startStrings();
  // Its words are added to those of the page.
  await lateStrings();
});

/** What the page says of an address. */
const said = (query: string) => wordProblems(fromQuery(query).notices, i18next.t);

it.each([
  ['?layers_to_transform=', 'The link sets “Layers” to “”, which is not possible; all layers are used.'],
  [
    '?max_train_samples=1e7',
    'The link sets “Training examples” to “10000000”, which is not possible; all training examples are used.',
  ],
  ['?alpha_ratio=x', 'The link sets “c in α = c·r” to “x”, which is not possible; α is fixed.'],
  ['?secret_rank=7', 'The link sets secret_rank to “7”, which is not possible; k is drawn from its seed.'],
  ['?method=full&r=8', 'The link sets “Rank r”, which its method does not use; it is ignored.'],
  ['?wobble=1', 'The link sets “wobble”, which this page does not know; it is ignored.'],
  ['?rank_pattern=r:8', 'The link sets “rank_pattern.r”, which this page does not know; it is ignored.'],
  [
    '?model=stories260k',
    'The address is of the model “stories260k”, which this browser does not have; nano is used. Choose the model’s folder, or fetch it from the Hub, under Model, then open the address again.',
  ],
  ['?r=banana', 'The link sets “Rank r” to “banana”, which is not possible; 4 is used.'],
])('says of %s what holds instead', (query, words) => {
  expect(said(query)).toBe(words);
});

it('says of no address that null is used, nor puts a name in two pairs of quotation marks', () => {
  const settings = [
    'r',
    'layers_to_transform',
    'max_train_samples',
    'rank_pattern',
    'bottleneck',
    'prefix_tokens',
  ];
  for (const method of ['lora', 'full', 'bitfit', 'prefix-kv', 'adapter-h'])
    for (const setting of settings)
      for (const value of ['', 'x', '-1', '1e9', 'r:3'])
        expect(said(`?method=${method}&${setting}=${value}`)).not.toMatch(/null|““|””|undefined/);
});
