/**
 * Continues several texts one token at a time, side by side: reads the prompts at once, keeps keys and values, and gives
 * what may come next in each row: the likeliest tokens, or the whole law. On WebGPU the step is captured and replayed.
 * What to write is the caller's choice (generate.ts).
 */
import * as tf from '@tensorflow/tfjs-core';
import { countVirtual } from '../core/methods/method.ts';
import { headWidth } from '../core/models/llama.ts';
import type { Batch } from '../data/batches.ts';
import type { Capture } from './backend/capture.ts';
import { emptyTensor, labWebGPU } from './backend/current.ts';
import type { LabWebGPU } from './backend/webgpu.ts';
import { uploadBatch } from './batch-tensors.ts';
import { createRows } from './decoder-rows.ts';
import { batchFor, countedPlaces, notFinite } from './evaluate.ts';
import type { Changes } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import { wholeTexts, type Reading } from './model/reading.ts';
import { forward, logits } from './model/transformer.ts';
import { attention } from './ops/attention.ts';
import { createCache, type Places } from './ops/cached-attention.ts';
import { topLogits } from './ops/top-logits.ts';

/** What may come next in a row. */
export interface NextTokens {
  /** The likeliest tokens, the likeliest first. */
  ids: readonly number[];
  /** Their log-probabilities, among all tokens. */
  logProbabilities: readonly number[];
}

/** What is read back of each row's logits. */
interface Outlet<T> {
  /** Numbers per row. */
  columns: number;
  /** [N, V] to [N, columns], inside `tf.tidy`. */
  of(logits: tf.Tensor2D): tf.Tensor2D;
  /** @throws LabError `non-finite` */
  read(row: Float32Array): T;
}

export interface Decoder<T = NextTokens> {
  /**
   * Reads the prompts, once, before any step.
   * @returns what may come next in each text
   * @throws LabError `non-finite` if the model has diverged; so does `step`
   */
  read(): Promise<T[]>;
  /**
   * Goes on by a token in every row.
   * @param tokens one for each row
   * @param parents the row whose text each row continues; itself if absent. After `read` only rows that are multiples
   * of `width` have a text
   */
  step(tokens: readonly number[], parents?: readonly number[]): Promise<T[]>;
  /**
   * Lets all other rows go, so that a step costs less; the rows are counted anew.
   * @param kept rows as they are counted now, rising, all `width` of a text
   */
  keep(kept: readonly number[]): void;
  dispose(): void;
}

export interface DecoderOptions {
  /** Token ids of each text so far, at least one, and fewer than n_positions with the method's virtual tokens. */
  prompts: readonly (readonly number[])[];
  /** Rows for each prompt. */
  width: number;
}

/**
 * Gives the likeliest next tokens of each row. The caller disposes the decoder.
 * @param method null for the base model
 * @param top how many tokens
 */
export function createDecoder(
  model: BaseModel,
  method: Changes | null,
  { top, ...options }: DecoderOptions & { top: number },
): Decoder {
  const k = Math.min(top, model.config.vocab_size);
  return decoderWith(model, method, options, {
    columns: 2 * k + 1,
    of: (scores) => topLogits(scores, k),
    read(row) {
      const own = Array.from(row);
      const whole = own[2 * k] ?? NaN;
      if (!Number.isFinite(whole)) throw notFinite('The score of the next token', method);
      return { ids: own.slice(k, 2 * k), logProbabilities: own.slice(0, k).map((score) => score - whole) };
    },
  });
}

/**
 * Gives the logits of every token for each row. The caller disposes the decoder.
 * @param method null for the base model
 */
export function createLawDecoder(
  model: BaseModel,
  method: Changes | null,
  options: DecoderOptions,
): Decoder<Float32Array> {
  return decoderWith(model, method, options, {
    columns: model.config.vocab_size,
    of: (scores) => scores,
    read(row) {
      if (!row.every(Number.isFinite)) throw notFinite('The score of the next token', method);
      return row;
    },
  });
}

