/**
 * How long a model takes with each way of adapting it: which work and ways are timed, and what the times allow to say. All ways take turns in every
 * round, so that what else the computer does falls on all of them alike.
 */
import { methodConfigSchema, unfitFor, type MethodConfig } from './methods/methods.ts';
import { medianInterval } from './median-interval.ts';
import { median } from './median.ts';
import type { Interval } from './metrics/intervals.ts';
import type { TimedWay, Times, Way, Work } from './timed-work.ts';

const BATCHES = [1, 4, 16];
const LENGTHS = [32, 128];

/**
 * What is timed on a model.
 * @param places of its context that a text can have, whichever way adapts it
 */
export function workOn(places: number): Work[] {
  const lengths = [...new Set(LENGTHS.map((length) => Math.min(length, places)))];
  return [...lengths, null].flatMap((length) => BATCHES.map((batch) => ({ batch, length })));
}

/**
 * The ways in which a model can be adapted. Sizes are those of the form's method where it is of that kind, else the defaults.
 * @param chosen the form's method
 */
export function waysOn(model: object, chosen: MethodConfig): TimedWay[] {
  const own = (type: MethodConfig['type']) =>
    chosen.type === type ? chosen : methodConfigSchema.parse({ type });
  const ways: TimedWay[] = [
    { way: 'base', method: null },
    { way: 'merged', method: own('lora') },
    { way: 'unmerged', method: own('lora') },
    { way: 'adapter-h', method: own('adapter-h') },
    { way: 'adapter-l', method: own('adapter-l') },
    { way: 'prefix-kv', method: own('prefix-kv') },
  ];
  return ways.filter(({ method }) => !method || unfitFor(model, method) === null);
}

/** Of fewer rounds the median has no interval at this confidence. */
export const CONFIDENCE = 0.99;

export interface Latency {
  way: Way;
  /** Median milliseconds, and its interval; null of too few rounds. */
  ms: number;
  interval: Interval | null;
  /** The median of its time over the base model's of the same round, less 1, and its interval; null for the base model itself. */
  over: { share: number; interval: Interval | null } | null;
}

/** What was found of each way. @param ways in the order of the times of a round, the base model first */
export function latencies(ways: readonly Way[], { rounds }: Pick<Times, 'rounds'>): Latency[] {
  return ways.map((way, i) => {
    const own = rounds.map((round) => round[i] ?? NaN);
    const shares = rounds.map((round) => (round[i] ?? NaN) / (round[0] ?? NaN) - 1);
    return {
      way,
      ms: median(own),
      interval: medianInterval(own, CONFIDENCE),
      over: i === 0 ? null : { share: median(shares), interval: medianInterval(shares, CONFIDENCE) },
    };
  });
}

/** Whether a way takes another time than the base model: +1 more, −1 less; 0 where the interval does not tell. */
export function verdictOf({ over }: Latency): -1 | 0 | 1 {
  if (!over?.interval) return 0;
  if (over.interval.low > 0) return 1;
  return over.interval.high < 0 ? -1 : 0;
}

/** Table 1 of Hu et al. 2021: milliseconds of one forward pass of GPT-2 medium on an RTX 8000, mean and deviation of 100 trials. */
export const TABLE_1 = {
  model: 'GPT-2 medium',
  works: [
    { batch: 32, length: 512, parameters: '0.5M' },
    { batch: 16, length: 256, parameters: '11M' },
    { batch: 1, length: 128, parameters: '11M' },
  ],
  rows: [
    {
      way: 'merged',
      cells: [
        [1449.4, 0.8, null],
        [338.0, 0.6, null],
        [19.8, 2.7, null],
      ],
    },
    {
      way: 'adapter-l',
      cells: [
        [1482.0, 1.0, 2.2],
        [354.8, 0.5, 5.0],
        [23.9, 2.1, 20.7],
      ],
    },
    {
      way: 'adapter-h',
      cells: [
        [1492.2, 1.0, 3.0],
        [366.3, 0.5, 8.4],
        [25.8, 2.2, 30.3],
      ],
    },
  ],
} as const satisfies {
  model: string;
  works: readonly (Work & { parameters: string })[];
  /** Mean, deviation, and per cent over merged LoRA as printed. */
  rows: readonly { way: Way; cells: readonly (readonly [number, number, number | null])[] }[];
};
