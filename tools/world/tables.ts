/**
 * Small tables of the town, menus, opening hours, timetables, market stalls, and what one reads off them: a cell, the
 * rows that meet a condition, how many they are, the greatest, the total. All that is said of a table is true of it.
 */
import type { Rng } from '../../src/core/rng.ts';
import {
  ANIMALS,
  AREAS,
  COLOURS,
  DAYS,
  FIRST_NAMES,
  FOODS,
  inventedName,
  JOBS,
  placeName,
  ROOMS,
  SKIES,
} from '../../src/data/tasks/lexicon.ts';
import { capitalise, enumerate, phrase } from '../../src/data/tasks/phrase.ts';
import { TOWN, TOWN_NAME } from '../../src/data/tasks/town.ts';

const words = (text: string): string[] => text.split(/\s+/);

const DISHES = words(
  'soup pie stew salad pudding bread fish rice cheese cake porridge trout ham tart curry toast',
);
const GOODS = words(
  'apples pears onions carrots flour sugar salt tea coffee honey milk butter candles rope nails seeds blankets boots',
);
const SIDES = words('bread rice beans carrots onions salad cheese butter honey cream sauce eggs pears tea');
const RIDES = words('bus ferry tram train');

/** Templates are phrase.ts's: {k} is a row's key, {v} a cell. */
interface ColumnKind {
  heads: readonly string[];
  /** Says of row {k} that its cell is {v}. */
  tell: string;
  /** Asks row {k} for its cell. */
  ask: string;
}

interface TextColumn extends ColumnKind {
  type: 'text';
  value: (rng: Rng) => string;
  /** A plural verb phrase of the rows whose cell is {v}. */
  where: string;
}

interface NumberColumn extends ColumnKind {
  type: 'number';
  least: number;
  range: number;
  over: string;
  under: string;
  /** "Which … ?" of the row with the greatest number, and of the one with the smallest. */
  most: string;
  fewest: string;
  /** "The total … is", where adding up makes sense. */
  total?: string;
}

interface TableKind {
  caption: string;
  /** What a row's key is headed, and what the rows are called. */
  key: { heads: readonly string[]; value: (rng: Rng) => string };
  many: string;
  columns: readonly (TextColumn | NumberColumn)[];
}

const person = (rng: Rng) => (rng.uniform() < 0.6 ? rng.pick(FIRST_NAMES) : inventedName(rng));
const place = (rng: Rng) => (rng.uniform() < 0.3 ? rng.pick(TOWN).name : placeName(rng));

const PRICE: NumberColumn = {
  type: 'number',
  heads: ['price', 'cost', '£'],
  least: 1,
  range: 30,
  tell: '(the |){k} costs £{v}',
  ask: '(what does the {k} cost|how much is the {k}|what is the price of the {k})?',
  over: '(cost more than|are dearer than) £{v}',
  under: '(cost less than|are cheaper than) £{v}',
  most: '(is the dearest|has the highest price|costs most)',
  fewest: '(is the cheapest|has the lowest price|costs least)',
  total: '(all of it costs|the total price is|together they cost) £{v}',
};
const COLOUR: TextColumn = {
  type: 'text',
  heads: ['colour'],
  value: (rng) => rng.pick(COLOURS),
  tell: '(the |){k} is {v}',
  ask: '(what colour is {k}|what is the colour of {k})?',
  where: 'are {v}',
};
const AGE: NumberColumn = {
  type: 'number',
  heads: ['age', 'years'],
  least: 4,
  range: 80,
  tell: '{k} is {v} (years old|)',
  ask: '(how old is {k}|what is the age of {k})?',
  over: 'are (older than|over) {v}',
  under: 'are (younger than|under) {v}',
  most: '(is the oldest|has the most years)',
  fewest: '(is the youngest|has the fewest years)',
  total: '(together they are {v} years old|their years add up to {v})',
};

