/** The lines of the loss chart: of single runs, or of the mean of several seeds with its spread. Pure. */
import { downsample } from '../../core/downsample.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { meanCurve, type BandPoint, type CurvePoint } from '../../core/seed-groups.ts';
import { smooth } from '../../core/smoothing.ts';
import type { RunGroup } from './run-groups.ts';
import { kept, MAX_POINTS } from './series.ts';
import type { ChartTable } from './table.ts';

/** What the x axis counts: updates; passes over the training pairs; tokens trained on; seconds spent in training steps. */
export const MEASURES = ['step', 'epoch', 'tokens', 'seconds'] as const;
export type Measure = (typeof MEASURES)[number];

type Trained = Pick<RunRecord, 'steps' | 'config' | 'dataset'>;

/** How many training pairs a run draws its batches from. */
const pairsOf = ({ config, dataset }: Pick<RunRecord, 'config' | 'dataset'>): number =>
  Math.min(config.training.max_train_samples ?? dataset.train, dataset.train);

interface Places {
  /** Of steps, rising. */
  steps: readonly number[];
  /** Where each of them stands. */
  places: readonly number[];
}

/** Where each step of a run stands, from step 0 at 0. */
const placesOf = kept((record: Trained, measure: Measure): Places => {
  let tokens = 0;
  const perStep = record.config.training.batch_size / Math.max(1, pairsOf(record));
  const places = record.steps.map((point) => {
    tokens += point.tokens;
    return { step: point.step, epoch: point.step * perStep, tokens, seconds: point.elapsedMs / 1000 }[
      measure
    ];
  });
  return { steps: [0, ...record.steps.map(({ step }) => step)], places: [0, ...places] };
});

/** How many of the rising values are no larger. */
function countUpTo(values: readonly number[], most: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? Infinity) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `to` at the last of `from` that is not above `at`; beyond their end as far on as their mean pace leads. */
function follow(from: readonly number[], to: readonly number[], at: number): number {
  const [lastFrom = 0, lastTo = 0] = [from.at(-1), to.at(-1)];
  if (at > lastFrom) return lastFrom > 0 ? (at * lastTo) / lastFrom : at;
  return to[Math.max(0, countUpTo(from, at) - 1)] ?? 0;
}

/** Where a step of a run stands. */
export function placeOf(record: Trained, measure: Measure, step: number): number {
  if (measure === 'step') return step;
  const { steps, places } = placesOf(record, measure);
  return follow(steps, places, step);
}

/** The step of a run that a place belongs to: the last that had been made there. */
export function stepAt(record: Trained, measure: Measure, place: number): number {
  if (measure === 'step') return Math.round(place);
  const { steps, places } = placesOf(record, measure);
  return Math.round(follow(places, steps, place));
}

/** The lines of one run on the loss chart, before thinning. */
export interface LossCurves {
  raw: CurvePoint[];
  /** De-biased exponential moving average of `raw`. */
  smoothed: CurvePoint[];
  validation: CurvePoint[];
  /** Validation loss of the base model, or null before it was measured. */
  base: number | null;
}

/** The options: weight of the past in the moving average, 0 (none) to `MAX_SMOOTHING`; what the x axis counts. */
export const lossCurves = kept(
  (record: Trained & Pick<RunRecord, 'evals'>, [weight, measure]: readonly [number, Measure]): LossCurves => {
    const point = (step: number, value: number): CurvePoint => ({
      step,
      x: placeOf(record, measure, step),
      value,
    });
    const raw = record.steps.map(({ step, loss }) => point(step, loss));
    const means = smooth(
      raw.map(({ value }) => value),
      weight,
    );
    return {
      raw,
      smoothed: raw.map((each, i) => ({ ...each, value: means[i] ?? each.value })),
      validation: record.evals.map(({ step, loss, start = loss }) => point(step, start)),
      base: record.evals.find(({ step }) => step === 0)?.loss ?? null,
    };
  },
);

