/** Ranks of LoRA's matrices under a fixed number of trained weights: whole numbers, found without search or chance. */
import { atMatrix, LORA_LIMITS, sortPattern, type LoraSettings } from './methods/lora-config.ts';
import type { MethodConfig } from './methods/methods.ts';
import { countSiteParameters, countTrainable } from './params.ts';
import { readSiteName, siteId, sitesOf, type Site, type TransformerConfig } from './site.ts';

const { min: LEAST, max: MOST } = LORA_LIMITS.r;

/** A matrix, in all layers or in one, whose rank is chosen. */
export interface RankCost {
  name: string;
  /** Weights that one more rank takes: d_in + d_out, summed over its layers. */
  cost: number;
}

export interface Shares {
  ranks: Record<string, number>;
  /** Weights of the budget that no rank takes; less than one more rank of any matrix but the fixed one, unless that has the most. */
  unspent: number;
}

/**
 * Shares a budget among matrices. Each gets rank 1; then one more rank at a time goes to the lowest rank that still has
 * room, the earlier of equals first, so that ranks are as equal as whole numbers allow and the budget is never exceeded.
 * @param matrices in the order in which equals are served
 * @param budget in weights
 * @param fixed a matrix whose rank is given; it gets less where the others need the rest for rank 1
 * @returns null where the budget is too small for rank 1 in each matrix
 */
export function shareBudget(
  matrices: readonly RankCost[],
  budget: number,
  fixed?: { name: string; rank: number },
): Shares | null {
  const shares = matrices.map(({ name, cost }) => ({ name, cost, rank: LEAST }));
  let unspent = budget - shares.reduce((sum, { cost }) => sum + LEAST * cost, 0);
  if (unspent < 0) return null;
  const raise = (share: (typeof shares)[number], by: number) => {
    share.rank += by;
    unspent -= by * share.cost;
  };
  const given = shares.find(({ name }) => name === fixed?.name);
  if (given && fixed) raise(given, Math.min(fixed.rank - LEAST, Math.floor(unspent / given.cost)));
  for (;;) {
    const open = shares.filter((share) => share !== given && share.rank < MOST && share.cost <= unspent);
    const [first] = open;
    if (!first) break;
    raise(
      open.reduce((lowest, share) => (share.rank < lowest.rank ? share : lowest), first),
      1,
    );
  }
  return { ranks: Object.fromEntries(shares.map(({ name, rank }) => [name, rank])), unspent };
}

/**
 * The matrices whose ranks a method chooses, in the order of the forward pass: each target matrix, and each layer of one that
 * has a rank of its own.
 */
export function rankCosts(model: TransformerConfig, method: LoraSettings): RankCost[] {
  const costs = new Map<string, number>();
  for (const site of sitesOf(model, method.target_modules, method.layers_to_transform)) {
    const name = rankName(method, site);
    costs.set(name, (costs.get(name) ?? 0) + countSiteParameters(model, site.projection, 1));
  }
  return Object.entries(sortPattern(Object.fromEntries(costs))).map(([name, cost]) => ({ name, cost }));
}

const rankName = ({ rank_pattern }: LoraSettings, site: Site) =>
  siteId(site) in rank_pattern ? siteId(site) : site.projection;

/**
 * A method with its ranks shared out under a budget. `r` becomes the lowest of the ranks that were found, and `rank_pattern`
 * names the matrices that differ from it.
 * @param budget all weights that may be trained; biases, magnitudes and virtual tokens take theirs first
 * @param moved the matrix that keeps its rank, where one was moved: all that have a rank of their own go on having one then.
 *   Without it every target matrix has a share, the same one in all of its layers.
 * @returns null where rank 1 for each matrix does not fit
 */
export function withinBudget<M extends MethodConfig & LoraSettings>(
  model: TransformerConfig,
  method: M,
  budget: number,
  moved?: string,
): M | null {
  const start = moved === undefined ? { ...method, rank_pattern: {} } : method;
  const shares = shareBudget(
    rankCosts(model, start),
    budget - countBeside(model, start),
    moved === undefined ? undefined : { name: moved, rank: atMatrix(start, moved).r },
  );
  if (!shares) return null;
  const found = Object.entries(shares.ranks);
  const free = found.filter(([name]) => name !== moved && readSiteName(name)?.layer === null);
  const r = free.length > 0 ? Math.min(...free.map(([, rank]) => rank)) : method.r;
  const own = found.filter(([name, rank]) => name in start.rank_pattern || rank !== r);
  return { ...method, r, rank_pattern: { ...start.rank_pattern, ...Object.fromEntries(own) } };
}

/** The least that a method's matrices can train, with what it trains beside them. */
export function leastBudget(model: TransformerConfig, method: MethodConfig & LoraSettings): number {
  return rankCosts(model, { ...method, rank_pattern: {} }).reduce(
    (sum, { cost }) => sum + LEAST * cost,
    countBeside(model, method),
  );
}

/** Weights that are trained beside A and B. */
function countBeside(model: TransformerConfig, method: MethodConfig & LoraSettings): number {
  const matrices = rankCosts(model, method).reduce(
    (sum, { name, cost }) => sum + atMatrix(method, name).r * cost,
    0,
  );
  return countTrainable(model, method) - matrices;
}
