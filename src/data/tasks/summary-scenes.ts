/**
 * The scenes that the summary task's conversations play: plans, favours, lost things, prices. In most of them somebody
 * changes something or is put right, so that what is true in the end is not what was said first.
 */
import type { Rng } from '../../core/rng.ts';
import { words } from './lexicon.ts';
import { enumerate } from './phrase.ts';

export type Who = 'a' | 'b' | 'c';
export type Values = Record<string, string>;

/** What a conversation is written with. */
export interface Pen {
  rng: Rng;
  values: Values;
  chance: (probability: number) => boolean;
  /** One wording of a template of phrase.ts, with further values. */
  word: (template: string, more?: Values) => string;
  /** Adds a turn. */
  say: (who: Who, template: string, more?: Values) => void;
}

/** Writes the turns and gives back the summary. */
export type Scene = (pen: Pen) => string;

const FAVOURS = [
  'feed {my} {pet}',
  'walk {my} {pet}',
  'water {my} plants',
  'post {my} letter',
  'mind {my} shop',
  'mend {my} {thing}',
  'clean {my} boat',
  'paint {my} door',
  'carry {my} boxes',
];
/** Why somebody cannot do something, as they say it and as it is told of them. */
const HINDRANCES = [
  ['I am ill', 'is ill'],
  ['I have to work', 'has to work'],
  ['I have guests', 'has guests'],
  ['I will be away', 'will be away'],
  ['my leg hurts', 'has a bad leg'],
] as const;
const DELAYS = ['I missed the bus', 'I overslept', 'my bus is late', 'I lost my way', 'the road is shut'];

/** Two or three agree when or where to do something, and mostly do not stay with the first idea. */
const plan: Scene = ({ rng, values, chance, word, say }) => {
  const does = word('(meet|meet|have tea|have lunch|have supper|play cards|go for a walk|practise|swim)');
  const kinds = rng.shuffle(['hour', 'day', 'place'] as const).slice(0, 1 + rng.int(3));
  const now: Values = Object.fromEntries(kinds.map((kind) => [kind, values[kind] ?? '']));
  const tail = () =>
    [now.place && `at ${now.place}`, now.day && `on ${now.day}`, now.hour && `at ${now.hour}`]
      .filter(Boolean)
      .join(' ');
  say('a', '(shall we|can we|do you want to) {does} {tail}?', { does, tail: tail() });

  const changes = rng.pick([0, 1, 1, 2]);
  if (changes === 0) say('b', '(yes, please|fine|good idea|I would love to|sure).');
  for (const kind of rng.shuffle(kinds).slice(0, changes)) {
    const first = now[kind] ?? '';
    const second = values[`${kind}2`] ?? '';
    const said = { first, second };
    const why = {
      hour: '({first} is too (early|late)|I cannot come at {first}|not at {first})',
      day: '(I work on {first}|not {first}|I am away on {first}|{first} is bad)',
      place: '({first} is (shut|full|too far)|not {first})',
    }[kind];
    const way = rng.int(4);
    if (way < 2) {
      say('b', `${why}. (What about |Maybe |){second}?`, said);
      say('a', '((fine|OK|good|yes), {second}|{second} then|{second} is (fine|good)).', said);
      now[kind] = second;
    } else if (way === 2) {
      say('a', '(sorry|wait|no|oh), {second}, not {first}.', said);
      say('b', '(OK|fine|good|no problem)(|, {second}).', said);
      now[kind] = second;
    } else {
      say('b', '(could it be|what about|can we say) {second}?', said);
      say(
        'a',
        `(no|sorry), ${why.replaceAll('{first}', '{second}')}. (Let us stay with {first}|{first}, please).`,
        said,
      );
      say('b', '(OK|fine)(|, {first}).', said);
    }
  }
  let people = '{a} and {b}';
  if (chance(0.2)) {
    const comes = chance(0.6);
    say('b', '(can|may) {c} come?');
    say('a', comes ? '(of course|sure|yes).' : '(no, just us|not this time|no).');
    if (comes) people = '{a}, {b} and {c}';
  }
  return word(
    rng.pick([
      `${people} (will|are going to|want to|have agreed to) {does} {tail}.`,
      `${people} (will|are going to) {does} {tail}.`,
      `{tail} ${people} (will|are going to) {does}.`,
    ]),
    { does, tail: tail() },
  );
};

