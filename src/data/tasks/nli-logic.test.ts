import { describe, expect, it } from 'vitest';
import type { NliLabel } from '../../core/nli-labels.ts';
import {
  BOUNDS,
  judgeBounds,
  judgeKinds,
  judgeOrder,
  judgeQuantified,
  KINDS,
  QUANTIFIERS,
  type Before,
  type Bound,
  type Quantified,
} from './nli-logic.ts';

/** What is the case in the worlds where the premise holds: the definition of the three labels. */
function byWorlds<World>(
  worlds: readonly World[],
  premise: (w: World) => boolean,
  hypothesis: (w: World) => boolean,
): NliLabel {
  const left = worlds.filter(premise);
  expect(left.length).toBeGreaterThan(0);
  const held = left.filter(hypothesis).length;
  return held === left.length ? 'entailment' : held === 0 ? 'contradiction' : 'neutral';
}

describe('judgeQuantified', () => {
  it('agrees with going through all farmyards of up to five birds, some of them owls', () => {
    const birds = [
      { owl: true, old: true },
      { owl: true, old: false },
      { owl: false, old: true },
      { owl: false, old: false },
    ];
    let yards: (typeof birds)[] = [[]];
    const worlds: (typeof birds)[] = [];
    for (let size = 1; size <= 5; size++) {
      yards = yards.flatMap((yard) => birds.map((bird) => [...yard, bird]));
      worlds.push(...yards.filter((yard) => yard.some(({ owl }) => owl) && yard.some(({ owl }) => !owl)));
    }
    const truth =
      ({ quantifier, narrow }: Quantified) =>
      (yard: typeof birds): boolean => {
        const meant = narrow ? yard.filter(({ owl }) => owl) : yard;
        if (quantifier === 'all') return meant.every(({ old }) => old);
        if (quantifier === 'not all') return !meant.every(({ old }) => old);
        if (quantifier === 'no') return !meant.some(({ old }) => old);
        return meant.some(({ old }) => old);
      };
    const statements = QUANTIFIERS.flatMap((quantifier) =>
      [true, false].map((narrow) => ({ quantifier, narrow })),
    );
    for (const premise of statements)
      for (const hypothesis of statements)
        expect([premise, hypothesis, judgeQuantified(premise, hypothesis)]).toEqual([
          premise,
          hypothesis,
          byWorlds(worlds, truth(premise), truth(hypothesis)),
        ]);
  });

  it('knows the textbook cases', () => {
    const all = { quantifier: 'all', narrow: false } as const;
    const someOwls = { quantifier: 'some', narrow: true } as const;
    const noOwls = { quantifier: 'no', narrow: true } as const;
    expect(judgeQuantified(all, someOwls)).toBe('entailment');
    expect(judgeQuantified(someOwls, all)).toBe('neutral');
    expect(judgeQuantified(noOwls, all)).toBe('contradiction');
  });
});

describe('judgeBounds', () => {
  it('agrees with trying every number', () => {
    const numbers = Array.from({ length: 30 }, (_, n) => n);
    const truth =
      ({ bound, n }: Bound) =>
      (value: number) =>
        ({
          over: value > n,
          under: value < n,
          'at least': value >= n,
          'at most': value <= n,
          exactly: value === n,
        })[bound];
    const statements = BOUNDS.flatMap((bound) => [12, 13, 14, 15].map((n) => ({ bound, n })));
    for (const premise of statements)
      for (const hypothesis of statements)
        expect([premise, hypothesis, judgeBounds(premise, hypothesis)]).toEqual([
          premise,
          hypothesis,
          byWorlds(numbers, truth(premise), truth(hypothesis)),
        ]);
  });
});

describe('judgeOrder', () => {
  it('agrees with giving the three all different ages', () => {
    const ages = [1, 2, 3, 4];
    const worlds = ages
      .flatMap((a) => ages.flatMap((b) => ages.map((c) => [a, b, c])))
      .filter((world) => new Set(world).size === 3);
    const truth =
      ([first, second]: Before) =>
      (world: number[]) =>
        (world[first] ?? 0) < (world[second] ?? 0);
    const people = [0, 1, 2];
    const statements = people.flatMap((a) => people.filter((b) => b !== a).map((b): Before => [a, b]));
    for (const one of statements)
      for (const two of statements)
        for (const hypothesis of statements) {
          if (one[0] === two[1] && one[1] === two[0]) continue;
          const premise = (world: number[]) => truth(one)(world) && truth(two)(world);
          expect(judgeOrder([one, two], hypothesis)).toBe(byWorlds(worlds, premise, truth(hypothesis)));
        }
  });
});

describe('judgeKinds', () => {
  it('knows what is what', () => {
    expect(judgeKinds('robin', 'bird')).toBe('entailment');
    expect(judgeKinds('robin', 'animal')).toBe('entailment');
    expect(judgeKinds('animal', 'trout')).toBe('neutral');
    expect(judgeKinds('bird', 'fish')).toBe('contradiction');
    expect(judgeKinds('oak', 'animal')).toBe('contradiction');
  });

  it('turns entailment round into neutral, and contradiction into itself', () => {
    for (const one of KINDS)
      for (const other of KINDS) {
        if (one === other) continue;
        const [there, back] = [judgeKinds(one, other), judgeKinds(other, one)];
        expect([one, other, back]).toEqual([
          one,
          other,
          { entailment: 'neutral', neutral: 'entailment', contradiction: 'contradiction' }[there],
        ]);
      }
  });
});
