/** Which runs are compared: those that can be, and the pairs of the paper's figures. Pure. */
import type { RunRecord } from '../../../core/run-record.ts';
import { seedGroups } from '../../../core/seed-groups.ts';
import { siteId, type Site } from '../../../core/site.ts';
import { measuredSites } from '../../charts/series.ts';

export type Pair = readonly [RunRecord, RunRecord];

/** Runs that can be compared with another: those that have a ΔW, of a model that another such run has. */
export function comparable(records: readonly RunRecord[]): RunRecord[] {
  const changed = records.filter((record) => measuredSites(record).length > 0);
  return changed.filter((run) => partnersOf(run, changed).length > 0);
}

/** The matrices that both runs have changed. */
export function commonSites(one: RunRecord, other: RunRecord): Site[] {
  const own = new Set(measuredSites(other).map(siteId));
  return measuredSites(one).filter((site) => own.has(siteId(site)));
}

/** The runs that a run's directions can be compared with: others of the same model, whose directions live in the same spaces. */
export const partnersOf = (run: RunRecord, records: readonly RunRecord[]): RunRecord[] =>
  records.filter(({ id, config }) => id !== run.id && config.model === run.config.model);

const rankOf = ({ config: { method } }: RunRecord): number | null => ('r' in method ? method.r : null);

/** Runs of one model on one dataset as the first, of one way to adapt as it. */
const likeFirst = ([first, ...others]: readonly RunRecord[]): RunRecord[] =>
  first
    ? [
        first,
        ...others.filter(
          ({ config, dataset }) =>
            config.model === first.config.model &&
            config.method.type === first.config.method.type &&
            dataset.fingerprint === first.dataset.fingerprint,
        ),
      ]
    : [];

/**
 * The paper's Figure 3: the runs of lowest and highest rank among those like the first. Of several of one rank, two of
 * different seeds, where there are such.
 * @returns null where all have one rank
 */
export function rankPair(records: readonly RunRecord[]): Pair | null {
  const ranked = likeFirst(records).flatMap((run) => {
    const r = rankOf(run);
    return r === null ? [] : [{ run, r }];
  });
  const ranks = ranked.map(({ r }) => r);
  const [least, most] = [Math.min(...ranks), Math.max(...ranks)];
  if (least >= most) return null;
  const of = (rank: number) => ranked.filter(({ r }) => r === rank).map(({ run }) => run);
  const pairs = of(least).flatMap((low) => of(most).map((high): Pair => [low, high]));
  return pairs.find(([low, high]) => low.config.seed !== high.config.seed) ?? pairs[0] ?? null;
}

/**
 * The paper's Figure 4: two runs that differ in their seed alone, of the highest rank that two seeds have.
 * @returns null where no setting has two seeds
 */
export function seedPair(records: readonly RunRecord[]): Pair | null {
  const pairs = seedGroups(likeFirst(records), (run) => run).flatMap(([one, other]): Pair[] =>
    one && other ? [[one, other]] : [],
  );
  return pairs.reduce<Pair | null>(
    (best, pair) => (best && (rankOf(best[0]) ?? 0) >= (rankOf(pair[0]) ?? 0) ? best : pair),
    null,
  );
}
