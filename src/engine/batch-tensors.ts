/** Batches on the device. */
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batches.ts';
import { emptyTensor } from './backend/current.ts';
import type { LabWebGPU } from './backend/webgpu.ts';

/** Where virtual tokens stand among N places. */
export interface VirtualPlaces {
  /** [N] int32: the position of each place in its text, its row of the position embedding. */
  positions: tf.Tensor1D;
  /** [N, P]: 1 where one of the P virtual tokens stands, else 0. */
  indicators: tf.Tensor2D;
  /** [N, 1]: 0 where a virtual token stands, else 1. */
  isText: tf.Tensor2D;
}

/** Where texts lie that follow each other without padding. */
export interface Packing {
  /** [texts + 1] int32: the place where each begins, and where the last one ends. */
  starts: tf.Tensor1D;
  /** [N] int32: the position of each place in its text. */
  positions: tf.Tensor1D;
  /** [C] int32: the places whose targets count. */
  counted: tf.Tensor1D;
  /** Places of the longest text. */
  longest: number;
}

/** What is known of texts that have a class each. */
export interface ClassifiedTexts {
  /** [B] int32: the tokens of each text. */
  lengths: tf.Tensor1D;
  /** [N] int32: the segment that each token is of. */
  types: tf.Tensor1D;
  /** [B] int32: the place of each text's first token. */
  firsts: tf.Tensor1D;
}

/** A batch on the device. */
export interface BatchTensors {
  /** [B, T] int32; [1, N] where texts are packed */
  ids: tf.Tensor2D;
  /** [B·T] int32; [C] where texts are packed; [B] where texts have a class, which it is */
  targets: tf.Tensor1D;
  /** What each target counts. */
  mask: tf.Tensor1D;
  /** Null where the batch has no virtual tokens. */
  virtual: VirtualPlaces | null;
  /** Null in a grid. */
  packing: Packing | null;
  /** Null of texts that are continued, whose targets are tokens. */
  texts: ClassifiedTexts | null;
}

/** All tensors of a batch. */
export const tensorsOf = ({ ids, targets, mask, virtual, packing, texts }: BatchTensors): tf.Tensor[] => [
  ids,
  targets,
  mask,
  ...(virtual ? [virtual.positions, virtual.indicators, virtual.isText] : []),
  ...(packing ? [packing.starts, packing.positions, packing.counted] : []),
  ...(texts ? [texts.lengths, texts.types, texts.firsts] : []),
];

/** What the tensors of the virtual places hold. */
function virtualValues({ which, count, positions }: NonNullable<Batch['virtual']>) {
  const indicators = new Float32Array(which.length * count);
  for (const [place, token] of which.entries()) if (token >= 0) indicators[place * count + token] = 1;
  return { count, positions, indicators, isText: Float32Array.from(which, (token) => (token < 0 ? 1 : 0)) };
}

/** The places of the texts' first tokens. */
const firstsOf = ({ size, length, packing }: Batch): tf.Tensor1D =>
  tf.tensor1d(packing?.counted ?? Int32Array.from({ length: size }, (_, text) => text * length), 'int32');

/** A batch as tensors of its own, which the caller disposes. */
export function uploadBatch(batch: Batch): BatchTensors {
  const { size, length, inputs, targets, mask, virtual, packing, texts } = batch;
  const places = size * length;
  const values = virtual && virtualValues(virtual);
  return {
    ids: tf.tensor2d(inputs, [size, length], 'int32'),
    targets: tf.tensor1d(targets, 'int32'),
    mask: tf.tensor1d(mask),
    virtual: values
      ? {
          positions: tf.tensor1d(values.positions, 'int32'),
          indicators: tf.tensor2d(values.indicators, [places, values.count]),
          isText: tf.tensor2d(values.isText, [places, 1]),
        }
      : null,
    packing: packing
      ? {
          starts: tf.tensor1d(packing.starts, 'int32'),
          positions: tf.tensor1d(packing.positions, 'int32'),
          counted: tf.tensor1d(packing.counted, 'int32'),
          longest: packing.starts
            .subarray(1)
            .reduce((longest, end, text) => Math.max(longest, end - (packing.starts[text] ?? NaN)), 0),
        }
      : null,
    texts: texts
      ? {
          lengths: tf.tensor1d(texts.lengths, 'int32'),
          types: tf.tensor1d(texts.types, 'int32'),
          firsts: firstsOf(batch),
        }
      : null,
  };
}

/** Tensors for batches of this one's shape, a grid, to be overwritten. The caller disposes them. */
export function emptyBatch(batch: Batch): BatchTensors {
  const { size, length, targets, virtual, texts } = batch;
  const places = size * length;
  return {
    ids: emptyTensor<tf.Rank.R2>([size, length], 'int32'),
    targets: emptyTensor<tf.Rank.R1>([targets.length], 'int32'),
    mask: emptyTensor<tf.Rank.R1>([targets.length]),
    virtual: virtual
      ? {
          positions: emptyTensor<tf.Rank.R1>([places], 'int32'),
          indicators: emptyTensor<tf.Rank.R2>([places, virtual.count]),
          isText: emptyTensor<tf.Rank.R2>([places, 1]),
        }
      : null,
    packing: null,
    texts: texts
      ? {
          lengths: emptyTensor<tf.Rank.R1>([size], 'int32'),
          types: emptyTensor<tf.Rank.R1>([places], 'int32'),
          // The same for all batches of this shape.
          firsts: firstsOf(batch),
        }
      : null,
  };
}

/** Writes a batch into tensors of its shape, in place. */
export function overwriteBatch(gpu: LabWebGPU, tensors: BatchTensors, batch: Batch): void {
  gpu.overwrite(tensors.ids, batch.inputs);
  gpu.overwrite(tensors.targets, batch.targets);
  gpu.overwrite(tensors.mask, batch.mask);
  if (tensors.texts && batch.texts) {
    gpu.overwrite(tensors.texts.lengths, batch.texts.lengths);
    gpu.overwrite(tensors.texts.types, batch.texts.types);
  }
  if (!tensors.virtual || !batch.virtual) return;
  const { positions, indicators, isText } = virtualValues(batch.virtual);
  gpu.overwrite(tensors.virtual.positions, positions);
  gpu.overwrite(tensors.virtual.indicators, indicators);
  gpu.overwrite(tensors.virtual.isText, isText);
}
