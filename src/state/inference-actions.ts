/** Asking the base model or a run: for a text, and for its loss on the test split. */
import type { Generation } from '../core/generation.ts';
import { stepsDone, type RunRecord } from '../core/run-record.ts';
import { findRun, sayWithout, type ActionsContext } from './actions-context.ts';
import { errorNotice } from './notices-store.ts';

/** What the base model and a run wrote for one prompt. */
export interface Written {
  base: string;
  /** null where the run is of another model than is loaded, or its A and B are nowhere. */
  tuned: string | null;
  /** The run that was asked, its steps by then, and what it is of; null where none was. */
  run: { name: string; step: number; model: string; task: string } | null;
}

/** Loss on the whole test split of the loaded data. */
export interface TestLoss {
  /** Mean cross-entropy over the completions' tokens, in nats. */
  loss: number;
  /** How many tokens that is. */
  tokens: number;
  /** The run's steps when it was asked; 0 for the base model. */
  step: number;
}

export interface InferenceActions {
  /** What the base model writes for a prompt, and what the run writes. Null, with a notice, where that failed. */
  generate: (prompt: string, runId: string | null, generation: Generation) => Promise<Written | null>;
  /** The test loss of a run, or of the base model. Null, with a notice, where that failed. */
  evaluateTest: (runId: string | null) => Promise<TestLoss | null>;
}

export function createInferenceActions(context: ActionsContext): InferenceActions {
  const { client, session, runs, notices, keeper } = context;
  const { say } = notices.getState();

  /** A run as the worker needs it to write or be measured: by its id where it holds it, else with what was kept. */
  const speakerOf = async ({ id, config: runConfig }: RunRecord) => {
    if (runs.getState().held.includes(id)) return { runId: id };
    const adapter = await keeper.adapter(id);
    return (
      adapter && { runId: id, kept: { config: runConfig, step: adapter.step, tensors: adapter.tensors } }
    );
  };

  return {
    generate: async (prompt, runId, generation) => {
      const record = runId === null ? undefined : findRun(context, runId);
      const isOfModel = record?.config.model === session.getState().model?.model;
      try {
        const base = await client.request('generate', { runId: null, prompt, generation });
        const speaker = record && isOfModel ? await speakerOf(record) : null;
        const tuned = speaker && (await client.request('generate', { ...speaker, prompt, generation }));
        const run = record && {
          name: record.name,
          step: tuned?.step ?? stepsDone(record),
          model: record.config.model,
          task: record.config.task,
        };
        return { base: base.text, tuned: tuned?.text ?? null, run: run ?? null };
      } catch (error) {
        say(errorNotice(error));
        return null;
      }
    },
    evaluateTest: async (runId) => {
      const record = runId === null ? undefined : findRun(context, runId);
      try {
        const speaker = record ? await speakerOf(record) : { runId: null };
        if (!speaker) {
          if (record) await sayWithout(context, 'no-adapter', record);
          return null;
        }
        const { loss, tokens, step } = await client.request('evaluate', speaker);
        return { loss, tokens, step };
      } catch (error) {
        say(errorNotice(error));
        return null;
      }
    },
  };
}
