/** Spectra of ΔW and the energy they capture, of one matrix or on the mean over all, of one run or on the mean over seeds. Pure. */
import type { RunRecord, SpectrumSnapshot } from '../../core/run-record.ts';
import { spreadOf, type BandPoint } from '../../core/seed-groups.ts';
import { siteId, type SiteId } from '../../core/site.ts';
import { energyShares } from '../../core/spectrum.ts';
import type { RunGroup } from './run-groups.ts';
import { kept, latestAt } from './series.ts';

/** One matrix, or the mean over all that a run adapts. */
export type MatrixChoice = SiteId | 'mean';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** The means of several lists, index by index; where one has ended, its value is `beyond`. */
function meanLists(lists: readonly (readonly number[])[], beyond: number): number[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => mean(lists.map((list) => list[i] ?? beyond)));
}

const sigmasOf = ({ sites }: SpectrumSnapshot, matrix: MatrixChoice): (readonly number[])[] =>
  sites
    .filter(({ site }) => matrix === 'mean' || siteId(site) === matrix)
    .map(({ singularValues }) => singularValues);

/** σ_1 … of a snapshot. A matrix of lower rank than others has zeros beyond it: on the mean they count. */
const sigma = kept((snapshot: SpectrumSnapshot, matrix: MatrixChoice) =>
  meanLists(sigmasOf(snapshot, matrix), 0),
);

/** The share of the energy in the k largest values, for k = 1 …: the mean over the matrices that are not zero. Beyond a rank it is 1. */
const shares = kept((snapshot: SpectrumSnapshot, matrix: MatrixChoice) =>
  meanLists(
    sigmasOf(snapshot, matrix)
      .map((values) => energyShares(values))
      .filter((energies) => energies.length > 0),
    1,
  ),
);

/** What the runs of a group have measured by a step: the list of each that has any, and the step of the latest. */
function measuredAt(
  { runs }: RunGroup,
  step: number | null,
  measure: (snapshot: SpectrumSnapshot) => number[],
): { lists: number[][]; step: number } {
  const found = runs.flatMap(({ record }: { record: RunRecord }) => {
    const snapshot = latestAt(record.spectra, step);
    const list = snapshot ? measure(snapshot) : [];
    return snapshot && list.length > 0 ? [{ list, step: snapshot.step }] : [];
  });
  return { lists: found.map(({ list }) => list), step: Math.max(0, ...found.map((each) => each.step)) };
}

export interface GroupSpectrum {
  group: RunGroup;
  /** Means over the seeds, largest first. */
  sigma: readonly number[];
  /** How many runs these are the mean of. */
  n: number;
  /** Of the latest snapshot among them. */
  step: number;
}

/** The spectra of the groups that have measured any by a step; null for their latest. */
export function groupSpectra(
  groups: readonly RunGroup[],
  matrix: MatrixChoice,
  step: number | null,
): GroupSpectrum[] {
  return groups.flatMap((group) => {
    const { lists, step: at } = measuredAt(group, step, (snapshot) => sigma(snapshot, matrix));
    return lists.length > 0 ? [{ group, sigma: meanLists(lists, 0), n: lists.length, step: at }] : [];
  });
}

/** A share that is exactly reached may be a little below it. */
const ROUNDING = 1e-12;

export interface GroupEnergy {
  group: RunGroup;
  /** The share in the k largest values at x = k, from k = 1 on, with its spread over the seeds. */
  points: readonly BandPoint[];
  /** The least k that holds 90 %. */
  k90: number;
  n: number;
  step: number;
}

/** The energies of the groups whose ΔW is not zero at a step; null for their latest. */
export function groupEnergies(
  groups: readonly RunGroup[],
  matrix: MatrixChoice,
  step: number | null,
  share: number,
): GroupEnergy[] {
  return groups.flatMap((group) => {
    const { lists, step: at } = measuredAt(group, step, (snapshot) => shares(snapshot, matrix));
    const longest = Math.max(0, ...lists.map((list) => list.length));
    const points = Array.from({ length: longest }, (_, i): BandPoint => {
      const spread = spreadOf(lists.map((list) => list[i] ?? 1));
      return { step: i + 1, x: i + 1, value: spread?.mean ?? 1, deviation: spread?.deviation ?? null };
    });
    const [first] = points;
    if (!first) return [];
    const k90 = points.find(({ value }) => value >= share - ROUNDING)?.x ?? longest;
    return [{ group, points, k90, n: lists.length, step: at }];
  });
}
