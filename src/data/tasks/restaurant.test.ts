import { describe, expect, it } from 'vitest';
import { createRng } from '../../core/rng.ts';
import { restaurant, say, writeMeaning } from './restaurant.ts';
import { TOWN } from './town.ts';
import { generate } from './splits.ts';

const { train, validation, test } = generate(restaurant, 1);
const pairs = [...train, ...validation, ...test];

/** Reads a prompt back by E2E's grammar, independently of the code that wrote it. */
function read(prompt: string): Map<string, string> {
  const slots = [...prompt.matchAll(/(?:^|, )([a-zA-Z ]+)\[([^\]]+)\]/g)];
  expect(slots.map(([whole]) => whole).join('')).toBe(prompt);
  return new Map(slots.map(([, slot, value]) => [slot ?? '', value ?? '']));
}

/** What shows in the text that a slot was told; the value itself where there is one. */
const SIGNS: Record<string, RegExp> = {
  eatType: /\b(restaurant|pub|coffee shop|tea room|wine bar)\b/,
  food: /\b(Chinese|English|fast food|French|Indian|Italian|Japanese)\b/,
  priceRange: /£|pric|cheap/,
  'customer rating': /\brat(ed|ing)\b/,
  area: /riverside|city centre|old town|harbour/,
  familyFriendly: /friendly|families/,
  near: /\bnear\b/i,
};

describe('restaurant', () => {
  it("lists three to eight of E2E's slots, in E2E's order", () => {
    const order = ['name', ...Object.keys(SIGNS)];
    const sizes = new Set<number>();
    for (const { prompt } of pairs) {
      const slots = [...read(prompt).keys()];
      expect(slots).toEqual(order.filter((slot) => slots.includes(slot)));
      expect(slots).toContain('name');
      sizes.add(slots.length);
    }
    expect([...sizes].sort()).toEqual([3, 4, 5, 6, 7, 8]);
  });

  it('tells every slot of the meaning and none besides', { timeout: 30_000 }, () => {
    for (const { prompt, completion } of pairs) {
      const meaning = read(prompt);
      const name = meaning.get('name') ?? '';
      const near = meaning.get('near');
      expect(completion).toContain(name);
      expect(near).not.toBe(name);
      if (near !== undefined) expect(completion.toLowerCase()).toContain(`near ${near.toLowerCase()}`);
      // Names can hold any word, so they go before the rest is looked at.
      const text = completion.replaceAll(near ?? name, '').replaceAll(name, '');
      for (const [slot, sign] of Object.entries(SIGNS)) {
        expect([prompt, slot, sign.test(text)]).toEqual([prompt, slot, meaning.has(slot)]);
        const value = meaning.get(slot) ?? '';
        if (['eatType', 'food', 'customer rating', 'area'].includes(slot)) expect(text).toContain(value);
        if (value.includes('£')) expect(text).toContain(value);
      }
      const family = meaning.get('familyFriendly');
      if (family) expect(/not (welcome|family)/.test(text)).toBe(family === 'no');
    }
  });

  it('writes sentences', () => {
    for (const { completion } of pairs) {
      expect(completion).toMatch(/^[A-Z].*\.$/);
      expect(completion).not.toMatch(/ {2}| [.,]|undefined|[{}|()]/);
    }
  });

  it('has many names that are not of the town, and some that are', () => {
    const known = new Set(TOWN.map(({ name }) => name));
    const share =
      pairs.filter(({ prompt }) => known.has(read(prompt).get('name') ?? '')).length / pairs.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.4);
  });

  it('says a meaning of one slot', () => {
    const meaning = new Map([['name', 'The Eel']]);
    expect(writeMeaning(meaning)).toBe('name[The Eel]');
    expect(['The Eel is a place.', 'There is a place called The Eel.']).toContain(say(meaning, createRng(1)));
  });
});
