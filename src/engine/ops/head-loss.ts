/**
 * The loss of a language-model head: linear map and cross-entropy together, so that over a large vocabulary the logits
 * of all positions need not live at once. Rows then go through in chunks, and each chunk's gradient is taken while its
 * logits are at hand.
 */
import * as tf from '@tensorflow/tfjs-core';
import { labWebGPU } from '../backend/current.ts';
import {
  crossEntropyOfRuns,
  crossEntropyAndGradient,
  crossEntropySum,
  crossEntropyTerms,
  type LossAndTerms,
} from './cross-entropy.ts';
import { reversed, scores, weightGradient, weightInForce, type Head } from './head.ts';
import type { FrozenLinear } from './linear-map.ts';
import { linear } from './linear.ts';
import { withGradients } from './with-gradient.ts';

/** The most bytes of logits that may live at once. */
const MAX_LOGITS = 2 ** 26;
/** Chunks are whole numbers of so many rows: then each begins where a buffer may be bound, whatever the width. */
const ROWS = 64;

/**
 * Σ mask · cross-entropy of head(x), in nats; gradients flow to x, and to the head's trained weight.
 * @param x [N, d]
 * @param head without bias
 * @param targets [N] int32
 * @param mask [N], what each target counts
 * @param maxLogits for tests
 */
export function headLoss(
  x: tf.Tensor2D,
  head: Head,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
  maxLogits = MAX_LOGITS,
): tf.Scalar {
  const map = weightInForce(head);
  const rows = rowsOfChunk(map, maxLogits);
  if (x.shape[0] <= rows) return crossEntropySum(scores(x, head), targets, mask);
  const { trained } = head;
  return withGradients<tf.Tensor[], tf.Scalar, tf.Tensor[]>(
    [x, ...(trained ? [trained] : [])],
    () => {
      const { loss, dx, dWeight } = inChunks({ x, targets, mask }, rows, (chunk) => {
        const own = crossEntropyAndGradient(linear(chunk.x, map), chunk.targets, chunk.mask);
        return {
          loss: own.loss,
          dx: linear(own.gradient, reversed(map)),
          ...(trained && { dWeight: weightGradient(own.gradient, chunk.x, trained) }),
        };
      });
      if (!dx) throw new Error('A chunk gave no gradient.');
      return { value: loss, saved: [dx, ...(dWeight ? [dWeight] : [])] };
    },
    (dy, saved) => saved.map((gradient) => tf.mul(gradient, dy)),
  );
}

/**
 * The same loss for each of several runs, whose rows lie one below the other; the head is frozen.
 * @param x [runs · N, d]
 * @param targets [N] int32, of every run
 * @param mask [N]
 * @returns [runs]
 */
export function headLossOfRuns(
  x: tf.Tensor2D,
  { frozen }: Pick<Head, 'frozen'>,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
  runs: number,
  maxLogits = MAX_LOGITS,
): tf.Tensor1D {
  const gpu = labWebGPU();
  if (gpu && x.shape[0] <= rowsOfChunk(frozen, maxLogits))
    return crossEntropyOfRuns(gpu, linear(x, frozen), tf.tile(targets, [runs]), tf.tile(mask, [runs]), runs);
  const losses = tf
    .split<tf.Tensor2D>(x, runs)
    .map((own) => headLoss(own, { frozen, trained: null }, targets, mask, maxLogits));
  return tf.reshape<tf.Rank.R1>(tf.stack(losses), [runs]);
}

/** The same loss, and what each target adds to it. No gradient flows. */
export function headLossTerms(
  x: tf.Tensor2D,
  head: Head,
  targets: tf.Tensor1D,
  mask: tf.Tensor1D,
  maxLogits = MAX_LOGITS,
): LossAndTerms {
  const map = weightInForce(head);
  const rows = rowsOfChunk(map, maxLogits);
  const termsOf = (part: Positions) => crossEntropyTerms(linear(part.x, map), part.targets, part.mask);
  const whole = { x, targets, mask };
  if (x.shape[0] <= rows) return termsOf(whole);
  const { loss, terms } = inChunks(whole, rows, termsOf);
  if (!terms) throw new Error('A chunk gave no terms.');
  return { loss, terms };
}

const rowsOfChunk = ({ dOut }: FrozenLinear, maxLogits: number) =>
  Math.max(ROWS, Math.floor(maxLogits / (4 * dOut) / ROWS) * ROWS);

// Type aliases, not interfaces: only those are what tf.tidy can return.
type Positions = { x: tf.Tensor2D; targets: tf.Tensor1D; mask: tf.Tensor1D };
type Figures = { loss: tf.Scalar; terms?: tf.Tensor1D; dx?: tf.Tensor2D; dWeight?: tf.Tensor2D };

/** The losses' sum, all their terms, all rows of dx, and the sum of the weight's gradients. */
function inChunks(whole: Positions, rows: number, figuresOf: (chunk: Positions) => Figures): Figures {
  const [N, d] = whole.x.shape;
  const gpu = labWebGPU();
  const part = <R extends tf.Rank>(tensor: tf.Tensor, first: number, shape: tf.ShapeMap[R]): tf.Tensor<R> => {
    const width = tensor.size / N;
    const begin = [first, ...tensor.shape.slice(1).map(() => 0)];
    return (
      gpu ? gpu.view(tensor, 4 * width * first, shape) : tf.slice(tensor, begin, shape)
    ) as tf.Tensor<R>;
  };
  const losses: tf.Scalar[] = [];
  const terms: tf.Tensor1D[] = [];
  const gradients: tf.Tensor2D[] = [];
  let weightSum: tf.Tensor2D | null = null;
  for (let first = 0; first < N; first += rows) {
    const count = Math.min(rows, N - first);
    // Freed at once, not at the end of the step: that is the point.
    const {
      loss,
      terms: own,
      dx,
      dWeight,
    } = tf.tidy(() =>
      figuresOf({
        x: part<tf.Rank.R2>(whole.x, first, [count, d]),
        targets: part<tf.Rank.R1>(whole.targets, first, [count]),
        mask: part<tf.Rank.R1>(whole.mask, first, [count]),
      }),
    );
    losses.push(loss);
    if (own) terms.push(own);
    if (dx) gradients.push(dx);
    if (dWeight) {
      const before: tf.Tensor2D | null = weightSum;
      weightSum = before ? tf.add<tf.Tensor2D>(before, dWeight) : dWeight;
      if (before) tf.dispose([before, dWeight]);
    }
    // A buffer serves again once the work that was to use it is submitted.
    gpu?.flush();
  }
  const loss = losses.reduce((sum, own) => tf.add(sum, own));
  return {
    loss,
    ...(terms.length > 0 && { terms: tf.concat(terms) }),
    ...(gradients.length > 0 && { dx: tf.concat(gradients) }),
    ...(weightSum && { dWeight: weightSum }),
  };
}
