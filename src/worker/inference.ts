/** Inference beside training: what the base model, or a run as it stands, writes, its losses, and its last scores. */
import { VALIDATION_PAIRS, type Answer, type Score } from '../core/run-record.ts';
import { LabError } from '../core/lab-error.ts';
import { countVirtual } from '../core/methods/method.ts';
import { evaluationBatches } from '../data/batches.ts';
import { fitted, promptTokens } from '../data/dataset.ts';
import type { Tokenizer } from '../data/tokenizer.ts';
import { classProbabilities } from '../engine/answer.ts';
import { directionEffect } from '../engine/direction-effect.ts';
import { evaluateLoss } from '../engine/evaluate.ts';
import { generate } from '../engine/generate.ts';
import { createMethod } from '../engine/methods/create.ts';
import type { Method } from '../engine/methods/method.ts';
import { figuresOf, SIDE_BY_SIDE } from '../engine/run.ts';
import { createScorer } from '../engine/scorer.ts';
import type { PreparedData } from './lab-data.ts';
import { finishWork } from './pieces.ts';
import type { CommandOf, LabEvent } from './protocol.ts';
import { findSpeaker, type Asked, type LabOfInference } from './speaker.ts';

/** Texts whose predictions are held at once: those of every token of the vocabulary, at each place. */
const PROBED_AT_ONCE = 8;

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

/** A split as batches that the model can read with its virtual tokens: all test pairs, or the validation pairs of every run. */
export function batchesOf(
  { sequenceLength, padId, ...splits }: PreparedData['dataset'],
  split: 'validation' | 'test',
  { base, config, method }: Pick<Asked, 'base' | 'config' | 'method'>,
) {
  const examples = splits[split];
  // The data may have been prepared for a run that leaves texts more room.
  const length = Math.min(sequenceLength, base.config.n_positions - countVirtual(method?.virtual));
  return evaluationBatches(fitted(examples, length), {
    length,
    padId,
    ...(split === 'validation'
      ? { batchSize: SIDE_BY_SIDE, limit: VALIDATION_PAIRS }
      : { batchSize: config?.training.batch_size ?? 8, limit: examples.length }),
  });
}

const tooLong = (tokens: number, places: number): LabError =>
  new LabError(
    'prompt-too-long',
    `It has ${tokens} tokens, end mark included; the model reads ${places} at once, its answer among them.`,
  );

/**
 * A prompt's tokens.
 * @param places that the model has for text, the answer's among them
 * @throws LabError prompt-too-long
 */
export function readablePrompt(tokenizer: Tokenizer, prompt: string, places: number): number[] {
  const ids = promptTokens(tokenizer, prompt);
  if (ids.length >= places) throw tooLong(ids.length, places);
  return ids;
}

/** @param post hears the answers */
export function createInference(post: (event: LabEvent) => void, lab: LabOfInference): Inference {
  const speaker = (request: Parameters<typeof findSpeaker>[1]) => findSpeaker(lab, request);

  return {
    generate: async (request) => {
      const { requestId, prompt, generation } = request;
      const { isCurrent, step, base, tokenizer, method } = speaker(request);
      try {
        const places = base.config.n_positions - countVirtual(method?.virtual);
        const { classes, padId = 0 } = base.family === 'bert' ? (await lab.data()).dataset : {};
        if (base.family === 'bert' && classes) {
          // An encoder answers with the likeliest of its classes.
          const { ids } = classes.read(prompt);
          if (ids.length > places) throw tooLong(ids.length, places);
          const pieces = classProbabilities(base, method, { classes, padId }, prompt);
          const told = await finishWork(pieces, isCurrent);
          post({ type: 'generated', requestId, text: told[0]?.label ?? '', classes: told, step });
          return;
        }
        const ids = readablePrompt(tokenizer, prompt, places);
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
        const batches = batchesOf((await lab.data()).dataset, split, { base, config, method });
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
        changed = createMethod(without.config.method, loaded.base, without);
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