function decoderWith<T>(
  model: BaseModel,
  method: Changes | null,
  { prompts, width }: DecoderOptions,
  outlet: Outlet<T>,
): Decoder<T> {
  /** What the method changes in the texts that are left. */
  let changes = method;
  const { n_head: heads, n_positions: length } = model.config;
  const d = heads * headWidth(model.config);
  /** Virtual tokens take places of the cache. */
  const count = countVirtual(method?.virtual);
  /** How many of the places take no row of the position embedding. */
  const unplaced = method?.virtual?.takesPositions ? 0 : count;
  const rows = createRows(
    prompts.map((prompt) => prompt.length + count),
    width,
    length,
  );
  const caches = model.blocks.map(() => createCache({ rows: rows.count, length, heads, d }));

  const read = (batch: Batch): tf.Tensor2D => {
    const tensors = uploadBatch(batch);
    const reading: Reading = {
      ...wholeTexts(model, tensors),
      counted: countedPlaces(batch),
      attend(layer, qkv) {
        caches[layer]?.fill(qkv, prompts.length, width);
        return attention(qkv, { batch: prompts.length, heads });
      },
    };
    const hidden = forward(model, method, tensors.ids, { training: false }, reading);
    return outlet.of(logits(model, method, hidden));
  };
  const next = ({ ids, positions, ...places }: NextInputs): tf.Tensor2D => {
    const reading: Reading = {
      positions,
      virtual: null,
      counted: null,
      attend: (layer, qkv) => caches[layer]?.attend(qkv, places) ?? qkv,
    };
    return outlet.of(logits(model, changes, forward(model, changes, ids, { training: false }, reading)));
  };

  const gpu = labWebGPU();
  const stepFor = (size: number) =>
    gpu ? capturedStep(gpu, { rows: size, length, columns: outlet.columns }, next) : eagerStep(length, next);
  let step = stepFor(rows.count);

  /** What the outlet let through, in rows. */
  const listed = (values: Float32Array): T[] =>
    Array.from({ length: values.length / outlet.columns }, (_, row) =>
      outlet.read(values.subarray(row * outlet.columns, (row + 1) * outlet.columns)),
    );

  return {
    async read() {
      const result = tf.tidy(() => read(batchFor(method, batchOf(prompts))));
      return listed(await result.data<'float32'>().finally(() => result.dispose()));
    },
    async step(tokens, parents) {
      rows.advance(parents);
      const { slots, origins } = rows;
      const positions = slots.map((slot) => slot - unplaced);
      return listed(await step.run({ ids: Int32Array.from(tokens), positions, slots, origins }));
    },
    keep(kept) {
      rows.keep(kept);
      const texts = kept.filter((_, i) => i % width === 0).map((row) => Math.floor(row / width));
      changes = changes?.keep?.(texts) ?? changes;
      step.dispose();
      step = stepFor(rows.count);
    },
    dispose() {
      step.dispose();
      for (const cache of caches) cache.dispose();
    },
  };
}

/** Prompts side by side; what counts is what follows each. */
function batchOf(prompts: readonly (readonly number[])[]): Batch {
  const length = Math.max(...prompts.map((prompt) => prompt.length));
  // Filled up on the right: no position sees what comes after it, and the first steps overwrite it.
  const inputs = new Int32Array(prompts.length * length);
  const mask = new Float32Array(inputs.length);
  for (const [text, prompt] of prompts.entries()) {
    inputs.set(prompt, text * length);
    mask[text * length + prompt.length - 1] = 1;
  }
  const targets = new Int32Array(inputs.length);
  return { size: prompts.length, length, inputs, targets, mask, tokens: inputs.length };
}

/** One position in each row. */
interface NextInputs extends Places {
  /** [rows, 1] int32 */
  ids: tf.Tensor2D;
  /** [rows] int32 */
  positions: tf.Tensor1D;
}

interface NextStep {
  /** @returns what comes of it, row after row */
  run(values: Record<keyof NextInputs, Int32Array>): Promise<Float32Array>;
  dispose(): void;
}

/** @param next makes [rows, columns] */
function eagerStep(length: number, next: (inputs: NextInputs) => tf.Tensor2D): NextStep {
  return {
    async run({ ids, positions, slots, origins }) {
      const result = tf.tidy(() =>
        next({
          ids: tf.tensor2d(ids, [ids.length, 1], 'int32'),
          positions: tf.tensor1d(positions, 'int32'),
          slots: tf.tensor1d(slots, 'int32'),
          origins: tf.tensor2d(origins, [ids.length, length], 'int32'),
        }),
      );
      return await result.data<'float32'>().finally(() => result.dispose());
    },
    dispose: () => undefined,
  };
}

/** The same on fixed tensors, recorded at the first call. */
function capturedStep(
  gpu: LabWebGPU,
  { rows, length, columns }: { rows: number; length: number; columns: number },
  next: (inputs: NextInputs) => tf.Tensor2D,
): NextStep {
  const inputs: NextInputs = {
    ids: emptyTensor<tf.Rank.R2>([rows, 1], 'int32'),
    positions: emptyTensor<tf.Rank.R1>([rows], 'int32'),
    slots: emptyTensor<tf.Rank.R1>([rows], 'int32'),
    origins: emptyTensor<tf.Rank.R2>([rows, length], 'int32'),
  };
  const result = emptyTensor<tf.Rank.R2>([rows, columns]);
  let capture: Capture | null = null;
  return {
    async run(values) {
      gpu.overwrite(inputs.ids, values.ids);
      gpu.overwrite(inputs.positions, values.positions);
      gpu.overwrite(inputs.slots, values.slots);
      gpu.overwrite(inputs.origins, values.origins);
      const replay = capture?.replay();
      capture ??= gpu.capture(() => gpu.copy(next(inputs), result));
      const [read] = await Promise.all([result.data<'float32'>(), replay]);
      return read;
    },
    dispose() {
      capture?.dispose();
      tf.dispose({ ...inputs, result });
    },
  };
}
