/**
 * The kernels of the current backend. This file imports no backend: each is loaded by device.ts where it is chosen, and
 * announces itself here, so that ops can ask for kernels of either kind and a visitor loads those of one.
 */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../core/lab-error.ts';
import type { HeldBytes } from './held-bytes.ts';
import type { LabWasm } from './wasm.ts';
import type { LabWebGPU } from './webgpu.ts';

/** Bytes: the strictest `minStorageBufferOffsetAlignment` that WebGPU allows. */
export const VIEW_ALIGNMENT = 256;

const webgpu = new WeakMap<object, LabWebGPU>();
const wasm = new WeakMap<object, LabWasm>();

/** For webgpu.ts: a backend of ours. */
export const announceWebGPU = (backend: LabWebGPU) => void webgpu.set(backend, backend);

/** For wasm.ts: the kernels of one of TensorFlow.js's WASM backends. */
export const announceWasm = (backend: object, kernels: LabWasm) => void wasm.set(backend, kernels);

/** The current backend if it is ours, else null (WASM, CPU). */
export const labWebGPU = (): LabWebGPU | null => webgpu.get(tf.backend()) ?? null;

/** The current backend's kernels, or null on other backends and where there are none. */
export const labWasm = (): LabWasm | null => wasm.get(tf.backend()) ?? null;

/** What tensors hold on the current backend; null on one that does not count it. */
export const heldBytes = (): HeldBytes | null => (labWebGPU() ?? labWasm())?.held ?? null;

/** A new tensor without defined contents, to be written by a kernel. @throws LabError `internal` on other backends */
export function emptyTensor<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  dtype: 'float32' | 'int32' = 'float32',
): tf.Tensor<R> {
  const gpu = labWebGPU();
  if (!gpu) throw new LabError('internal', 'Only the WebGPU backend has tensors without contents.');
  const info = gpu.makeTensorInfo(shape, dtype);
  gpu.uploadToGPU(info.dataId);
  return tf.engine().makeTensorFromTensorInfo(info) as tf.Tensor<R>;
}
