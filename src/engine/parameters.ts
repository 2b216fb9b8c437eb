/**
 * The trainable tensors of a method. On WebGPU their values lie in one buffer and their gradients in another, so that
 * the optimizer updates all of them at once and in place; elsewhere each tensor stands alone.
 */
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, labWasm, labWebGPU, VIEW_ALIGNMENT } from './backend/current.ts';
import type { LabWebGPU } from './backend/webgpu.ts';

/** Values of a packed buffer that belong to one variable: each variable begins a block, and zeros fill its last. */
export const BLOCK = VIEW_ALIGNMENT / Float32Array.BYTES_PER_ELEMENT;

export interface Parameters {
  readonly variables: readonly tf.Variable[];
  /** On WebGPU what holds all values, and all gradients, in the same order with gaps of zeros; else null. */
  readonly packed: {
    values: tf.Tensor1D;
    gradients: tf.Tensor1D;
    /** The place of each variable's gradient, a view of `gradients`. */
    places: readonly tf.Tensor[];
  } | null;
  /** The values as they are now, one array per variable. */
  read(): Promise<Float32Array<ArrayBuffer>[]>;
  /** Replaces all values. On WebGPU `Variable.assign` must not be used: it would leave the packed buffer. */
  write(values: readonly Float32Array[]): void;
  dispose(): void;
}

export interface ParameterSpec {
  shape: number[];
  /** As many values as the shape has, or a tensor on the device that is copied; it is made inside `tf.tidy`. */
  initial: Float32Array | (() => tf.Tensor);
  /** True where several ops of the forward pass read it: its gradient is the sum of theirs. */
  isShared?: boolean;
}

/** Where kernels write the gradient of a packed variable. */
const gradientViews = new WeakMap<tf.Tensor, tf.Tensor>();

/** Where a packed variable's values, and its gradient, begin in the buffers of all. */
export interface PackedPlace {
  values: tf.Tensor1D;
  gradients: tf.Tensor1D;
  from: number;
}
const packedPlaces = new WeakMap<tf.Tensor, PackedPlace>();

/** Where a packed variable that one op reads lies, for kernels that bind the buffers of all; null of any other tensor. */
export const packedPlace = (tensor: tf.Tensor): PackedPlace | null => packedPlaces.get(tensor) ?? null;

/**
 * A tensor for a kernel of a backward pass to write the gradient of `tensor` into, and to return as that gradient.
 * A packed parameter that one op reads has its place for it; of a shared one each op's gradient is a tensor of its own.
 */
export function gradientTensor<T extends tf.Tensor>(tensor: T): T {
  const view = gradientViews.get(tensor);
  if (view) return tf.clone(view) as T;
  return (labWasm()?.empty(tensor.shape) ?? emptyTensor(tensor.shape)) as T;
}

/** The caller disposes the parameters. */
export function createParameters(specs: readonly ParameterSpec[]): Parameters {
  const gpu = labWebGPU();
  return gpu ? packedParameters(gpu, specs) : separateParameters(specs);
}

function separateParameters(specs: readonly ParameterSpec[]): Parameters {
  const valuesOf = (initial: ParameterSpec['initial']) =>
    initial instanceof Float32Array ? initial : initial().dataSync<'float32'>().slice();
  const variables = specs.map(({ shape, initial }) =>
    tf.tidy(() => tf.variable(tf.tensor(valuesOf(initial), shape))),
  );
  return {
    variables,
    packed: null,
    read: () => Promise.all(variables.map(async (v) => (await v.data<'float32'>()).slice())),
    write(values) {
      tf.tidy(() =>
        variables.forEach((v, i) => v.assign(tf.tensor(values[i] ?? new Float32Array(), v.shape))),
      );
    },
    dispose() {
      tf.dispose(variables);
    },
  };
}

function packedParameters(gpu: LabWebGPU, specs: readonly ParameterSpec[]): Parameters {
  let total = 0;
  const places = specs.map(({ shape }) => {
    const start = total;
    const size = tf.util.sizeFromShape(shape);
    total += Math.ceil(size / BLOCK) * BLOCK;
    return { shape, start, size };
  });
  const lay = (parts: readonly Float32Array[]): Float32Array => {
    const whole = new Float32Array(total);
    parts.forEach((part, i) => whole.set(part, places[i]?.start));
    return whole;
  };

  const values = tf.tensor1d(
    lay(specs.map(({ initial }) => (initial instanceof Float32Array ? initial : new Float32Array()))),
  );
  const gradients = tf.tensor1d(new Float32Array(total));
  const viewsOf = (whole: tf.Tensor1D) =>
    places.map(({ shape, start }) => gpu.view(whole, start * Float32Array.BYTES_PER_ELEMENT, shape));
  const variables = viewsOf(values).map((view) => {
    const variable = tf.variable(view);
    view.dispose();
    return variable;
  });
  specs.forEach(({ initial }, i) => {
    const variable = variables[i];
    if (variable && !(initial instanceof Float32Array)) tf.tidy(() => gpu.copy(initial(), variable));
  });
  const views = viewsOf(gradients);
  views.forEach((view, i) => {
    const variable = variables[i];
    if (!variable || specs[i]?.isShared) return;
    gradientViews.set(variable, view);
    packedPlaces.set(variable, { values, gradients, from: places[i]?.start ?? NaN });
  });
  return {
    variables,
    packed: { values, gradients, places: views },
    async read() {
      const whole = await values.data<'float32'>();
      return places.map(({ start, size }) => whole.slice(start, start + size));
    },
    write(parts) {
      gpu.overwrite(values, lay(parts));
    },
    dispose() {
      tf.dispose([variables, views, values, gradients]);
    },
  };
}
