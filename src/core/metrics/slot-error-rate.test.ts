import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restaurant, writeMeaning } from '../../data/tasks/restaurant.ts';
import { parseMeaning, slotErrors } from './slot-error-rate.ts';
import { generate } from '../../data/tasks/splits.ts';

const errorsOf = (prompt: string, text: string) => {
  const meaning = parseMeaning(prompt);
  if (!meaning) throw new Error(`no meaning: ${prompt}`);
  return slotErrors(meaning, text);
};
const none = { missing: [], wrong: [], added: [] };

describe('parseMeaning', () => {
  test('reads slots in order, with commas in values', () => {
    expect(parseMeaning('name[Ann, Bob, and Co.], customer rating[5 out of 5],near[ The Mill ]')).toEqual(
      new Map([
        ['name', ['Ann, Bob, and Co.']],
        ['customer rating', ['5 out of 5']],
        ['near', [' The Mill ']],
      ]),
    );
  });

  test('gives a slot that is named twice both values', () => {
    expect(parseMeaning('name[A], eatType[pub], eatType[restaurant]')).toEqual(
      new Map([
        ['name', ['A']],
        ['eatType', ['pub', 'restaurant']],
      ]),
    );
  });

  test.each(['', 'The Mill', 'name[The Mill', 'name[]', 'name[A], ', 'name[A] food[B]', 'name[A], so'])(
    'refuses "%s"',
    (text) => {
      expect(parseMeaning(text)).toBeNull();
    },
  );
});

// E2E's style, written for these tests.
const FULL =
  'name[The Punter], eatType[coffee shop], food[English], priceRange[less than £20], customer rating[low], area[city centre], familyFriendly[no], near[Café Sicilia]';

test.each([
  'The Punter is an English coffee shop near Café Sicilia in the city centre. Prices are less than £20, ratings are low and it is not family-friendly.',
  'Near Cafe Sicilia in the centre of the city, the Punter coffee shop sells cheap British food. It has poor reviews. No kids.',
  'The low-rated, low-priced and non child friendly coffee shop The Punter serves English food in the city center, close to Café Sicilia.',
  "Rated 1 out of 5 by customers, Punter is a Café serving English food under £20 downtown by Café Sicilia. It isn't for children.",
  'The Punter is an inexpensive one star coffee shop for adults only. You find its English food near Café Sicilia in the town centre.',
])('finds every slot told: %s', (text) => {
  expect(errorsOf(FULL, text)).toEqual(none);
});

test('a slot of two values asks for both', () => {
  const two = 'name[The Punter], eatType[coffee shop], eatType[pub]';
  expect(errorsOf(two, 'The Punter is a coffee shop and pub.')).toEqual(none);
  expect(errorsOf(two, 'The Punter is a pub.')).toEqual({ ...none, missing: ['eatType'] });
  expect(errorsOf(two, 'The Punter is a coffee shop, pub and wine bar.')).toEqual({
    ...none,
    wrong: ['eatType'],
  });
  expect(
    errorsOf('name[The Punter], near[A Mill], near[Oak Inn]', 'The Punter is near A Mill and Oak Inn.'),
  ).toEqual(none);
});

describe('by a person who reads the text', () => {
  test.each([
    [
      'name[Cocum], customer rating[high]',
      'Cocum has high prices.',
      { missing: ['customer rating'], added: ['priceRange'] },
    ],
    [
      'name[Cocum], priceRange[high], customer rating[low]',
      'Cocum has low prices and a high customer rating.',
      { wrong: ['priceRange', 'customer rating'] },
    ],
    [
      'name[Cocum], priceRange[high], customer rating[low]',
      'Cocum has a low customer rating and its price range is high.',
      {},
    ],
    ['name[Cocum], priceRange[£20-25]', 'Cocum is moderately priced.', {}],
    ['name[Cocum], priceRange[£20-25]', 'Cocum costs less than £20.', { wrong: ['priceRange'] }],
    ['name[Cocum], priceRange[less than £20]', 'Cocum costs £20-25.', { wrong: ['priceRange'] }],
    ['name[Cocum], priceRange[more than £30]', 'Cocum is expensive.', {}],
    ['name[Cocum], customer rating[5 out of 5]', 'Cocum is a five star place.', {}],
    [
      'name[Cocum], customer rating[5 out of 5]',
      'Cocum got 3 out of 5 stars.',
      { wrong: ['customer rating'] },
    ],
    ['name[Cocum], familyFriendly[yes]', 'Cocum is not family friendly.', { wrong: ['familyFriendly'] }],
    ['name[Cocum], familyFriendly[no]', 'Cocum welcomes families.', { wrong: ['familyFriendly'] }],
    [
      'name[Cocum], familyFriendly[yes], priceRange[high]',
      'Not cheap, but child friendly: Cocum.',
      { wrong: ['priceRange'] },
    ],
    ['name[Cocum], area[riverside]', 'Cocum is by the river.', {}],
    ['name[Cocum], area[riverside]', 'Cocum is in the city centre.', { wrong: ['area'] }],
    ['name[Cocum], eatType[pub]', 'Cocum is a restaurant.', { wrong: ['eatType'] }],
    ['name[Cocum], eatType[pub]', 'The pub Cocum is a fine restaurant.', {}],
    ['name[Cocum]', 'Cocum is a restaurant.', {}],
    ['name[Cocum], near[The Bakers]', 'Cocum is near Burger King.', { wrong: ['near'] }],
    ['name[Cocum]', 'Cocum is near the Riverside.', { added: ['area'] }],
    ['name[Cocum]', 'Cocum is near The Bakers.', { added: ['near'] }],
    ['name[Cocum], food[French]', 'Cocum serves Thai food.', { missing: ['food'] }],
    ['name[Cocum], food[Thai]', 'Cocum serves Thai food.', {}],
    ['name[Cocum], food[Thai]', 'Cocum serves French food.', { wrong: ['food'] }],
    ['name[The Cheap Pub (Café)], near[The Cheap]', 'The Cheap Pub (Cafe) is near The Cheap.', {}],
    ['name[Cocum], food[French]', '', { missing: ['name', 'food'] }],
  ])('%s: %s', (prompt, text, expected) => {
    expect(errorsOf(prompt, text)).toEqual({ ...none, ...expected });
  });
});

