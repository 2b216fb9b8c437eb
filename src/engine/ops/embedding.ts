/** The token and position embeddings of the model's input, frozen or trained. */
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, labWasm, labWebGPU } from '../backend/current.ts';
import type { Kernel, LabWebGPU } from '../backend/webgpu.ts';
import { gradientTensor } from '../parameters.ts';
import { partsOf, wgslOfPart } from './parts.ts';
import { bindings, element, gridOf, PER_ITEM, uniforms, widthOf } from './wgsl.ts';
import { withGradients } from './with-gradient.ts';

/** What a method trains in place of the frozen embeddings. */
export interface EmbeddingUpdate {
  /** [vocab, d]; null where it stays frozen. */
  wte: tf.Tensor2D | null;
  /** [n_positions, d]; null where it stays frozen, or the model has none. */
  wpe: tf.Tensor2D | null;
}

/**
 * wte[id] + wpe[position], of which one is trained at least.
 * @param ids [B, T] int32
 * @param positions [B·T] int32, or null to count from 0 in each row of ids
 * @param frozen the base model's, where they are not trained
 * @returns [B·T, d]
 */
export function trainedEmbedding(
  ids: tf.Tensor2D,
  positions: tf.Tensor1D | null,
  { wte, wpe }: EmbeddingUpdate,
  frozen: Readonly<Record<'wte' | 'wpe', tf.Tensor2D>>,
): tf.Tensor2D {
  const length = ids.shape[1];
  return withGradients<tf.Tensor2D[], tf.Tensor2D, []>(
    [...(wte ? [wte] : []), ...(wpe ? [wpe] : [])],
    () => ({ value: embedding(ids, positions, wte ?? frozen.wte, wpe ?? frozen.wpe), saved: [] }),
    (dy) => [
      ...(wte ? [embeddingGradient(ids, dy, wte, length)] : []),
      ...(wpe ? [embeddingGradient(positions, dy, wpe, length)] : []),
    ],
  );
}

/**
 * wte[id] of a trained embedding without positions.
 * @param ids [B, T] int32
 * @param wte [vocab, d]
 * @returns [B·T, d]
 */
export const trainedRows = (ids: tf.Tensor2D, wte: tf.Tensor2D): tf.Tensor2D =>
  withGradients<[tf.Tensor2D], tf.Tensor2D, []>(
    [wte],
    (tokens) => ({ value: tf.gather(tokens, tf.reshape<tf.Rank.R1>(ids, [-1])), saved: [] }),
    (dy) => [embeddingGradient(ids, dy, wte, ids.shape[1])],
  );

/**
 * The gradient of an embedding: each of its rows is the sum of dy over the places that read it, in their order, so that two
 * runs agree bit for bit.
 * @param which [B, T] or [B·T] int32, the row that each place reads; null to count from 0 every `length` places
 * @param dy [B·T, d]
 * @param table the embedding, [entries, d]
 */
export function embeddingGradient(
  which: tf.Tensor | null,
  dy: tf.Tensor2D,
  table: tf.Tensor2D,
  length: number,
): tf.Tensor2D {
  const [rows, d] = dy.shape;
  const [entries] = table.shape;
  const wasm = labWasm();
  if (wasm) {
    const gradient = gradientTensor(table);
    wasm.each('embeddingGradient', d, [which, dy, gradient], [length, d, rows, entries]);
    return gradient;
  }
  const gpu = labWebGPU();
  if (!gpu) {
    const ids = which
      ? tf.reshape<tf.Rank.R1>(which, [rows])
      : tf.tensor1d(
          Int32Array.from({ length: rows }, (_, row) => row % length),
          'int32',
        );
    // Cast afterwards: tfjs's WASM kernel writes integers whatever dtype it is asked for.
    return tf.matMul<tf.Tensor2D>(tf.cast(tf.oneHot(ids, entries), 'float32'), dy, true);
  }
  const gradient = gradientTensor(table);
  const width = widthOf(d);
  const columns = d / width;
  gpu.dispatch(
    gradientKernel(width, which !== null),
    [...(which ? [which] : []), dy, gradient],
    gridOf(columns),
    uniforms([columns, rows, entries, length]),
  );
  return gradient;
}

/**
 * wte[id] + wpe[position]. No gradient: both are frozen.
 * @param ids [B, T] int32
 * @param positions [B·T] int32, or null to count from 0 in each row of ids
 * @param wte [vocab, d]
 * @param wpe [n_positions, d]
 * @returns [B·T, d]
 */
