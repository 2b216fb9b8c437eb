/**
 * AdamW with decoupled weight decay (Loshchilov & Hutter 2019) and clipping by global norm, over all of a method's
 * parameters at once and in place.
 */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../core/lab-error.ts';
import type { Slot } from '../core/methods/method.ts';
import { labWasm, labWebGPU } from './backend/current.ts';
import { adamW } from './ops/adamw.ts';
import { BLOCK, type Parameters } from './parameters.ts';

/** Hugging Face Trainer's defaults, which the paper's experiments use too. */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

export interface AdamWSettings {
  weightDecay: number;
  /** Gradients are scaled down to this global L2 norm; 0 leaves them alone. */
  maxGradNorm: number;
  /** What learning rate and weight decay are multiplied by, for each variable; 1 where absent. */
  factors?: readonly Pick<Slot, 'rateFactor' | 'decayFactor'>[];
}

/** What AdamW needs at step `t`, counted from 1: the learning rate, 1 − β1ᵗ and 1 − β2ᵗ. */
export function stepRates(learningRate: number, t: number): Float32Array {
  return Float32Array.of(learningRate, 1 - BETA1 ** t, 1 - BETA2 ** t);
}

export interface AdamW {
  /**
   * Updates every parameter in place. Where the gradients' norm is no finite number nothing is updated, then or later:
   * the parameters keep their last good values.
   * @param grads one per variable, in the variables' order; the caller keeps them
   * @param rates `stepRates` of each run, [3 · runs]
   * @param run whose rates are meant; the first if absent
   * @returns the global L2 norm of the gradients before clipping, a scalar that the caller disposes
   */
  step(grads: readonly tf.Tensor[], rates: tf.Tensor1D, run?: number): tf.Scalar;
  /** What it keeps between steps, on the device or beside it. */
  readonly bytes: number;
  /** Copies of the moments as they are now. */
  read(): Promise<Moments[]>;
  dispose(): void;
}

/** Both moments of a variable, each as many values as it has: running means of the gradient and of its square. */
export interface Moments {
  m: Float32Array;
  v: Float32Array;
}

/**
 * The parameters stay the caller's; `dispose` frees the moments.
 * @param from each variable's moments, in the variables' order, which are copied; they start at zero without
 */
export function createAdamW(
  parameters: Parameters,
  settings: AdamWSettings,
  from: readonly Moments[] = [],
): AdamW {
  const { packed } = parameters;
  return packed ? onGpu(parameters, packed, settings, from) : onHost(parameters, settings, from);
}

/** Where value `i` of the packed parameters has its first moment; its second stands four places on. */
const firstMomentAt = (i: number): number => 2 * i - (i % 4);

/** The moments as `AdamWTensors` has them. */
function interleave(moments: readonly Moments[], starts: readonly number[], size: number): Float32Array {
  const whole = new Float32Array(2 * size);
  moments.forEach(({ m, v }, which) => {
    const start = starts[which] ?? NaN;
    for (let i = 0; i < m.length; i++) {
      const at = firstMomentAt(start + i);
      whole[at] = m[i] ?? NaN;
      whole[at + 4] = v[i] ?? NaN;
    }
  });
  return whole;
}

