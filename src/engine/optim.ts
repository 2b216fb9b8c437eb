/**
 * AdamW with decoupled weight decay (Loshchilov & Hutter 2019) and clipping by global norm, over all trainable
 * tensors at once: they are packed into one vector for the arithmetic, and each variable is assigned its part.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Hugging Face Trainer's defaults, which the paper's experiments use too. */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

export interface StepSettings {
  learningRate: number;
  weightDecay: number;
  /** `globalNorm` of the gradients. */
  gradNorm: number;
  /** Gradients are scaled down to this global L2 norm; 0 leaves them alone. */
  maxGradNorm: number;
}

export interface AdamW {
  /**
   * Updates every variable.
   * @param grads one per variable, in the variables' order, all finite; the caller keeps them
   */
  step(grads: readonly tf.Tensor[], settings: StepSettings): void;
  dispose(): void;
}

/** Concatenates tensors into one vector. */
const pack = (tensors: readonly tf.Tensor[]): tf.Tensor1D =>
  tf.concat1d(tensors.map((t) => tf.reshape(t, [t.size])));

/** The L2 norm of all gradients taken together, a scalar that the caller disposes. */
export function globalNorm(grads: readonly tf.Tensor[]): tf.Scalar {
  return tf.tidy(() => tf.sqrt<tf.Scalar>(tf.sum(tf.square(pack(grads)))));
}

/** Moments start at zero. The variables stay the caller's; `dispose` frees the moments. */
export function createAdamW(variables: readonly tf.Variable[]): AdamW {
  const sizes = variables.map((v) => v.size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const [m, v] = tf.tidy(
    () => [tf.variable(tf.zeros([total]), false), tf.variable(tf.zeros([total]), false)] as const,
  );
  let t = 0;

  return {
    step(grads, { learningRate, weightDecay, gradNorm, maxGradNorm }) {
      t++;
      // As torch.nn.utils.clip_grad_norm_.
      const clip = maxGradNorm > 0 ? Math.min(1, maxGradNorm / (gradNorm + 1e-6)) : 1;
      tf.tidy(() => {
        const g = tf.mul(pack(grads), clip);
        m.assign(tf.add(tf.mul(m, BETA1), tf.mul(g, 1 - BETA1)));
        v.assign(tf.add(tf.mul(v, BETA2), tf.mul(tf.square(g), 1 - BETA2)));
        const mHat = tf.div(m, 1 - BETA1 ** t);
        const vHat = tf.div(v, 1 - BETA2 ** t);
        const decayed = tf.mul(pack(variables), 1 - learningRate * weightDecay);
        const updated = tf.sub(decayed, tf.mul(tf.div(mHat, tf.add(tf.sqrt(vHat), EPSILON)), learningRate));
        tf.split(updated, sizes).forEach((part, i) => {
          const variable = variables[i];
          variable?.assign(tf.reshape(part, variable.shape));
        });
      });
    },
    dispose() {
      tf.dispose([m, v]);
    },
  };
}
