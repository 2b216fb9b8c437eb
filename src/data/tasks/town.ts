/**
 * The places of the invented town of Larkmere. They are the same wherever they are asked for, so that what the base
 * model has read about a place stays true.
 */
import { createRng, type Rng } from '../../core/rng.ts';
import { AREAS, EAT_TYPES, FOODS, inventedName, placeName, PRICE_RANGES, RATINGS } from './lexicon.ts';

export const TOWN_NAME = 'Larkmere';

export interface Place {
  name: string;
  eatType: string;
  food: string;
  priceRange: string;
  rating: string;
  area: string;
  familyFriendly: boolean;
  /** Another place of the town. */
  near: string;
  street: string;
  keeper: string;
  /** Opening and closing hour in words, and the day it stays shut. */
  opens: string;
  closes: string;
  closedOn: string;
}

const STREETS = ['Street', 'Lane', 'Road', 'Row', 'Hill', 'Square', 'Walk'];
const OPENS = ['seven', 'eight', 'nine', 'ten', 'eleven', 'noon'];
const CLOSES = ['four', 'five', 'six', 'eight', 'nine', 'ten', 'eleven', 'midnight'];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Sunday'];

/** A place with everything about it drawn afresh. */
export function inventPlace(rng: Rng, name = placeName(rng), near = placeName(rng)): Place {
  return {
    name,
    eatType: rng.pick(EAT_TYPES),
    food: rng.pick(FOODS),
    priceRange: rng.pick(PRICE_RANGES),
    rating: rng.pick(RATINGS),
    area: rng.pick(AREAS),
    familyFriendly: rng.uniform() < 0.6,
    near,
    street: `${inventedName(rng)} ${rng.pick(STREETS)}`,
    keeper: inventedName(rng),
    opens: rng.pick(OPENS),
    closes: rng.pick(CLOSES),
    closedOn: rng.pick(DAYS),
  };
}

function buildTown(places: number): Place[] {
  const rng = createRng(1, 'town');
  const names = new Set<string>();
  while (names.size < places) names.add(placeName(rng));
  const order = [...names];
  return order.map((name, i) => inventPlace(rng, name, order[(i + 1) % places] ?? name));
}

/** The places of Larkmere to eat and drink at. */
export const TOWN: readonly Place[] = buildTown(60);
