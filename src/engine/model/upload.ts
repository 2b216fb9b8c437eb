/** Uploads a base model's tensors to the current backend, in the form that its kernels read. */
import * as tf from '@tensorflow/tfjs-core';
import { areHalves, packHalves } from '../../core/float16.ts';
import { packBytes, quantise } from '../../core/int8.ts';
import { roundedWeight, roundingOf } from '../../core/rounded-weight.ts';
import type { BaseDtype } from '../../core/run-config.ts';
import { labWasm } from '../backend/current.ts';
import type { FrozenLinear } from '../ops/linear-map.ts';

/** A linear map's weight [dIn, dOut], and its bias or null. */
interface Map {
  weight: Float32Array;
  bias: Float32Array | null;
}

export interface Upload {
  vector(values: Float32Array): tf.Tensor1D;
  matrix(values: Float32Array, rows: number, columns: number): tf.Tensor2D;
  /** A linear map of a block. */
  linear(map: Map, dIn: number, dOut: number): FrozenLinear;
  /** One of an encoder's head, which is never rounded. */
  headMap(map: Map, dIn: number, dOut: number): FrozenLinear;
  /** The language-model head d → vocab. @param embedding [vocab, d] */
  head(embedding: tf.Tensor2D): FrozenLinear;
  /** Asked once all is uploaded. */
  finish(): Uploaded;
}

/** What a model's weights take on the device. */
export interface Uploaded {
  /** In all. */
  readonly bytes: number;
  /** Of these those that were moved there; the others the device made of them. */
  readonly movedBytes: number;
  /** Frees the weights. */
  dispose(): void;
}

const bytesOf = (tensors: readonly tf.Tensor[]): number =>
  tensors.reduce((sum, { size, dtype }) => sum + size * tf.util.bytesPerElement(dtype), 0);

/**
 * As they are stored, WebGPU has those matrices in float16 that lose nothing by it, since it reads less then.
 * @param weights what matrices of blocks are rounded to. Without kernels of our own the rounded numbers are kept in float32
 */
export function createUpload(weights: BaseDtype): Upload {
  const owned: tf.Tensor[] = [];
  /** Made on the device of what was moved there. */
  const made: tf.Tensor[] = [];
  const own = <T extends tf.Tensor>(tensor: T): T => {
    owned.push(tensor);
    return tensor;
  };
  const make = <T extends tf.Tensor>(tensor: T): T => {
    made.push(tensor);
    return tensor;
  };
  const onWebGpu = tf.getBackend() === 'webgpu';
  const hasKernels = onWebGpu || labWasm() !== null;
  const linear = ({ weight, bias }: Map, dIn: number, dOut: number, wanted: BaseDtype): FrozenLinear => {
    const common = { dIn, dOut, bias: bias && own(tf.tensor1d(bias)), transposed: null };
    const as = roundingOf(weight, dIn, dOut, wanted);
    const isPacked = onWebGpu && dIn % 4 === 0 && dOut % 4 === 0 && areHalves(weight);
    if (hasKernels && (as === 'float16' || (as === 'stored' && isPacked))) {
      const packed = own(tf.tensor2d(packHalves(weight), [dIn, dOut / 2], 'int32'));
      return { ...common, weight: packed, storage: 'f16' };
    }
    if (as === 'int8' && hasKernels) {
      const { values, scales } = quantise(weight, dOut);
      const packed = own(tf.tensor2d(packBytes(values), [dIn, dOut / 4], 'int32'));
      return { ...common, weight: packed, scales: own(tf.tensor1d(scales)), storage: 'int8' };
    }
    const plain = own(tf.tensor2d(roundedWeight(weight, dIn, dOut, as), [dIn, dOut]));
    const transposed = hasKernels ? null : make(tf.transpose(plain));
    return { ...common, weight: plain, transposed, storage: 'f32' };
  };
  return {
    vector: (values) => own(tf.tensor1d(values)),
    matrix: (values, rows, columns) => own(tf.tensor2d(values, [rows, columns])),
    linear: (map, dIn, dOut) => linear(map, dIn, dOut, weights),
    headMap: (map, dIn, dOut) => linear(map, dIn, dOut, 'stored'),
    head(embedding) {
      const [dOut, dIn] = embedding.shape;
      const weight = onWebGpu ? null : make(tf.transpose(embedding));
      return { dIn, dOut, weight, transposed: embedding, bias: null, storage: 'f32' };
    },
    finish: () => ({
      bytes: bytesOf(owned) + bytesOf(made),
      movedBytes: bytesOf(owned),
      dispose: () => {
        tf.dispose([owned, made]);
      },
    }),
  };
}
