/**
 * Documents about places to eat and drink: guide-book prose, and cards in many formats followed by the prose that
 * they amount to. Never in the format of the restaurant task, which is left for fine-tuning to teach.
 */
import type { Rng } from '../../src/core/rng.ts';
import { article, capitalise, phrase } from '../../src/data/tasks/phrase.ts';
import { inventPlace, TOWN, TOWN_NAME, type Place } from '../../src/data/tasks/town.ts';

/** What one most wants to know of a place, and what only some documents tell. */
const COMMON_FIELDS = ['kind', 'food', 'price', 'rating', 'area', 'family', 'near'] as const;
const RARE_FIELDS = ['street', 'keeper', 'hours', 'closed'] as const;
type Field = (typeof COMMON_FIELDS)[number] | (typeof RARE_FIELDS)[number];

const RATING_WORDS: Readonly<Record<string, string>> = {
  low: '(low|low|poor)',
  average: '(average|average|middling)',
  high: '(high|high|very good)',
};

const PRICE_WORDS: Readonly<Record<string, string>> = {
  cheap: '(cheap|cheap|low)',
  moderate: '(moderate|moderate|fair)',
  high: '(high|high|steep)',
};

/** A place of the town now and then; mostly one that nobody has heard of, so that its name must be copied. */
export function anyPlace(rng: Rng): Place {
  return rng.uniform() < 0.25 ? rng.pick(TOWN) : inventPlace(rng);
}

/** What the templates may speak of. */
export function placeValues(p: Place, rng: Rng): Record<string, string> {
  const ratingWord = phrase(RATING_WORDS[p.rating] ?? p.rating, {}, rng);
  return {
    name: p.name,
    near: p.near,
    street: p.street,
    keeper: p.keeper,
    kind: p.eatType,
    akind: `${article(p.eatType)} ${p.eatType}`,
    food: p.food,
    dishes: p.food === 'fast food' ? p.food : `${p.food} food`,
    price: p.priceRange,
    rating: p.rating,
    area: p.area,
    opens: p.opens,
    closes: p.closes,
    closed: p.closedOn,
    town: TOWN_NAME,
    priceWord: phrase(PRICE_WORDS[p.priceRange] ?? p.priceRange, {}, rng),
    ratingWord,
    arating: `${article(ratingWord)} ${ratingWord}`,
  };
}

/** Sentences for each fact; {s} is the subject. */
function sentencesFor(field: Field, p: Place): string[] {
  switch (field) {
    case 'kind':
      return ['{s} is {akind}', '{s} (calls itself|is known as|has long been) {akind}'];
    case 'food':
      return p.food === 'fast food'
        ? ['{s} (serves|sells|offers) fast food', 'the food (at {name}|there) is fast food']
        : [
            '{s} (serves|offers|cooks) {food} (food|dishes|meals)',
            'the (kitchen|cooking|menu) (at {name}|there|of {name}) is {food}',
            '(people|guests|visitors) (come|go) (to {name}|there) for the {food} (food|cooking|dishes)',
          ];
    case 'price':
      return p.priceRange.includes('£')
        ? [
            'a meal (at {name}|there) costs {price}',
            '{s} (asks|charges) {price} (for a meal|a head)',
            'dinner (at {name}|there|) (is|costs) {price}',
          ]
        : [
            'the prices (at {name}|there|) are {priceWord}',
            '{s} has {priceWord} prices',
            'the price (of a meal|of dinner|) is {priceWord}',
          ];
    case 'rating':
      return p.rating.includes('out of')
        ? [
            '(guests|customers|visitors) (give|gave) (it|{name}) {rating}',
            '{s} (has a|holds a) (rating|score) of {rating}',
            '{s} is rated {rating}',
          ]
        : [
            '{s} has {arating} (rating|customer rating|score)',
            '(guests|customers|people) (give|gave) (it|{name}) {arating} rating',
            'its rating is {ratingWord}',
          ];
    case 'area':
      return p.area === 'riverside'
        ? [
            '{s} (stands|lies|is) (on the|by the) riverside',
            '{s} is in the riverside area',
            '{s} looks over the river',
          ]
        : [
            '{s} (stands|lies|is) in the {area}',
            '{s} is in the {area} area',
            'the (place|house) is in the {area}',
          ];
    case 'family':
      return p.familyFriendly
        ? [
            '(children|families) are (welcome|very welcome|always welcome) (at {name}|there|)',
            '{s} (welcomes|likes|is good for) (families|children)',
            '{s} is family friendly',
          ]
        : [
            '(children|families) are not (welcome|allowed|admitted) (at {name}|there|)',
            '{s} is (not for children|no place for children|not family friendly|for adults only)',
          ];
    case 'near':
      return [
        '{s} is (near|close to|next to|not far from|opposite|beside) {near}',
        '(look for it|you will find it|it stands) (near|close to|beside|by) {near}',
        '{near} is (near|close by|next door|just across the road)',
      ];
    case 'street':
      return ['{s} (stands|is|can be found) (on|in) {street}', 'the (address|street) is {street}'];
    case 'keeper':
      return [
        '{keeper} (keeps|owns|runs) (it|{name}|the place)',
        '{s} (belongs to|is kept by|is run by) {keeper}',
      ];
    case 'hours':
      return [
        '{s} opens at {opens} and (closes|shuts) at {closes}',
        '{s} is open from {opens} (to|until) {closes}',
        'the (doors|hours) (at {name}|there|) are {opens} to {closes}',
      ];
    case 'closed':
      return [
        '{s} is (closed|shut|not open) on {closed}',
        'on {closed} {s} is (closed|shut)',
        'do not (go|come) on {closed}',
      ];
  }
}

