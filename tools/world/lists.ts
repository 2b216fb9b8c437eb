/**
 * Documents that repeat what they have just said: roll calls, errands, echoes, orders. What comes next in them is
 * found further up and nowhere else, so a model that reads them learns to copy.
 */
import type { Rng } from '../../src/core/rng.ts';
import { inventedName, placeName, SIGN_ADJECTIVES, SIGN_NOUNS } from '../../src/data/tasks/lexicon.ts';
import { capitalise, enumerate, phrase } from '../../src/data/tasks/phrase.ts';

/** Something that can stand in a list. */
function item(rng: Rng): string {
  const noun = rng.pick(SIGN_NOUNS).toLowerCase();
  return rng.pick([
    inventedName(rng),
    placeName(rng),
    `${inventedName(rng)} ${inventedName(rng)}`,
    noun,
    `${rng.pick(SIGN_ADJECTIVES).toLowerCase()} ${noun}`,
    String(rng.int(1000)),
    `${noun} ${rng.int(90) + 10}`,
  ]);
}

function items(rng: Rng, most: number): string[] {
  const kind = rng.int(3);
  return Array.from({ length: 2 + rng.int(most - 1) }, () =>
    kind === 0 ? inventedName(rng) : kind === 1 ? placeName(rng) : item(rng),
  );
}

const SEPARATORS = [', ', '\n', '; ', ' / ', ' - ', '\n- ', ' and ', ' | '];

/** The same list twice or three times, each time in its own dress. */
export function rollCall(rng: Rng): string {
  const list = items(rng, 8);
  const say = () => {
    const separator = rng.pick(SEPARATORS);
    const lead = phrase(
      rng.pick([
        '',
        '',
        'List: ',
        'Again: ',
        'Once more: ',
        '(First|Then|Last|Also) ',
        'Roll call\n',
        '"',
        '[',
        '* ',
        '(',
        '[',
      ]),
      {},
      rng,
    );
    const tail = { '"': '"', '[': ']', '(': ')' }[lead] ?? '';
    return lead + list.join(separator) + tail;
  };
  return Array.from({ length: 2 + rng.int(2) }, say).join(rng.pick(['\n', '\n\n', '. ']));
}

/** Pairs told once and asked again in another order. */
export function pairs(rng: Rng): string {
  const [keys, values] = [items(rng, 5), items(rng, 5)];
  const told = keys.slice(0, values.length).map((key, i) => ({ key, value: values[i] ?? key }));
  const form = rng.pick([
    '{key}: {value}',
    '{key} has {value}',
    '{key} gets {value}',
    '{key} = {value}',
    '{key}, {value}',
    '{key} - {value}',
    '{key} lives at {value}',
    '{key} went to {value}',
    '{key} likes {value}',
  ]);
  const again = rng.pick([
    form,
    '{key}: {value}',
    'Who is it? {value}: {key}',
    '{value} for {key}',
    '{value}, {key}',
  ]);
  const first = told.map((pair) => phrase(form, pair, rng));
  const second = rng.shuffle(told).map((pair) => phrase(again, pair, rng));
  const mark = rng.pick(['\n', '. ', '; ']);
  return first.join(mark) + rng.pick(['\n', '\n\n', '. ']) + second.join(mark);
}

/** A shopping list or order, then what was bought, packed or eaten. */
export function errand(rng: Rng): string {
  const list = items(rng, 5);
  const who = inventedName(rng);
  const where = placeName(rng);
  const written = list.join(rng.pick(SEPARATORS));
  const values = { who, where, list: written, told: enumerate(list), back: enumerate(rng.shuffle(list)) };
  return phrase(
    rng.pick([
      '{who} (wrote|made) a list: {list}. (At|In) {where} {who} (bought|found|asked for) {told}. (Back home|At home|In the evening) {who} (unpacked|showed us|counted) {back}.',
      'To (buy|fetch|bring):\n{list}\n{who} went to {where} and (got|bought|fetched) {told}.',
      '"(What|Whom) do you (want|need), {who}?" "{told}." "{told}, very well."',
      'Order for {who}\n{list}\nFrom {where}\n(Sent|Packed|Ready): {told}, for {who}, from {where}.',
      '{who} (said|sang|wrote): "{told}." (And again|Then|Once more): "{told}."',
    ]),
    values,
    rng,
  );
}

/** A thing with a made-up name, told about in sentences that keep naming it. */
export function named(rng: Rng): string {
  return aboutName(
    rng.pick([inventedName(rng), placeName(rng), `${inventedName(rng)} ${inventedName(rng)}`]),
    rng,
  );
}

/** Sentences that all name the given thing. */
export function aboutName(name: string, rng: Rng): string {
  const noun = rng.pick(SIGN_NOUNS).toLowerCase();
  const adjective = rng.pick(SIGN_ADJECTIVES).toLowerCase();
  const values = { name, noun, adjective, other: inventedName(rng) };
  const sentences = rng.shuffle([
    '{name} is the name of the {noun}',
    '(we|they) (call|called) it {name}',
    '{other} (likes|knows|saw) {name}',
    '{name} is (very |quite |)(old|new|small|large|{adjective})',
    'nobody (forgets|knows) {name}',
    '"{name}", said {other}, "{name}!"',
    'the {adjective} {noun} is called {name}',
    '(where is|who has seen|what is) {name}?',
    'the sign (says|reads|said) "{name}"',
  ]);
  return sentences
    .slice(0, 3 + rng.int(4))
    .map((sentence) => {
      const text = capitalise(phrase(sentence, values, rng));
      return /[?!"]$/.test(text) ? text : `${text}.`;
    })
    .join(' ');
}
