/**
 * The kinds of reasoning that the nli task asks for. A family first draws a hypothesis and only then, for whichever
 * label is wanted, a premise: so the hypothesis alone tells nothing. Nor do shared words: what a premise for one label
 * says in them, a premise for another says too, of something else or the other way round.
 */
import type { NliLabel } from '../../core/nli-labels.ts';
import type { Rng } from '../../core/rng.ts';
import { DAYS, FIRST_NAMES, FOODS, inventedName, JOBS, placeName, words } from './lexicon.ts';
import {
  BOUNDS,
  judgeBounds,
  judgeKinds,
  judgeOrder,
  judgeQuantified,
  KINDS,
  NARROWER,
  QUANTIFIERS,
  type Before,
  type Bound,
  type Quantified,
} from './nli-logic.ts';
import { article, phrase } from './phrase.ts';
import { TOWN } from './town.ts';

export interface Question {
  hypothesis: string;
  /** A premise, with no capital letter or full stop, that stands to the hypothesis as the label says. */
  premise: (label: NliLabel) => string;
}

export type Family = (rng: Rng) => Question;

function different(count: number, draw: () => string): string[] {
  const drawn = new Set<string>();
  while (drawn.size < count) drawn.add(draw());
  return [...drawn];
}

const people = (rng: Rng, count: number): string[] =>
  different(count, () => (rng.uniform() < 0.7 ? rng.pick(FIRST_NAMES) : inventedName(rng)));
const places = (rng: Rng, count: number): string[] =>
  different(count, () => (rng.uniform() < 0.5 ? rng.pick(TOWN).name : placeName(rng)));

/** Draws until the label is the wanted one. */
function wanted<T>(label: NliLabel, draw: () => T, judge: (drawn: T) => NliLabel): T {
  for (;;) {
    const drawn = draw();
    if (judge(drawn) === label) return drawn;
  }
}

// ——— All, some, no: a class and one within it ———

/** A wider class and a narrower one, each as one and as many. */
const CLASSES = [
  ['bird', 'birds', 'owl', 'owls'],
  ['bird', 'birds', 'hen', 'hens'],
  ['dish', 'dishes', 'soup', 'soups'],
  ['dish', 'dishes', 'pie', 'pies'],
  ['tree', 'trees', 'oak', 'oaks'],
  ['boat', 'boats', 'ferry', 'ferries'],
  ['room', 'rooms', 'bedroom', 'bedrooms'],
  ['flower', 'flowers', 'rose', 'roses'],
  ['animal', 'animals', 'dog', 'dogs'],
  ['tool', 'tools', 'hammer', 'hammers'],
  ['coat', 'coats', 'raincoat', 'raincoats'],
] as const;
const QUALITIES = ['old', 'new', 'large', 'small', 'white', 'clean', 'cold', 'wet', 'from the north'];

const QUANTIFIED_AS: Readonly<Record<Quantified['quantifier'], string>> = {
  all: '((all|all the) {many} {where} are {quality}|every {one} {where} is {quality})',
  no: '(no {one} {where} is {quality}|none of the {many} {where} is {quality})',
  some: '((some|some of the) {many} {where} are {quality}|at least one {one} {where} is {quality})',
  'not all':
    '(not all (|the ){many} {where} are {quality}|(some|some of the) {many} {where} are not {quality}|not every {one} {where} is {quality})',
};

const quantities: Family = (rng) => {
  const [wide, wides, narrow, narrows] = rng.pick(CLASSES);
  const where = `at ${places(rng, 1)[0] ?? ''}`;
  const quality = rng.pick(QUALITIES);
  const draw = (): Quantified => ({ quantifier: rng.pick(QUANTIFIERS), narrow: rng.uniform() < 0.5 });
  const say = (statement: Quantified) =>
    phrase(
      QUANTIFIED_AS[statement.quantifier],
      statement.narrow
        ? { one: narrow, many: narrows, where, quality }
        : { one: wide, many: wides, where, quality },
      rng,
    );
  const claim = draw();
  return {
    hypothesis: say(claim),
    premise: (label) => say(wanted(label, draw, (statement) => judgeQuantified(statement, claim))),
  };
};

// ——— Numbers ———

/** {b} is what bounds the number. */
const NUMBERED = [
  '{s} has {b}{n} rooms',
  '{s} has {b}{n} tables',
  '{s} sold {b}{n} tickets',
  '{s} is {b}{n} years old',
  '{s} paid {b}£{n}',
  '{s} caught {b}{n} fish',
  '{s} walked {b}{n} miles',
  '{s} waited {b}{n} minutes',
  '{s} read {b}{n} pages',
];

