/** What the charts draw, taken from run records: points, the state at a step, and tables. Pure. */
import { shallow } from 'zustand/shallow';
import { downsample } from '../../core/downsample.ts';
import { isLive, stepsDone, type RunRecord, type SpectrumSnapshot } from '../../core/run-record.ts';
import { siteId, type Site, type SiteId } from '../../core/site.ts';
import { effectiveRank, energyRank, stableRank } from '../../core/spectrum.ts';
import { roundOutwards } from './round.ts';
import type { ChartTable } from './table.ts';
import type { ShownRun, Truth } from './types.ts';
import { siteWords } from '../site-words.ts';

export interface Point {
  /** Its place along the x axis. */
  x: number;
  value: number;
}

/** As many curves as a chart has looks and room for; of more the first ones are drawn, and all are in the table. */
export const MOST_CURVES = 12;

/** Most points drawn per line. */
export const MAX_POINTS = 500;
/** The share of Σσ² that "holds the energy" (Biderman et al. 2024 use 0.9). */
export const ENERGY = 0.9;

/**
 * The last entry at or before `step`; with null, the latest of all.
 * @returns null where there is none yet.
 */
export function latestAt<T extends { step: number }>(entries: readonly T[], step: number | null): T | null {
  return (step === null ? entries.at(-1) : entries.findLast((entry) => entry.step <= step)) ?? null;
}

/** The right end of a shared step axis: a live run's planned end, so that the axis holds still, else its last step. */
export function lastStep(records: readonly RunRecord[]): number {
  const ends = records.map((record) =>
    isLive(record)
      ? record.config.training.max_steps
      : Math.max(stepsDone(record), record.evals.at(-1)?.step ?? 0),
  );
  return Math.max(1, ...ends);
}

/**
 * `make`, with its last result kept for each `key`; options in a list are compared one by one. Records and what is made of
 * them are replaced, never changed, so a run that stands still costs nothing while others train.
 */
export function kept<K extends object, Option, Value>(
  make: (key: K, option: Option) => Value,
): (key: K, option: Option) => Value {
  const results = new WeakMap<K, { option: Option; value: Value }>();
  return (key, option) => {
    const known = results.get(key);
    if (known && shallow(known.option, option)) return known.value;
    const value = make(key, option);
    results.set(key, { option, value });
    return value;
  };
}

/** At most `MAX_POINTS` of a line's points, extremes kept; only those that logarithmic axes have. */
const thinned = kept(
  (points: readonly Point[], [log, logX]: readonly [log: boolean, logX: boolean]): readonly Point[] =>
    downsample(
      points.filter(({ x, value }) => (!log || value > 0) && (!logX || x > 0)),
      MAX_POINTS,
      ({ value }) => value,
    ),
);
export const thin = (points: readonly Point[], log: boolean, logX = false): readonly Point[] =>
  thinned(points, [log, logX]);

type Measured = { record: Pick<RunRecord, 'spectra'> };

const isMeasured = ({ record }: Measured): boolean => measuredSites(record).length > 0;

/** The runs that charts of singular values draw: those that have any, or none where the first, the one in focus, has none. */
export const measuredRuns = <R extends Measured>(runs: readonly R[]): readonly R[] =>
  runs[0] && isMeasured(runs[0]) ? runs.filter(isMeasured) : [];

/** Whether runs have singular values that are not drawn, because the one in focus has none. */
export const hasHiddenSpectra = (runs: readonly Measured[]): boolean =>
  measuredRuns(runs).length === 0 && runs.some(isMeasured);

/** The singular values of a site that each run has measured by a step, with their snapshot; runs without any are left out. */
export const spectraAt = <R extends { record: Pick<RunRecord, 'spectra'> }>(
  runs: readonly R[],
  site: Site,
  step: number | null,
): (R & { snapshot: SpectrumSnapshot; sigma: readonly number[] })[] =>
  runs.flatMap((run) => {
    const snapshot = latestAt(run.record.spectra, step);
    const sigma = snapshot ? sigmaOf(snapshot, site) : [];
    return snapshot && sigma.length > 0 ? [{ ...run, snapshot, sigma }] : [];
  });

/** The sites a run has measured spectra of, in the order measured. */
export function measuredSites({ spectra }: Pick<RunRecord, 'spectra'>): Site[] {
  return (spectra.at(-1)?.sites ?? []).map(({ site }) => site);
}