function onGpu(
  { variables }: Parameters,
  packed: NonNullable<Parameters['packed']>,
  { factors: ofVariables = [], ...settings }: AdamWSettings,
  from: readonly Moments[],
): AdamW {
  let end = 0;
  const starts = variables.map(({ size }) => {
    const start = end;
    end += Math.ceil(size / BLOCK) * BLOCK;
    return start;
  });
  const moments = tf.tensor1d(interleave(from, starts, packed.values.size));
  const factors = tf.tensor1d(
    variables.flatMap(({ size }, i) => {
      const { rateFactor = 1, decayFactor = 1 } = ofVariables[i] ?? {};
      return Array.from({ length: Math.ceil(size / BLOCK) }, () => [rateFactor, decayFactor]).flat();
    }),
  );
  const broken = tf.tensor1d([0], 'int32');
  return {
    step(grads, rates, run = 0) {
      const gpu = labWebGPU();
      if (!gpu) throw new LabError('internal', 'Packed parameters are for WebGPU.');
      variables.forEach((_, i) => {
        // Most ops have written their gradient where it belongs.
        const place = packed.places[i];
        const grad = grads[i];
        if (grad && place && grad.dataId !== place.dataId) gpu.copy(grad, place);
      });
      const constants = { beta1: BETA1, beta2: BETA2, epsilon: EPSILON, block: BLOCK, ...settings };
      return adamW(gpu, { ...packed, moments, factors, broken }, rates, constants, run);
    },
    bytes: [moments, factors, broken].reduce((sum, { size }) => sum + 4 * size, 0),
    async read() {
      const whole = await moments.data<'float32'>();
      return variables.map(({ size }, which): Moments => {
        const start = starts[which] ?? NaN;
        const part = (offset: number) =>
          Float32Array.from({ length: size }, (_, i) => whole[firstMomentAt(start + i) + offset] ?? NaN);
        return { m: part(0), v: part(4) };
      });
    },
    dispose() {
      tf.dispose([moments, factors, broken]);
    },
  };
}

/** In a loop: `reduce` calls back for every number, which took ten times as long as the sum. */
function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    sum += value * value;
  }
  return sum;
}

/** WASM and CPU: plain loops cost less than a dozen tensor ops. With kernels of our own they run where the values lie. */
function onHost(
  parameters: Parameters,
  { weightDecay, maxGradNorm, factors = [] }: AdamWSettings,
  from: readonly Moments[],
): AdamW {
  const { variables } = parameters;
  const moments = variables.map(({ size }, which): Moments => ({
    m: from[which]?.m.slice() ?? new Float32Array(size),
    v: from[which]?.v.slice() ?? new Float32Array(size),
  }));
  let broken = false;
  return {
    step(grads, rates, run = 0) {
      const wasm = labWasm();
      const valuesOf = (tensor: tf.Tensor) => wasm?.view(tensor) ?? tensor.dataSync<'float32'>();
      const [rate = NaN, correction1 = NaN, correction2 = NaN] = rates
        .dataSync<'float32'>()
        .subarray(3 * run);
      const gradients = grads.map(valuesOf);
      const squares = gradients.reduce((sum, grad) => sum + sumOfSquares(grad), 0);
      // Overflows where float32 does, as on the GPU.
      const norm = Math.sqrt(Math.fround(squares));
      broken ||= !Number.isFinite(norm);
      if (broken) return tf.scalar(norm);
      // As torch.nn.utils.clip_grad_norm_: min(1, max / (norm + 1e-6)).
      const clip = maxGradNorm > 0 ? Math.min(maxGradNorm / (norm + 1e-6), 1) : 1;
      const values = variables.map(valuesOf);
      values.forEach((value, which) => {
        const { m, v } = moments[which] ?? { m: new Float32Array(), v: new Float32Array() };
        const gradient = gradients[which] ?? new Float32Array();
        const { rateFactor = 1, decayFactor = 1 } = factors[which] ?? {};
        const ownRate = rate * rateFactor;
        const kept = 1 - ownRate * weightDecay * decayFactor;
        for (let i = 0; i < value.length; i++) {
          const g = (gradient[i] ?? NaN) * clip;
          const first = (m[i] = BETA1 * (m[i] ?? NaN) + (1 - BETA1) * g);
          const second = (v[i] = BETA2 * (v[i] ?? NaN) + (1 - BETA2) * g * g);
          value[i] =
            (value[i] ?? NaN) * kept -
            (ownRate * (first / correction1)) / (Math.sqrt(second / correction2) + EPSILON);
        }
      });
      if (!wasm) parameters.write(values);
      return tf.scalar(norm);
    },
    bytes: moments.reduce((sum, { m, v }) => sum + m.byteLength + v.byteLength, 0),
    read: () => Promise.resolve(moments.map(({ m, v }) => ({ m: m.slice(), v: v.slice() }))),
    dispose: () => undefined,
  };
}