const BOUND_AS: Readonly<Record<Bound['bound'], string>> = {
  over: '(more than|over) ',
  under: '(less than|under) ',
  'at least': 'at least ',
  'at most': '(at most|no more than) ',
  exactly: '(|exactly )',
};

const numbers: Family = (rng) => {
  const template = rng.pick(NUMBERED);
  const [subject = '', other = ''] = /rooms|tables|tickets/.test(template) ? places(rng, 2) : people(rng, 2);
  const middle = 12 + rng.int(70);
  const draw = (bounds: readonly Bound['bound'][]): Bound => ({
    bound: rng.pick(bounds),
    n: middle - 10 + rng.int(21),
  });
  const say = (s: string, { bound, n }: Bound) => {
    return phrase(template, { s, n: String(n), b: phrase(BOUND_AS[bound], {}, rng) }, rng);
  };
  // What is exactly so would follow only from the same number.
  const claim = draw(['over', 'under', 'at least', 'at most']);
  return {
    hypothesis: say(subject, claim),
    premise: (label) => {
      const told = wanted(
        label,
        () => draw(BOUNDS),
        (bound) => judgeBounds(bound, claim),
      );
      const clauses = [say(subject, told), ...(rng.uniform() < 0.5 ? [say(other, draw(BOUNDS))] : [])];
      return rng.shuffle(clauses).join(rng.pick([' and ', ', but ', ', and ']));
    },
  };
};

// ——— Orders: older and younger, north and south ———

const RELATIONS = [
  ['is older than', 'is younger than'],
  ['is taller than', 'is shorter than'],
  ['is richer than', 'is poorer than'],
  ['came before', 'came after'],
  ['sits left of', 'sits right of'],
  ['lives north of', 'lives south of'],
  ['runs faster than', 'runs slower than'],
] as const;
const orders: Family = (rng) => {
  const names = people(rng, 3);
  const [forth, back] = rng.pick(RELATIONS);
  const say = ([first, second]: Before) =>
    rng.uniform() < 0.5
      ? `${names[first] ?? ''} ${forth} ${names[second] ?? ''}`
      : `${names[second] ?? ''} ${back} ${names[first] ?? ''}`;
  const draw = (): Before => {
    const [first = 0, second = 1] = rng.shuffle([0, 1, 2]);
    return [first, second];
  };
  const claim = draw();
  return {
    hypothesis: say(claim),
    premise: (label) => {
      // Two statements about different pairs, so that none of them is the hypothesis in other words but by chance.
      const told = wanted(
        label,
        () =>
          wanted(
            'neutral',
            () => [draw(), draw()] as const,
            ([one, two]) => (one[0] + one[1] === two[0] + two[1] ? 'contradiction' : 'neutral'),
          ),
        (statements) => judgeOrder(statements, claim),
      );
      return told.map(say).join(rng.pick([' and ', ', and ', '; ']));
    },
  };
};

// ——— Kinds of things ———

const OPPOSITE: Readonly<Record<NliLabel, NliLabel>> = {
  entailment: 'contradiction',
  contradiction: 'entailment',
  neutral: 'neutral',
};

const kinds: Family = (rng) => {
  const [who = '', other = ''] = people(rng, 2);
  const [past, verb] = rng.pick([
    ['drew', 'draw'],
    ['painted', 'paint'],
    ['saw', 'see'],
    ['carved', 'carve'],
    ['wanted', 'want'],
  ] as const);
  const kind = rng.pick(NARROWER);
  const denied = rng.uniform() < 0.5;
  const a = (name: string) => `${article(name)} ${name}`;
  const values = { who, past, verb, a: a(kind) };
  return {
    hypothesis: phrase(denied ? '{who} did not {verb} {a}' : '{who} {past} {a}', values, rng),
    premise: (label) => {
      const told = wanted(
        denied ? OPPOSITE[label] : label,
        () => rng.pick(KINDS),
        (name) => judgeKinds(name, kind),
      );
      const clause = phrase(
        '(the only thing (that |){who} {past} was {a}|{who} {past} (only one thing|just one thing|one thing only), {a}|{who} {past} {a} and nothing else)',
        { ...values, a: a(told) },
        rng,
      );
      // The hypothesis's word comes up in any case: if not of the one, then of the other.
      return `${clause}; ${other} ${past} ${a(told === kind ? rng.pick(KINDS) : kind)}`;
    },
  };
};

// ——— Which of two things a detail belongs to ———

const EVENTS = words('fair dance concert wedding race market party feast parade');

