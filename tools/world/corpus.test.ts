import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.ts';
import { TOWN } from '../../src/data/tasks/town.ts';
import { document } from './corpus.ts';
import { describe as describePlace } from './places.ts';

const rng = createRng(3, 'corpus.test');
const documents = Array.from({ length: 3000 }, () => document(rng));
const [place] = TOWN;
if (!place) throw new Error('The town has no places.');

describe('corpus', () => {
  it("never uses the restaurant task's format", () => {
    for (const text of documents) expect(text).not.toMatch(/\w\[/);
  });

  it('leaves no slot unfilled and no alternative undecided', () => {
    for (const text of documents) {
      expect(text).not.toMatch(/[{}]|undefined|\(\w+\|/);
      expect(text).not.toBe('');
    }
  });

  it('hardly ever writes a document twice', () => {
    expect(new Set(documents).size).toBeGreaterThan(2980);
  });

  it('is the same for the same seed', () => {
    const again = createRng(3, 'corpus.test');
    expect(Array.from({ length: 50 }, () => document(again))).toEqual(documents.slice(0, 50));
  });
});

describe('prose about a place', () => {
  it('tells the facts asked for and no others', () => {
    const draw = createRng(5);
    for (let i = 0; i < 200; i++) {
      const text = describePlace(place, ['keeper', 'street'], draw);
      expect(text).toContain(place.keeper);
      expect(text).toContain(place.street);
      expect(text).toContain(place.name);
      expect(text).not.toContain(place.near);
      expect(text).not.toMatch(/rating|prices|Larkmere|open/);
    }
  });
});
