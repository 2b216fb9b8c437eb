/**
 * People writing to each other: short lines, each headed by who wrote it, in which something is arranged, often changed
 * and now and then told afterwards by somebody else.
 */
import type { Rng } from '../../src/core/rng.ts';
import { ANIMALS, DAYS, FIRST_NAMES, inventedName, placeName, ROOMS } from '../../src/data/tasks/lexicon.ts';
import { capitalise, phrase } from '../../src/data/tasks/phrase.ts';
import { TOWN } from '../../src/data/tasks/town.ts';

const words = (text: string): string[] => text.split(/\s+/);

const THINGS = words(
  'lamp chair table clock basket boat book coat hat umbrella ladder kettle drum pen cup key bell',
);
const GOODS = words('bread milk cheese butter honey tea coffee rice flour sugar salt fish jam meat');
const HOURS = words('one two three four five six seven eight nine ten eleven noon 2.30 4.15 7.45 8.30 10.15');

/** Two lines and more of a talk, {a} and {b} by turns, and how it is told afterwards. */
interface Talk {
  lines: readonly string[];
  told: string;
}

const TALKS: readonly Talk[] = [
  {
    lines: [
      '(can you come|are you coming|will you come) to {place} on {day}?',
      '(Not on {day}|I am away on {day}|{day} is no good|I work on {day}). (What about|Is|Maybe) {day2}?',
      '({day2} is fine|{day2}, then|Good, {day2})(. At {hour}?|.)',
    ],
    told: '{a} (saw|met) {b} at {place} on {day2}(, not on {day}|).',
  },
  {
    lines: [
      '(let us meet|shall we meet) at {hour}(.|?)',
      '({hour} is too (early|late)|I cannot be there at {hour}). ({hour2}|At {hour2})?',
      '(All right|Good|Fine), {hour2}. (Where?|At {place}?)',
      '(At|By) (the {room}|{place}).',
    ],
    told: '{b} could not come at {hour}, so they met at {hour2}.',
  },
  {
    lines: [
      '(I have lost my {thing}.|I cannot find my {thing}.|Have you seen my {thing}?)',
      '(It was in the {room} (yesterday|on {day}).|Look in the {room}.|Is it not in the {room}?)',
      '(Not there|It is not there|No). (I shall ask {c}.|Where else?|Oh no.)',
      '({c} has it.|It is in the {room2}.|I have it!)',
    ],
    told: '{a} was looking for a lost {thing}(, and {b} helped|).',
  },
  {
    lines: [
      '(could you|can you|would you) (feed my {animal}|mind the {animal}|walk the {animal}) (on {day}|this week)?',
      '(Yes|Of course|Gladly)(, I can|). (When|How often)?',
      '(At {hour}|Twice a day|Only in the morning). (Thank you|Thanks)!',
    ],
    told: "{b} (minded|looked after|fed) {a}'s {animal} (on {day}|).",
  },
  {
    lines: [
      '(how much is|what do you want for) (your|the) {thing}?',
      '£{price}.',
      '(That is (dear|a lot)|Too much). (I have only|I can give you) £{less}.',
      '(No.|£{less} is too little.|All right, £{less}.|Then no.)',
    ],
    told: '{b} wanted £{price} for the {thing} and {a} only had £{less}.',
  },
  {
    lines: [
      '(please |)(buy|bring|fetch|get) {goods} (from the market|on your way|, please).',
      '(There is no {goods}|They have no {goods}|The {goods} (is gone|is bad)). (Shall I bring|Would you like) {goods2}?',
      '(Yes|Then {goods2}|{goods2} is fine), (thanks|thank you).',
    ],
    told: '{b} came home with {goods2} because there was no {goods}.',
  },
  {
    lines: [
      '(where are you?|are you here?|I am at {place}, and you?)',
      '(My bus is late|I missed the ferry|I lost my way|I am still at the {room}). (Wait for me|I need {number} minutes|Start without me).',
      '(No hurry|Of course|I am waiting|We have started).',
    ],
    told: '{b} came {number} minutes late, and {a} (waited|had begun).',
  },
  {
    lines: [
      '(did you hear|do you know)? {c} (is ill|has a new {thing}|sold the {thing}|is getting married|is leaving on {day}|bought a {animal})(!|.)',
      '(Really|No|Oh)(!|?) (Who told you?|Since when?|I did not know.)',
      '({c} did.|Everyone says so.|I saw it on {day}.|It was in the news.)',
    ],
    told: '{a} told {b} (the news|about {c}).',
  },
];

/** A few messages between two people. */
export function chat(rng: Rng): string {
  const [a = '', b = '', c = ''] = rng.shuffle(FIRST_NAMES);
  const names = rng.uniform() < 0.6 ? { a, b, c } : { a: inventedName(rng), b: inventedName(rng), c };
  const [day = '', day2 = ''] = rng.shuffle(DAYS);
  const [hour = '', hour2 = ''] = rng.shuffle(HOURS);
  const [room = '', room2 = ''] = rng.shuffle(ROOMS);
  const [goods = '', goods2 = ''] = rng.shuffle(GOODS);
  const price = 5 + rng.int(60);
  const values = {
    ...names,
    ...{ day, day2, hour, hour2, room, room2, goods, goods2 },
    price: String(price),
    less: String(Math.max(1, price - 1 - rng.int(price))),
    number: String(5 * (1 + rng.int(11))),
    thing: rng.pick(THINGS),
    animal: rng.pick(ANIMALS),
    place: rng.uniform() < 0.4 ? rng.pick(TOWN).name : placeName(rng),
  };
  const talk = rng.pick(TALKS);
  const say = (template: string) =>
    capitalise(phrase(template, values, rng))
      .replace(/ ,/g, ',')
      .replace(/[.?!] [a-z]/g, (start) => start.toUpperCase());
  const lines = talk.lines.map((line, i) => `${i % 2 === 0 ? names.a : names.b}: ${say(line)}`);
  if (rng.uniform() < 0.3)
    lines.unshift(
      `${names.a}: ${say('(Hi|Hello|Good morning|Good evening), {b}!')}`,
      `${names.b}: ${say('(Hi|Hello|Good morning|Good evening)(!|.)')}`,
    );
  if (rng.uniform() < 0.3)
    lines.push(`${rng.pick([names.a, names.b])}: ${say('(Thanks|See you|Bye|Good|Great|OK|Right)(!|.)')}`);
  const told = rng.uniform() < 0.35 ? `${rng.pick(['\n\n', '\n* ', '\n- '])}${say(talk.told)}` : '';
  return lines.join('\n') + told;
}
