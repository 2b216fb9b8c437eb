/**
 * Whether one statement makes another true, leaves it open or makes it untrue, for the kinds of statement that the nli
 * task is made of. Each judge goes by the worlds, or values, in which the premise holds.
 */

import type { NliLabel } from '../../core/nli-labels.ts';

/** The label, given whether the hypothesis holds in each world in which the premise does. */
export function labelOf(outcomes: readonly boolean[]): NliLabel {
  return outcomes.every(Boolean) ? 'entailment' : outcomes.some(Boolean) ? 'neutral' : 'contradiction';
}

// ——— All, some, no: a class and one within it ———

export const QUANTIFIERS = ['all', 'no', 'some', 'not all'] as const;
export interface Quantified {
  quantifier: (typeof QUANTIFIERS)[number];
  /** Of the narrower class alone. */
  narrow: boolean;
}

/** Whether there is something in the narrower class, and in the rest of the wider, that has the quality or lacks it. */
export interface ClassWorld {
  narrow: { has: boolean; lacks: boolean };
  rest: { has: boolean; lacks: boolean };
}

const KINDS_PRESENT = [
  { has: true, lacks: false },
  { has: false, lacks: true },
  { has: true, lacks: true },
];
/** Nobody speaks of all the owls where there is none: both parts have members. */
const CLASS_WORLDS: ClassWorld[] = KINDS_PRESENT.flatMap((narrow) =>
  KINDS_PRESENT.map((rest) => ({ narrow, rest })),
);

function holds({ quantifier, narrow }: Quantified, world: ClassWorld): boolean {
  const has = world.narrow.has || (!narrow && world.rest.has);
  const lacks = world.narrow.lacks || (!narrow && world.rest.lacks);
  return { all: !lacks, no: !has, some: has, 'not all': lacks }[quantifier];
}

/** How one quantified statement stands to another. */
export function judgeQuantified(premise: Quantified, hypothesis: Quantified): NliLabel {
  const worlds = CLASS_WORLDS.filter((world) => holds(premise, world));
  return labelOf(worlds.map((world) => holds(hypothesis, world)));
}

// ——— Bounds on a number ———

export const BOUNDS = ['over', 'under', 'at least', 'at most', 'exactly'] as const;
export interface Bound {
  bound: (typeof BOUNDS)[number];
  n: number;
}

/** The whole numbers that a bound allows, from and to. */
function span({ bound, n }: Bound): readonly [number, number] {
  return (
    {
      over: [n + 1, Infinity],
      under: [-Infinity, n - 1],
      'at least': [n, Infinity],
      'at most': [-Infinity, n],
      exactly: [n, n],
    } as const
  )[bound];
}

/** How one bound on a number stands to another on the same number. */
export function judgeBounds(premise: Bound, hypothesis: Bound): NliLabel {
  const [low, high] = span(premise);
  const [from, to] = span(hypothesis);
  return low >= from && high <= to ? 'entailment' : low > to || high < from ? 'contradiction' : 'neutral';
}

// ——— Orders ———

/** The orders that three (0, 1, 2) can stand in, the first first. */
export const ORDERS_OF_THREE = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/** The first stands before the second. */
export type Before = readonly [number, number];
/** Whether it does in an order. */
export const stands = ([first, second]: Before, order: readonly number[]) =>
  order.indexOf(first) < order.indexOf(second);

/** How statements about the order of three (0, 1, 2) stand to another one. */
export function judgeOrder(premises: readonly Before[], hypothesis: Before): NliLabel {
  const worlds = ORDERS_OF_THREE.filter((order) => premises.every((premise) => stands(premise, order)));
  return labelOf(worlds.map((order) => stands(hypothesis, order)));
}

// ——— Kinds of things ———

/** What each thing or kind is a kind of. */
const KIND_OF = new Map(
  Object.entries({
    animal: 'bird fish insect',
    plant: 'tree flower',
    bird: 'robin raven owl swan heron goose duck',
    fish: 'trout carp eel pike herring',
    insect: 'bee moth wasp beetle',
    tree: 'oak elm willow birch',
    flower: 'rose lily tulip daisy',
    instrument: 'drum harp flute fiddle',
    tool: 'hammer saw spade rake',
  }).flatMap(([kind, members]) => members.split(' ').map((member) => [member, kind] as const)),
);

/** Everything that is a kind of something. */
export const NARROWER: readonly string[] = [...KIND_OF.keys()];
/** Those, and the widest kinds. */
export const KINDS: readonly string[] = [...new Set([...KIND_OF.keys(), ...KIND_OF.values()])];

const isA = (name: string, kind: string): boolean => {
  const wider = KIND_OF.get(name);
  return wider !== undefined && (wider === kind || isA(wider, kind));
};

/** How being one kind of thing stands to being another, where no two kinds overlap but one within the other. */
export function judgeKinds(premise: string, hypothesis: string): NliLabel {
  if (premise === hypothesis || isA(premise, hypothesis)) return 'entailment';
  return isA(hypothesis, premise) ? 'neutral' : 'contradiction';
}
