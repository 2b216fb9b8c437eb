/**
 * The kinds of table that the sql task asks about, and how people speak of their columns. Conditions are verb phrases
 * with a plural subject, so that "Which dishes …?" and "the price of the dishes that …" can both use them.
 */
import type { Rng } from '../../core/rng.ts';
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
  SIGN_ADJECTIVES,
  SIGN_NOUNS,
  SKIES,
  words,
} from './lexicon.ts';

/** Templates are phrase.ts's. {v} is a cell, {av} the same with "a" or "an" before it. */
interface ColumnKind {
  /** What its header may be. */
  headers: readonly string[];
  /** What people call it: "the … of". */
  called: string;
  /** A whole question for it; {s} is the subject, and {do}, {is}, {was} agree with it in number. */
  ask?: string;
  /** Says that it is {v}. */
  is: string;
}

export interface TextColumn extends ColumnKind {
  type: 'text';
  value: (rng: Rng) => string;
}

export interface NumberColumn extends ColumnKind {
  type: 'number';
  value: (rng: Rng) => number;
  /** Says that it is greater than {v}, and less. */
  over: string;
  under: string;
  /** "the … of": its maximum and its minimum. */
  most: string;
  least: string;
  /** Whether one would add it up, only average it, or neither. */
  totals: 'sum' | 'mean' | 'none';
}

export type Column = TextColumn | NumberColumn;

export interface TableKind {
  /** Table name, then the noun for one of its rows and for many. */
  names: readonly (readonly [table: string, one: string, many: string])[];
  /** Tells the rows apart; always the first column. A row is spoken of as `said`, where {v} is its key. */
  key: { headers: readonly string[]; value: (rng: Rng) => string; said: string };
  /** The rows are people. */
  people?: true;
  columns: readonly Column[];
}

const signNoun = (rng: Rng): string => rng.pick(SIGN_NOUNS);
const signName = (rng: Rng): string => `${rng.pick(SIGN_ADJECTIVES)} ${rng.pick(SIGN_NOUNS)}`;
const person = (rng: Rng): string => (rng.uniform() < 0.5 ? rng.pick(FIRST_NAMES) : inventedName(rng));
const streetName = (rng: Rng): string =>
  `${inventedName(rng)} ${rng.pick(['Street', 'Lane', 'Road', 'Hill', 'Walk'])}`;

/** A text column, of people unless values are given. */
const text = (
  headers: string,
  is: string,
  {
    values = person,
    called,
    ask,
  }: { values?: readonly string[] | TextColumn['value']; called?: string; ask?: string } = {},
): TextColumn => ({
  type: 'text',
  headers: words(headers),
  called: called ?? `(${words(headers).join('|')})`,
  is,
  value: typeof values === 'function' ? values : (rng) => rng.pick(values),
  ...(ask ? { ask } : {}),
});

/** A number column of whole numbers from `low` to `high`. */
const number = (
  headers: string,
  [low, high]: readonly [number, number],
  [is, over, under]: readonly [string, string, string],
  {
    called = `(${words(headers).join('|')})`,
    most = `(highest|greatest|largest|maximum) ${called}`,
    least = `(lowest|smallest|least|minimum) ${called}`,
    totals = 'sum',
    ask,
  }: Partial<Pick<NumberColumn, 'called' | 'most' | 'least' | 'totals' | 'ask'>> = {},
): NumberColumn => ({
  type: 'number',
  headers: words(headers),
  called,
  is,
  over,
  under,
  most,
  least,
  totals,
  value: (rng) => low + rng.int(high - low + 1),
  ...(ask ? { ask } : {}),
});

const price = (most: number, headers = 'price cost'): NumberColumn =>
  number(
    headers,
    [2, most],
    [
      '(cost|are priced at) £{v}',
      '(cost (more than|over)|are dearer than) £{v}',
      '(cost (less than|under)|are cheaper than) £{v}',
    ],
    {
      called: '(price|cost)',
      most: '(highest|top|maximum) (price|cost)',
      least: '(lowest|minimum) (price|cost)',
      ask: '(how much|what) {do} {s} cost',
    },
  );