const KINDS: readonly TableKind[] = [
  {
    caption: '(menu|(breakfast|lunch|supper|dinner) menu|menu of {place}|dishes of the day|{place}, menu)',
    key: { heads: ['dish', 'name'], value: (rng) => `${rng.pick(COLOURS.slice(0, 8))} ${rng.pick(DISHES)}` },
    many: 'dishes',
    columns: [
      PRICE,
      {
        type: 'text',
        heads: ['kind', 'kitchen', 'style'],
        value: (rng) => rng.pick(FOODS),
        tell: 'the {k} is {v}',
        ask: '(what kind of dish is the {k}|what style is the {k})?',
        where: 'are {v}',
      },
      {
        type: 'text',
        heads: ['with', 'side'],
        value: (rng) => rng.pick(SIDES),
        tell: 'the {k} comes with {v}',
        ask: '(what does the {k} come with|what goes with the {k})?',
        where: 'come with {v}',
      },
      {
        type: 'number',
        heads: ['minutes', 'time'],
        least: 3,
        range: 55,
        tell: 'the {k} takes {v} minutes',
        ask: 'how (long does the {k} take|many minutes does the {k} take)?',
        over: 'take (longer|more) than {v} minutes',
        under: 'take less than {v} minutes',
        most: 'takes (longest|the most minutes)',
        fewest: 'takes the (shortest|least) time',
      },
    ],
  },
  {
    caption: '(opening hours|hours|where to go|open today)',
    key: { heads: ['place', 'name'], value: place },
    many: 'places',
    columns: [
      {
        type: 'number',
        heads: ['opens', 'from', 'open'],
        least: 6,
        range: 6,
        tell: '{k} opens at {v}',
        ask: '(when does {k} open|at what hour does {k} open)?',
        over: 'open (later than|after) {v}',
        under: 'open (earlier than|before) {v}',
        most: 'opens (latest|last)',
        fewest: 'opens (first|earliest)',
      },
      {
        type: 'number',
        heads: ['closes', 'until', 'to', 'shuts'],
        least: 15,
        range: 9,
        tell: '{k} (closes|shuts) at {v}',
        ask: '(when does {k} close|how long is {k} open)?',
        over: 'close (later than|after) {v}',
        under: 'close (earlier than|before) {v}',
        most: 'closes (latest|last)',
        fewest: 'closes (first|earliest)',
      },
      {
        type: 'text',
        heads: ['shut on', 'day off', 'closed'],
        value: (rng) => rng.pick(DAYS),
        tell: '{k} is (shut|closed) on {v}',
        ask: '(when is {k} shut|on what day is {k} closed)?',
        where: 'are (shut|closed) on {v}',
      },
      {
        type: 'text',
        heads: ['area', 'where'],
        value: (rng) => rng.pick(AREAS),
        tell: '{k} is in the {v}',
        ask: '(where is {k}|in what area is {k})?',
        where: 'are in the {v}',
      },
    ],
  },
  {
    caption: '(timetable|departures|{day} timetable|all departures from {town})',
    key: { heads: ['to', 'stop', 'way to'], value: place },
    many: 'rides',
    columns: [
      {
        type: 'text',
        heads: ['by', 'ride', 'with'],
        value: (rng) => rng.pick(RIDES),
        tell: '(one goes|you get) to {k} by {v}',
        ask: 'how does one get to {k}?',
        where: 'are by {v}',
      },
      {
        type: 'number',
        heads: ['hour', 'leaves', 'starts'],
        least: 5,
        range: 19,
        tell: 'the ride to {k} (leaves|starts) at {v}',
        ask: '(when do you leave for {k}|when does the one to {k} start)?',
        over: '(leave|start) (after|later than) {v}',
        under: '(leave|start) (before|earlier than) {v}',
        most: '(leaves|starts) (last|latest)',
        fewest: '(leaves|starts) (first|earliest)',
      },
      PRICE,
      {
        type: 'number',
        heads: ['miles', 'distance', 'length'],
        least: 1,
        range: 40,
        tell: 'it is {v} miles to {k}',
        ask: '(how far is {k}|how many miles is it to {k})?',
        over: 'are (longer|more) than {v} miles',
        under: 'are (shorter|less) than {v} miles',
        most: 'is the (longest|farthest)',
        fewest: 'is the (shortest|nearest)',
        total: '(they are|in all it is) {v} miles',
      },
    ],
  },
  {
    caption: '(market|stalls|prices|on sale today|what we have|market of {day})',
    key: { heads: ['goods', 'what', 'name'], value: (rng) => rng.pick(GOODS) },
    many: 'goods',
    columns: [
      PRICE,
      {
        type: 'text',
        heads: ['seller', 'stall', 'owner'],
        value: person,
        tell: '{v} sells the {k}',
        ask: '(who sells the {k}|whose are the {k})?',
        where: 'are sold by {v}',
      },
      {
        type: 'number',
        heads: ['number', 'boxes', 'kilos', 'amount'],
        least: 1,
        range: 60,
        tell: 'there are {v} of the {k}',
        ask: '(how many of the {k} are there|how much of the {k} is there)?',
        over: 'are more than {v} in number',
        under: 'are fewer than {v} in number',
        most: 'is the most in number',
        fewest: 'is the fewest in number',
        total: '(in all there are|the total is|the sum is) {v}',
      },
    ],
  },
  {
    caption: '(list of members|the club|the choir|who came|the class|workers)',
    key: { heads: ['name', 'member', 'who'], value: person },
    many: 'people',
    columns: [
      AGE,
      {
        type: 'text',
        heads: ['job', 'work'],
        value: (rng) => rng.pick(JOBS),
        tell: '{k} (is|works as) the {v}',
        ask: '(what is the job of {k}|what does {k} do)?',
        where: 'work as {v}',
      },
      {
        type: 'text',
        heads: ['street', 'address', 'lives'],
        value: (rng) => rng.pick(TOWN).street,
        tell: '{k} lives on {v}',
        ask: '(where does {k} live|what is the address of {k})?',
        where: 'live on {v}',
      },
      {
        type: 'number',
        heads: ['points', 'score', 'count'],
        least: 1,
        range: 50,
        tell: '{k} (has|won|got) {v} points',
        ask: 'how many points (has|does) {k} (got|have)?',
        over: 'have more than {v} points',
        under: 'have (fewer|less) than {v} points',
        most: 'has the (most|highest|largest) points',
        fewest: 'has the (fewest|lowest|smallest) points',
        total: '(the sum of points is|all points together are|they have a total of) {v}',
      },
    ],
  },
  {
    caption: '(weather|the week|{town} weather|degrees and rain)',
    key: { heads: ['day'], value: (rng) => rng.pick(DAYS) },
    many: 'days',
    columns: [
      {
        type: 'text',
        heads: ['sky', 'weather'],
        value: (rng) => rng.pick(SKIES),
        tell: '{k} was {v}',
        ask: '(how was {k}|what was the weather on {k})?',
        where: 'were {v}',
      },
      {
        type: 'number',
        heads: ['degrees', 'warmth'],
        least: 1,
        range: 32,
        tell: '(on {k} it was {v} degrees|{k} had {v} degrees)',
        ask: 'how (warm|many degrees) was it on {k}?',
        over: 'were warmer than {v} degrees',
        under: 'were colder than {v} degrees',
        most: 'was the (warmest|hottest)',
        fewest: 'was the coldest',
      },
      {
        type: 'text',
        heads: ['wind', 'wind from'],
        value: (rng) => rng.pick(['north', 'south', 'east', 'west']),
        tell: 'on {k} the wind was from the {v}',
        ask: 'where did the wind come from on {k}?',
        where: 'had wind from the {v}',
      },
    ],
  },
  {
    caption: "(animals|the farm|our animals|{name}'s animals)",
    key: { heads: ['animal', 'name'], value: inventedName },
    many: 'animals',
    columns: [
      {
        type: 'text',
        heads: ['kind', 'sort'],
        value: (rng) => rng.pick(ANIMALS),
        tell: '{k} is a {v}',
        ask: '(what is {k}|what kind of animal is {k})?',
        where: 'are of the kind {v}',
      },
      AGE,
      COLOUR,
      {
        type: 'text',
        heads: ['owner', 'keeper', 'with'],
        value: person,
        tell: '(the owner of {k} is {v}|{v} owns {k})',
        ask: '(who is the owner of {k}|who owns {k})?',
        where: 'are owned by {v}',
      },
    ],
  },
  {
    caption: '(rooms|to let|houses|the house|rooms of {place})',
    key: { heads: ['room', 'number'], value: (rng) => `${rng.pick(ROOMS)} ${rng.int(30) + 1}` },
    many: 'rooms',
    columns: [
      COLOUR,
      PRICE,
      {
        type: 'number',
        heads: ['beds', 'seats', 'windows'],
        least: 1,
        range: 12,
        tell: 'the {k} has {v}',
        ask: 'how many has the {k}?',
        over: 'have more than {v}',
        under: 'have (fewer|less) than {v}',
        most: 'has the (most|largest number)',
        fewest: 'has the (fewest|smallest number)',
        total: '(in all that is|the sum is|together they have) {v}',
      },
    ],
  },
];

