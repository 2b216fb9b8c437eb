/**
 * The words that the invented town and the tasks share: what a place can be, how it gets a name, and everyday lists.
 * Names come from so many parts that most are new to whoever reads them: they must be copied, not remembered.
 */
import type { Rng } from '../../core/rng.ts';
import { capitalise } from './phrase.ts';

export const EAT_TYPES = ['restaurant', 'pub', 'coffee shop', 'tea room', 'wine bar'] as const;
export const FOODS = ['Chinese', 'English', 'fast food', 'French', 'Indian', 'Italian', 'Japanese'] as const;
export const PRICE_RANGES = [
  'cheap',
  'moderate',
  'high',
  'less than £20',
  '£20-25',
  'more than £30',
] as const;
export const RATINGS = ['low', 'average', 'high', '1 out of 5', '3 out of 5', '5 out of 5'] as const;
export const AREAS = ['riverside', 'city centre', 'old town', 'harbour'] as const;

/** The words of a text, parted by white space. */
export const words = (text: string): string[] => text.split(/\s+/);

/** Words that qualify a thing on a painted sign. */
export const SIGN_ADJECTIVES =
  words(`Copper Silver Golden Iron Crimson Green Blue White Black Red Grey Merry Jolly
Sleepy Hungry Lucky Quiet Brave Dancing Laughing Singing Running Flying Hidden Broken Painted Old Little Royal Wooden
Stone Salty Sweet Northern Summer Winter Morning Rusty Clever Honest Lonely Proud Sunny Swift Tall Wild`);

/** Things that a sign may show. */
export const SIGN_NOUNS =
  words(`Kettle Lantern Anchor Badger Fox Heron Otter Swan Robin Raven Owl Hare Stag Bull Lamb
Goose Duck Crab Whale Bear Wolf Lion Horse Pony Cat Hound Mouse Bee Acorn Oak Elm Willow Clover Rose Lily Fern Apple
Pear Plum Cherry Lemon Olive Ginger Basil Mill Wheel Barrel Bottle Spoon Plate Cup Table Bench Gate Bridge Tower Bell
Clock Candle Key Crown Harp Drum Sail Boat Ferry Plough Hammer Needle Basket Moon Star Comet Cloud`);

/** What people do. */
export const JOBS =
  words(`baker teacher doctor farmer carpenter tailor painter singer sailor gardener miller nurse driver
postman clerk cook waiter fisherman shepherd smith mason printer potter weaver writer student judge guard captain
engineer chemist barber grocer butcher florist librarian musician dentist plumber builder`);

/** Animals that people keep. */
export const ANIMALS = words(
  'dog cat horse pony goat sheep cow hen duck goose rabbit parrot mouse donkey pig tortoise',
);

export const COLOURS = words('black white brown grey red blue green yellow orange purple pink golden silver');

/** What the weather can be. */
export const SKIES = words(
  'sunny cloudy rainy windy foggy cold warm hot mild stormy dry wet frosty bright grey',
);

export const DAYS = words('Monday Tuesday Wednesday Thursday Friday Saturday Sunday');

/** Rooms, and places of a town that need no name. */
export const ROOMS = words(
  'kitchen garden yard hall cellar attic school library station market church park shop office',
);

/** Short first names. */
export const FIRST_NAMES = words(
  'Ben Tom Nell Sam Kit Lily Fern Cal Ed Hal Dan Lin Tess Eve Ian Lee Ray Ron Ned Ted Bea Sue Finn Jill Kate Sid Bill Robin Rose Meg',
);

const ONSETS = words('b br c ch cl d dr f fl g gr h j k l m n p pr r s sh st t th tr v w z');
const VOWELS = words('a e i o u a e i o ee oo');
const CODAS = words('l m n r s t d k nd ck th');
const ENDINGS = words('a o i y er in on ton ley ford well ina ello ano');

/** A made-up proper noun of two or three syllables, such as "Branello" or "Zookford". */
export function inventedName(rng: Rng): string {
  return capitalise([ONSETS, VOWELS, CODAS, ENDINGS].map((parts) => rng.pick(parts)).join(''));
}

/** A name for a place to eat or drink: "The Copper Kettle", "Café Branello", "Tolwick's Table" … */
export function placeName(rng: Rng): string {
  const adjective = rng.pick(SIGN_ADJECTIVES);
  const noun = rng.pick(SIGN_NOUNS);
  const invented = inventedName(rng);
  return rng.pick([
    `The ${adjective} ${noun}`,
    `The ${adjective} ${noun}`,
    `${adjective} ${noun}`,
    `The ${noun} and ${rng.pick(SIGN_NOUNS)}`,
    `The ${invented}`,
    `The ${invented} ${noun}`,
    `Café ${invented}`,
    `${invented} ${rng.pick(['House', 'Kitchen', 'Arms', 'Inn', 'Rooms', 'Garden', 'Corner', 'Table', 'Hall'])}`,
    `${invented}'s`,
    invented,
  ]);
}
