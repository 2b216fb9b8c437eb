/** Which runs are compared: those that can be, and the pairs of the paper's figures. Pure. */
import { hasLora, withRank } from '../../../core/methods/lora-config.ts';
import { LIMITS, type RunConfig } from '../../../core/run-config.ts';
import type { RunRecord } from '../../../core/run-record.ts';
import { seedGroups } from '../../../core/seed-groups.ts';
import { siteId, type Site } from '../../../core/site.ts';
import { secretRun } from '../../../state/secret-run.ts';
import { measuredSites } from '../../charts/series.ts';
import { truthOf } from '../../charts/truth.ts';

/** k as guessed, by the dataset's fingerprint. */
type Guesses = Parameters<typeof truthOf>[1];

/** The ranks of the paper's Figure 3. */
const FIGURE_3_RANKS = [8, 64] as const;

/**
 * The settings of the runs that lack for `rankPair`, beside a run: r = 8 and 64, where the other rank has another seed, since
 * draws of A nest. None where its method has no rank.
 */
export function ranksToTrain({ config }: RunRecord): RunConfig[] {
  const { method, seed } = config;
  if (!hasLora(method)) return [];
  const lacking = FIGURE_3_RANKS.filter((r) => r !== method.r);
  return lacking.map((r, i) => ({
    ...config,
    // Of both lacking ranks one keeps the run's seed.
    seed: i === lacking.length - 1 ? otherSeed(seed) : seed,
    method: withRank(method, r),
  }));
}

const otherSeed = (seed: number): number => (seed < LIMITS.seed.max ? seed + 1 : seed - 1);

/** The settings of the run that lacks for `seedPair`, beside a run. */
export const seedsToTrain = ({ config }: RunRecord): RunConfig[] => [
  { ...config, seed: otherSeed(config.seed) },
];

export type Pair = readonly [RunRecord, RunRecord];

/**
 * Runs that can be compared with another: those that have a ΔW, of a model that another such run has, or whose data's secret may
 * be seen.
 */
export function comparable(records: readonly RunRecord[], guesses: Guesses): RunRecord[] {
  const changed = records.filter((record) => measuredSites(record).length > 0);
  return changed.filter((run) => partnersOf(run, changed, guesses).length > 0);
}

/** The matrices that both runs have changed. */
export function commonSites(one: RunRecord, other: RunRecord): Site[] {
  const own = new Set(measuredSites(other).map(siteId));
  return measuredSites(one).filter((site) => own.has(siteId(site)));
}

/**
 * What a run's directions can be compared with: others of the same model, whose directions live in the same spaces, and once the
 * person has answered what k is, the secret ΔW* of its data.
 */
export function partnersOf(run: RunRecord, records: readonly RunRecord[], guesses: Guesses): RunRecord[] {
  const others = records.filter(({ id, config }) => id !== run.id && config.model === run.config.model);
  const secret = truthOf(run, guesses) && secretRun(run);
  return secret ? [...others, secret] : others;
}

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

/** A pair among runs like the first; where there is none, among those like another. */
export function firstPair(
  find: (records: readonly RunRecord[]) => Pair | null,
  records: readonly RunRecord[],
): Pair | null {
  const [first] = records;
  if (!first) return null;
  const like = new Set(likeFirst(records));
  return (
    find(records) ??
    firstPair(
      find,
      records.filter((run) => !like.has(run)),
    )
  );
}

/**
 * The paper's Figure 3: among the runs like the first, the highest rank and, as there, an eighth of it, or the rank that is nearest to that
 * by its ratio. Of several of one rank, two of different seeds, where there are such.
 * @returns null where all have one rank
 */
export function rankPair(records: readonly RunRecord[]): Pair | null {
  const ranked = likeFirst(records).flatMap((run) => {
    const r = rankOf(run);
    return r === null ? [] : [{ run, r }];
  });
  const ranks = [...new Set(ranked.map(({ r }) => r))];
  const most = Math.max(...ranks);
  const apart = (r: number) => Math.abs(Math.log((r * FIGURE_3_RANKS[1]) / (most * FIGURE_3_RANKS[0])));
  const [least] = ranks.filter((r) => r < most).sort((a, b) => apart(a) - apart(b));
  if (least === undefined) return null;
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
