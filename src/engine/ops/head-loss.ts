/**
 * The loss of a language-model head: linear map and cross-entropy together, so that over a large vocabulary the logits
 * of all positions need not live at once. Rows then go through in chunks, and each chunk's gradient is taken while its
 * logits are at hand.
 */
import * as tf from '@tensorflow/tfjs-core';
import { emptyTensor, labWebGPU } from '../backend/webgpu.ts';
import { crossEntropyAndGradient, crossEntropySum } from './cross-entropy.ts';
import { linear, type FrozenLinear } from './linear.ts';
import { withGradient } from './with-gradient.ts';

/** The most bytes of logits that may live at once. */
const MAX_LOGITS = 2 ** 26;
/** Chunks are whole numbers of so many rows: then each begins where a buffer may be bound, whatever the width. */
const ROWS = 64;

/**
 * Σ mask · cross-entropy of head(x), in nats; the gradient flows to x alone.
 * @param x [N, d]
 * @param head without bias
 * @param targets [N] int32
 * @param mask [N], what each target counts
 * @param maxLogits for tests
 */
export function headLoss(
  x: tf.Tensor2D,
  head: FrozenLinear,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
  maxLogits = MAX_LOGITS,
): tf.Scalar {
  const rows = Math.max(ROWS, Math.floor(maxLogits / (4 * head.dOut) / ROWS) * ROWS);
  if (x.shape[0] <= rows) return crossEntropySum(linear(x, head), targets, mask);
  return withGradient(
    x,
    (input) => {
      const { loss, gradient } = inChunks(input, head, targets, mask, rows);
      return { value: loss, saved: [gradient] };
    },
    (dy, [gradient]) => tf.mul<tf.Tensor2D>(gradient, dy),
  );
}

function inChunks(
  x: tf.Tensor2D,
  head: FrozenLinear,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
  rows: number,
): { loss: tf.Scalar; gradient: tf.Tensor2D } {
  const [N, d] = x.shape;
  const gpu = labWebGPU();
  /** dlogits · Wᵀ is the head the other way round. */
  const back: FrozenLinear = {
    ...head,
    dIn: head.dOut,
    dOut: head.dIn,
    weight: head.transposed,
    transposed: head.weight,
  };
  const part = <R extends tf.Rank>(whole: tf.Tensor, first: number, shape: tf.ShapeMap[R]): tf.Tensor<R> => {
    const width = whole.size / N;
    const begin = [first, ...whole.shape.slice(1).map(() => 0)];
    return (gpu ? gpu.view(whole, 4 * width * first, shape) : tf.slice(whole, begin, shape)) as tf.Tensor<R>;
  };
  const losses: tf.Scalar[] = [];
  const gradients: tf.Tensor2D[] = [];
  const gradient = gpu && emptyTensor<tf.Rank.R2>([N, d]);
  for (let first = 0; first < N; first += rows) {
    const count = Math.min(rows, N - first);
    // Freed at once, not at the end of the step: that is the point.
    const [loss, dx] = tf.tidy(() => {
      const logits = linear(part<tf.Rank.R2>(x, first, [count, d]), head);
      const own = crossEntropyAndGradient(
        logits,
        part<tf.Rank.R1>(targets, first, [count]),
        part<tf.Rank.R1>(mask, first, [count]),
      );
      return [own.loss, linear(own.gradient, back)];
    });
    losses.push(loss);
    if (gpu && gradient) gpu.copy(dx, part(gradient, first, [count, d]));
    else gradients.push(dx);
    if (gpu) dx.dispose();
  }
  return {
    loss: losses.reduce((sum, loss) => tf.add(sum, loss)),
    gradient: gradient ?? tf.concat(gradients),
  };
}
