/**
 * The restaurant task: a meaning representation in the E2E NLG challenge's format (Novikova et al. 2017) to a
 * sentence or two that say all of it and nothing else. The text is our own, from templates; E2E's slots, not its data.
 */
import { createRng, type Rng } from '../../core/rng.ts';
import { AREAS, EAT_TYPES, FOODS, placeName, PRICE_RANGES, RATINGS } from './lexicon.ts';
import { article, capitalise, phrase } from './phrase.ts';
import type { Task } from './task.ts';
import { TOWN } from './town.ts';

/** A slot's value by its name; every meaning has a `name`. Keys are in the order in which a prompt lists them. */
export type Meaning = ReadonlyMap<string, string>;

/** Slots besides the name. */
const FEWEST = 2;
const MOST = 7;
/** How often a name is one that the base model knows from the town. */
const KNOWN_NAMES = 0.3;

const someName = (rng: Rng): string => (rng.uniform() < KNOWN_NAMES ? rng.pick(TOWN).name : placeName(rng));

function drawMeaning(rng: Rng): Meaning {
  const name = someName(rng);
  let near = someName(rng);
  while (near === name) near = someName(rng);
  const slots: [string, string][] = [
    ['eatType', rng.pick(EAT_TYPES)],
    ['food', rng.pick(FOODS)],
    ['priceRange', rng.pick(PRICE_RANGES)],
    ['customer rating', rng.pick(RATINGS)],
    ['area', rng.pick(AREAS)],
    ['familyFriendly', rng.pick(['yes', 'no'])],
    ['near', near],
  ];
  // The lesser of two draws: short meanings are the commoner.
  const extra = () => rng.int(MOST - FEWEST + 1);
  const count = FEWEST + Math.min(extra(), extra());
  const kept = new Set(rng.shuffle(slots).slice(0, count));
  return new Map([['name', name], ...slots.filter((slot) => kept.has(slot))]);
}

/** "name[The Copper Kettle], eatType[pub], …" */
export function writeMeaning(meaning: Meaning): string {
  return Array.from(meaning, ([slot, value]) => `${slot}[${value}]`).join(', ');
}

/** Each slot as what the place is or does; {v} is the value. */
const PREDICATES: Readonly<Record<string, (value: string) => string>> = {
  food: (v) => (v === 'fast food' ? '(serves|sells) {v}' : '(serves|offers) {v} food'),
  priceRange: (v) =>
    v.includes('£') ? '(costs {v}|has a price range of {v})' : 'has a {v} price range|has {v} prices',
  'customer rating': (v) =>
    v.includes('out of')
      ? 'is rated {v} by customers|has a customer rating of {v}'
      : `has ${article(v)} {v} customer rating`,
  area: (v) => (v === 'riverside' ? 'is (in the riverside area|by the riverside)' : 'is in the {v}'),
  familyFriendly: (v) =>
    v === 'yes' ? 'is family friendly|welcomes families' : 'is not family friendly|does not welcome families',
  near: () => 'is near {v}',
};

/** Says the whole of a meaning, and no more, in one of many ways. */
export function say(meaning: Meaning, rng: Rng): string {
  const name = meaning.get('name') ?? '';
  const left = new Map(meaning);
  left.delete('name');
  /** The slot's value, now and then or always, and then it counts as said. */
  const take = (slot: string, chance: number): string => {
    const value = left.get(slot);
    if (value === undefined || rng.uniform() >= chance) return '';
    left.delete(slot);
    return value;
  };

  const price = meaning.get('priceRange')?.includes('£') ? '' : take('priceRange', 0.5);
  const priced = price === 'moderate' ? 'moderately priced' : price === 'high' ? 'high-priced' : price;
  const kind = [priced, take('food', 0.7), take('eatType', 1) || 'place'].filter(Boolean).join(' ');
  const area = take('area', 0.6);
  const near = take('near', 0.6);
  const where = [
    area &&
      phrase(
        area === 'riverside' ? '(by the riverside|in the riverside area)' : 'in the {area}',
        { area },
        rng,
      ),
    near && `near ${near}`,
  ]
    .filter(Boolean)
    .join(' ');

  const openings = [
    '{name} is {kind} {where}',
    '{name} is {kind} {where}',
    'there is {kind} called {name} {where}',
  ];
  if (where) openings.push('{where} there is {kind} called {name}', '{name}, {where}, is {kind}');
  const sentences = [
    phrase(rng.pick(openings), { name, kind: `${article(kind)} ${kind}`, where }, rng).trim(),
  ];

  const rest = Array.from(left, ([slot, v]) => phrase(`(${PREDICATES[slot]?.(v) ?? ''})`, { v }, rng));
  while (rest.length > 0) {
    const said = rest.splice(0, 1 + rng.int(2)).join(' and ');
    sentences.push(`it ${said}`);
  }
  return sentences.map((sentence) => `${capitalise(sentence)}.`).join(' ');
}

export const restaurant: Task = {
  id: 'restaurant',
  metrics: ['bleu', 'rouge-l', 'slot-error-rate'],
  fingerprint: 'db61ba69',
  draw(seed) {
    const rng = createRng(seed, 'task/restaurant');
    return () => {
      const meaning = drawMeaning(rng);
      return { prompt: writeMeaning(meaning), completion: say(meaning, rng) };
    };
  },
};
