/** What the view of runs cut to fewer directions shows. Pure. */
import { hasLora } from '../../../core/methods/lora-config.ts';
import { describeDifference } from '../../../core/run-name.ts';
import type { EvalPoint, RunRecord } from '../../../core/run-record.ts';

/** What a run is measured by with its ΔW changed. */
export type Losses = Pick<EvalPoint, 'loss' | 'heldOut'>;

/** A run cut to k directions. */
export interface Cut extends Losses {
  k: number;
}

/** The k that a ΔW of so many directions is cut to: each at first, then ever fewer of them, and all. */
export const cutRanks = (most: number): number[] =>
  [...Array.from({ length: 9 }, (_, k) => k), 12, 16, 24, 32, 48, 64].filter((k) => k < most).concat(most);

/** A cut that costs no more than this share of what ΔW gains is as good as all of ΔW. */
const NEARLY = 0.05;

/** The least k that keeps nearly all of what ΔW gains over none of it; null where ΔW gains nothing, or too little was measured. */
export function enough(cuts: readonly Cut[]): number | null {
  const [none, whole] = [cuts.find(({ k }) => k === 0), cuts.at(-1)];
  if (!none || !whole || none.k === whole.k || whole.loss >= none.loss) return null;
  const most = whole.loss + NEARLY * (none.loss - whole.loss);
  return cuts.find(({ loss }) => loss <= most)?.k ?? null;
}

/** The run of the highest rank, cut to each rank that another one was trained at. */
export interface AgainstTrained<R> {
  cut: R;
  /** The ranks at which the trained run ended with a loss that is lower by more than such a share. */
  worse: number[];
  /** Those at which the cut one is as good, or nearly, or better. */
  asGood: number[];
}

/** @returns null where no run was trained at a lower rank that the highest one was cut to */
export function againstTrained<R extends { rank: number; loss: number; cuts: readonly Cut[] }>(
  runs: readonly R[],
): AgainstTrained<R> | null {
  const ordered = runs.toSorted((a, b) => a.rank - b.rank);
  const cut = ordered.pop();
  if (!cut) return null;
  const [none, whole] = [cut.cuts.find(({ k }) => k === 0), cut.cuts.at(-1)];
  const margin = NEARLY * Math.max(0, (none?.loss ?? 0) - (whole?.loss ?? 0));
  const pairs = ordered
    .filter(({ rank }) => rank < cut.rank)
    .flatMap(({ rank, loss }) => {
      const found = cut.cuts.find(({ k }) => k === rank);
      return found ? [{ rank, isWorse: found.loss - loss > margin }] : [];
    });
  const ranksOf = (isWorse: boolean) => [
    ...new Set(pairs.filter((pair) => pair.isWorse === isWorse).map(({ rank }) => rank)),
  ];
  return pairs.length > 0 ? { cut, worse: ranksOf(true), asGood: ranksOf(false) } : null;
}

/** True where nothing but the rank differs among runs, and α, where it follows the rank. */
export function differInRankAlone(records: readonly RunRecord[]): boolean {
  const scales = records.map(({ config: { method } }) =>
    hasLora(method) ? method.lora_alpha / method.r : null,
  );
  const follows = new Set(scales).size === 1;
  return describeDifference(records)
    .flat()
    .every(({ key }) => key === 'method.r' || (key === 'method.lora_alpha' && follows));
}