/** How a table is laid out: what opens and closes a row, and what stands between its cells. */
const LAYOUTS = [
  ['', ' | ', ''],
  ['| ', ' | ', ' |'],
  ['', ', ', ''],
  ['', '; ', ''],
  ['', ' / ', ''],
  ['- ', ', ', ''],
  ['(', ', ', ')'],
  ['', ' - ', ''],
] as const;

const NUMBERS = words('none one two three four five six seven eight');

interface Row {
  key: string;
  cells: (string | number)[];
}

/** Something true that can be read off the table, as a statement or as a question and its answer. */
function remark(
  kind: TableKind,
  columns: readonly (TextColumn | NumberColumn)[],
  rows: Row[],
  rng: Rng,
): [string, string] {
  const at = rng.int(columns.length);
  const column = columns[at];
  const row = rng.pick(rows);
  if (!column) throw new Error('A table needs columns.');
  const cell = row.cells[at] ?? '';
  const say = (template: string, v: string | number, k = row.key) =>
    phrase(template, { k, v: String(v), many: kind.many }, rng);
  const answerRows = (holds: (value: string | number) => boolean): string[] =>
    rows.filter(({ cells }) => holds(cells[at] ?? '')).map(({ key }) => key);
  const form = rng.int(column.type === 'number' ? 5 : 3);
  if (form === 0) return ['', say(column.tell, cell)];
  if (form === 1) return [say(column.ask, ''), String(cell)];
  if (column.type === 'text' || form === 2) {
    const over = rng.uniform() < 0.5;
    const bound = Math.max(0, Number(cell) + (over ? -1 : 1) * rng.int(3));
    const where =
      column.type === 'text' ? say(column.where, cell) : say(over ? column.over : column.under, bound);
    const found = answerRows((value) =>
      column.type === 'text' ? value === cell : over ? Number(value) > bound : Number(value) < bound,
    );
    return rng.uniform() < 0.5
      ? [say(`(which|which of the|what) {many} ${where}?`, ''), found.length > 0 ? enumerate(found) : 'none']
      : [say(`how many (of the |){many} ${where}?`, ''), NUMBERS[found.length] ?? String(found.length)];
  }
  const numbers = rows.map(({ cells }) => Number(cells[at]));
  if (form === 3) {
    const most = rng.uniform() < 0.5;
    const extreme = most ? Math.max(...numbers) : Math.min(...numbers);
    const found = enumerate(answerRows((value) => value === extreme));
    return [say(`(which|which one|what) ${most ? column.most : column.fewest}?`, ''), `${found}, ${extreme}`];
  }
  if (!column.total) return [say(column.ask, ''), String(cell)];
  return [
    '',
    say(
      column.total,
      numbers.reduce((sum, number) => sum + number, 0),
    ),
  ];
}

