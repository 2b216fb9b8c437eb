/**
 * AdamW with decoupled weight decay (Loshchilov & Hutter 2019) and clipping by global norm, over all trainable
 * tensors at once: they are packed into one vector for the arithmetic and written back in place.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Hugging Face Trainer's defaults, which the paper's experiments use too. */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

export interface StepSettings {
  learningRate: number;
  weightDecay: number;
  /** Gradients are scaled down to this global L2 norm; 0 leaves them alone. */
  maxGradNorm: number;
}

export interface AdamW {
  /**
   * Updates every variable in place.
   * @param grads one per variable, in the variables' order; the caller keeps them
   * @returns the global L2 norm of the gradients before clipping, a scalar that the caller disposes
   */
  step(grads: readonly tf.Tensor[], settings: StepSettings): tf.Scalar;
  dispose(): void;
}

/** Concatenates tensors into one vector. */
const pack = (tensors: readonly tf.Tensor[]): tf.Tensor1D =>
  tf.concat1d(tensors.map((t) => tf.reshape(t, [t.size])));

/** Moments start at zero. The variables stay the caller's; `dispose` frees the moments. */
export function createAdamW(variables: readonly tf.Variable[]): AdamW {
  const sizes = variables.map((v) => v.size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const [m, v] = tf.tidy(
    () => [tf.variable(tf.zeros([total]), false), tf.variable(tf.zeros([total]), false)] as const,
  );
  let t = 0;

  return {
    step(grads, { learningRate, weightDecay, maxGradNorm }) {
      t++;
      return tf.tidy(() => {
        const raw = pack(grads);
        const norm = tf.sqrt(tf.sum(tf.square(raw)));
        // As torch.nn.utils.clip_grad_norm_: min(1, max / (norm + 1e-6)).
        const g = maxGradNorm > 0 ? tf.mul(raw, tf.minimum(tf.div(maxGradNorm, tf.add(norm, 1e-6)), 1)) : raw;
        m.assign(tf.add(tf.mul(m, BETA1), tf.mul(g, 1 - BETA1)));
        v.assign(tf.add(tf.mul(v, BETA2), tf.mul(tf.square(g), 1 - BETA2)));
        const mHat = tf.div(m, 1 - BETA1 ** t);
        const vHat = tf.div(v, 1 - BETA2 ** t);
        const params = pack(variables);
        const decayed = tf.mul(params, 1 - learningRate * weightDecay);
        const updated = tf.sub(decayed, tf.mul(tf.div(mHat, tf.add(tf.sqrt(vHat), EPSILON)), learningRate));
        tf.split(updated, sizes).forEach((part, i) => {
          const variable = variables[i];
          variable?.assign(tf.reshape(part, variable.shape));
        });
        return norm as tf.Scalar;
      });
    },
    dispose() {
      tf.dispose([m, v]);
    },
  };
}
