import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createGuessesStore } from './guesses-store.ts';

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

it('keeps the first guess on each dataset, and knows it on the next visit', () => {
  const { guess } = createGuessesStore().getState();
  guess('a', 3);
  guess('b', 1);
  guess('a', 2);
  expect(createGuessesStore().getState().guesses).toEqual({ a: 3, b: 1 });
});

it('passes over what it cannot read', () => {
  createGuessesStore().getState().guess('a', 3);
  const [[key = '', text = ''] = []] = kept;
  for (const bad of [text.replace('3', '"three"'), '{"state":7}', 'null']) {
    kept.set(key, bad);
    expect(createGuessesStore().getState().guesses).toEqual({});
  }
});