/** A table of two to five rows and what one reads off it. */
export function table(rng: Rng): string {
  const kind = rng.pick(KINDS);
  const columns = rng.shuffle(kind.columns).slice(0, 1 + rng.int(kind.columns.length));
  const keys = new Set<string>();
  const count = 2 + rng.int(4);
  while (keys.size < count) keys.add(kind.key.value(rng));
  const values = columns.map((column) => {
    // Few different words in a column, so that conditions meet several rows.
    const pool =
      column.type === 'text' ? Array.from({ length: 1 + rng.int(3) }, () => column.value(rng)) : [];
    return () => (column.type === 'text' ? rng.pick(pool) : column.least + rng.int(column.range));
  });
  const rows = Array.from(keys, (key): Row => ({ key, cells: values.map((draw) => draw()) }));

  const [open, between, close] = rng.pick(LAYOUTS);
  const line = (cells: readonly (string | number)[]) => open + cells.join(between) + close;
  const header = line([rng.pick(kind.key.heads), ...columns.map(({ heads }) => rng.pick(heads))]);
  const slots = { place: placeName(rng), day: rng.pick(DAYS), town: TOWN_NAME, name: inventedName(rng) };
  const title = capitalise(phrase(kind.caption, slots, rng));
  const caption = rng.uniform() < 0.2 ? title.toUpperCase() : title;
  const loud = rng.uniform() < 0.15;
  const shown = [
    ...(rng.uniform() < 0.7 ? [caption] : []),
    ...(rng.uniform() < 0.85 ? [loud ? header.toUpperCase() : header] : []),
    ...rows.map(({ key, cells }) => line([key, ...cells])),
  ];

  const [ask, reply] = rng.pick([
    ['', ' '],
    ['- ', '\n- '],
    ['Q: ', '\nA: '],
  ] as const);
  const said = Array.from({ length: 1 + rng.int(4) }, () => {
    const [question, answer] = remark(kind, columns, rows, rng);
    return question
      ? `${ask}${capitalise(question)}${reply}${capitalise(answer)}.`
      : `${capitalise(answer)}.`;
  });
  return [...shown, ...said].join('\n');
}
