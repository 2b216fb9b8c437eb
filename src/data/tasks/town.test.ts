import { describe, expect, it } from 'vitest';
import { createRng } from '../../core/rng.ts';
import { placeName } from './lexicon.ts';
import { TOWN } from './town.ts';

describe('town', () => {
  it('has sixty places with different names, each near another of them', () => {
    const names = new Set(TOWN.map(({ name }) => name));
    expect(names.size).toBe(60);
    for (const { name, near } of TOWN) {
      expect(names).toContain(near);
      expect(near).not.toBe(name);
    }
  });
});

describe('placeName', () => {
  it('seldom says a name twice, and never with the marks of a meaning', () => {
    const rng = createRng(7);
    const names = Array.from({ length: 1000 }, () => placeName(rng));
    expect(new Set(names).size).toBeGreaterThan(900);
    for (const name of names) expect(name).toMatch(/^[A-Z][\p{L}' ]+$/u);
  });
});
