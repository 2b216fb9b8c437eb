/** GELU in its tanh form, which GPT-2 was trained with (Hugging Face's `gelu_new`). */
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, labWasm, labWebGPU } from '../backend/current.ts';
import type { LabWasm } from '../backend/wasm.ts';
import type { Kernel, LabWebGPU } from '../backend/webgpu.ts';
import { bindings, element, gridOf, PER_ITEM, uniforms, widthOf } from './wgsl.ts';
import { withGradient } from './with-gradient.ts';

const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/** ½x(1 + tanh(√(2/π)(x + 0.044715x³))) (Hendrycks & Gimpel 2016), elementwise. */
export function gelu(x: tf.Tensor2D): tf.Tensor2D {
  const kernels = geluKernels();
  if (!kernels) return geluComposed(x);
  return withGradient(
    x,
    (input) => ({ value: kernels.value(input), saved: [input] }),
    (dy, [input]) => kernels.gradient(input, dy),
  );
}

/** One backend's kernels. */
interface GeluKernels {
  value(x: tf.Tensor2D): tf.Tensor2D;
  /** dy times GELU's slope at x. */
  gradient(x: tf.Tensor2D, dy: tf.Tensor2D): tf.Tensor2D;
}

/** Null where GELU is to be composed of tfjs's own ops. */
function geluKernels(): GeluKernels | null {
  const gpu = labWebGPU();
  if (gpu) return geluOnGpu(gpu);
  const wasm = labWasm();
  return wasm && geluOnWasm(wasm);
}

export const geluOnGpu = (gpu: LabWebGPU): GeluKernels => ({
  value: (x) => elementwise(gpu, 'gelu', x),
  gradient: (x, dy) => elementwise(gpu, 'gelu-gradient', x, dy),
});

/** Values that a thread takes at once. */
const GRAIN = 8192;

export const geluOnWasm = (wasm: LabWasm): GeluKernels => ({
  value(x) {
    const y = wasm.empty<tf.Rank.R2>(x.shape);
    wasm.each('geluValues', x.size, [x, y], [], { grain: GRAIN });
    return y;
  },
  gradient(x, dy) {
    const dx = wasm.empty<tf.Rank.R2>(x.shape);
    wasm.each('geluGradient', x.size, [x, dy, dx], [], { grain: GRAIN });
    return dx;
  },
});

/**
 * CPU, and WASM without SIMD: with u = 2√(2/π)(x + 0.044715x³), GELU is x·sigmoid(u), and WASM has a much faster sigmoid than tanh.
 */
function geluComposed(x: tf.Tensor2D): tf.Tensor2D {
  const slope = 2 * SQRT_2_OVER_PI;
  return withGradient(
    x,
    (input) => {
      const squares = tf.mul(tf.square(input), slope * CUBIC);
      const gate = tf.sigmoid(tf.mul(input, tf.add(squares, slope)));
      return { value: tf.mul<tf.Tensor2D>(input, gate), saved: [input, squares, gate] };
    },
    // g(1 + x(1 − g)·u′), g the gate and x·u′ = x(slope + 3·squares)
    (dy, [input, squares, gate]) => {
      const inner = tf.mul(input, tf.add(tf.mul(squares, 3), slope));
      const rise = tf.add(tf.mul(inner, tf.sub(1, gate)), 1);
      return tf.mul<tf.Tensor2D>(tf.mul(dy, gate), rise);
    },
  );
}

/** The same of tfjs's own ops. */
export function geluReference(x: tf.Tensor2D): tf.Tensor2D {
  const cubed = tf.mul(tf.mul(x, tf.square(x)), CUBIC);
  const inner = tf.mul(tf.add(x, cubed), SQRT_2_OVER_PI);
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
}

/** `geluTanh` of WGSL: the tanh inside GELU, for any number or vector type E. Large arguments could overflow tanh itself. */
export const GELU_TANH = /* wgsl */ `
fn geluTanh(x: E) -> E {
  return tanh(clamp(${SQRT_2_OVER_PI} * x * (1 + ${CUBIC} * x * x), E(-15), E(15)));
}`;

const BODY = {
  gelu: 'y[item] = 0.5 * x[item] * (1 + geluTanh(x[item]));',
  // d/dx = ½(1 + t) + ½x(1 − t²)·√(2/π)(1 + 3·0.044715x²), t the tanh
  'gelu-gradient': /* wgsl */ `
  let t = geluTanh(x[item]);
  let slope = ${SQRT_2_OVER_PI} * (1 + ${3 * CUBIC} * x[item] * x[item]);
  y[item] = dy[item] * (0.5 * (1 + t) + 0.5 * x[item] * (1 - t * t) * slope);`,
};

function kernel(name: keyof typeof BODY, width: 1 | 4): Kernel {
  const read = name === 'gelu' ? ['x: array<E>'] : ['x: array<E>', 'dy: array<E>'];
  return {
    name: `${name}/${width}`,
    wgsl: `${element(width)}${GELU_TANH}
${bindings(read, ['y: array<E>'], 'size: u32')}
${PER_ITEM}
  if (item >= u.size) { return; }
  ${BODY[name]}
}`,
  };
}

function elementwise(
  gpu: LabWebGPU,
  name: keyof typeof BODY,
  x: tf.Tensor2D,
  ...others: tf.Tensor2D[]
): tf.Tensor2D {
  const { shape, size } = x;
  const width = widthOf(size);
  const y = emptyTensor<tf.Rank.R2>(shape);
  gpu.dispatch(kernel(name, width), [x, ...others, y], gridOf(size / width), uniforms([size / width]));
  return y;
}
