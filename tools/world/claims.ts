/**
 * Something told, something claimed, and whether it is so, for the encoder's pretraining: amounts, orders, kinds of things, hours,
 * wholes and parts, what was handed to whom, what is known and what is thought. Yes, no and "nobody knows" are equally frequent, and
 * each is right. The task nli asks for reasoning of such kinds, too; its sentences and its words for things and deeds are others.
 */
import type { Rng } from '../../src/core/rng.ts';
import { DAYS, FIRST_NAMES, inventedName, JOBS, placeName, ROOMS } from '../../src/data/tasks/lexicon.ts';
import { ORDERS_OF_THREE, stands, type Before } from '../../src/data/tasks/nli-logic.ts';
import { article, capitalise, phrase } from '../../src/data/tasks/phrase.ts';

const words = (text: string): string[] => text.split(/\s+/);

type Verdict = 'yes' | 'no' | 'open';

/** Something told and a claim, with what is right of it. */
interface Claim {
  told: string;
  claim: string;
  verdict: Verdict;
}
type Kind = (rng: Rng) => Claim;

/** By whether the claim holds in each of the cases in which what was told holds. */
const verdictOf = (outcomes: readonly boolean[]): Verdict =>
  outcomes.every(Boolean) ? 'yes' : outcomes.some(Boolean) ? 'open' : 'no';

const people = (rng: Rng, count: number): string[] => {
  const drawn = new Set<string>();
  while (drawn.size < count) drawn.add(rng.uniform() < 0.7 ? rng.pick(FIRST_NAMES) : inventedName(rng));
  return [...drawn];
};
const a = (noun: string) => `${article(noun)} ${noun}`;
const both = (rng: Rng, clauses: readonly string[]): string =>
  rng.shuffle(clauses).join(rng.pick([' and ', ', and ', ', but ', '; ']));

const AMOUNTS = words('hens sheep stamps letters coins windows bells sacks apples bricks candles chairs');
const BOUNDS = [
  { as: '(more than|over)', holds: (x: number, n: number) => x > n },
  { as: '(fewer than|less than|under)', holds: (x: number, n: number) => x < n },
  { as: '(at least|no fewer than)', holds: (x: number, n: number) => x >= n },
  { as: '(at most|no more than|up to)', holds: (x: number, n: number) => x <= n },
  { as: '(exactly |just |)', holds: (x: number, n: number) => x === n },
];
const MOST = 99;

const amounts: Kind = (rng) => {
  const [who = '', other = ''] = people(rng, 2);
  const things = rng.pick(AMOUNTS);
  const verb = rng.pick(['keeps', 'counted', 'owns', 'carried', 'bought']);
  const middle = 12 + rng.int(70);
  const bound = (most: number) => ({ ...rng.pick(BOUNDS.slice(0, most)), n: middle - 10 + rng.int(21) });
  const [told, claim] = [bound(5), bound(4)];
  const say = (name: string, { as, n }: ReturnType<typeof bound>) =>
    `${name} ${verb} ${phrase(as, {}, rng)} ${n} ${things}`.replaceAll(/ +/g, ' ');
  const cases = Array.from({ length: MOST + 1 }, (_, x) => x).filter((x) => told.holds(x, told.n));
  const beside = rng.uniform() < 0.4 ? [say(other, bound(5))] : [];
  return {
    told: both(rng, [say(who, told), ...beside]),
    claim: say(who, claim),
    verdict: verdictOf(cases.map((x) => claim.holds(x, claim.n))),
  };
};

const ORDERS = [
  ['is heavier than', 'is lighter than'],
  ['is louder than', 'is quieter than'],
  ['is older than', 'is younger than'],
  ['is taller than', 'is shorter than'],
  ['arrived before', 'arrived after'],
  ['works east of', 'works west of'],
  ['stands above', 'stands below'],
  ['is quicker than', 'is slower than'],
] as const;

const orders: Kind = (rng) => {
  const names = people(rng, 3);
  const [forth, back] = rng.pick(ORDERS);
  const draw = (): Before => {
    const [x = 0, y = 0] = rng.shuffle([0, 1, 2]);
    return [x, y];
  };
  const say = ([x, y]: Before) =>
    rng.uniform() < 0.5
      ? `${names[x] ?? ''} ${forth} ${names[y] ?? ''}`
      : `${names[y] ?? ''} ${back} ${names[x] ?? ''}`;
  for (;;) {
    const told = Array.from({ length: 1 + rng.int(2) }, draw);
    const claim = draw();
    const cases = ORDERS_OF_THREE.filter((order) => told.every((one) => stands(one, order)));
    if (cases.length > 0)
      return {
        told: both(rng, told.map(say)),
        claim: say(claim),
        verdict: verdictOf(cases.map((order) => stands(claim, order))),
      };
  }
};