const day = text('day', 'are on {v}', { values: DAYS, ask: 'on (what|which) day {is} {s}' });
const colour = text('colour paint', 'are (painted |){v}', {
  values: COLOURS,
  called: 'colour',
  ask: 'what colour {is} {s}',
});
const street = (is: string, ask: string) => text('street address', is, { values: streetName, ask });

const year = (headers: string, verb: string, called: string, ask: string): NumberColumn =>
  number(
    headers,
    [1900, 2024],
    [`${verb} in {v}`, `${verb} (after|later than) {v}`, `${verb} (before|earlier than) {v}`],
    {
      called,
      most: `(latest|most recent) ${called}`,
      least: `(earliest|first) ${called}`,
      totals: 'none',
      ask,
    },
  );

const hour = (headers: string, verb: string, called: string, ask: string): NumberColumn =>
  number(
    headers,
    [6, 22],
    [`${verb} at {v}`, `${verb} (after|later than) {v}`, `${verb} (before|earlier than) {v}`],
    { called, most: `(latest|last) ${called}`, least: `(earliest|first) ${called}`, totals: 'none', ask },
  );

/** A number of units, after a verb: "take 5 minutes". */
const measured = (
  headers: string,
  range: readonly [number, number],
  verb: string,
  unit: string,
  speech: Parameters<typeof number>[3],
): NumberColumn =>
  number(
    headers,
    range,
    [`${verb} {v} ${unit}`, `${verb} (more than|over) {v} ${unit}`, `${verb} (less than|under) {v} ${unit}`],
    speech,
  );

/** A number of things that each row has. */
const having = (headers: string, range: readonly [number, number], noun: string): NumberColumn =>
  number(
    headers,
    range,
    [
      `have {v} ${noun}`,
      `have (more than|over) {v} ${noun}`,
      `have (fewer than|less than|under) {v} ${noun}`,
    ],
    {
      called: `number of ${noun}`,
      most: `(highest|greatest|largest|maximum) number of ${noun}`,
      least: `(lowest|smallest|minimum) number of ${noun}`,
      ask: `how many ${noun} {do} {s} have`,
    },
  );

const age = number(
  'age',
  [18, 90],
  ['are {v} (years old|years of age)', 'are (older than|over) {v}', 'are (younger than|under) {v}'],
  {
    called: 'age',
    most: '(highest|greatest) age',
    least: 'lowest age',
    totals: 'mean',
    ask: 'how old {is} {s}',
  },
);

const CUISINES = FOODS.filter((food) => food !== 'fast food');
const DISH_PARTS = words('leek bean fish onion apple plum cheese crab duck lamb pear carrot');
const DISH_FORMS = words('soup pie stew tart roll pancake');
const GOODS = words('bread milk cheese butter honey tea coffee rice flour sugar salt rope paper soap wool');
const SUBJECTS = words(
  'dancing drawing singing sewing French Italian English swimming cooking painting rowing',
);

