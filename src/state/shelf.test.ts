import { expect, it } from 'vitest';
import { layersOf, MODELS } from './shelf.ts';

it('knows how many layers its models have', () => {
  expect(MODELS.map(layersOf)).toEqual([2, 4]);
  expect(layersOf('toString')).toBeNull();
});