/** What each is a kind of. */
const KIND_OF: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    animal: 'bird fish insect dog horse',
    plant: 'tree flower',
    bird: 'robin raven owl swan heron goose duck hen',
    fish: 'trout carp eel pike herring',
    insect: 'bee moth wasp beetle',
    tree: 'oak elm willow birch',
    flower: 'rose lily tulip daisy',
    instrument: 'drum harp flute fiddle',
    tool: 'hammer saw spade rake',
    dish: 'soup pie',
    boat: 'ferry',
    coat: 'raincoat',
  }).flatMap(([kind, members]) => words(members).map((member) => [member, kind])),
);
const NARROW = Object.keys(KIND_OF);
const ANY = [...new Set([...NARROW, ...Object.values(KIND_OF)])];
const isA = (thing: string, kind: string): boolean => {
  const wider = KIND_OF[thing];
  return thing === kind || (wider !== undefined && isA(wider, kind));
};

const kinds: Kind = (rng) => {
  const [who = '', other = ''] = people(rng, 2);
  const [has, have] = rng.pick([
    ['bought', 'buy'],
    ['found', 'find'],
    ['lost', 'lose'],
    ['chose', 'choose'],
  ] as const);
  const thing = rng.pick(ANY);
  const wider = KIND_OF[thing];
  const near = NARROW.filter((one) => KIND_OF[one] === thing || KIND_OF[one] === wider);
  if (wider !== undefined) near.push(wider);
  const claimed = rng.pick(rng.uniform() < 0.7 ? near : ANY);
  const so: Verdict = isA(thing, claimed) ? 'yes' : isA(claimed, thing) ? 'open' : 'no';
  const denied = rng.uniform() < 0.4;
  const beside =
    rng.uniform() < 0.5 ? [`${other} ${has} ${a(rng.uniform() < 0.5 ? claimed : rng.pick(ANY))}`] : [];
  return {
    told: both(rng, [
      phrase(
        `{who} ${has} (nothing but {a}|one thing alone, {a}|only {a}|just {a}, nothing more)`,
        { who, a: a(thing) },
        rng,
      ),
      ...beside,
    ]),
    claim: denied ? `${who} did not ${have} ${a(claimed)}` : `${who} ${has} ${a(claimed)}`,
    verdict: denied && so !== 'open' ? (so === 'yes' ? 'no' : 'yes') : so,
  };
};

const PARTS = [
  ['windows', 'open', 'closed'],
  ['doors', 'locked', 'unlocked'],
  ['beds', 'made', 'unmade'],
  ['cups', 'full', 'empty'],
  ['seats', 'taken', 'free'],
  ['letters', 'sent', 'unsent'],
] as const;
const COUNTS = words('one two three four five six seven eight nine ten');
const count = (n: number) => COUNTS[n - 1] ?? String(n);

const parts: Kind = (rng) => {
  const [things, yes, no] = rng.pick(PARTS);
  const [room, other] = rng.shuffle(ROOMS);
  const [gone, left] = [2 + rng.int(4), 2 + rng.int(4)];
  const claimed = rng.uniform() < 0.5 ? left : 2 + rng.int(4);
  const elsewhere = rng.uniform() < 0.33;
  return {
    told: `${phrase('(just |)', {}, rng)}${count(gone)} of the ${count(gone + left)} ${things} in the ${(elsewhere ? other : room) ?? ''} are ${yes}${elsewhere ? `, and some in the ${room ?? ''} are ${no}` : ''}`,
    claim: `${count(claimed)} of the ${things} in the ${room ?? ''} are ${no}`,
    verdict: elsewhere ? 'open' : claimed === left ? 'yes' : 'no',
  };
};

const MEETINGS = words('meeting lesson auction play choir picnic game trial sale speech');

const details: Kind = (rng) => {
  const [event = '', other = ''] = rng.shuffle(MEETINGS);
  const two = (list: readonly string[]) => rng.shuffle(list).slice(0, 2);
  const of = [
    two(DAYS).map((x) => `on ${x}`),
    two(COUNTS).map((x) => `at ${x}`),
    two(ROOMS).map((x) => `in the ${x}`),
  ];
  const [[right = '', wrong = ''] = [], [more = '', less = ''] = []] = rng.shuffle(of);
  const verb = rng.pick(['begins', 'takes place', 'will be held']);
  const say = (name: string, ...told: string[]) => `the ${name} ${verb} ${told.join(' ')}`;
  const verdict = rng.pick(['yes', 'no', 'open'] as const);
  const own = { yes: [right], no: [wrong], open: [] }[verdict];
  return {
    told: both(rng, [
      say(event, ...(verdict === 'open' || rng.uniform() < 0.5 ? rng.shuffle([...own, more]) : own)),
      say(other, ...(verdict === 'yes' ? [wrong] : [right]), ...(rng.uniform() < 0.5 ? [less] : [])),
    ]),
    claim: say(event, right),
    verdict,
  };
};