/** First sentences, which give the name; one is used only where every fact that it tells is to be told. */
const OPENINGS = [
  '{name} is {akind}',
  '{name} is {akind} in {town}',
  '(There is|We found|You will find|I know) {akind} (called|named|by the name of) {name}',
  '{name}, {akind} on {street}, is (well worth a visit|new|an old favourite|easy to find)',
  '(The {kind} is called|The name of the {kind} is) {name}',
  '(The name of the place is|They call the place|The place is called|This is|Here is) {name}',
  '(On|In) {street} (there is|you will find|stands) {akind}, {name}',
  '(Near|By|Close to|Opposite) {near} (there is|you will find|stands) (a place called |){name}',
  '{name} is (a|the) (place|house) (on {street}|near {near})',
  '{name} (serves|offers) {dishes}',
  '(Go to|Try|Look for) {name} (for {dishes}|near {near}|on {street})',
  '(Have you been to|Do you know) {name}? It is {akind}',
];

/** The fact that each slot of an opening tells. */
const TELLS: Readonly<Record<string, Field>> = {
  akind: 'kind',
  kind: 'kind',
  street: 'street',
  near: 'near',
  dishes: 'food',
};

const toldBy = (template: string): Field[] =>
  [...template.matchAll(/\{(\w+)\}/g)].flatMap(([, slot]) => TELLS[slot ?? ''] ?? []);

/** Prose that tells the given facts of a place and no others, in their order but for what the first sentence tells. */
export function describe(p: Place, facts: readonly Field[], rng: Rng): string {
  const values = placeValues(p, rng);
  const opening = rng.pick(
    OPENINGS.filter((template) => toldBy(template).every((field) => facts.includes(field))),
  );
  const sentences = [phrase(opening, values, rng)];
  for (const field of facts.filter((fact) => !toldBy(opening).includes(fact))) {
    const kind = field !== 'kind' && facts.includes('kind') ? `the ${p.eatType}` : p.name;
    const subjects = ['it', 'it', p.name, 'the place', kind];
    sentences.push(phrase(rng.pick(sentencesFor(field, p)), { ...values, s: rng.pick(subjects) }, rng));
  }
  let text = '';
  for (const [i, sentence] of sentences.entries()) {
    const clean = sentence.replace(/ +/g, ' ').trim();
    if (i > 0 && rng.uniform() < 0.3) text += rng.pick([' and ', ', and ', ', but ', '; ']) + clean;
    else text += `${i > 0 ? '. ' : ''}${capitalise(clean)}`;
  }
  return text + '.';
}

/** How a card may head each fact. */
const LABELS: Readonly<Record<Field | 'name', string>> = {
  name: '(Name|Called|Place|Sign|House|name|place)',
  kind: '(Kind|Type|Sort|kind|Type|Eat)',
  food: '(Food|Kitchen|Cooking|food|Serves)',
  price: '(Price|Cost|Prices|price|Price range|Range)',
  rating: '(Rating|Score|Guests say|rating|customer rating|Customers)',
  area: '(Area|Part of town|Where|area|Quarter)',
  family: '(Children|Families|Family|Friendly|family friendly)',
  near: '(Near|Next to|By|near|Close to)',
  street: '(Street|Address|street|On)',
  keeper: '(Keeper|Owner|keeper|Ask for)',
  hours: '(Open|Hours|open)',
  closed: '(Closed|Shut|Day off|closed)',
};

function cardValue(field: Field | 'name', p: Place): string {
  switch (field) {
    case 'name':
      return p.name;
    case 'kind':
      return p.eatType;
    case 'food':
      return p.food;
    case 'price':
      return p.priceRange;
    case 'rating':
      return p.rating;
    case 'area':
      return p.area;
    case 'family':
      return p.familyFriendly ? 'yes' : 'no';
    case 'near':
      return p.near;
    case 'street':
      return p.street;
    case 'keeper':
      return p.keeper;
    case 'hours':
      return `${p.opens} to ${p.closes}`;
    case 'closed':
      return p.closedOn;
  }
}

