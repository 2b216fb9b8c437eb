/**
 * The data of the task `hidden-rank`: texts that a teacher writes token by token, drawn from its whole law, so that the law is
 * the teacher's exactly. They are as long as the context; an end mark begins a new document, as in pretraining. They stay
 * token ids: read as text and encoded again, some would come out as other tokens.
 */
import { fnv1a } from '../core/hash.ts';
import { createRng } from '../core/rng.ts';
import { VALIDATION_PAIRS } from '../core/run-record.ts';
import { HIDDEN_RANK, SECRET_TEXTS, type SecretChoice } from '../core/secret.ts';
import { evaluationBatches } from '../data/batches.ts';
import type { Dataset, Example } from '../data/dataset.ts';
import { createLawDecoder } from './decoder.ts';
import { evaluateLoss } from './evaluate.ts';
import type { Method } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import type { LoadedModel } from './model/load.ts';
import { createTeacher, teacherMethod } from './teacher.ts';

/** Texts per split. */
const TEXTS = { train: SECRET_TEXTS, validation: VALIDATION_PAIRS, test: 64 };
/** Texts that are written side by side. */
const ROWS = 64;
const SHOWN_EXAMPLES = 3;

/**
 * Draws a token from softmax(logits).
 * @param uniform from [0, 1)
 */
export function drawToken(logits: Float32Array, uniform: number): number {
  // Plain loops: a hundred thousand tokens are drawn, each from all there are.
  const weights = new Float64Array(logits.length);
  let most = -Infinity;
  for (let id = 0; id < logits.length; id++) most = Math.max(most, logits[id] ?? NaN);
  let rest = 0;
  for (let id = 0; id < logits.length; id++) rest += weights[id] = Math.exp((logits[id] ?? NaN) - most);
  rest *= uniform;
  for (let id = 0; id < logits.length; id++) {
    rest -= weights[id] ?? NaN;
    if (rest < 0) return id;
  }
  // Rounding left a crumb: the likeliest will do.
  return logits.indexOf(most);
}

/**
 * Writes texts from the end mark on. Text i depends on the seed and on i alone. Yields after every token
 * which share of all is written; may be ended by `return()`, which frees the cache.
 * @param length tokens of each text, at most n_positions
 * @returns ids of each, the end mark that it begins with included: length + 1
 */
export async function* writeTexts(
  model: BaseModel,
  method: Method | null,
  { texts, length, seed, start }: { texts: number; length: number; seed: number; start: number },
): AsyncGenerator<number, Int32Array[]> {
  const written: Int32Array[] = [];
  while (written.length < texts) {
    const rows = Array.from({ length: Math.min(ROWS, texts - written.length) }, (_, i) => ({
      ids: new Int32Array(length + 1).fill(start, 0, 1),
      rng: createRng(seed, `secret/text/${written.length + i}`),
    }));
    const decoder = createLawDecoder(model, method, { prompts: rows.map(() => [start]), width: 1 });
    try {
      let laws = await decoder.read();
      for (let place = 1; ; place++) {
        for (const [row, { ids, rng }] of rows.entries()) {
          const law = laws[row];
          if (law) ids[place] = drawToken(law, rng.uniform());
        }
        yield (written.length + (rows.length * place) / length) / texts;
        if (place === length) break;
        laws = await decoder.step(rows.map(({ ids }) => ids[place] ?? start));
      }
    } finally {
      decoder.dispose();
    }
    written.push(...rows.map(({ ids }) => ids));
  }
  return written;
}

/**
 * Draws the secret, makes the teacher and lets it write. Yields which share of the texts is there, or undefined in other work.
 * @param maxLength most tokens that the model reads of one text
 * @throws LabError `no-data` where the model has no held-out text to size the secret on
 */
export async function* makeHiddenRank(
  model: LoadedModel,
  choice: SecretChoice,
  maxLength: number,
  sizes = TEXTS,
): AsyncGenerator<number | undefined, Dataset> {
  const { base, tokenizer } = model;
  const { seed } = choice;
  const start = tokenizer.endOfTextId;
  const { pairs, singularValues } = yield* createTeacher(model, choice);
  const teacher = teacherMethod(base, pairs);
  try {
    const written = yield* writeTexts(base, teacher, {
      texts: sizes.train + sizes.validation + sizes.test,
      length: maxLength,
      seed,
      start,
    });
    const examples = written.map((ids): Example => ({
      prompt: '',
      completion: tokenizer.decode([...ids.subarray(1)]),
      ids,
      completionStart: 1,
    }));
    // Held out first, so that they stay the same if training texts become more.
    const heldOut = sizes.validation + sizes.test;
    const splits = {
      validation: examples.slice(0, sizes.validation),
      test: examples.slice(sizes.validation, heldOut),
      train: examples.slice(heldOut),
    };
    const shape = { batchSize: 8, length: maxLength, padId: start };
    const batches = evaluationBatches(splits.validation, { ...shape, limit: VALIDATION_PAIRS });
    const { loss: teacherLoss } = yield* evaluateLoss(base, teacher, batches);
    return {
      ...splits,
      sequenceLength: maxLength,
      padId: start,
      teacher: pairs,
      summary: {
        task: HIDDEN_RANK,
        name: HIDDEN_RANK,
        train: splits.train.length,
        validation: splits.validation.length,
        test: splits.test.length,
        prompts: 0,
        longestTokens: maxLength + 1,
        truncated: 0,
        dropped: [],
        examples: splits.train
          .slice(0, SHOWN_EXAMPLES)
          .map(({ prompt, completion }) => ({ prompt, completion })),
        fingerprint: examples
          .reduce((hash, { ids }) => fnv1a(`${ids.join(' ')}\0`, hash), fnv1a(''))
          .toString(16)
          .padStart(8, '0'),
        metrics: [],
        secret: {
          seed,
          rank: pairs[0]?.r ?? 0,
          sites: pairs.map(({ site }, i) => ({ site, singularValue: singularValues[i] ?? NaN })),
          teacherLoss,
        },
      },
    };
  } finally {
    teacher.dispose();
  }
}