const hours: Kind = (rng) => {
  const [here = '', there = ''] = rng.uniform() < 0.5 ? rng.shuffle(ROOMS) : [placeName(rng), placeName(rng)];
  const the = (name: string) => (ROOMS.includes(name) ? `the ${name}` : name);
  const [day = '', otherDay = ''] = rng.shuffle(DAYS);
  const verdict = rng.pick(['yes', 'no', 'open'] as const);
  const opens = 7 + rng.int(11);
  const closes = Math.min(22, opens + 3 + rng.int(6));
  const inside = rng.uniform() < 0.5;
  const hour = inside
    ? opens + 1 + rng.int(closes - opens - 1)
    : rng.uniform() < 0.5
      ? opens - 1 - rng.int(4)
      : Math.min(23, closes + 1 + rng.int(4));
  // Said of the state in which it is, or of the other one.
  const isOpen = verdict === 'open' ? rng.uniform() < 0.5 : (verdict === 'yes') === inside;
  const span = phrase(`(from ${opens} (to|till) ${closes}|between ${opens} and ${closes})`, {}, rng);
  const from = 7 + rng.int(6);
  return {
    told: both(rng, [
      `${the(here)} is open ${span} on ${verdict === 'open' ? otherDay : day}`,
      `${the(there)} is open from ${from} to ${from + 4} on ${verdict === 'open' ? day : otherDay}`,
    ]),
    claim: phrase(
      `(on {day} {here} is {state} at {hour}|{here} is {state} at {hour} on {day})`,
      {
        day,
        here: the(here),
        state: isOpen ? 'open' : rng.pick(['shut', 'closed']),
        hour: String(hour),
      },
      rng,
    ),
    verdict,
  };
};

const CLASSES = [
  ['animals', 'dogs'],
  ['birds', 'owls'],
  ['birds', 'hens'],
  ['trees', 'oaks'],
  ['boats', 'ferries'],
  ['flowers', 'roses'],
  ['tools', 'hammers'],
  ['dishes', 'soups'],
  ['dishes', 'pies'],
] as const;
const QUALITIES = words('old new large small clean dirty cold warm wet dry white heavy');
/** Cases: whether there are narrow ones that have the quality and that lack it, and others of the wide class. */
const WORLDS = [1, 2, 3].flatMap((narrow) => [1, 2, 3].map((rest) => ({ narrow, rest: narrow | rest })));
const QUANTITIES = [
  { as: '(all|all the) {many} {where} are {good}', holds: (there: number) => there === 1 },
  {
    as: '(no {many} {where} are {good}|none of the {many} {where} are {good})',
    holds: (there: number) => there === 2,
  },
  { as: '(some|some of the) {many} {where} are {good}', holds: (there: number) => (there & 1) === 1 },
  {
    as: '(not all {many} {where} are {good}|some {many} {where} are not {good})',
    holds: (there: number) => (there & 2) === 2,
  },
];

const quantities: Kind = (rng) => {
  const [wide, narrow] = rng.pick(CLASSES);
  const [good, where] = [rng.pick(QUALITIES), `at ${placeName(rng)}`];
  const draw = () => ({ ...rng.pick(QUANTITIES), isNarrow: rng.uniform() < 0.5 });
  const say = ({ as, isNarrow }: ReturnType<typeof draw>) =>
    phrase(as, { many: isNarrow ? narrow : wide, where, good }, rng);
  const [told, claim] = [draw(), draw()];
  const holds = (
    { holds: test, isNarrow }: ReturnType<typeof draw>,
    world: { narrow: number; rest: number },
  ) => test(isNarrow ? world.narrow : world.rest);
  return {
    told: say(told),
    claim: say(claim),
    verdict: verdictOf(WORLDS.filter((world) => holds(told, world)).map((world) => holds(claim, world))),
  };
};