/** What is drawn of a group of runs. */
export interface LossLines {
  /** Each batch; none of the mean of several runs. */
  raw: readonly CurvePoint[];
  smoothed: readonly BandPoint[];
  validation: readonly BandPoint[];
  base: number | null;
  /** How many runs the lines are the mean of: those that have measured something. */
  n: number;
}

const alone = (points: readonly CurvePoint[]): BandPoint[] =>
  points.map((point) => ({ ...point, deviation: null }));

const linesOf = kept(
  (first: RunRecord, [weight, measure, ...others]: readonly [number, Measure, ...RunRecord[]]): LossLines => {
    const curves = [first, ...others]
      .filter(({ steps, evals }) => steps.length + evals.length > 0)
      .map((record) => lossCurves(record, [weight, measure]));
    const [only] = curves;
    if (only && curves.length === 1)
      return { ...only, smoothed: alone(only.smoothed), validation: alone(only.validation), n: 1 };
    return {
      raw: [],
      smoothed: meanCurve(curves.map(({ smoothed }) => smoothed)),
      validation: meanCurve(curves.map(({ validation }) => validation)),
      base: only?.base ?? null,
      n: curves.length,
    };
  },
);

/** The lines of a group: of its only run that has measured something, or the means of several. */
export function lossLines(
  { runs: [first, ...others] }: RunGroup,
  weight: number,
  measure: Measure,
): LossLines {
  return linesOf(first.record, [weight, measure, ...others.map(({ record }) => record)]);
}

/** The same points, as few as can be told apart. */
export const thinBand = kept(
  (points: readonly BandPoint[], [log, logX]: readonly [log: boolean, logX: boolean]): readonly BandPoint[] =>
    downsample(
      points.filter(({ x, value }) => (!log || value > 0) && (!logX || x > 0)),
      MAX_POINTS,
      ({ value }) => value,
    ),
);

/** Headings of the table of losses. */
export interface LossHeadings {
  run: string;
  /** How many runs a row is the mean of. */
  seeds: string;
  step: string;
  /** What the x axis counts, where that is not steps. */
  place: string | null;
  training: string;
  smoothed: string;
  validation: string;
  /** Of a mean, in front of which its figure stands. */
  deviation: string;
}

/**
 * One row per step and line with anything measured, by step: the latest stand last. Where a line is a mean, each row says of
 * how many runs, and how they spread.
 */
export function lossTable(
  entries: readonly { label: string; lines: LossLines }[],
  headings: LossHeadings,
): ChartTable {
  const hasMeans = entries.some(({ lines }) => lines.n > 1);
  const spread = <T>(...cells: T[]): T[] => (hasMeans ? cells : []);
  const byStep = <P extends { step: number }>(points: readonly P[]) =>
    new Map(points.map((point) => [point.step, point]));
  const rows = entries.flatMap(({ label, lines }) => {
    const [raw, smoothed, validation] = [byStep(lines.raw), byStep(lines.smoothed), byStep(lines.validation)];
    return [...new Set([...raw.keys(), ...smoothed.keys(), ...validation.keys()])].map((step) => {
      const [trained, validated] = [smoothed.get(step), validation.get(step)];
      return {
        step,
        row: [
          label,
          ...spread(lines.n),
          step,
          ...(headings.place === null ? [] : [(trained ?? validated)?.x ?? null]),
          raw.get(step)?.value ?? null,
          trained?.value ?? null,
          ...spread(trained?.deviation ?? null),
          validated?.value ?? null,
          ...spread(validated?.deviation ?? null),
        ],
      };
    });
  });
  const { run, seeds, step, place, training, smoothed, validation, deviation } = headings;
  return {
    columns: [
      run,
      ...spread(seeds),
      step,
      ...(place === null ? [] : [place]),
      ...[training, smoothed, ...spread(`${smoothed} ${deviation}`)],
      ...[validation, ...spread(`${validation} ${deviation}`)],
    ],
    rows: rows.sort((a, b) => a.step - b.step).map(({ row }) => row),
  };
}
