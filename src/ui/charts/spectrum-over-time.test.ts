import { expect, it } from 'vitest';
import { drawnIndices } from './spectrum-over-time.tsx';

it('draws every σ of a small rank, and of a large one the powers of two', () => {
  expect(drawnIndices(1)).toEqual([1]);
  expect(drawnIndices(8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(drawnIndices(12)).toEqual([1, 2, 4, 8]);
  expect(drawnIndices(64)).toEqual([1, 2, 4, 8, 16, 32, 64]);
});
