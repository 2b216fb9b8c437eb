/** Takes the last scores of runs that were left before these were written, from the adapters that were kept. */
import { knownBaseline } from '../core/baseline.ts';
import { lacksLastScores, newScores } from '../core/late-scores.ts';
import { textLength } from '../core/run-config.ts';
import type { RunRecord } from '../core/run-record.ts';
import { findRun, sayWithout, type ActionsContext } from './actions-context.ts';
import { errorNotice } from './notices-store.ts';
import { inTurn, isFree, readyFor } from './ready-for.ts';

/** One run after the other, each on its model and data; ends where something is trained, and tells what fails. */
export const scoreLate = (context: ActionsContext, ids: readonly string[]): Promise<void> =>
  inTurn(context, () => scoreEach(context, ids));

async function scoreEach(context: ActionsContext, ids: readonly string[]): Promise<void> {
  const { session, notices } = context;
  /** Runs whose adapters are nowhere. */
  const bare: RunRecord[] = [];
  try {
    for (const id of ids) {
      const record = findRun(context, id);
      if (!isFree(context)) break;
      if (record && lacksLastScores(record) && !(await scoreOne(context, record))) bare.push(record);
    }
  } catch (error) {
    notices.getState().say(errorNotice(error));
  }
  const [first] = bare;
  if (first) await sayWithout(context, 'no-adapter', first);
  // What the form wants, which the last of the runs may not.
  if (isFree(context)) await session.getState().prepare();
}

/**
 * @returns false where the run's adapter is nowhere
 * @throws LabError no-data where what the run learned from is not at hand any more
 */
async function scoreOne(context: ActionsContext, record: RunRecord): Promise<boolean> {
  const { client, runs, keeper } = context;
  const { id, config } = record;
  const adapter = await keeper.adapter(id);
  if (!adapter) return false;
  const ready = await readyFor(context, record);
  if (!ready) return true;
  const { model, dataset } = ready;
  const known = knownBaseline(runs.getState().records, model, dataset, textLength(config, model.config));
  const { step, tensors } = adapter;
  const { scores, answers } = await client.request('score', {
    runId: id,
    kept: { config, step, tensors },
    ...(known && { known }),
  });
  const now = findRun(context, id);
  // Another tab may have been quicker.
  if (!now || !lacksLastScores(now)) return true;
  const none = { steps: [], evals: [], spectra: [], alignments: [], samples: [], costs: [] };
  runs.getState().apply({
    type: 'progress',
    runs: [{ runId: id, ...none, scores: newScores(now, scores), answers }],
  });
  return true;
}