/** Ways to write a card's entry, and what stands between entries. */
const CARD_STYLES: readonly { entry: (label: string, value: string) => string; between: string }[] = [
  { entry: (label, value) => `${label}: ${value}`, between: '\n' },
  { entry: (label, value) => `${label}: ${value}`, between: '; ' },
  { entry: (label, value) => `${label} - ${value}`, between: '\n' },
  { entry: (label, value) => `${label} - ${value}`, between: ', ' },
  { entry: (label, value) => `${label}=${value}`, between: ' / ' },
  { entry: (label, value) => `${label}=${value}`, between: '\n' },
  { entry: (label, value) => `${label} "${value}"`, between: ', ' },
  { entry: (label, value) => `${value} (${label})`, between: ', ' },
  { entry: (label, value) => `(${label}) ${value}`, between: ' ' },
  { entry: (label, value) => `${label}/${value}`, between: '\n' },
  { entry: (label, value) => `${label}:${value}`, between: ', ' },
  { entry: (label, value) => `* ${label}, ${value}`, between: '\n' },
  { entry: (_, value) => value, between: '\n' },
  { entry: (_, value) => value, between: ' | ' },
  { entry: (_, value) => value, between: '; ' },
  { entry: (_, value) => `"${value}"`, between: ' ' },
  { entry: (_, value) => `(${value})`, between: ' ' },
];

function someFields(rng: Rng): Field[] {
  const common = rng.shuffle(COMMON_FIELDS).slice(0, 2 + rng.int(5));
  return rng.shuffle([...common, ...RARE_FIELDS.filter(() => rng.uniform() < 0.12)]);
}

/** The card lists the fields in the order given; the name comes first or, less often, anywhere. */
function card(p: Place, fields: readonly Field[], rng: Rng): string {
  const style = rng.pick(CARD_STYLES);
  const at = rng.uniform() < 0.75 ? 0 : rng.int(fields.length + 1);
  const entries: (Field | 'name')[] = [...fields.slice(0, at), 'name', ...fields.slice(at)];
  return entries
    .map((field) => style.entry(phrase(LABELS[field], {}, rng), cardValue(field, p)))
    .join(style.between);
}

/** A card of a place and, below it, the same in prose. */
export function cardThenProse(rng: Rng): string {
  const p = anyPlace(rng);
  const fields = someFields(rng);
  const bridge = rng.pick(['\n', '\n', '\n', '\n\n', '\nIn words: ', '. ', '\nThat is: ', '\n- ']);
  // Mostly the prose goes down the card, so that it pays to find one's place in it.
  const order = rng.uniform() < 0.75 ? fields : rng.shuffle(fields);
  return card(p, fields, rng) + bridge + describe(p, order, rng);
}

/** One place's card twice, in two orders and mostly in two styles. */
export function cardTwice(rng: Rng): string {
  const p = anyPlace(rng);
  const fields = someFields(rng);
  return card(p, fields, rng) + rng.pick(['\n', '\n\n', '\nAgain: ']) + card(p, rng.shuffle(fields), rng);
}

/** Guide-book prose about a place, which then says the same again in other words. */
export function guide(rng: Rng): string {
  const p = anyPlace(rng);
  const fields = someFields(rng).slice(0, 4);
  return (
    describe(p, fields, rng) + rng.pick([' ', '\n', ' In short: ']) + describe(p, rng.shuffle(fields), rng)
  );
}

/** How one asks for a fact that a card tells. */
const QUESTIONS: Readonly<Record<Field, string>> = {
  kind: 'What (is it|is {name}|sort of place is it)?',
  food: 'What (food do they serve|does one eat there|do they cook)?',
  price: '(What does it cost|How are the prices|What is the price)?',
  rating: '(What is its rating|How do customers rate it|What do people think of it)?',
  area: '(Where is it|In what area is it|Where in town is {name})?',
  family: '(Is it family friendly|Are children welcome|Do they welcome families)?',
  near: '(What is it near|What is near it|What is close to {name})?',
  street: '(On what street is it|What is the address)?',
  keeper: '(Who keeps it|Who runs {name}|Whose is it)?',
  hours: 'When is (it|{name}) open?',
  closed: 'When is (it|{name}) (closed|shut)?',
};

/** A card or prose about a place, then questions about it and their answers. */
export function quiz(rng: Rng): string {
  const p = anyPlace(rng);
  const fields = someFields(rng);
  const told = rng.uniform() < 0.5 ? card(p, fields, rng) : describe(p, fields, rng);
  const [ask, reply] = rng.pick([
    ['', ' '],
    ['- ', '\n- '],
    ['Q: ', '\nA: '],
  ] as const);
  const asked = rng.shuffle(fields).slice(0, 4);
  const answers = asked.map(
    (field) =>
      `${ask}${phrase(QUESTIONS[field], { name: p.name }, rng)}${reply}${capitalise(cardValue(field, p))}.`,
  );
  return [told, ...answers].join('\n');
}
