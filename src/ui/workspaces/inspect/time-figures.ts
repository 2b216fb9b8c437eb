/** What Weights in time draws of a run, at one matrix or on the mean over all. Pure. */
import { methodOf } from '../../../core/methods/methods.ts';
import { shapeOf } from '../../../core/models/shape.ts';
import { isLive, type RunRecord, type SpectrumSnapshot } from '../../../core/run-record.ts';
import { siteId, siteShape } from '../../../core/site.ts';
import type { MatrixChoice } from '../../charts/mean-spectra.ts';
import { measuredSites, rankFigures, type Point } from '../../charts/series.ts';

/** The charts, and the lines of each. */
export const TIME_CHARTS = {
  factors: ['aFrobenius', 'aSpectral', 'bFrobenius', 'bSpectral'],
  delta: ['frobenius', 'spectral'],
  rank: ['effective', 'stable'],
  angle: ['right', 'left'],
} as const;
export type TimeChart = keyof typeof TIME_CHARTS;
export type Quantity = (typeof TIME_CHARTS)[TimeChart][number];
type Side = 'left' | 'right';

export interface TimeLine {
  id: Quantity;
  points: readonly Point[];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

type Entry = SpectrumSnapshot['sites'][number];

/** A quantity of one matrix at one step; null where it has no value. */
const QUANTITIES: Readonly<Record<Exclude<Quantity, Side>, (entry: Entry) => number | null>> = {
  aFrobenius: ({ norms }) => norms?.a[0] ?? null,
  aSpectral: ({ norms }) => norms?.a[1] ?? null,
  bFrobenius: ({ norms }) => norms?.b[0] ?? null,
  bSpectral: ({ norms }) => norms?.b[1] ?? null,
  frobenius: ({ singularValues }) => Math.hypot(...singularValues),
  spectral: ({ singularValues }) => singularValues[0] ?? null,
  effective: ({ singularValues }) => rankFigures(singularValues).effective,
  stable: ({ singularValues }) => rankFigures(singularValues).stable,
};

const inDegrees = (cosine: number): number => (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;

/** A point for each step that has any value: the mean of those that there are. */
const pointsOf = <T extends { step: number }>(
  entries: readonly T[],
  valuesAt: (entry: T) => readonly (number | null)[],
): Point[] =>
  entries.flatMap((entry) => {
    const values = valuesAt(entry).filter((value) => value !== null);
    return values.length > 0 ? [{ x: entry.step, value: mean(values) }] : [];
  });

export function timeLines(record: RunRecord, chart: TimeChart, matrix: MatrixChoice): TimeLine[] {
  const isChosen = (id: string) => matrix === 'mean' || id === matrix;
  const places = measuredSites(record).map((site) => isChosen(siteId(site)));
  return TIME_CHARTS[chart].map((id) => ({
    id,
    points:
      id === 'left' || id === 'right'
        ? pointsOf(record.alignments, (alignment) =>
            alignment[id]
              .filter((_, place) => places[place])
              .map((cosine) => (cosine === null ? null : inDegrees(cosine))),
          )
        : pointsOf(record.spectra, ({ sites }) =>
            sites.filter(({ site }) => isChosen(siteId(site))).map(QUANTITIES[id]),
          ),
  }));
}

/** The angle of a random direction in d dimensions to a given one: E[cos²] = 1/d. In degrees, by side; null where d is not known. */
export function chanceAngles(record: RunRecord, matrix: MatrixChoice): Record<Side, number> | null {
  const model = shapeOf(record);
  const sites = measuredSites(record).filter((site) => matrix === 'mean' || siteId(site) === matrix);
  if (!model || sites.length === 0) return null;
  const shapes = sites.map(({ projection }) => siteShape(model, projection));
  const ofSide = (d: 'dIn' | 'dOut') => mean(shapes.map((shape) => inDegrees(1 / Math.sqrt(shape[d]))));
  return { right: ofSide('dIn'), left: ofSide('dOut') };
}

/** The first step from which on every point is as `isThere` says; null where the last one is not. */
export function settledAt(points: readonly Point[], isThere: (value: number) => boolean): number | null {
  const away = points.findLastIndex(({ value }) => !isThere(value));
  return points[away + 1]?.x ?? null;
}

/** A direction that is no further than this from its final place has come to it, in degrees. */
export const NEAR_DEGREES = 30;
/** An effective rank no further than this share from its last value has come to it. */
export const NEAR_SHARE = 0.1;

/** Why a chart of a run that has a ΔW is empty; null where it is not. */
export type WhyNone = 'trainsW' | 'sinceStart' | 'older' | 'live' | 'failed' | 'lost' | null;

export function whyNone(record: RunRecord, chart: TimeChart, lines: readonly TimeLine[]): WhyNone {
  if (lines.some(({ points }) => points.length > 0)) return null;
  const { method } = record.config;
  if (chart === 'factors') {
    if (methodOf(method).hasFullRank) return 'trainsW';
    if ('init_lora_weights' in method && method.init_lora_weights !== 'gaussian') return 'sinceStart';
  }
  if (chart === 'angle') {
    if (isLive(record)) return 'live';
    return record.state === 'failed' ? 'failed' : 'lost';
  }
  return 'older';
}

/** The step at which a run went on whose directions before were not kept; null where all are there. */
export function wentOnAt({ spectra, alignments }: RunRecord): number | null {
  const [first, known] = [spectra[0]?.step, alignments[0]?.step];
  return first !== undefined && known !== undefined && known > first ? known : null;
}
