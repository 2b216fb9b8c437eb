/** Batches on the device. */
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batches.ts';
import { emptyTensor, type LabWebGPU } from './backend/webgpu.ts';

/** Where virtual tokens stand among N places. */
export interface VirtualPlaces {
  /** [N] int32: the position of each place in its text, virtual tokens not counted. */
  positions: tf.Tensor1D;
  /** [N, P]: 1 where one of the P virtual tokens stands, else 0. */
  indicators: tf.Tensor2D;
  /** [N, 1]: 0 where a virtual token stands, else 1. */
  isText: tf.Tensor2D;
}

/** A batch on the device. */
export interface BatchTensors {
  /** [B, T] int32 */
  ids: tf.Tensor2D;
  /** [B·T] int32 */
  targets: tf.Tensor1D;
  /** [B·T], what each target counts. */
  mask: tf.Tensor1D;
  /** Null where the batch has no virtual tokens. */
  virtual: VirtualPlaces | null;
}

/** All tensors of a batch. */
export const tensorsOf = ({ ids, targets, mask, virtual }: BatchTensors): tf.Tensor[] => [
  ids,
  targets,
  mask,
  ...(virtual ? [virtual.positions, virtual.indicators, virtual.isText] : []),
];

/** The values of the virtual places' tensors. @param which as `Batch.virtual` has it */
export function virtualValues(
  which: Int32Array,
  count: number,
): Record<'indicators' | 'isText', Float32Array> {
  const indicators = new Float32Array(which.length * count);
  for (const [place, token] of which.entries()) if (token >= 0) indicators[place * count + token] = 1;
  return { indicators, isText: Float32Array.from(which, (token) => (token < 0 ? 1 : 0)) };
}

/** A batch as tensors of its own, which the caller disposes. */
export function uploadBatch({ size, length, inputs, targets, mask, virtual }: Batch): BatchTensors {
  return {
    ids: tf.tensor2d(inputs, [size, length], 'int32'),
    targets: tf.tensor1d(targets, 'int32'),
    mask: tf.tensor1d(mask),
    virtual: virtual ? uploadVirtual(virtual) : null,
  };
}

/** Virtual places as tensors, which the caller disposes. */
export function uploadVirtual({ which, count, positions }: NonNullable<Batch['virtual']>): VirtualPlaces {
  const { indicators, isText } = virtualValues(which, count);
  return {
    positions: tf.tensor1d(positions, 'int32'),
    indicators: tf.tensor2d(indicators, [which.length, count]),
    isText: tf.tensor2d(isText, [which.length, 1]),
  };
}

/** Tensors for batches of this one's shape, to be overwritten. The caller disposes them. */
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
  };
}

/** Writes a batch into tensors of its shape, in place. */
export function overwriteBatch(gpu: LabWebGPU, tensors: BatchTensors, batch: Batch): void {
  gpu.overwrite(tensors.ids, batch.inputs);
  gpu.overwrite(tensors.targets, batch.targets);
  gpu.overwrite(tensors.mask, batch.mask);
  if (!tensors.virtual || !batch.virtual) return;
  const { indicators, isText } = virtualValues(batch.virtual.which, batch.virtual.count);
  gpu.overwrite(tensors.virtual.positions, batch.virtual.positions);
  gpu.overwrite(tensors.virtual.indicators, indicators);
  gpu.overwrite(tensors.virtual.isText, isText);
}
