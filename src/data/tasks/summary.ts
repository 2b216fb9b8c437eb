/**
 * The summary task, after SAMSum (Gliwa et al. 2019): a short conversation to one sentence in the third person that
 * says what it comes to. The conversations are our own.
 */
import { createRng, type Rng } from '../../core/rng.ts';
import { ANIMALS, DAYS, FIRST_NAMES, placeName, words } from './lexicon.ts';
import { article, capitalise, phrase } from './phrase.ts';
import { SCENES, type Values, type Who } from './summary-scenes.ts';
import type { Task } from './task.ts';
import { TOWN } from './town.ts';

/** Characters. */
const LONGEST = 190;
const FEWEST_TURNS = 4;
const MOST_TURNS = 9;
/** How often a conversation begins with greetings, and how often it ends with a word more. */
const GREETED = 0.15;
const PARTED = 0.35;

interface Talk {
  /** Turns in order, each "Name: what is said". */
  lines: string[];
  summary: string;
}

const THINGS = words(
  'key hat coat bag book purse watch ring scarf basket pen map drum spoon lamp clock cup bell',
);
const TOOLS = words('ladder saw hammer boat cart spade tent drum rope basket horse lamp');
const GOODS = words(
  'bread milk cheese butter honey tea coffee rice flour sugar salt soap fish eggs pears apples',
);
const DISHES = words('soup fish rice pie stew beans eggs pancakes duck lamb crab cheese');
const SPOTS = [
  ...words('hall kitchen garden cellar attic shop yard office').map((room) => `in the ${room}`),
  ...words('bench bed stairs coat table').map((thing) => `under the ${thing}`),
  ...words('shelf table wall chair').map((thing) => `on the ${thing}`),
  ...words('door gate well stove').map((thing) => `by the ${thing}`),
];
const MEETING_POINTS = words('library museum market church park mill school baths');
const ENDS = words('Harbour Mill Castle Lake Abbey Forest Hill');
/** Names, days, hours and so on for one conversation; those that differ by a number differ in value. */
function drawValues(rng: Rng): Values {
  const values: Values = {};
  const differing = (names: readonly string[], items: readonly string[]): void => {
    const taken = new Set<string>();
    for (const name of names) {
      let item = rng.pick(items);
      while (taken.has(item)) item = rng.pick(items);
      taken.add(item);
      values[name] = item;
    }
  };
  const hourForm = rng.pick(['{h}', '{h}', 'half past {h}', '{h}.30', '{h}.15']);
  const hours = Array.from({ length: 12 }, (_, i) => hourForm.replace('{h}', `${i + 1}`));
  const somewhere = () =>
    rng.uniform() < 0.6
      ? `the ${rng.pick(MEETING_POINTS)}`
      : rng.uniform() < 0.4
        ? rng.pick(TOWN).name
        : placeName(rng);
  differing(['a', 'b', 'c'], FIRST_NAMES);
  differing(['day', 'day2', 'day3'], DAYS);
  differing(['hour', 'hour2', 'hour3'], hours);
  differing(['good', 'good2', 'good3', 'good4'], GOODS);
  differing(['dish', 'dish2', 'dish3'], DISHES);
  differing(['spot', 'spot2'], SPOTS);
  differing(['thing', 'thing2'], THINGS);
  const { thing = '', thing2 = '' } = values;
  values.a_thing = `${article(thing)} ${thing}`;
  values.a_thing2 = `${article(thing2)} ${thing2}`;
  values.tool = rng.pick(TOOLS);
  values.pet = rng.pick(ANIMALS);
  values.end = rng.pick(ENDS);
  values.ride = rng.pick(['bus', 'ferry', 'tram', 'train']);
  values.place = somewhere();
  do values.place2 = somewhere();
  while (values.place2 === values.place);
  return values;
}

/** With a capital letter after each full stop, question mark or exclamation mark too. */
const sentences = (text: string): string =>
  capitalise(text).replace(/[.?!] [a-z]/g, (start) => start.toUpperCase());

function drawTalk(rng: Rng): Talk {
  const values = drawValues(rng);
  const lines: string[] = [];
  const word = (template: string, more: Values = {}) => phrase(template, { ...values, ...more }, rng);
  const say = (who: Who, template: string, more: Values = {}) => {
    lines.push(`${values[who] ?? ''}: ${sentences(word(template, more))}`);
  };
  const chance = (probability: number) => rng.uniform() < probability;
  if (chance(GREETED)) {
    say('a', '(hi|hello|good morning), {b}(.|!)');
    say('b', '(hi|hello|good morning)(.|, {a}.)');
  }
  const summary = rng.pick(SCENES)({ rng, values, chance, word, say });
  if (chance(PARTED)) {
    const last = lines.at(-1)?.startsWith(`${values.a ?? ''}:`) ? 'b' : 'a';
    say(last, '(good|great|OK|bye|see you|right|thanks)(.|!)');
  }
  return { lines, summary: capitalise(summary) };
}

export const summary: Task = {
  id: 'summary',
  metrics: ['rouge-1', 'rouge-2', 'rouge-l'],
  fingerprint: '770349be',
  longest: LONGEST,
  draw(seed) {
    const rng = createRng(seed, 'task/summary');
    return () => {
      let talk = drawTalk(rng);
      while (talk.lines.length < FEWEST_TURNS || talk.lines.length > MOST_TURNS) talk = drawTalk(rng);
      return { prompt: talk.lines.join('\n'), completion: talk.summary };
    };
  },
};
