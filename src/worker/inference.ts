/** Inference beside training: what the base model, or a run as it stands, writes, its losses, and its last scores. */
import { VALIDATION_PAIRS, type Answer, type Score } from '../core/run-record.ts';
import { LabError, need } from '../core/lab-error.ts';
import { countVirtual } from '../core/methods/method.ts';
import { evaluationBatches } from '../data/batches.ts';
import { fitted, promptTokens } from '../data/dataset.ts';
import { directionEffect } from '../engine/direction-effect.ts';
import { evaluateLoss } from '../engine/evaluate.ts';
import { generate } from '../engine/generate.ts';
import { createMethod } from '../engine/methods/create.ts';
import type { Method } from '../engine/methods/method.ts';
import type { LoadedModel } from '../engine/model/load.ts';
import { figuresOf, SIDE_BY_SIDE } from '../engine/run.ts';
import { createScorer } from '../engine/scorer.ts';
import type { PreparedData } from './lab-data.ts';
import type { RunWork } from './lockstep.ts';
import { finishWork } from './pieces.ts';
import type { CommandOf, LabEvent } from './protocol.ts';

/** Texts whose predictions are held at once: those of every token of the vocabulary, at each place. */
const PROBED_AT_ONCE = 8;

type Asking = 'generate' | 'evaluate' | 'measure' | 'probe' | 'score';

/** What inference depends on. */
export interface LabOfInference {
  /** The loaded model. @throws LabError no-model */
  model(): LoadedModel;
  /** How often the device complained so far: nothing that was under way can be trusted. */
  faults(): number;
  /** The data whose test split is measured. @throws LabError no-data */
  data(): Promise<PreparedData>;
  /** A run that the worker holds. */
  run(runId: string): Readonly<RunWork> | undefined;
}

/** Each throws LabError no-run where the run or the model goes away before the answer is there. */
export interface Inference {
  /** @throws LabError prompt-too-long too */
  generate(command: CommandOf<'generate'>): Promise<void>;
  /** The loss on the whole test split, or as runs take it on the validation split. */
  evaluate(command: CommandOf<'evaluate'>): Promise<void>;
  /** The losses by which a run is measured while it trains. */
  measure(command: CommandOf<'measure'>): Promise<void>;
  /** What a direction of a run's ΔW does. */
  probe(command: CommandOf<'probe'>): Promise<void>;
  /** The last scores of a run. */
  score(command: CommandOf<'score'>): Promise<void>;
}

/** @param post hears the answers */
export function createInference(post: (event: LabEvent) => void, lab: LabOfInference): Inference {
  /**
   * The model with a copy of what a run has learned so far, or alone: training goes on beside it. `isCurrent` tells whether
   * both are still there. The caller disposes the method.
   */
  const speaker = ({ runId, kept }: CommandOf<Asking>) => {
    const loaded = lab.model();
    const before = lab.faults();
    const find = () => (runId === null ? null : lab.run(runId));
    const run = find();
    const isCurrent = () => lab.model() === loaded && lab.faults() === before && (!run || find() === run);
    if (run === null) return { ...loaded, config: null, method: null, step: 0, isCurrent };
    if (run) {
      const { method, step } = run.trainer.snapshot();
      return { ...loaded, config: run.config, method, step, isCurrent };
    }
    const { config, step, tensors } = need(kept, 'no-run', `The worker holds no run "${runId}".`);
    if (config.model !== loaded.info.model)
      throw new LabError(
        'no-model',
        `The run is of "${config.model}", but "${loaded.info.model}" is loaded.`,
      );
    const method = createMethod(config.method, loaded.base, { tensors });
    return { ...loaded, config, method, step, isCurrent };
  };

  return {
    generate: async (request) => {
      const { requestId, prompt, generation } = request;
      const { base, tokenizer, method, step, isCurrent } = speaker(request);
      try {
        const ids = promptTokens(tokenizer, prompt);
        const n_positions = base.config.n_positions - countVirtual(method?.virtual);
        if (ids.length >= n_positions)
          throw new LabError(
            'prompt-too-long',
            `It has ${ids.length} tokens, end mark included; the model reads ${n_positions} at once, its answer among them.`,
          );
        const [written = []] = await finishWork(
          generate(base, method, tokenizer, [ids], generation),
          isCurrent,
        );
        post({ type: 'generated', requestId, text: tokenizer.decode(written), step });
      } finally {
        method?.dispose();
      }
    },

    evaluate: async (request) => {
      const { requestId, split } = request;
      const { base, config, method, step, isCurrent } = speaker(request);
      try {
        const { sequenceLength, padId, [split]: examples } = (await lab.data()).dataset;
        // The data may have been prepared for a run that leaves texts more room.
        const length = Math.min(sequenceLength, base.config.n_positions - countVirtual(method?.virtual));
        const batches = evaluationBatches(fitted(examples, length), {
          length,
          padId,
          ...(split === 'validation'
            ? { batchSize: SIDE_BY_SIDE, limit: VALIDATION_PAIRS }
            : { batchSize: config?.training.batch_size ?? 8, limit: examples.length }),
        });
        const { loss, tokens } = await finishWork(evaluateLoss(base, method, batches), isCurrent);
        post({ type: 'evaluated', requestId, loss, tokens, step });
      } finally {
        method?.dispose();
      }
    },

    measure: async (request) => {
      const { requestId } = request;
      const { config, method, isCurrent, ...loaded } = speaker(request);
      if (!config) throw new LabError('no-run', 'These losses are those of a run.');
      try {
        const { dataset } = await lab.data();
        const figures = await finishWork(figuresOf(loaded, dataset, config, method), isCurrent);
        post({ type: 'measured', requestId, figures });
      } finally {
        method.dispose();
      }
    },

    probe: async (request) => {
      const { requestId, without, site, direction } = request;
      const { method: whole, isCurrent, ...loaded } = speaker(request);
      if (!whole) throw new LabError('no-run', 'Directions of ΔW are those of a run.');
      let changed: Method | null = null;
      try {
        changed = createMethod(without.config.method, loaded.base, { tensors: without.tensors });
        const { validation, sequenceLength: length, padId } = (await lab.data()).dataset;
        const shape = { length, padId, batchSize: PROBED_AT_ONCE };
        const batches = evaluationBatches(validation, { ...shape, limit: VALIDATION_PAIRS });
        const pieces = directionEffect(loaded, { whole, without: changed }, { site, direction }, batches);
        const effect = await finishWork(pieces, isCurrent);
        post({ type: 'probed', requestId, effect });
      } finally {
        whole.dispose();
        changed?.dispose();
      }
    },

    score: async (request) => {
      const { requestId, runId, known } = request;
      const { method, step, isCurrent, ...loaded } = speaker(request);
      if (runId === null || !method) throw new LabError('no-run', 'Last scores are those of a run.');
      const scores: Score[] = [];
      const answers: Answer[] = [];
      try {
        const { dataset, baseline } = await lab.data();
        const base = baseline.value ?? known ?? { scores: [], answers: [] };
        const scorer = createScorer(loaded, dataset, base, () => ({ method, step }));
        await finishWork(scorer.last(), isCurrent, undefined, (piece) => {
          if (piece.kind === 'scores') {
            scores.push(...piece.scores);
            answers.push(...piece.answers);
          } else {
            const { written, texts } = piece;
            post({ type: 'scoring', runId, progress: { written, texts } });
          }
        });
        post({ type: 'scored', requestId, scores, answers });
      } finally {
        post({ type: 'scoring', runId, progress: null });
        method.dispose();
      }
    },
  };
}
