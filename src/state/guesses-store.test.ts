import { expect, it } from 'vitest';
import { createGuessesStore } from './guesses-store.ts';

it('keeps the first guess on each dataset', () => {
  const store = createGuessesStore();
  const { guess } = store.getState();
  guess('a', 3);
  guess('b', 1);
  guess('a', 2);
  expect(store.getState().guesses).toEqual({ a: 3, b: 1 });
});
