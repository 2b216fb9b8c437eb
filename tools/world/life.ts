/**
 * Documents about the town's people, days and ways: short lives, diaries, weather, walks, notices and small stories.
 * They give the base models their everyday English.
 */
import type { Rng } from '../../src/core/rng.ts';
import {
  ANIMALS,
  COLOURS,
  DAYS,
  inventedName,
  JOBS,
  placeName,
  ROOMS,
  SIGN_ADJECTIVES,
  SIGN_NOUNS,
  SKIES,
} from '../../src/data/tasks/lexicon.ts';
import { article, capitalise, phrase } from '../../src/data/tasks/phrase.ts';
import { TOWN, TOWN_NAME } from '../../src/data/tasks/town.ts';

const words = (text: string): string[] => text.split(/\s+/);

const THINGS =
  words(`bread milk cheese butter eggs honey tea coffee soup rice flour sugar salt apples pears onions
carrots beans fish paper letters books pens boots hats coats gloves chairs tables lamps candles ropes nails tools seeds
flowers blankets baskets boxes bottles plates cups knives spoons toys bells clocks keys maps stamps coins shells`);
const VERBS_OF_MAKING = words(
  'makes sells mends buys carries counts collects paints cleans wants keeps brings finds',
);
const QUALITIES =
  words(`happy sad tired busy kind angry clever quiet friendly careful lazy honest brave shy polite
proud hungry thirsty cold warm late early ready sorry sure afraid alone free rich poor strong weak young old`);
const MONTHS = words(`January February March April May June July August September October November December`);
const HOURS = words('one two three four five six seven eight nine ten eleven twelve');
const KIN = words(
  'mother father sister brother uncle aunt cousin friend neighbour son daughter grandmother wife husband',
);

/** Fresh values for the slots of the templates below. */
function lifeValues(rng: Rng): Record<string, string> {
  const job = rng.pick(JOBS);
  const quality = rng.pick(QUALITIES);
  const female = rng.uniform() < 0.5;
  return {
    who: inventedName(rng),
    other: inventedName(rng),
    third: inventedName(rng),
    he: female ? 'she' : 'he',
    his: female ? 'her' : 'his',
    him: female ? 'her' : 'him',
    job,
    ajob: `${article(job)} ${job}`,
    things: rng.pick(THINGS),
    more: rng.pick(THINGS),
    makes: rng.pick(VERBS_OF_MAKING),
    animal: rng.pick(ANIMALS),
    colour: rng.pick(COLOURS),
    quality,
    quality2: rng.pick(QUALITIES),
    sky: rng.pick(SKIES),
    sky2: rng.pick(SKIES),
    day: rng.pick(DAYS),
    day2: rng.pick(DAYS),
    month: rng.pick(MONTHS),
    hour: rng.pick(HOURS),
    hour2: rng.pick(HOURS),
    room: rng.pick(ROOMS),
    room2: rng.pick(ROOMS),
    kin: rng.pick(KIN),
    kin2: rng.pick(KIN),
    noun: rng.pick(SIGN_NOUNS).toLowerCase(),
    adjective: rng.pick(SIGN_ADJECTIVES).toLowerCase(),
    place: rng.uniform() < 0.4 ? rng.pick(TOWN).name : placeName(rng),
    place2: rng.uniform() < 0.4 ? rng.pick(TOWN).name : placeName(rng),
    street: rng.pick(TOWN).street,
    street2: rng.pick(TOWN).street,
    number: String(2 + rng.int(98)),
    year: String(1900 + rng.int(125)),
    town: TOWN_NAME,
  };
}

function tell(templates: readonly string[], most: number, rng: Rng): string {
  const values = lifeValues(rng);
  return rng
    .shuffle(templates)
    .slice(0, 2 + rng.int(most - 1))
    .map((template) => capitalise(phrase(template, values, rng).replace(/ +/g, ' ')))
    .join(' ');
}

/** A person: work, home, family, habits. */
export function person(rng: Rng): string {
  const values = lifeValues(rng);
  const rest = rng.shuffle([
    '{he} (was born|came to {town}) in (|{month} ){year}.',
    '{who} {makes} {things} and {more}.',
    'every {day} {he} goes to {place} with {his} {kin}.',
    '{his} {kin} is called {other}.',
    '{other}, {his} {kin}, is (very |rather |always |often |){quality}.',
    '{who} is {number} years old and (never|always|seldom|often) {quality}.',
    'in the {room} {he} keeps {article} {colour} {animal}.',
    'the {animal} is called {third}, and {third} is {quality2}.',
    '(people say that|we think that|they say) {who} is {quality}, but {other} (does not think so|says {he} is {quality2}).',
    'on {day} {he} (works|sings|reads|sleeps|walks|writes letters|learns to dance) (in|near|behind) the {room}.',
    '{he} likes {things} more than {more}.',
    'when it is {sky}, {who} (stays at home|goes to the {room}|sits at {place}).',
    '{he} would like to (see the sea|buy {article} {animal}|have a {room}|be {ajob}|learn to swim|know {other}).',
  ]);
  values.article = article(values.colour ?? '');
  return [
    `{who} (is|was|works as) {ajob} (in {town}|on {street}|at {place}|).`,
    ...rest.slice(0, 2 + rng.int(4)),
  ]
    .map((template) => capitalise(phrase(template, values, rng).replace(' .', '.')))
    .join(' ');
}

