/**
 * Continues several texts one token at a time, side by side: reads the prompts at once, keeps keys and values, and gives
 * what may come next in each row: the likeliest tokens, or the whole law. On WebGPU the step is captured and replayed.
 * What to write is the caller's choice (generate.ts).
 */
import { countVirtual } from '../core/methods/method.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { Capture } from './backend/capture.ts';
import { emptyTensor, labWebGPU } from './backend/webgpu.ts';
import { batchFor, countedPlaces, notFinite } from './evaluate.ts';
import type { Method } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import { forward, logits, wholeTexts, type Reading } from './model/transformer.ts';
import { uploadBatch } from './batch-tensors.ts';
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
   * @param kept rows as they are counted now, rising
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
  method: Method | null,
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
  method: Method | null,
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
  method: Method | null,
  { prompts, width }: DecoderOptions,
  outlet: Outlet<T>,
): Decoder<T> {
  const { n_embd: d, n_head: heads, n_positions: length } = model.config;
  const { columns } = outlet;
  const most = prompts.length * width;
  const gpu = labWebGPU();
  const caches = model.blocks.map(() => createCache({ rows: most, length, heads, d }));
  /** For each row the row of the caches that it writes to. */
  let homes = Array.from({ length: most }, (_, row) => row);
  /** Virtual tokens take places of the cache. */
  const count = countVirtual(method?.virtual);
  /** How many of the places take no row of the position embedding. */
  const unplaced = method?.virtual?.takesPositions ? 0 : count;
  let slots = Int32Array.from(
    { length: most },
    (_, row) => (prompts[Math.floor(row / width)] ?? []).length + count - 1,
  );
  let origins = Int32Array.from({ length: most * length }, (_, place) => {
    const row = Math.floor(place / length);
    return row - (row % width);
  });

  /** The position of each row's newest token in its text. */
  const textPositions = () => slots.map((slot) => slot - unplaced);

  /** Reads what the outlet let through. */
  const listed = async (result: tf.Tensor2D): Promise<T[]> => {
    const values = await result.data<'float32'>();
    return Array.from({ length: result.shape[0] }, (_, row) =>
      outlet.read(values.subarray(row * columns, (row + 1) * columns)),
    );
  };

  /** One position in each row. */
  const next = (ids: tf.Tensor2D, positions: tf.Tensor1D, places: Places): tf.Tensor2D => {
    const reading: Reading = {
      positions,
      virtual: null,
      attend: (layer, qkv) => caches[layer]?.attend(qkv, places) ?? qkv,
    };
    return outlet.of(logits(model, method, forward(model, method, ids, { training: false }, reading)));
  };

  /** The same on fixed tensors for so many rows, recorded at the first call. */
  const captured = (rows: number) => {
    if (!gpu) return null;
    const ids = emptyTensor<tf.Rank.R2>([rows, 1], 'int32');
    const positions = emptyTensor<tf.Rank.R1>([rows], 'int32');
    const places: Places = {
      slots: emptyTensor<tf.Rank.R1>([rows], 'int32'),
      origins: emptyTensor<tf.Rank.R2>([rows, length], 'int32'),
    };
    const result = emptyTensor<tf.Rank.R2>([rows, columns]);
    let capture: Capture | null = null;
    return {
      async step(tokens: Int32Array): Promise<T[]> {
        gpu.overwrite(ids, tokens);
        gpu.overwrite(positions, textPositions());
        gpu.overwrite(places.slots, slots);
        gpu.overwrite(places.origins, origins);
        const replay = capture?.replay();
        capture ??= gpu.capture(() => gpu.copy(next(ids, positions, places), result));
        const [listing] = await Promise.all([listed(result), replay]);
        return listing;
      },
      dispose() {
        capture?.dispose();
        tf.dispose([ids, positions, places.slots, places.origins, result]);
      },
    };
  };
  let replayed = captured(most);

  /** What comes before the newest position of some rows becomes that of all rows, in this order. */
  const continueFrom = (parents: readonly number[]) => {
    const [standing, writers] = [slots, origins];
    slots = Int32Array.from(parents, (parent) => standing[parent] ?? NaN);
    origins = new Int32Array(parents.length * length);
    for (const [row, parent] of parents.entries())
      origins.set(writers.subarray(parent * length, (parent + 1) * length), row * length);
  };

  return {
    read() {
      const T = Math.max(...prompts.map((prompt) => prompt.length));
      // Filled up on the right: no position sees what comes after it, and the first steps overwrite it.
      const inputs = new Int32Array(prompts.length * T);
      // What counts is what follows a prompt.
      const mask = new Float32Array(inputs.length);
      for (const [text, prompt] of prompts.entries()) {
        inputs.set(prompt, text * T);
        mask[text * T + prompt.length - 1] = 1;
      }
      const targets = new Int32Array(inputs.length);
      const plain = { size: prompts.length, length: T, inputs, targets, mask, tokens: inputs.length };
      const batch = batchFor(method, plain);
      const result = tf.tidy(() => {
        const { ids, virtual } = uploadBatch(batch);
        const hidden = forward(
          model,
          method,
          ids,
          { training: false },
          {
            ...wholeTexts(model, ids, virtual),
            attend(layer, qkv) {
              caches[layer]?.fill(qkv, prompts.length, width);
              return attention(qkv, { batch: prompts.length, heads });
            },
          },
        );
        return outlet.of(
          logits(model, method, tf.gather(hidden, tf.tensor1d(countedPlaces(batch), 'int32'))),
        );
      });
      return listed(result).finally(() => result.dispose());
    },
    step(tokens, parents) {
      const rows = homes.length;
      if (parents) continueFrom(parents);
      for (const [row, slot] of slots.entries()) {
        // A row that is full stays where it is: nobody follows it any more.
        const at = Math.min(slot + 1, length - 1);
        slots[row] = at;
        origins[row * length + at] = homes[row] ?? NaN;
      }
      const ids = Int32Array.from(tokens);
      if (replayed) return replayed.step(ids);
      const result = tf.tidy(() =>
        next(tf.tensor2d(ids, [rows, 1], 'int32'), tf.tensor1d(textPositions(), 'int32'), {
          slots: tf.tensor1d(slots, 'int32'),
          origins: tf.tensor2d(origins, [rows, length], 'int32'),
        }),
      );
      return listed(result).finally(() => result.dispose());
    },
    keep(kept) {
      continueFrom(kept);
      homes = kept.map((row) => homes[row] ?? NaN);
      replayed?.dispose();
      replayed = captured(homes.length);
    },
    dispose() {
      replayed?.dispose();
      for (const cache of caches) cache.dispose();
    },
  };
}
