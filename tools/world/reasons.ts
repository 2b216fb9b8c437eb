/**
 * What follows from what: somebody tells something, and it is asked, or concluded, whether something else is so. Yes, no
 * and "we cannot know" are about equally frequent, and each is right.
 */
import type { Rng } from '../../src/core/rng.ts';
import {
  COLOURS,
  DAYS,
  FIRST_NAMES,
  inventedName,
  JOBS,
  placeName,
  ROOMS,
} from '../../src/data/tasks/lexicon.ts';
import { article, capitalise, phrase } from '../../src/data/tasks/phrase.ts';

const words = (text: string): string[] => text.split(/\s+/);

const THINGS = words(
  'lamp chair clock basket boat book coat hat ladder kettle drum cup key bell carpet bicycle',
);
/** As many, and as a wider kind. */
const CLASSES = [
  ['owls', 'birds'],
  ['hens', 'birds'],
  ['oaks', 'trees'],
  ['elms', 'trees'],
  ['ferries', 'boats'],
  ['roses', 'flowers'],
  ['dogs', 'animals'],
  ['goats', 'animals'],
  ['hammers', 'tools'],
  ['soups', 'dishes'],
  ['pies', 'dishes'],
  ['lamps', 'things'],
] as const;
const OPPOSITES = [
  ['old', 'new'],
  ['large', 'small'],
  ['wet', 'dry'],
  ['clean', 'dirty'],
  ['cold', 'warm'],
] as const;

/** Something told, and claims about it. */
interface Told {
  told: string;
  yes: readonly string[];
  no: readonly string[];
  open: readonly string[];
}

const ABOUT: readonly Told[] = [
  {
    told: '{a} (came|arrived|left|finished) before {b}, and {b} before {c}',
    yes: ['{a} was before {c}', '{b} was before {c}', '{c} was after {a}'],
    no: ['{c} was before {a}', '{b} was before {a}', '{c} was first'],
    open: ['{a} was before {d}', '{d} was last', '{c} was before {d}'],
  },
  {
    told: '(all|all the) {wide} at {place} are {good}',
    yes: ['the {narrow} at {place} are {good}', 'no {wide} at {place} are {bad}'],
    no: ['some {narrow} at {place} are {bad}', 'not all {narrow} at {place} are {good}'],
    open: ['the {wide} at {place2} are {good}', 'the {narrow} at {place2} are {bad}'],
  },
  {
    told: '(none of the|no) {wide} at {place} are {good}',
    yes: ['no {narrow} at {place} are {good}', 'not one of the {narrow} at {place} is {good}'],
    no: ['some {narrow} at {place} are {good}', 'all {wide} at {place} are {good}'],
    open: ['the {narrow} at {place2} are {good}', 'some {wide} at {place2} are {good}'],
  },
  {
    told: 'some {narrow} at {place} are {good}, and some are {bad}',
    yes: ['some {wide} at {place} are {good}', 'not all {narrow} at {place} are {bad}'],
    no: ['all {narrow} at {place} are {good}', 'no {wide} at {place} are {bad}'],
    open: ['most {narrow} at {place} are {good}', 'some {narrow} at {place2} are {bad}'],
  },
  {
    told: '{a} (sold {b} the {thing}|gave the {thing} to {b}|lent {b} the {thing})',
    yes: ['{b} has the {thing} from {a}', '{b} got the {thing}'],
    no: ['{a} has the {thing} from {b}', 'nobody gave {b} the {thing}'],
    open: ['{b} likes the {thing}', '{c} got {athing} too', 'the {thing} is {colour}'],
  },
  {
    told: '{a} (thinks|believes|is sure) that the {room} is {good}',
    yes: ["in {a}'s mind the {room} is {good}"],
    no: ['{a} (thinks|believes|is sure) that the {room} is {bad}', '{a} has no idea of the {room}'],
    open: ['the {room} is {good}', 'the {room} is {bad}', '{b} thinks so too'],
  },
  {
    told: '(it is not true|it is untrue|it is wrong) that the {room} is {good}',
    yes: ['the {room} is not {good}'],
    no: ['the {room} is {good}'],
    open: ['the {thing} is {good}', '{a} is at the {room}'],
  },
  {
    told: 'the {room} is open from {n} to {m} on {day}',
    yes: ['at {mid} on {day} the {room} is not shut', 'on {day} there is somebody at the {room} at {mid}'],
    no: ['the {room} is never open on {day}', 'on {day} the {room} is shut at {mid}'],
    open: ['the {room} is open on {day2}', 'the {room} is shut at {mid} on {day2}'],
  },
  {
    told: '(exactly |){n} of the {m} {narrow} are {good}',
    yes: ['not all {narrow} are {good}', '(at least|more than) {less} of the {narrow} are {good}'],
    no: ['all {m} of the {narrow} are {good}', 'fewer than {less} of the {narrow} are {good}'],
    open: ['{n} of the {narrow} are {colour}', '{a} owns {n} {narrow}'],
  },
  {
    told: '{a} is {older} than {b}, who is {older} than {c}',
    yes: ['{a} is {older} than {c}', '{c} is not {older} than {b}'],
    no: ['{c} is {older} than {a}', '{b} is {older} than {a}'],
    open: ['{d} is {older} than {b}', '{a} is the {job}'],
  },
  {
    told: '{a} went to the {room} with {b} but without {c}',
    yes: ['{b} went to the {room}', '{a} was not alone'],
    no: ['{c} went with {a}', '{a} went to the {room} alone'],
    open: ['{d} went to the {room}', '{c} stayed at home', '{a} likes {b}'],
  },
  {
    told: 'if it rains on {day}, {a} stays at home, and on {day} it (rained|rains)',
    yes: ['{a} (stayed|stays) at home on {day}', 'it was wet on {day}'],
    no: ['{a} went out on {day}', '{day} was dry'],
    open: ['{b} stayed at home on {day}', 'it rained on {day2}'],
  },
];