test('any text: each slot that was asked for is in one list at most, and added ones were not asked for', () => {
  const slots = [...(parseMeaning(FULL)?.keys() ?? [])];
  const word = fc.constantFrom(
    'cheap',
    'near',
    'The',
    'Punter',
    'not',
    'family',
    'high',
    'rating',
    'price',
    '20',
    '£',
    '[',
    '.',
  );
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(word).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(text, fc.subarray(slots, { minLength: 1 }), (said, asked) => {
      const full = parseMeaning(FULL) ?? new Map<string, string[]>();
      const meaning = new Map([...full].filter(([slot]) => asked.includes(slot)));
      const { missing, wrong, added } = slotErrors(meaning, said);
      const all = [...missing, ...wrong, ...added];
      expect(new Set(all).size).toBe(all.length);
      expect([...missing, ...wrong].every((slot) => meaning.has(slot))).toBe(true);
      expect(added.some((slot) => meaning.has(slot))).toBe(false);
    }),
  );
});

describe('the restaurant task', () => {
  const { train, test: held } = generate(restaurant, 7);
  const pairs = [...held, ...train.slice(0, 800)];
  const VALUES: Record<string, string[]> = {
    eatType: ['restaurant', 'pub', 'coffee shop', 'tea room', 'wine bar'],
    food: ['Chinese', 'English', 'fast food', 'French', 'Indian', 'Italian', 'Japanese'],
    // One value of each degree: equal degrees are equal.
    priceRange: ['cheap', '£20-25', 'more than £30'],
    'customer rating': ['1 out of 5', 'average', 'high'],
    area: ['riverside', 'city centre', 'old town', 'harbour'],
    familyFriendly: ['yes', 'no'],
    near: ['Xyz House'],
  };

  test('its own completions have no errors', () => {
    for (const { prompt, completion } of pairs)
      expect({ prompt, completion, ...errorsOf(prompt, completion) }).toEqual({
        prompt,
        completion,
        ...none,
      });
  });

  test('a slot more or less in the prompt shows as missing or added, and nothing else does', () => {
    for (const { prompt, completion } of pairs) {
      const meaning = parseMeaning(prompt) ?? new Map<string, string[]>();
      for (const [slot, [value = '']] of Object.entries(VALUES)) {
        const changed = new Map<string, readonly string[]>(meaning);
        const told = changed.delete(slot);
        if (told && meaning.get(slot)?.[0] === 'restaurant') continue;
        if (!told) changed.set(slot, [value]);
        const expected = told ? { ...none, added: [slot] } : { ...none, missing: [slot] };
        expect({ prompt, completion, slot, ...slotErrors(changed, completion) }).toEqual({
          prompt,
          completion,
          slot,
          ...expected,
        });
      }
    }
  });

  test('any other value in the prompt shows as wrong, a name that is not told as missing', () => {
    const degree = (value: string) =>
      [/^(cheap|less.*|low|1 .*)$/, /^(moderate|£20-25|average|3 .*)$/, /./].findIndex((d) => d.test(value));
    for (const { prompt, completion } of pairs) {
      const meaning = new Map([...(parseMeaning(prompt) ?? [])].map(([slot, [value = '']]) => [slot, value]));
      for (const [slot, value] of meaning)
        for (const other of VALUES[slot] ?? ['Xyz House']) {
          const same = /price|rating/.test(slot) ? degree(other) === degree(value) : other === value;
          if (same) continue;
          const changed = writeMeaning(new Map([...meaning, [slot, other]]));
          const errors = errorsOf(changed, completion);
          // A name that was not asked for stays in the text, and some begin with "Café".
          if (slot === 'name') expect(errors.missing).toEqual(['name']);
          else
            expect({ changed, completion, ...errors }).toEqual({
              changed,
              completion,
              ...none,
              wrong: [slot],
            });
        }
    }
  });
});