export const TABLE_KINDS: readonly TableKind[] = [
  {
    names: [
      ['dishes', 'dish', 'dishes'],
      ['menu', 'dish', 'dishes'],
      ['meals', 'meal', 'meals'],
    ],
    key: {
      headers: ['dish', 'name', 'meal'],
      value: (rng) => `${rng.pick(DISH_PARTS)} ${rng.pick(DISH_FORMS)}`,
      said: '(|the ){v}',
    },
    columns: [
      price(24),
      text('course', 'are (served as|listed as) {av}', { values: ['starter', 'main', 'side', 'pudding'] }),
      text('food cuisine', '(are from|come from) the {v} kitchen', {
        values: CUISINES,
      }),
      text('cook chef', 'are (made|cooked) by {v}', { ask: 'who (makes|cooks) {s}' }),
      measured('minutes time', [5, 60], 'take', 'minutes', {
        called: '(cooking time|time)',
        most: '(longest|greatest) (cooking time|time)',
        least: '(shortest|least) (cooking time|time)',
        ask: 'how (long|many minutes) {do} {s} take',
      }),
    ],
  },
  {
    names: [
      ['places', 'place', 'places'],
      ['pubs', 'pub', 'pubs'],
      ['inns', 'inn', 'inns'],
      ['cafes', 'café', 'cafés'],
    ],
    key: { headers: ['name', 'place'], value: placeName, said: '{v}' },
    columns: [
      text('food cuisine', 'serve {v} food', {
        values: CUISINES,
        ask: 'what food {do} {s} serve',
      }),
      text('area part', 'are in the {v} area', {
        values: AREAS,
        called: 'area',
        ask: 'in (what|which) area {is} {s}',
      }),
      number(
        'rating stars',
        [1, 5],
        [
          '(are rated|have a rating of) {v}',
          '(are rated|have a rating) (above|over) {v}',
          '(are rated|have a rating) (below|under) {v}',
        ],
        {
          called: 'rating',
          most: '(best|highest|top) rating',
          least: '(worst|lowest) rating',
          totals: 'mean',
        },
      ),
      having('seats', [10, 80], 'seats'),
      text('keeper owner', 'are (kept|run|owned) by {v}', { ask: 'who (keeps|runs|owns) {s}' }),
      street('are on {v}', 'on (what|which) street {is} {s}'),
      year('opened year', 'opened', '(opening year|year of opening)', '(when|in what year) did {s} open'),
    ],
  },
  {
    names: [
      ['buses', 'bus', 'buses'],
      ['trams', 'tram', 'trams'],
      ['ferries', 'ferry', 'ferries'],
    ],
    key: {
      headers: ['line', 'number', 'route'],
      value: (rng) => `${rng.pick(words('A B C D K M'))}${1 + rng.int(30)}`,
      said: '(|the ){one} {v}',
    },
    columns: [
      text('stop terminus goes_to', '(go|run) to {v}', {
        values: inventedName,
        called: '(last stop|terminus)',
        ask: 'where {do} {s} (go|run)',
      }),
      hour(
        'leaves departs hour',
        '(leave|depart)',
        '(departure|departure hour)',
        '(when|at what hour) {do} {s} leave',
      ),
      price(9, 'fare ticket price'),
      measured('minutes duration', [5, 90], 'take', 'minutes', {
        called: '(travel time|duration)',
        most: '(longest|greatest) (travel time|duration)',
        least: '(shortest|least) (travel time|duration)',
        ask: 'how long {do} {s} take',
      }),
      text('day', '(run|leave) on {v}', { values: DAYS, ask: 'on (what|which) day {do} {s} run' }),
    ],
  },
  {
    names: [
      ['rooms', 'room', 'rooms'],
      ['bedrooms', 'bedroom', 'bedrooms'],
    ],
    key: { headers: ['room', 'name'], value: signNoun, said: '(the {one} |){v}' },
    columns: [
      having('beds', [2, 6], 'beds'),
      number('floor storey', [1, 6], ['are on floor {v}', 'are above floor {v}', 'are below floor {v}'], {
        called: 'floor',
        most: '(highest|top) floor',
        least: 'lowest floor',
        totals: 'none',
        ask: 'on (what|which) floor {is} {s}',
      }),
      price(90, 'price rate cost'),
      text('view looks_on', '(have a view of|look on) the {v}', {
        values: words('river garden harbour square bridge yard'),
        called: 'view',
      }),
      colour,
      text('guest taken_by', 'are (taken by|let to|booked for) {v}', {
        called: 'guest',
        ask: 'who (takes|has) {s}',
      }),
    ],
  },
  {
    names: [
      ['weather', 'day', 'days'],
      ['forecast', 'day', 'days'],
    ],
    key: { headers: ['day'], value: (rng) => rng.pick(DAYS), said: '{v}' },
    columns: [
      text('sky', '(are|will be) {v}', { values: SKIES, called: '(sky|weather)' }),
      measured('rain rain_mm', [1, 40], '(have|bring)', 'mm of rain', {
        called: '(rain|rainfall)',
        ask: 'how much rain {do} {s} (have|bring)',
      }),
      number(
        'degrees high temperature',
        [2, 32],
        ['reach {v} degrees', 'are (warmer than|above) {v} degrees', 'are (colder than|below) {v} degrees'],
        {
          called: 'temperature',
          most: '(highest|top) temperature',
          least: '(lowest|coldest) temperature',
          totals: 'mean',
          ask: 'how warm {is} {s}',
        },
      ),
      text('wind wind_from', 'have wind from the {v}', {
        values: words('north south east west'),
        called: '(wind|wind direction)',
      }),
    ],
  },
  {
    names: [
      ['goods', 'item', 'items'],
      ['market', 'item', 'items'],
      ['stock', 'item', 'items'],
    ],
    key: { headers: ['item', 'name'], value: (rng) => rng.pick(GOODS), said: '{v}' },
    columns: [
      price(20),
      measured('kilos amount weight', [2, 60], 'weigh', 'kilos', {
        called: '(weight|amount)',
        ask: 'how (much|many kilos) {do} {s} weigh',
      }),
      text('seller stall', 'are sold by {v}', { called: 'seller', ask: 'who sells {s}' }),
      text('day', '(are sold|come in) on {v}', { values: DAYS, ask: 'on (what|which) day {do} {s} come in' }),
      text('row', '(stand|lie) in row {v}', {
        values: words('A B C D E F'),
        ask: 'in (what|which) row {is} {s}',
      }),
    ],
  },
  {
    names: [
      ['people', 'person', 'people'],
      ['guests', 'guest', 'guests'],
      ['neighbours', 'neighbour', 'neighbours'],
      ['members', 'member', 'members'],
    ],
    key: { headers: ['name', 'person'], value: person, said: '{v}' },
    people: true,
    columns: [
      text('job work', '(work as|have work as) {av}', { values: JOBS, called: 'job' }),
      age,
      street('live on {v}', '(where|on what street) {do} {s} live'),
      text('pet animal', '(have|keep) {av}', {
        values: ANIMALS,
        ask: 'what (pet|animal) {do} {s} (have|keep)',
      }),
      having('children', [2, 7], 'children'),
    ],
  },
  {
    names: [
      ['boats', 'boat', 'boats'],
      ['ships', 'ship', 'ships'],
    ],
    key: { headers: ['boat', 'name'], value: signName, said: '(the {one} |the ){v}' },
    columns: [
      text('owner captain', '(belong to|are sailed by) {v}', {
        called: 'owner',
        ask: 'who (owns|sails) {s}',
      }),
      number(
        'metres length',
        [4, 40],
        ['are {v} metres long', 'are longer than {v} metres', 'are shorter than {v} metres'],
        {
          called: 'length',
          most: '(greatest|longest|maximum) length',
          least: '(smallest|shortest|minimum) length',
          totals: 'mean',
          ask: 'how long {is} {s}',
        },
      ),
      year('built year', 'were built', 'building year', '(when|in what year) {was} {s} built'),
      colour,
      having('sails', [2, 9], 'sails'),
    ],
  },
  {
    names: [
      ['books', 'book', 'books'],
      ['library', 'book', 'books'],
    ],
    key: { headers: ['title', 'book'], value: (rng) => `The ${signName(rng)}`, said: '(the {one} |){v}' },
    columns: [
      text('author writer', '(are|were written) by {v}', { ask: 'who wrote {s}' }),
      having('pages', [40, 400], 'pages'),
      year(
        'year printed',
        '(came out|were printed)',
        'year of printing',
        '(when|in what year) did {s} come out',
      ),
      text('shelf', '(are|stand) on shelf {v}', {
        values: words('A B C D E F'),
        ask: 'on (what|which) shelf {is} {s}',
      }),
      having('copies', [2, 9], 'copies'),
      text('reader lent_to', 'are lent to {v}', { called: 'reader', ask: 'who has {s}' }),
    ],
  },
  {
    names: [
      ['race', 'runner', 'runners'],
      ['results', 'swimmer', 'swimmers'],
    ],
    key: { headers: ['name', 'starter'], value: person, said: '{v}' },
    people: true,
    columns: [
      measured('minutes time', [9, 70], 'took', 'minutes', {
        called: 'time',
        most: '(longest|slowest) time',
        least: '(shortest|fastest|best) time',
        ask: 'how long did {s} take',
      }),
      having('points', [2, 40], 'points'),
      text('team side', '(are in|belong to) the {v} team', {
        values: COLOURS,
        called: 'team',
        ask: 'in (what|which) team {is} {s}',
      }),
      age,
      street('live on {v}', '(where|on what street) {do} {s} live'),
    ],
  },
  {
    names: [
      ['concerts', 'concert', 'concerts'],
      ['shows', 'show', 'shows'],
      ['dances', 'dance', 'dances'],
    ],
    key: { headers: ['title', 'name'], value: signName, said: '(the {one} |){v}' },
    columns: [
      day,
      hour(
        'starts begins hour',
        '(start|begin)',
        '(start|starting hour)',
        '(when|at what hour) {do} {s} (start|begin)',
      ),
      text('place venue', '(are|take place) at {v}', { values: placeName, ask: 'where {is} {s}' }),
      price(30, 'ticket price entry'),
      having('guests visitors', [10, 99], 'guests'),
    ],
  },
  {
    names: [
      ['lessons', 'lesson', 'lessons'],
      ['classes', 'class', 'classes'],
      ['courses', 'course', 'courses'],
    ],
    key: { headers: ['subject', 'name'], value: (rng) => rng.pick(SUBJECTS), said: '(the {v} {one}|{v})' },
    columns: [
      text('teacher', 'are (taught|given) by {v}', { ask: 'who (teaches|gives) {s}' }),
      having('pupils', [4, 30], 'pupils'),
      day,
      text('room', '(are|take place) in the {v}', { values: ROOMS, ask: 'in (what|which) room {is} {s}' }),
      price(40, 'fee price'),
      hour(
        'starts hour',
        '(start|begin)',
        '(start|starting hour)',
        '(when|at what hour) {do} {s} (start|begin)',
      ),
    ],
  },
  {
    names: [
      ['parcels', 'parcel', 'parcels'],
      ['orders', 'order', 'orders'],
    ],
    key: {
      headers: ['number', 'code'],
      value: (rng) => `${rng.pick(words('P R S T'))}${10 + rng.int(90)}`,
      said: '(|the ){one} {v}',
    },
    columns: [
      text('receiver buyer', 'are for {v}', { ask: 'for whom {is} {s}' }),
      text('sender', '(come from|were sent by) {v}', { ask: 'who (sends|sent) {s}' }),
      measured('kilos weight', [2, 40], 'weigh', 'kilos', {
        called: 'weight',
        ask: 'how (much|many kilos) {do} {s} weigh',
      }),
      text('day came', 'came on {v}', {
        values: DAYS,
        called: 'day',
        ask: 'on (what|which) day did {s} come',
      }),
      price(20, 'postage price'),
    ],
  },
  {
    names: [
      ['houses', 'house', 'houses'],
      ['cottages', 'cottage', 'cottages'],
    ],
    key: {
      headers: ['house', 'name'],
      value: (rng) => `${signNoun(rng)} ${rng.pick(['House', 'End', 'Cottage', 'Hall'])}`,
      said: '{v}',
    },
    columns: [
      having('rooms', [2, 12], 'rooms'),
      price(95, 'rent price'),
      street('are on {v}', 'on (what|which) street {is} {s}'),
      year('built year', 'were built', 'building year', '(when|in what year) {was} {s} built'),
      colour,
      text('owner landlord', '(belong to|are let by) {v}', { ask: 'who owns {s}' }),
    ],
  },
];
