/**
 * The budget lock: while it is closed, the form trains no more weights than when it was closed. A rank that is moved stays, and
 * the other matrices share what it leaves; a change of the matrices shares the budget anew. It is the page's: neither the config
 * nor a link knows of it, and another model or method opens it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { leastBudget, withinBudget } from '../core/budget.ts';
import { atMatrix, hasLora, type LoraSettings } from '../core/methods/lora-config.ts';
import type { MethodConfig } from '../core/methods/methods.ts';
import { countTrainable } from '../core/params.ts';
import type { RunConfig } from '../core/run-config.ts';
import type { TransformerConfig } from '../core/site.ts';
import type { PageModel } from './page-model.ts';

type Lora = MethodConfig & LoraSettings;

/** What the lock made of the last change, where that is not what was asked for. */
export type BudgetNote =
  /** The common rank cannot change by itself: the budget decides it. */
  | { why: 'rank-follows' }
  /** The matrices need `least` weights at rank 1. */
  | { why: 'too-small'; least: number }
  /** The matrix has this rank, the most that leaves the others rank 1. */
  | { why: 'most'; name: string; rank: number };

export interface BudgetLock {
  /** The most weights that may be trained; null while the lock is open. */
  budget: number | null;
  note: BudgetNote | null;
  /** Closes the lock on what the form trains now, or opens it. Does nothing before a model is there, and for other methods than LoRA. */
  toggle: () => void;
}

const locks = new WeakMap<Page, StoreApi<BudgetLock>>();

type Page = Pick<PageModel, 'config' | 'session'>;

/** The lock of a page, made when it is first asked for: its code comes after the first paint. */
export function budgetLockOf(page: Page): StoreApi<BudgetLock> {
  const lock = locks.get(page) ?? createBudgetLock(page);
  locks.set(page, lock);
  return lock;
}

function createBudgetLock({ config, session }: Page): StoreApi<BudgetLock> {
  const lock = createStore<BudgetLock>((set, get) => ({
    budget: null,
    note: null,
    toggle() {
      const { method } = config.getState().config;
      const model = session.getState().model?.config;
      const isOpening = get().budget !== null;
      if (isOpening) set({ budget: null, note: null });
      else if (model && hasLora(method)) set({ budget: countTrainable(model, method), note: null });
    },
  }));
  /** True while the lock itself changes the form. */
  let solving = false;
  config.subscribe(({ config: after }, { config: before }) => {
    const { budget } = lock.getState();
    if (budget === null || solving) return;
    const model = session.getState().model?.config;
    const kept = model && after.model === before.model ? keep(model, after, before, budget) : null;
    lock.setState(kept ? { note: kept.note } : { budget: null, note: null });
    if (!kept || kept.method === after.method) return;
    solving = true;
    config.getState().update({ method: kept.method });
    solving = false;
  });
  return lock;
}

/** What the form's method becomes under the budget. @returns null where there is no budget to keep: the method is another */
function keep(
  model: TransformerConfig,
  { method: after }: RunConfig,
  { method: before }: RunConfig,
  budget: number,
): { method: Lora; note: BudgetNote | null } | null {
  if (!hasLora(after) || !hasLora(before) || after.type !== before.type) return null;
  const asks = countTrainable(model, after);
  const moved = movedMatrix(after, before);
  if (asks === countTrainable(model, before) || (asks === budget && moved === undefined))
    return { method: after, note: null };
  if (after.r !== before.r && leastBudget(model, after) === leastBudget(model, before))
    return { method: before, note: { why: 'rank-follows' } };
  const method = withinBudget(model, after, budget, moved);
  if (!method) return { method: before, note: { why: 'too-small', least: leastBudget(model, after) } };
  const most = moved === undefined ? null : { name: moved, rank: atMatrix(method, moved).r };
  const isLess = most !== null && most.rank < atMatrix(after, most.name).r;
  return { method, note: isLess ? { why: 'most', ...most } : null };
}

/** The matrix whose own rank is new, where there is one. */
const movedMatrix = (after: Lora, before: Lora): string | undefined =>
  Object.keys(after.rank_pattern).find((name) => atMatrix(after, name).r !== atMatrix(before, name).r);