const lost: Scene = ({ chance, word, say }) => {
  const finder = chance(0.5) ? 'b' : 'c';
  say('a', '(I (lost|cannot find) my {thing}.|where is my {thing}?|my {thing} is gone.)');
  if (chance(0.6)) {
    say('b', '(where did you (have|see|leave) it last|is it {spot}|did you look {spot})?');
    say('a', '((no|it is not there), I looked|I looked {spot}|it is not {spot}).');
  }
  if (chance(0.25)) {
    say('b', '(did you ask {c}?|ask {c}.)');
    say('a', '(good idea|I will|not yet, I will).');
    return word('{a} (has lost|lost|cannot find) {a_thing} and will ask {c}.');
  }
  say(finder, '((I saw it|it is) {spot2}|I found {a_thing} {spot2}|look {spot2}).');
  say('a', '(thanks|thank you|there it is|I have it|oh, thanks)(!|, {f}!)', { f: word(`{${finder}}`) });
  return word(
    `(${[
      `{${finder}} (found|saw) the {thing} that {a} (had lost|lost) {spot2}`,
      `{a} lost {a_thing}, (and|but) {${finder}} (found|saw) it {spot2}`,
      `{a}'s (lost |missing |){thing} (is|was) {spot2}`,
    ].join('|')}).`,
  );
};

const shopping: Scene = ({ rng, values, chance, word, say }) => {
  const { good = '', good2 = '', good3 = '', good4 = '' } = values;
  let list = chance(0.5) ? [good, good2] : [good];
  say('a', '(can|could|will) you (buy|get|fetch) {list}?', { list: enumerate(list) });
  if (chance(0.4)) {
    say('b', '(yes|sure|OK). (What|Anything) else?');
    say('a', '(and|also|yes,) {good3}.');
    list.push(good3);
  } else say('b', '(yes|sure|OK|of course|I will).');
  if (chance(0.75)) {
    const out = rng.pick(list);
    const without = list.filter((item) => item !== out);
    if (chance(0.5) && without.length > 0) {
      say('a', '(wait|oh|sorry), (no {out}|not {out})(|, we have some|, I have it).', { out });
      say('b', '(OK|fine), (no {out}|just {list}).', { out, list: enumerate(without) });
      list = without;
    } else if (chance(0.5)) {
      say('b', '(there is no|they have no|I see no) {out}. (Shall I take {good4}|{good4} instead)?', { out });
      const agreed = chance(0.7);
      say('a', agreed ? '(yes|yes, {good4}|fine|good).' : '(no|no, leave it|no, thanks).');
      list = agreed ? [...without, good4] : without;
      if (list.length === 0)
        return word('{b} (will not|cannot) (buy|get) {out} for {a}(|, as there is none).', { out });
    } else {
      say('a', '(wait|oh|sorry), {good4}, not {out}.', { out });
      say('b', '(OK|fine|right)(|, {good4}).');
      list = [...without, good4];
    }
  }
  return word('({b} will (buy|get|fetch) {list} for {a}|{a} (asks|asked) {b} to (buy|get|fetch) {list}).', {
    list: enumerate(list),
  });
};

const timetable: Scene = ({ rng, chance, word, say }) => {
  const which = rng.pick(['next', 'last', 'first']);
  say('a', `when (does|will) the ${which} {ride} to {end} leave?`);
  say('b', '(at|I think at) {hour}.');
  let hour = '{hour}';
  if (chance(0.75)) {
    const who = chance(0.5) ? 'c' : 'b';
    say(
      who,
      '(no|sorry|wait), (that is on {day}|that is the old time|that one is full|that one goes to {place}). (At {hour2}|It leaves at {hour2}).',
    );
    hour = '{hour2}';
  }
  if (chance(0.4)) {
    say('a', '(from where|where from)?');
    say('b', 'from {place2}.');
    return word(`the ${which} {ride} to {end} leaves (from {place2} at ${hour}|at ${hour} from {place2}).`);
  }
  say('a', '(thanks|good|thank you|I will take it)(!|, {b}!)');
  return word(
    `(the ${which} {ride} to {end} leaves at ${hour}|{a} (will|can|wants to) take the ${which} {ride} to {end} at ${hour}).`,
  );
};

const haggle: Scene = ({ rng, chance, word, say }) => {
  const low = 4 + rng.int(60);
  const middle = low + 1 + rng.int(10);
  const prices = { low: `£${low}`, middle: `£${middle}`, high: `£${middle + 1 + rng.int(20)}` };
  say('a', '(I am selling my {tool}.|do you want (to buy |)my {tool}?|my {tool} is for sale.)');
  say('b', '(how much|for how much|what do you want for it)?');
  say('a', '{high}.', prices);
  say('b', '(too much|too dear|that is a lot). {low}?', prices);
  const ending = rng.int(4);
  if (ending === 0) {
    say('a', '(OK|fine|all right), {low}.', prices);
    return word("{b} (will buy|is buying|buys) {a}'s {tool} for {low}.", prices);
  }
  say('a', '(no|not for that). {middle}.', prices);
  if (ending === 1) {
    say('b', '(no, thanks|then no|I do not have that much).');
    return word(
      "{b} (will not|does not want to) (buy {a}'s {tool} for {middle}|pay {middle} for {a}'s {tool}).",
      prices,
    );
  }
  say('b', '(done|OK|all right|fine)(|, {middle}).', prices);
  if (chance(0.3)) say('a', '(good|it is yours|come and get it).');
  return word(
    "({b} (will buy|is buying|buys) {a}'s {tool} for {middle}|{a} (is selling|will sell) {b} the {tool} for {middle}).",
    prices,
  );
};

const favour: Scene = ({ rng, chance, word, say }) => {
  const act = rng.pick(FAVOURS);
  const mine = word(act, { my: 'my' });
  const theirs = word(act, { my: word("{a}'s") });
  say('a', '(can|could|will) you {mine} on {day}?', { mine });
  const way = rng.int(4);
  if (way === 0) {
    say('b', '(sure|of course|yes|with pleasure).');
    if (chance(0.5)) {
      say('a', '(sorry, I meant|oh, make that|no, wait,) {day2}.');
      say('b', '(fine|OK|no problem)(|, {day2}).');
      return word('{b} will {theirs} on {day2}.', { theirs });
    }
    say('a', '(thank you|thanks)(!|, {b}!)');
    return word('{b} (will|is going to) {theirs} on {day}.', { theirs });
  }
  if (way === 1) {
    say('b', '(not on {day}|I work on {day}|I am away then). (What about |){day2}?');
    say('a', '(fine|that is fine|good|OK)(|, {day2}).');
    return word('({b} (will|is going to) {theirs} on {day2}|on {day2} {b} will {theirs}).', { theirs });
  }
  const reason = rng.pick(HINDRANCES);
  say('b', '(I cannot|sorry|no), {why}. (Ask {c}|{c} may have time).', { why: reason[0] });
  if (way === 2) {
    say('c', '(I can do it|I will do it|I have time|leave it to me).');
    say('a', '(thank you|thanks), {c}!');
    return word('({c} will {theirs} on {day}|{b} {told}, so {c} will {theirs} on {day}).', {
      theirs,
      told: reason[1],
    });
  }
  say('a', '(OK|fine), I will (ask {c}|do that).');
  return word('{b} cannot {theirs} on {day}, so {a} will ask {c}.', { theirs });
};

const party: Scene = ({ rng, chance, word, say }) => {
  const event = rng.pick(words('party dinner dance concert wedding'));
  say(
    'a',
    '(come to my {event} on {day}.|will you come to my {event} on {day}?|my {event} is on {day}. Come!)',
    { event },
  );
  const comes = { b: chance(0.6), c: chance(0.5) };
  const reason = rng.pick(HINDRANCES);
  say(
    'b',
    comes.b ? '(I will come|I will be there|I would love to|with pleasure).' : '(sorry|I cannot), {why}.',
    { why: reason[0] },
  );
  if (chance(0.65)) {
    say(
      'c',
      comes.c ? '(I can|I will come|I am coming)(|, {a}).' : '(I cannot|not me, sorry|I am away then).',
    );
    if (comes.b && chance(0.4)) {
      say('b', '(oh|wait), {day}? (Then I cannot|I cannot|No, then {why}), sorry.', { why: reason[0] });
      comes.b = false;
    }
    if (comes.b && comes.c)
      return word("{b} and {c} (will come|are coming|will go) to {a}'s {event} on {day}.", { event });
    if (!comes.b && !comes.c)
      return word(
        "(neither {b} nor {c} (can|will) come|{b} and {c} cannot come) to {a}'s {event} on {day}.",
        { event },
      );
    const [yes, no] = comes.b ? ['{b}', '{c}'] : ['{c}', '{b}'];
    return word(
      `(${yes} (will come|is coming) to {a}'s {event} on {day}, but ${no} (is not|cannot)|${no} cannot come to {a}'s {event} on {day}, but ${yes} (can|will)).`,
      { event },
    );
  }
  if (!comes.b) {
    say('a', '(what a pity|next time then|oh, I see).');
    return word("{b} cannot come to {a}'s {event} on {day} because {b} {told}.", { event, told: reason[1] });
  }
  say('a', '(can|could|will) you bring {good}?');
  const brings = chance(0.4) ? '{good2}' : '{good}';
  say(
    'b',
    brings === '{good}' ? '(sure|yes|of course).' : '(I have no {good}|not {good}). I will bring {good2}.',
  );
  return word(`{b} will (come to|be at) {a}'s {event} on {day} and bring ${brings}.`, { event });
};