/** σ of one site in one snapshot, largest first; empty where the snapshot lacks the site. */
export function sigmaOf(snapshot: SpectrumSnapshot, { layer, projection }: Site): readonly number[] {
  const entry = snapshot.sites.find(({ site }) => site.layer === layer && site.projection === projection);
  return entry?.singularValues ?? NONE;
}
/** One list for all who lack a site: charts tell by identity whether there is anything new to draw. */
const NONE: readonly number[] = [];

/** Each σ_i of a site against the step: one line per index. */
export const spectrumOverTime = kept(
  ({ spectra }: Pick<RunRecord, 'spectra'>, id: SiteId): readonly (readonly Point[])[] => {
    const lines: Point[][] = [];
    for (const { step, sites } of spectra)
      sites
        .find(({ site }) => siteId(site) === id)
        ?.singularValues.forEach((value, i) => (lines[i] ??= []).push({ x: step, value }));
    return lines;
  },
);

/** The largest σ, and the smallest above zero, that any site had in any snapshot; null before one is above zero. */
export const spectrumReach = kept(
  ({ spectra }: Pick<RunRecord, 'spectra'>, id: SiteId | 'all'): [number, number] | null => {
    let least = Infinity;
    let most = 0;
    for (const { sites } of spectra)
      for (const { site, singularValues } of sites) {
        if (id !== 'all' && siteId(site) !== id) continue;
        most = Math.max(most, singularValues[0] ?? 0);
        least = Math.min(least, singularValues.findLast((value) => value > 0) ?? Infinity);
      }
    return most > 0 ? [least, most] : null;
  },
);

/**
 * The scale on which spectra of a site, or of all, are drawn at every step: the smallest σ above zero and the largest that any
 * of the runs reaches, and the hidden values of the first run, rounded outwards to 1, 2 or 5 · 10^k. Bars are seen to grow
 * within it, and it seldom changes while a run trains.
 * @returns null while all are zero
 */
export function spectrumScale(
  runs: readonly Pick<ShownRun, 'record' | 'whole'>[],
  id: SiteId | 'all',
  truth: Truth | null,
): [number, number] | null {
  const sites = runs[0] ? measuredSites(runs[0].record) : [];
  const reached = [
    ...runs.flatMap(({ record, whole = record }) => spectrumReach(whole, id) ?? []),
    ...sites.flatMap((site) => (id === 'all' || siteId(site) === id ? (truth?.sigmaOf(site) ?? []) : [])),
  ];
  return reached.length > 0 ? roundOutwards([Math.min(...reached), Math.max(...reached)]) : null;
}

/** How many directions a spectrum uses, counted in three ways; null where all σ are zero: a zero matrix has none to count. */
export interface RankFigures {
  effective: number | null;
  stable: number | null;
  energy: number | null;
}

export function rankFigures(sigma: readonly number[]): RankFigures {
  if (sigma.every((value) => value === 0)) return { effective: null, stable: null, energy: null };
  return { effective: effectiveRank(sigma), stable: stableRank(sigma), energy: energyRank(sigma, ENERGY) };
}

/** Headings of the tables below, in the page's language. */
export interface Headings {
  run: string;
  step: string;
  matrix: string;
  effectiveRank: string;
  stableRank: string;
  energyRank: string;
}

/**
 * One row per run, snapshot and site: rank figures, then σ1, σ2 … as wide as the widest spectrum.
 * @param withEnergy false leaves the energy rank out.
 */
export function spectrumTable(
  entries: readonly { label: string; snapshots: readonly SpectrumSnapshot[]; sites: readonly Site[] }[],
  headings: Headings,
  withEnergy: boolean,
): ChartTable {
  const rows = entries.flatMap(({ label, snapshots, sites }) =>
    snapshots.flatMap((snapshot) =>
      sites.map((site) => {
        const sigma = sigmaOf(snapshot, site);
        const { effective, stable, energy } = rankFigures(sigma);
        const figures = [effective, stable, ...(withEnergy ? [energy] : [])];
        return { head: [label, snapshot.step, siteWords(site), ...figures], sigma };
      }),
    ),
  );
  const widest = Math.max(0, ...rows.map(({ sigma }) => sigma.length));
  const { run, step, matrix, effectiveRank, stableRank, energyRank } = headings;
  return {
    columns: [
      ...[run, step, matrix, effectiveRank, stableRank],
      ...(withEnergy ? [energyRank] : []),
      ...Array.from({ length: widest }, (_, i) => `σ${i + 1}`),
    ],
    rows: rows.map(({ head, sigma }) => [
      ...head,
      ...Array.from({ length: widest }, (_, i) => sigma[i] ?? null),
    ]),
  };
}
