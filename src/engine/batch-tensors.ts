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

/** A batch on the device. */
export interface BatchTensors {
  /** [B, T] int32; [1, N] where texts are packed */
  ids: tf.Tensor2D;
  /** [B·T] int32; [C] where texts are packed */
  targets: tf.Tensor1D;
  /** What each target counts. */
  mask: tf.Tensor1D;
  /** Null where the batch has no virtual tokens. */
  virtual: VirtualPlaces | null;
  /** Null in a grid. */
  packing: Packing | null;
}

/** All tensors of a batch. */
export const tensorsOf = ({ ids, targets, mask, virtual, packing }: BatchTensors): tf.Tensor[] => [
  ids,
  targets,
  mask,
  ...(virtual ? [virtual.positions, virtual.indicators, virtual.isText] : []),
  ...(packing ? [packing.starts, packing.positions, packing.counted] : []),
];

/** What the tensors of the virtual places hold. */
function virtualValues({ which, count, positions }: NonNullable<Batch['virtual']>) {
  const indicators = new Float32Array(which.length * count);
  for (const [place, token] of which.entries()) if (token >= 0) indicators[place * count + token] = 1;
  return { count, positions, indicators, isText: Float32Array.from(which, (token) => (token < 0 ? 1 : 0)) };
}

/** A batch as tensors of its own, which the caller disposes. */
export function uploadBatch({ size, length, inputs, targets, mask, virtual, packing }: Batch): BatchTensors {
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
  };
}

/** Tensors for batches of this one's shape, a grid, to be overwritten. The caller disposes them. */
export function emptyBatch({ size, length, virtual }: Batch): BatchTensors {
  const places = size * length;
  return {
    ids: emptyTensor<tf.Rank.R2>([size, length], 'int32'),
    targets: emptyTensor<tf.Rank.R1>([places], 'int32'),
    mask: emptyTensor<tf.Rank.R1>([places]),
    virtual: virtual
      ? {
          positions: emptyTensor<tf.Rank.R1>([places], 'int32'),
          indicators: emptyTensor<tf.Rank.R2>([places, virtual.count]),
          isText: emptyTensor<tf.Rank.R2>([places, 1]),
        }
      : null,
    packing: null,
  };
}

/** Writes a batch into tensors of its shape, in place. */
export function overwriteBatch(gpu: LabWebGPU, tensors: BatchTensors, batch: Batch): void {
  gpu.overwrite(tensors.ids, batch.inputs);
  gpu.overwrite(tensors.targets, batch.targets);
  gpu.overwrite(tensors.mask, batch.mask);
  if (!tensors.virtual || !batch.virtual) return;
  const { positions, indicators, isText } = virtualValues(batch.virtual);
  gpu.overwrite(tensors.virtual.positions, positions);
  gpu.overwrite(tensors.virtual.indicators, indicators);
  gpu.overwrite(tensors.virtual.isText, isText);
}