const details: Family = (rng) => {
  const [event = '', other = ''] = different(2, () => rng.pick(EVENTS));
  const pairsOf = {
    on: different(2, () => rng.pick(DAYS)),
    at: different(2, () => rng.pick(words('one two three four five six seven eight nine ten'))),
    in: different(2, () => `the ${rng.pick(words('park hall square church school garden yard library'))}`),
  };
  const [first, second] = rng
    .shuffle(['on', 'at', 'in'] as const)
    .map((word) => pairsOf[word].map((value) => `${word} ${value}`));
  const [true1 = '', false1 = ''] = first ?? [];
  const [true2 = '', false2 = ''] = second ?? [];
  const say = (name: string, ...told: string[]) =>
    `the ${name} is ${rng.shuffle(told.filter(Boolean)).join(' ')}`;
  return {
    hypothesis: say(event, true1),
    premise: (label) => {
      const more = rng.uniform() < 0.5;
      const clauses = {
        entailment: [say(event, true1, more ? true2 : ''), say(other, more ? false2 : false1)],
        contradiction: [say(event, false1, more ? true2 : ''), say(other, true1)],
        neutral: [say(event, more ? true2 : false2), say(other, true1, more ? false2 : '')],
      }[label];
      return rng.shuffle(clauses).join(rng.pick([' and ', ', and ', ', but ', '; ']));
    },
  };
};

// ——— Opening hours ———

const hours: Family = (rng) => {
  const [place = '', other = ''] = places(rng, 2);
  const [day = '', otherDay = ''] = different(2, () => rng.pick(DAYS));
  const hour = 8 + rng.int(11);
  const state = rng.pick(['open', 'shut']);
  /** From and to, around the hour or not. */
  const opening = (around: boolean): string => {
    const [from, to] = wanted(
      around ? 'entailment' : 'contradiction',
      () => {
        const start = 6 + rng.int(14);
        return [start, start + 2 + rng.int(22 - start)] as const;
      },
      // At the very hour of opening or closing one could argue.
      ([start, end]) =>
        start < hour && hour < end ? 'entailment' : hour < start || end < hour ? 'contradiction' : 'neutral',
    );
    return phrase(`(from ${from} to ${to}|between ${from} and ${to})`, {}, rng);
  };
  return {
    hypothesis: phrase(
      `({place} is ${state} at ${hour} on {day}|on {day} {place} is ${state} at ${hour})`,
      { place, day },
      rng,
    ),
    premise: (label) => {
      const around = (state === 'open') === (label === 'entailment');
      // For neither, the hours are another day's.
      const days = label === 'neutral' ? [otherDay, day] : [day, otherDay];
      const clauses = [
        `${place} is open ${opening(label === 'neutral' ? rng.uniform() < 0.5 : around)} on ${days[0] ?? ''}`,
        `${other} is open ${opening(rng.uniform() < 0.5)} on ${days[1] ?? ''}`,
      ];
      return rng.shuffle(clauses).join(rng.pick([' and ', ', and ', ', but ']));
    },
  };
};

// ——— What is known and what is only thought ———

/** A fact and its denial. */
const FACTS = [
  ['{a} has a {thing}', '{a} has no {thing}'],
  ['{a} sold the {thing}', '{a} did not sell the {thing}'],
  ['{a} can swim', '{a} cannot swim'],
  ['{a} won the race', '{a} did not win the race'],
  ['{a} is at home', '{a} is not at home'],
  ['{a} works as {job}', '{a} does not work as {job}'],
  ['{place} is open', '{place} is not open'],
  ['{place} serves {food} food', '{place} does not serve {food} food'],
  ['{place} welcomes families', '{place} does not welcome families'],
  ["{a}'s {ride} is late", "{a}'s {ride} is not late"],
] as const;

const beliefs: Family = (rng) => {
  const [a = '', b = '', c = ''] = people(rng, 3);
  const [place = '', place2 = ''] = places(rng, 2);
  const fill = (who: string, where: string) => {
    const job = rng.pick(JOBS);
    const values = {
      a: who,
      place: where,
      thing: rng.pick(words('boat dog garden bell ladder cart horse lamp')),
      ride: rng.pick(['bus', 'ferry', 'tram']),
      food: rng.pick(FOODS.slice(0, 2)),
      job: `${article(job)} ${job}`,
    };
    return rng.pick(FACTS).map((template) => phrase(template, values, rng));
  };
  const [fact = '', denial = ''] = fill(a, place);
  const turned = rng.uniform() < 0.5;
  const [claim, contrary] = turned ? [denial, fact] : [fact, denial];
  const beside = rng.pick(fill(b, place2));
  return {
    hypothesis: claim,
    premise: (label) => {
      const told = label === 'entailment' || (label === 'neutral' && rng.uniform() < 0.5) ? claim : contrary;
      const untrue = told === claim ? contrary : claim;
      return phrase(
        label === 'neutral'
          ? '({c} (thinks|hopes|says|believes|fears|dreamt|is not sure) that {told}|maybe {told}|{told} or {beside}|if {beside}, {told}|{c} asked whether {told}|{c} thinks that {untrue}, but {b} thinks that {told})'
          : '({c} (knows|is glad|is sorry|found out|remembers|forgot|does not know) that {told}|it is true that {told}|({told} and {beside}|{beside} and {told})|{c} (thinks|believes) that {untrue}, but that is (wrong|not true)|it is not true that {untrue}|{c} is wrong to think that {untrue}|{c} (hoped|feared) that {untrue}, but {told})',
        { told, untrue, beside, b, c },
        rng,
      );
    },
  };
};

