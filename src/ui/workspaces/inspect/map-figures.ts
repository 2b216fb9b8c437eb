/** The figures of a map of layers × matrices, and the map made of them. Pure. */
import type { RunRecord } from '../../../core/run-record.ts';
import type { SiteSummary } from '../../../core/site-summary.ts';
import { PROJECTIONS, type Site } from '../../../core/site.ts';
import { kept, rankFigures, sigmaOf } from '../../charts/series.ts';

/** Those that singular values alone decide: a run's record holds them at many steps. */
const RECORDED = ['effectiveRank', 'stableRank', 'k90', 'norm'] as const;
/** Those that need W0 and the trained weights, which are known of one step. */
const TAKEN = ['relativeNorm', 'amplification'] as const;
export const MAP_FIGURES = [...RECORDED, ...TAKEN] as const;

type RecordedFigure = (typeof RECORDED)[number];
type TakenFigure = (typeof TAKEN)[number];
export type MapFigure = (typeof MAP_FIGURES)[number];

export const isTaken = (figure: MapFigure): figure is TakenFigure =>
  figure === 'relativeNorm' || figure === 'amplification';

/** A figure by a matrix's singular values; null where it has no meaning, as the rank of a matrix of zeros. */
export function recordedFigure(figure: RecordedFigure, sigma: readonly number[]): number | null {
  if (figure === 'norm') return sigma.length > 0 ? Math.hypot(...sigma) : null;
  const { effective, stable, energy } = rankFigures(sigma);
  return { effectiveRank: effective, stableRank: stable, k90: energy }[figure];
}

/** One cell of the map: a site, adapted or not. */
export interface MapCell {
  site: Site;
  isAdapted: boolean;
  value: number | null;
  /** What it would be, were ΔW's directions random; null where chance says nothing of it. */
  chance: number | null;
}

/** @param find what is known of an adapted site */
export function mapCells(
  adapted: readonly Site[],
  find: (site: Site, place: number) => Pick<MapCell, 'value' | 'chance'>,
): { layers: number[]; projections: (typeof PROJECTIONS)[number][]; cells: MapCell[] } {
  const layers = [...new Set(adapted.map(({ layer }) => layer))].sort((a, b) => a - b);
  const projections = PROJECTIONS.filter((name) => adapted.some(({ projection }) => projection === name));
  const cells = layers.flatMap((layer) =>
    projections.map((projection): MapCell => {
      const place = adapted.findIndex((site) => site.layer === layer && site.projection === projection);
      const site = { layer, projection };
      return place < 0
        ? { site, isAdapted: false, value: null, chance: null }
        : { site, isAdapted: true, ...find(site, place) };
    }),
  );
  return { layers, projections, cells };
}

/** The same from what a worker found, in the order of the adapted sites. */
export const takenFigure = (figure: TakenFigure, summary: SiteSummary | undefined) => ({
  value: summary?.[figure] ?? null,
  chance: figure === 'amplification' ? (summary?.chanceAmplification ?? null) : null,
});

/** The most that a figure comes to at any matrix and any step that the record holds: colours keep their meaning while steps pass. */
export const mostRecorded = kept(({ spectra }: Pick<RunRecord, 'spectra'>, figure: RecordedFigure): number =>
  spectra.reduce(
    (most, snapshot) =>
      snapshot.sites.reduce(
        (top, { site }) => Math.max(top, recordedFigure(figure, sigmaOf(snapshot, site)) ?? 0),
        most,
      ),
    0,
  ),
);