/** The weather of a day or two. */
export function weather(rng: Rng): string {
  return tell(
    [
      'on {day} it (was|will be) {sky} (in the morning|at noon|in the evening|all day) and {sky2} (later|at night|by the river).',
      '(the wind|rain|snow|fog) (came|will come) from the (north|south|east|west) (at about|before|after) {hour}.',
      'it (rained|snowed|was {sky}) for {hour} (hours|days|weeks).',
      'the river (rose|fell|froze) in {month} {year}.',
      '{month} is (often|mostly|seldom|always) {sky} here, and {day} was (more {sky2} than most|no different).',
      'take a (coat|hat|scarf|boat), says {who}.',
      'at {hour} it was {number} degrees on {street}.',
      '{day} (was|will be) {sky}, {day2} {sky2}.',
    ],
    5,
    rng,
  );
}

/** How to walk from one place to another. */
export function route(rng: Rng): string {
  const values = lifeValues(rng);
  const steps = rng.shuffle([
    '(go|walk) along {street} (for {number} steps|to the end|as far as the {room}|past {place2}).',
    'turn (left|right) (at|by|after) {place2}.',
    'cross the (river|road|square|bridge) (by|near) the {room}.',
    'keep to the (left|right) (until you see {street2}|at the {noun}|and do not stop).',
    'you (pass|see|smell) {place2} on your (left|right).',
    "take the {hour} o'clock (bus|ferry|tram) to {street2}.",
    'ask {other} at the {room}, who knows the way to {place}.',
  ]);
  const text = [
    '(To get to|To find|For) {place} from {street}:',
    ...steps.slice(0, 2 + rng.int(3)),
    '{place} is (in front of you|on the (left|right)|on {street2}, number {number}|there).',
  ].map((template) => capitalise(phrase(template, values, rng)));
  return text.join(rng.pick([' ', '\n']));
}

/** A small story in the past tense. */
export function story(rng: Rng): string {
  const values = lifeValues(rng);
  values.theman = `the ${values.job ?? ''}`;
  const parts = [
    '(One|Last|That) {day} (morning|evening|night) {who} (lost|found|bought|saw|heard) (a|the|some) (|small |large |old |new ){noun} (in|near|behind|under) the {room}.',
    '(It was {colour}|It was {adjective} and {colour}|Nobody knew whose it was|It belonged to {other}).',
    '"(Whose|What|Where) is (this|it)?" (asked|said) {other}, {theman}.',
    '"(I do not know|It is mine|Ask {third}|Give it to {third}|Let us go to {place})," (said|answered|cried) {who}.',
    '(So|Then|At {hour}) they (went|ran|walked|rode) to {place} (and asked {third}|to look for {third}|with the {animal}|together).',
    '{third} (laughed|cried|was {quality}|said nothing|gave them {things}|knew at once).',
    '(In the end|At last|After that) {who} (went home|slept well|was {quality2}|gave the {noun} to {other}|ate {things} and {more}).',
    '(And|But) {other} (never|always|still) (talks|thinks|dreams) of it.',
  ];
  const kept = parts.filter((_, i) => i === 0 || rng.uniform() < 0.65);
  return kept.map((template) => capitalise(phrase(template, values, rng))).join(' ');
}

/** A note or a notice on the board. */
export function notice(rng: Rng): string {
  return phrase(
    rng.pick([
      'Lost: {colour} {animal} called {who}. (Last seen|Seen) (near|behind|at) {place} on {day}. If you find {who}, (tell|write to|ring) {other}, {number} {street}.',
      'Dear {who}, (thank you for the {things}|I cannot come on {day}|we shall be at {place} at {hour}|the {things} came on {day}). (Please bring {more}|Ask {third} for the {noun}|{third} is {quality}). (Yours|With love|Best wishes), {other}',
      'For sale: {things}, {more} and {adjective} {noun}, £{number}. (Come to|Ask at|See) {place} (before {hour}|on {day}|after {hour2}). {other}.',
      "{who}, meet me at {place}, {hour} o'clock, {day}. {other} (will|cannot|may) come too. If {place} is shut, go to {place2}. - {third}",
      'To: {who}\nFrom: {other}\nSubject: {day}\n{who}, (can we|shall we|let us) meet at {place} at {hour}?\n{other}',
      'Found (in|near) the {room}: {colour} {noun}. (Owner|Whoever lost it), please (go to|ask at) {place} and ask for {who}. {who} has it.',
      'Wanted: {job}. {hour} days a week, £{number} a day. {who} at {place}, {street}. No letters; come and ask for {who}.',
      '{day}: {things}\n{day2}: {more}, {things}\nDo not forget {who} at {place}. {who} leaves at {hour}.',
      '{town} (news|post|times), {day}, {month} {number}. {who}, {job} of {street}, has (opened|bought|sold|left) {place}. "{place} is (mine|open|lovely)," says {who}. {other} is (pleased|{quality}).',
    ]),
    lifeValues(rng),
    rng,
  );
}
