/** Runs that differ in their seed alone, and what their measurements have in common: a mean and how far they spread. */
import { settingKey } from './normal-config.ts';
import { estimate } from './paired.ts';
import type { RunConfig } from './run-config.ts';

interface Trained {
  config: RunConfig;
  dataset: { fingerprint: string };
}

/** A text that two runs share where they differ in nothing but their seed. */
const keyOf = ({ config, dataset }: Trained): string => `${dataset.fingerprint} ${settingKey(config)}`;

/**
 * The runs in groups that differ in their seed alone, each where its first run stands. A seed occurs once in a group: a run that
 * repeats one tells nothing new, and begins another group with those like it.
 */
export function seedGroups<R>(runs: readonly R[], trained: (run: R) => Trained): R[][] {
  const groups = new Map<string, R[]>();
  const repeats = new Map<string, number>();
  for (const run of runs) {
    const same = keyOf(trained(run));
    const withSeed = `${same} ${trained(run).config.seed}`;
    const repeat = repeats.get(withSeed) ?? 0;
    repeats.set(withSeed, repeat + 1);
    const key = `${same} ${repeat}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()];
}

/** What several seeds measured: of one seed, or of none, nothing is known of the spread. */
export interface Spread {
  mean: number;
  /** Sample standard deviation, of n − 1; null for one value. */
  deviation: number | null;
  n: number;
}

/** @returns null of no value */
export function spreadOf(values: readonly number[]): Spread | null {
  const [first] = values;
  if (first === undefined) return null;
  const { mean = first, deviation = null } = estimate(values) ?? {};
  return { mean, deviation, n: values.length };
}

/** A point of a curve: `step` orders it, `x` is where it stands along the axis. */
export interface CurvePoint {
  step: number;
  x: number;
  value: number;
}

export interface BandPoint extends CurvePoint {
  /** Sample standard deviation of the curves at this step; null of one curve. */
  deviation: number | null;
}

/**
 * The mean of several curves, step by step, with their spread: at the steps that all of them have, so that each mean is of
 * the same curves. A place along the axis is the mean of theirs.
 */
export function meanCurve(curves: readonly (readonly CurvePoint[])[]): BandPoint[] {
  const [first = [], ...others] = curves;
  const byStep = others.map((curve) => new Map(curve.map((point) => [point.step, point])));
  return first.flatMap((point) => {
    const points = [point, ...byStep.flatMap((curve) => curve.get(point.step) ?? [])];
    const spread = points.length === curves.length ? spreadOf(points.map(({ value }) => value)) : null;
    if (!spread) return [];
    const x = points.reduce((sum, { x }) => sum + x, 0) / points.length;
    return [{ step: point.step, x, value: spread.mean, deviation: spread.deviation }];
  });
}
