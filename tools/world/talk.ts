/**
 * Dialogues: people of the town talk about places, each other and what somebody just said. Names come up again and
 * again, now with a space before them, now at the start of a line or after a quotation mark.
 */
import type { Rng } from '../../src/core/rng.ts';
import { inventedName } from '../../src/data/tasks/lexicon.ts';
import { capitalise, phrase } from '../../src/data/tasks/phrase.ts';
import { anyPlace, placeValues } from './places.ts';

/** A question about a place and answers to it. */
const TURNS: readonly (readonly [string, string])[] = [
  [
    '(Have you been to|Do you know|Did you try) {name}?',
    '{name}? (The {kind} on {street}?|Yes, it is {akind}.|No, where is {name}?)',
  ],
  ['Where is {name}?', '{name} is (on {street}|near {near}|in the {area} area).'],
  ['(What|What sort of food) (do they serve at|does one eat at|is there at) {name}?', '(Mostly |){food}.'],
  [
    '(Who keeps|Who runs|Who owns) {name}?',
    '(It is |){keeper}. (I know {keeper} well.|{keeper} is my friend.|)',
  ],
  [
    '(Is {name} far|How far is {name}) from {near}?',
    '(No, |Not at all, |){name} is (next to|beside|close to) {near}.',
  ],
  ['When does {name} (open|close)?', '(They open|It opens) at {opens} and (close|shut) at {closes}.'],
  [
    '(Shall we|Let us) (meet at|go to|eat at) {name} or {near}?',
    '({near}|{name}), (please|I think|of course). ',
  ],
  ['(Did you say|You said) {name}?', '(Yes, {name}|No, I said {near}).'],
  ['What is that {kind} (called|on {street})?', '{name}. (I like {name}.|Everyone knows {name}.|)'],
  ['(My name is|I am|They call me) {guest}.', '(Good morning|Welcome|Hello), {guest}.'],
  [
    '(How much|What) is a meal at {name}?',
    '(At {name}? |)(The price is {price}|They say {price}|It is {price}, I think).',
  ],
  ['{guest} (was|is) at {name}.', '{guest}? At {name}? (I do not believe it.|How nice.|With {keeper}?)'],
];

/** What somebody does while talking. */
const ASIDES = ['laughs', 'after a pause', 'smiling', 'noise', 'quietly', 'the bell rings', 'door'];

/** Two people talking about a place, in one of several layouts. */
export function dialogue(rng: Rng): string {
  const values = { ...placeValues(anyPlace(rng), rng), guest: inventedName(rng) };
  const [first, second] = [inventedName(rng), inventedName(rng)];
  const layout = rng.int(4);
  const line = (who: string, said: string) => {
    if (layout === 0) return `${who}: ${said}`;
    if (layout === 1) return `"${said}"`;
    if (layout === 2) return `- ${said}`;
    return `"${said}" ${rng.pick(['said', 'answered', 'asked', 'replied'])} ${who}.`;
  };
  const lines = rng
    .shuffle(TURNS)
    .slice(0, 2 + rng.int(3))
    .flatMap(([question, answer]) => {
      const aside = rng.uniform() < 0.15 ? `[${rng.pick(ASIDES)}]${rng.pick([' ', ', '])}` : '';
      return [
        line(first, capitalise(phrase(question, values, rng))),
        line(second, aside + capitalise(phrase(answer, values, rng).trim())),
      ];
    });
  return lines.join(layout === 1 ? ' ' : '\n');
}