const borrow: Scene = ({ rng, chance, word, say }) => {
  say('a', '(can|may|could) I (borrow|have|use) your {tool}?');
  const way = rng.int(3);
  if (way === 0) {
    say('b', '(I lent it to {c}|{c} has it|it is with {c}).');
    say('a', '(then I will ask|I will ask|I will go to) {c}.');
    return word("{a} will ask {c} for {b}'s {tool}(|, which {c} has).");
  }
  if (way === 1) {
    say('b', '(not now|not today|I need it now). (On {day}|You can have it on {day}).');
    let when = '{day}';
    if (chance(0.6)) {
      say('a', '(not {day2}|can I have it on {day2}|is {day2} possible)?');
      if (chance(0.6)) {
        say('b', '(OK|fine|well), {day2}(| then).');
        when = '{day2}';
      } else say('b', '(no|sorry|no, sorry), {day}.');
    }
    return word(`{a} (can|will|may) (borrow|have|use) {b}'s {tool} on ${when}.`);
  }
  say('b', '(yes|sure|of course). (I need it back on|Bring it back on) {day}.');
  let back = '{day}';
  if (chance(0.6)) {
    say('a', '(could I|can I) keep it (till|until) {day2}?');
    if (chance(0.6)) {
      say('b', '(OK|fine|yes), {day2}.');
      back = '{day2}';
    } else say('b', '(no|sorry), {day}.');
  }
  return word(`{a} will borrow {b}'s {tool} and (bring it back|give it back|return it) on ${back}.`);
};

