/** Uploads a base model's tensors to the current backend, in the form that its kernels read. */
import * as tf from '@tensorflow/tfjs-core';
import { areHalves, packHalves } from '../../core/float16.ts';
import type { FrozenLinear } from '../ops/linear-map.ts';

/** How frozen matrices are kept on WebGPU: `auto` takes float16 for those that lose nothing by it. */
export type WeightStorage = 'auto' | 'f16' | 'f32';

export interface Upload {
  vector(values: Float32Array): tf.Tensor1D;
  matrix(values: Float32Array, rows: number, columns: number): tf.Tensor2D;
  /** A linear map from its weight [dIn, dOut], and its bias or null. */
  linear(map: { weight: Float32Array; bias: Float32Array | null }, dIn: number, dOut: number): FrozenLinear;
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

export function createUpload(storage: WeightStorage): Upload {
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
  return {
    vector: (values) => own(tf.tensor1d(values)),
    matrix: (values, rows, columns) => own(tf.tensor2d(values, [rows, columns])),
    linear({ weight, bias }, dIn, dOut) {
      const common = { dIn, dOut, bias: bias && own(tf.tensor1d(bias)) };
      // The kernels read four halves at a time.
      const packable = onWebGpu && dIn % 4 === 0 && dOut % 4 === 0;
      if (packable && (storage === 'f16' || (storage === 'auto' && areHalves(weight)))) {
        const packed = own(tf.tensor2d(packHalves(weight), [dIn, dOut / 2], 'int32'));
        return { ...common, weight: packed, transposed: null, storage: 'f16' };
      }
      const plain = own(tf.tensor2d(weight, [dIn, dOut]));
      return {
        ...common,
        weight: plain,
        transposed: onWebGpu ? null : make(tf.transpose(plain)),
        storage: 'f32',
      };
    },
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
