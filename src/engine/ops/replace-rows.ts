/** Puts learned rows in the place of virtual tokens: how prompt and prefix methods act (paper §5.1; Li & Liang 2021). */
import * as tf from '@tensorflow/tfjs-core';
import type { VirtualPlaces } from '../batch-tensors.ts';
import { trainedLinear } from './linear.ts';
import { withGradient } from './with-gradient.ts';

/**
 * x with the j-th of `rows` wherever the j-th virtual token stands. A learned row's gradient is the sum over its places.
 * @param x [N, d]
 * @param rows [P, d], trained
 * @returns [N, d]; gradients flow to x but for the replaced rows, and to `rows`
 */
export function replaceRows(
  x: tf.Tensor2D,
  rows: tf.Tensor2D,
  { indicators, isText }: Pick<VirtualPlaces, 'indicators' | 'isText'>,
): tf.Tensor2D {
  // Indicators times rows: a linear map whose weight is trained.
  const learned = trainedLinear(indicators, { weight: rows, bias: null }, {}, true);
  const text = withGradient(
    x,
    (input) => ({ value: tf.mul<tf.Tensor2D>(input, isText), saved: [isText] }),
    (dy, [kept]) => tf.mul<tf.Tensor2D>(dy, kept),
  );
  return tf.add(text, learned);
}