/** A fact and its denial. */
const FACTS = [
  ['{x} owns a {thing}', '{x} owns no {thing}'],
  ['{x} can sing', '{x} cannot sing'],
  ['{x} is asleep', '{x} is not asleep'],
  ['{x} broke the {thing}', '{x} did not break the {thing}'],
  ['the {room} is locked', 'the {room} is not locked'],
  ["{x}'s {thing} is new", "{x}'s {thing} is not new"],
  ['{x} is {job}', '{x} is not {job}'],
  ['{place} is full', '{place} is not full'],
] as const;

const facts: Kind = (rng) => {
  const [x = '', b = '', c = '', d = ''] = people(rng, 4);
  const fill = (who: string) => {
    const values = {
      x: who,
      thing: rng.pick(AMOUNTS).replace(/s$/, ''),
      room: rng.pick(ROOMS),
      job: a(rng.pick(JOBS)),
      place: placeName(rng),
    };
    return rng.shuffle(rng.pick(FACTS).map((template) => phrase(template, values, rng)));
  };
  const [so = '', not = ''] = fill(x);
  const [beside = ''] = fill(d);
  const verdict = rng.pick(['yes', 'no', 'open'] as const);
  const [claim, other] =
    verdict === 'no' || (verdict === 'open' && rng.uniform() < 0.5) ? [not, so] : [so, not];
  return {
    told: phrase(
      verdict === 'open'
        ? '({b} (thinks|says|hopes|believes|suspects) that {so}|perhaps {so}|{so} or {beside}|if {beside}, {so}|{b} would like to know whether {so}|{b} says that {so}, {c} that {not})'
        : '({b} (knows|saw|learnt|remembers|has forgotten) that {so}|it is (true|a fact) that {so}|{so} and {beside}|{beside} and {so}|{b} (thinks|says) that {not}, but that is (untrue|wrong)|it is (untrue|wrong) that {not})',
      { b, c, so, not, beside },
      rng,
    ),
    claim: verdict === 'open' && rng.uniform() < 0.5 ? other : claim,
    verdict,
  };
};

const HANDED = [
  ['handed', 'was handed', 'hand'],
  ['sold', 'bought', 'sell'],
  ['lent', 'borrowed', 'lend'],
  ['gave', 'got', 'give'],
] as const;

const handed: Kind = (rng) => {
  const [x = '', y = '', z = ''] = people(rng, 3);
  const [gave, got, give] = rng.pick(HANDED);
  const thing = a(
    rng.pick(['coin', 'bell', 'letter', 'key', 'chair', 'kettle', 'rug', 'bicycle', 'ring', 'knife']),
  );
  const given = (from: string, to: string) =>
    phrase(`({from} ${gave} {to} {thing}|{to} ${got} {thing} from {from})`, { from, to, thing }, rng);
  const verdict = rng.pick(['yes', 'no', 'open'] as const);
  return {
    told: {
      yes: () => given(x, y) + phrase(`(|, (as|and) ${z} saw| on ${rng.pick(DAYS)})`, {}, rng),
      no: () =>
        phrase(
          `({x} never ${gave} {y} {thing}|{x} did not ${give} {y} {thing}(|, {z} did)|nobody ${gave} {y} {thing}(|, and {x} did not)|{y} got no {bare} from {x})`,
          { x, y, z, thing, bare: thing.replace(/^an? /, '') },
          rng,
        ),
      open: () =>
        rng.uniform() < 0.5
          ? given(y, x)
          : rng.uniform() < 0.5
            ? given(z, y)
            : phrase(`({y} wants {thing} from {x}|{x} wanted to ${give} {y} {thing})`, { x, y, thing }, rng),
    }[verdict](),
    claim: given(x, y),
    verdict,
  };
};

const KINDS: readonly Kind[] = [amounts, orders, kinds, parts, details, hours, quantities, facts, handed];

const VERDICTS = {
  yes: ['Yes', 'True'],
  no: ['No', 'Untrue'],
  open: ['Maybe', 'Nobody knows'],
} as const;
const SAID = [
  '"{told}." "{claim}?" "{verdict}."',
  '{told}.\n{claim}.\n{verdict}.',
  '{told}. {claim}? {verdict}.',
  '{told}. Is it so that {plain}? {verdict}.',
];

/** Something told, something claimed, and whether it is so. */
export function claim(rng: Rng): string {
  const wanted = rng.pick(['yes', 'no', 'open'] as const);
  const kind = rng.pick(KINDS);
  for (;;) {
    const drawn = kind(rng);
    if (drawn.verdict !== wanted || drawn.told === drawn.claim) continue;
    const values = {
      told: capitalise(drawn.told),
      claim: capitalise(drawn.claim),
      plain: drawn.claim,
      verdict: rng.pick(VERDICTS[wanted]),
    };
    return phrase(rng.pick(SAID), values, rng);
  }
}