const supper: Scene = ({ chance, word, say }) => {
  say('a', '(what shall we (eat|cook|have)|what do you want to eat)(| tonight| for supper)?');
  say('b', '{dish}(|, please|, maybe).');
  let dish = '{dish}';
  if (chance(0.8)) {
    say('a', '(I had {dish} yesterday|I do not like {dish}|we have no {dish}|not {dish} again). {dish2}?');
    dish = '{dish2}';
    if (chance(0.3)) {
      say('b', '(no|not {dish2}|please, no). {dish3}?');
      say('a', '(yes|good|fine), {dish3}.');
      dish = '{dish3}';
    } else say('b', '(good|fine|yes|OK)(|, {dish2}).');
  }
  if (chance(0.6)) {
    const cook = chance(0.5) ? 'a' : 'b';
    say('a', cook === 'a' ? '(I will cook|I can cook).' : '(will you cook|can you cook)?');
    say('b', cook === 'a' ? '(lovely|good|thanks).' : '(yes|I will|sure).');
    const guest = cook === 'a' ? 'b' : 'a';
    return word(
      `({${cook}} will cook ${dish} for {${guest}}|{a} and {b} will (have|eat) ${dish}, which {${cook}} will cook).`,
    );
  }
  return word(`{a} and {b} (will|are going to|want to) (have|eat) ${dish}.`);
};

const opening: Scene = ({ chance, word, say }) => {
  say('a', 'is {place} open on {day}?');
  if (chance(0.3)) {
    say('b', '(yes|I think so), until {hour}.');
    say('b', '(wait|sorry), until {hour2}.');
    say('a', '(good|thanks|thank you|then I will go).');
    return word('{place} is open (until|till) {hour2} on {day}.');
  }
  say('b', '(no|no, it is shut on {day}|it is closed on {day}).');
  say('a', '(and|what about) {day2}?');
  if (chance(0.3)) {
    say('b', '(closed|shut) too. Go on {day3}.');
    say('a', '(OK|fine), {day3}.');
    return word('{a} will go to {place} on {day3}.');
  }
  say('b', '(yes|it is open then|yes, it is).');
  say('a', '(then I will go|I will go then|good, {day2} it is).');
  return word('{a} will go to {place} on {day2}(|, (as|because) it is (shut|closed) on {day}).');
};