const VERDICTS = {
  yes: ['Yes', 'Yes', 'That is so', 'True', 'It must be so'],
  no: ['No', 'No', 'That is not so', 'Untrue', 'It cannot be'],
  open: ['We cannot know', 'Maybe', 'Nobody says', 'It may or may not be', 'That is left open'],
} as const;

/** How a claim is put to what was told, and answered. */
const ASKED = [
  '"{told}." "So {claim}?" "{verdict}."',
  '{told}.\nIs it true that {claim}? {verdict}.',
  '{told}. Somebody says that {claim}. {verdict}.',
];

/** The same without asking. */
const CONCLUDED = {
  yes: '{told}. (So|Therefore|It follows that) {claim}.',
  no: '{told}. It is wrong that {claim}.',
  open: '{told}. Whether {claim}, nobody knows.',
} as const;

/** Something told and what does or does not follow from it. */
export function reason(rng: Rng): string {
  const people = rng.shuffle([...rng.shuffle(FIRST_NAMES).slice(0, 4), inventedName(rng), inventedName(rng)]);
  const [a = '', b = '', c = '', d = ''] = people;
  const [narrow, wide] = rng.pick(CLASSES);
  const [good, bad] = rng.shuffle(rng.pick(OPPOSITES));
  const [day = '', day2 = ''] = rng.shuffle(DAYS);
  const thing = rng.pick(THINGS);
  const n = 2 + rng.int(9);
  const m = n + 2 + rng.int(8);
  const values = {
    ...{ a, b, c, d, narrow, wide, day, day2, thing },
    athing: `${article(thing)} ${thing}`,
    good: good ?? '',
    bad: bad ?? '',
    n: String(n),
    m: String(m),
    mid: String(n + 1 + rng.int(m - n - 1)),
    less: String(n - 1),
    room: rng.pick(ROOMS),
    colour: rng.pick(COLOURS),
    job: rng.pick(JOBS),
    older: rng.pick(['older', 'younger', 'taller', 'richer', 'quicker', 'louder']),
    place: placeName(rng),
    place2: placeName(rng),
  };
  const say = (template: string) => phrase(template, values, rng);
  const { told, ...claims } = rng.pick(ABOUT);
  const verdict = rng.pick(['yes', 'no', 'open'] as const);
  const said = {
    told: capitalise(say(told)),
    claim: say(rng.pick(claims[verdict])),
    verdict: rng.pick(VERDICTS[verdict]),
  };
  return phrase(rng.pick([...ASKED, CONCLUDED[verdict]]), said, rng);
}

/** A few of them. */
export const reasons = (rng: Rng): string =>
  Array.from({ length: 1 + rng.int(3) }, () => reason(rng)).join('\n');