// ——— Who gave what to whom ———

/** Giving and getting, in the past and as a plain verb. */
const EXCHANGES = [
  { gave: 'sold', give: 'sell', got: 'bought', get: 'buy' },
  { gave: 'lent', give: 'lend', got: 'borrowed', get: 'borrow' },
  { gave: 'gave', give: 'give', got: 'got', get: 'get' },
];

const exchanges: Family = (rng) => {
  const [a = '', b = '', c = ''] = people(rng, 3);
  const thing = rng.pick(words('boat cart hat drum lamp ladder horse clock basket book'));
  const values = { ...rng.pick(EXCHANGES), a, b, c, thing, some: `${article(thing)} ${thing}` };
  const giving = rng.uniform() < 0.5;
  return {
    hypothesis: phrase(giving ? '{a} {gave} {b} {some}' : '{b} {got} {some} from {a}', values, rng),
    premise: (label) =>
      phrase(
        {
          entailment: giving
            ? '({b} {got} {some} from {a}(| and {c} saw it)|{b} {got} {some}, and it was {a} who {gave} it)'
            : '({a} {gave} {b} {some}(| and {c} saw it)|{a} {gave} {some} to {b}, not to {c})',
          neutral: giving
            ? '({a} {got} {some} from {b}|{b} wanted to {get} {some} from {a}|{b} {got} {some} from {c}, who knows {a})'
            : '({b} {gave} {a} {some}|{a} wanted to {give} {b} {some}|{a} {gave} {c}, who knows {b}, {some})',
          contradiction: giving
            ? '({b} never {got} {some} from {a}|{b} did not {get} {some} from {a}(|, but from {c})|nobody {got} {some} from {a}, {b} least of all)'
            : '({a} never {gave} {b} {some}|{a} did not {give} {b} {some}(|, but {c} did)|{a} {gave} nobody {some}, least of all {b})',
        }[label],
        values,
        rng,
      ),
  };
};

// ——— How many of how many ———

const COUNTS = words('one two three four five six seven eight nine ten');
const count = (n: number): string => COUNTS[n - 1] ?? String(n);

const shares: Family = (rng) => {
  const [place = '', other = ''] = places(rng, 2);
  const [things, yes, no] = rng.pick([
    ['rooms', 'taken', 'free'],
    ['tables', 'taken', 'free'],
    ['boats', 'painted', 'unpainted'],
    ['shops', 'open', 'shut'],
    ['lamps', 'lit', 'dark'],
    ['tickets', 'sold', 'unsold'],
  ] as const);
  const [here, there] = rng.uniform() < 0.5 ? [yes, no] : [no, yes];
  const left = 2 + rng.int(4);
  return {
    hypothesis: phrase(
      `(just |exactly ){left} of the ${things} at {place} are {here}`,
      { left: count(left), place, here },
      rng,
    ),
    premise: (label) => {
      const gone = 2 + rng.int(4);
      let rest = left;
      while (label === 'contradiction' && rest === left) rest = 2 + rng.int(4);
      const values = {
        place,
        other,
        here,
        there,
        gone: count(gone),
        all: count(gone + rest),
        left: count(left),
      };
      return phrase(
        label === 'neutral'
          ? `({gone} of the {all} ${things} at {other} are {there}, and some of those at {place} are {here}|{gone} of the ${things} at {place} are {there}, and {left} of those at {other} are {here})`
          : `({gone} of the {all} ${things} at {place} are {there}(| and the rest are {here})|of the {all} ${things} at {place}, {gone} are {there}(| and the others are {here}))`,
        values,
        rng,
      );
    },
  };
};

export const FAMILIES: readonly Family[] = [
  quantities,
  numbers,
  orders,
  kinds,
  details,
  hours,
  beliefs,
  exchanges,
  shares,
];