const late: Scene = ({ rng, chance, word, say }) => {
  const [few = '', many = ''] = rng.pick([
    ['5', '10'],
    ['10', '20'],
    ['10', '30'],
    ['15', '40'],
    ['20', '50'],
  ]);
  const values = { few, many, why: rng.pick(DELAYS) };
  say('a', '(I am|I will be) {few} minutes late.', values);
  let late = few;
  if (chance(0.6)) {
    say('b', '(why|what happened)?');
    say('a', '{why}.', values);
  } else say('b', '(OK|no problem|fine).');
  if (chance(0.7)) {
    say('a', '(make that|no,|sorry,) {many} minutes.', values);
    late = many;
  }
  if (chance(0.5)) {
    say('b', '(I will wait|I am) at {place}.');
    return word('{a} will be {late} minutes late, and {b} (will wait|is waiting) at {place}.', { late });
  }
  say('b', '(OK|no problem|see you then|I will wait|fine).');
  return word('{a} (will be|is) {late} minutes late.', { late });
};

const swap: Scene = ({ chance, word, say }) => {
  say('a', '(can|could|will) you take my shift on {day}?');
  say('b', '(if you take mine|yes, and you take mine|yes, if you do mine) on {day2}.');
  let second = '{day2}';
  if (chance(0.6)) {
    say('a', '(not {day2}|I am away on {day2}|I cannot on {day2}). {day3}?');
    say('b', '(OK|fine|good), {day3}.');
    second = '{day3}';
  } else say('a', '(OK|fine|done|all right).');
  return word(`{b} will take {a}'s shift on {day}, and {a} (will take|takes) {b}'s on ${second}.`);
};

const gift: Scene = ({ rng, chance, word, say }) => {
  say('a', '(what shall we (give|buy|get) {c}|what does {c} want)?');
  say('b', '(maybe |what about |){a_thing}?');
  let thing = '{a_thing}';
  if (chance(0.75)) {
    say('a', '({c} has one|too dear|not {a_thing}). {a_thing2}?');
    say('b', '(good|yes|good idea|fine)(|, {a_thing2}).');
    thing = '{a_thing2}';
  } else say('a', '(good|yes|good idea).');
  if (chance(0.5)) {
    const buyer = rng.pick(['a', 'b'] as const);
    say(buyer, 'I will (buy|get) it.');
    return word(
      `({${buyer}} will (buy|get) {c} ${thing}|{a} and {b} will give {c} ${thing}, which {${buyer}} will (buy|get)).`,
    );
  }
  return word(`{a} and {b} (will|want to|are going to) (give|buy|get) {c} ${thing}.`);
};

const arrival: Scene = ({ chance, word, say }) => {
  say('a', '(when|at what time) (do you|will you) (arrive|come)?');
  say('b', '(at|I think at) {hour}(|, by {ride}). Can you (fetch|meet) me?');
  let hour = '{hour}';
  let fetcher = 'a';
  if (chance(0.5)) {
    say('a', '(sorry, I work then|I cannot|no, I am busy). {c} (can|will) come.');
    fetcher = 'c';
  } else say('a', '(of course|yes|sure)(|, I will be there).');
  if (chance(0.6)) {
    say('b', '(oh|wait|sorry), (I (arrive|come) at {hour2}|not {hour}, {hour2}|{hour2}, not {hour}).');
    hour = '{hour2}';
    say('a', '(OK|fine|no problem)(|, {hour2}).');
  }
  return word(`{${fetcher}} (will|is going to) (fetch|meet) {b} at ${hour}.`);
};

const booking: Scene = ({ rng, chance, word, say }) => {
  const [few = '', many = ''] = rng.pick([
    ['two', 'three'],
    ['two', 'four'],
    ['three', 'five'],
    ['four', 'six'],
    ['five', 'six'],
  ]);
  const values = { few, many };
  say('a', '((a table|I want a table) for {few}(|, please).|(can|may) I have a table for {few}?)', values);
  say('b', '(when|for when|what day)?');
  say('a', '{day}(|, please).');
  let guests = few;
  let day = '{day}';
  if (chance(0.5)) {
    say('b', '(we are (full|shut) on {day}|not on {day}, sorry). {day2}?');
    say('a', '(OK|fine|yes), {day2}.');
    day = '{day2}';
  }
  if (chance(0.6)) {
    say('a', '(oh, and|sorry,|wait,) (for {many}, not {few}|we are {many}).', values);
    say('b', '(no problem|fine|very well|OK)(|, {many}).', values);
    guests = many;
  }
  return word(`{a} (books|has booked|booked) a table for {guests} on ${day}.`, { guests });
};

export const SCENES: readonly Scene[] = [
  plan,
  plan,
  plan,
  lost,
  shopping,
  timetable,
  haggle,
  favour,
  party,
  borrow,
  supper,
  opening,
  late,
  swap,
  gift,
  arrival,
  booking,
];
