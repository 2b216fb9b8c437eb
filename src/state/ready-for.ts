/** Brings the worker in line with a run that is over, so that what was kept of it can be measured as it was. */
import { LabError } from '../core/lab-error.ts';
import { isBert } from '../core/models/bert.ts';
import { shapeOf } from '../core/models/shape.ts';
import { isBaseOf, type ModelInfo } from '../core/model-info.ts';
import type { DatasetSummary, RunRecord } from '../core/run-record.ts';
import type { ActionsContext } from './actions-context.ts';
import { errorNotice } from './notices-store.ts';
import { liveHere } from './runs-store.ts';

/** True while nothing is trained or waits to be: the worker may change model and data. */
export const isFree = ({ runs, queue }: Pick<ActionsContext, 'runs' | 'queue'>): boolean =>
  liveHere(runs.getState()).length === 0 && queue.getState().due.length === 0;

/**
 * Whether a run is of the loaded model, its weights kept as the run's were, an encoder's head for the same classes. Two folders of
 * one name may hold other weights.
 */
export const isOfModel = (
  { weights, ...run }: Pick<RunRecord, 'config' | 'weights' | 'shape'>,
  model: ModelInfo | null,
): boolean =>
  isBaseOf(model, run.config) &&
  (weights === undefined || weights === model?.weights) &&
  haveSameClasses(shapeOf(run), model?.config ?? null);

/** True of models that write, and of encoders with heads for the same classes. */
export const haveSameClasses = (one: object | null, other: object | null): boolean =>
  !(one && isBert(one) && other && isBert(other)) || one.labels.join('\0') === other.labels.join('\0');

/**
 * Loads a run's model and data.
 * @returns null where that failed, which has been told
 * @throws LabError no-data or other-model where what the run learned from is not at hand any more
 */
export async function readyFor(
  { session }: Pick<ActionsContext, 'session'>,
  record: RunRecord,
): Promise<{ model: ModelInfo; dataset: DatasetSummary } | null> {
  if (!(await session.getState().prepare(record.config))) return null;
  const { model, dataset } = session.getState();
  if (!model || dataset?.fingerprint !== record.dataset.fingerprint)
    throw new LabError('no-data', 'The data that the run learned from is not loaded.');
  if (!isOfModel(record, model))
    throw new LabError('other-model', 'The run was trained on other weights of its base model.');
  return { model, dataset };
}

/** What each page's worker is lent for last. */
const lent = new WeakMap<ActionsContext['session'], Promise<unknown>>();

/**
 * Does one thing with the worker after the other: each may choose another model, and what is timed is timed alone.
 * @param work rejects for whoever called alone
 */
export function inTurn<T>({ session }: Pick<ActionsContext, 'session'>, work: () => Promise<T>): Promise<T> {
  const before = lent.get(session) ?? Promise.resolve();
  const done = before.catch(() => undefined).then(work);
  lent.set(session, done);
  return done;
}

/**
 * Does something with the worker once that is free, tells what fails, and gives the worker back to the form.
 * @returns null where it failed, or something is trained
 */
export function lendWorker<T>(
  context: Pick<ActionsContext, 'session' | 'runs' | 'queue' | 'notices'>,
  work: () => Promise<T>,
): Promise<T | null> {
  return inTurn(context, async () => {
    if (!isFree(context)) return null;
    try {
      return await work();
    } catch (error) {
      context.notices.getState().say(errorNotice(error));
      return null;
    } finally {
      if (isFree(context)) await context.session.getState().prepare();
    }
  });
}