export function embedding(
  ids: tf.Tensor2D,
  positions: tf.Tensor1D | null,
  wte: tf.Tensor2D,
  wpe: tf.Tensor2D,
): tf.Tensor2D {
  const gpu = labWebGPU();
  const [B, T] = ids.shape;
  const d = wte.shape[1];
  const wasm = labWasm();
  if (wasm) {
    const y = wasm.empty<tf.Rank.R2>([B * T, d]);
    wasm.each('embedding', B * T, [ids, positions, wte, wpe, y], [T, d]);
    return y;
  }
  if (!gpu) return embeddingReference(ids, positions, wte, wpe);
  return embeddingOnGpu(gpu, ids, positions, wte, wpe);
}

/**
 * wte[id] of an embedding without positions. No gradient: it is frozen.
 * @param ids [B, T] int32
 * @param wte [vocab, d]
 * @returns [B·T, d]
 */
export function tokenRows(ids: tf.Tensor2D, wte: tf.Tensor2D): tf.Tensor2D {
  const gpu = labWebGPU();
  return gpu ? embeddingOnGpu(gpu, ids, null, wte, null) : tf.gather(wte, tf.reshape<tf.Rank.R1>(ids, [-1]));
}

/** @param wpe null where the model has none */
function embeddingOnGpu(
  gpu: LabWebGPU,
  ids: tf.Tensor2D,
  positions: tf.Tensor1D | null,
  wte: tf.Tensor2D,
  wpe: tf.Tensor2D | null,
): tf.Tensor2D {
  const [B, T] = ids.shape;
  const d = wte.shape[1];
  const width = widthOf(d);
  const columns = d / width;
  const y = emptyTensor<tf.Rank.R2>([B * T, d]);
  const parts = partsOf(gpu, wte, d);
  const tables = parts?.views ?? [wte];
  const places = !wpe ? 'none' : positions ? 'given' : 'counted';
  gpu.dispatch(
    kernel(width, places, tables.length, parts?.rows ?? 0),
    [ids, ...(positions ? [positions] : []), ...tables, ...(wpe ? [wpe] : []), y],
    gridOf(B * T * columns),
    uniforms([B * T * columns, columns, T]),
  );
  tf.dispose(parts?.views ?? []);
  return y;
}

/** The same of tfjs's own ops. */
export function embeddingReference(
  ids: tf.Tensor2D,
  positions: tf.Tensor1D | null,
  wte: tf.Tensor2D,
  wpe: tf.Tensor2D,
): tf.Tensor2D {
  const [B, T] = ids.shape;
  const d = wte.shape[1];
  const tokens: tf.Tensor2D = tf.gather(wte, tf.reshape(ids, [B * T]));
  if (positions) return tf.add(tokens, tf.gather(wpe, positions));
  const places = tf.slice(wpe, [0, 0], [T, d]);
  return tf.reshape(tf.add(tf.reshape(tokens, [B, T, d]), places), [B * T, d]);
}

/** @param tables how many parts the token embedding is bound in, and @param rows how many rows each but the last has */
const kernel = (
  width: 1 | 4,
  places: 'none' | 'given' | 'counted',
  tables: number,
  rows: number,
): Kernel => ({
  name: `embedding/${width}/${places}/${tables}/${rows}`,
  wgsl: `${element(width)}
${bindings(
  [
    'ids: array<u32>',
    ...(places === 'given' ? ['positions: array<u32>'] : []),
    ...Array.from({ length: tables }, (_, part) => `wte${part}: array<E>`),
    ...(places === 'none' ? [] : ['wpe: array<E>']),
  ],
  ['y: array<E>'],
  'size: u32, columns: u32, length: u32',
)}
fn tokenAt(row: u32, column: u32) -> E {
  ${wgslOfPart(tables, rows, (part, row) => `wte${part}[(${row}) * u.columns + column]`)}
}
${PER_ITEM}
  if (item >= u.size) { return; }
  let row = item / u.columns;
  let column = item % u.columns;
  ${places === 'none' ? '' : `let position = ${places === 'given' ? 'positions[row]' : 'row % u.length'};`}
  y[item] = tokenAt(ids[row], column)${places === 'none' ? '' : ' + wpe[position * u.columns + column]'};
}`,
});

/** One column each, its places in order. */
const gradientKernel = (width: 1 | 4, given: boolean): Kernel => ({
  name: `embedding-gradient/${width}/${given}`,
  wgsl: `${element(width)}
${bindings(
  [...(given ? ['which: array<u32>'] : []), 'dy: array<E>'],
  ['gradient: array<E>'],
  'columns: u32, rows: u32, entries: u32, length: u32',
)}
${PER_ITEM}
  if (item >= u.columns) { return; }
  for (var entry = 0u; entry < u.entries; entry++) { gradient[entry * u.columns + item] = E(0); }
  for (var row = 0u; row < u.rows; row++) {
    let entry = ${given ? 'which[row]' : 'row % u.length'};
    gradient[entry * u.columns + item] += dy[row * u.columns + item];
  }
}`,
});
