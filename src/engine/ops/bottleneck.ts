/**
 * An adapter layer (Houlsby et al. 2019, Lin et al. 2020): y + up(gelu(down(LN(y)))), a small network with a residual
 * connection of its own. All of it is trained.
 */
import * as tf from '@tensorflow/tfjs-core';
import { residual, type Norm } from './layer-norm.ts';
import { trainedLinear, type TrainedMap } from './linear.ts';

export interface Bottleneck {
  /** Of what the down-projection reads; null where it reads y itself. */
  norm: Norm | null;
  /** From d to m. */
  down: TrainedMap;
  /** From m to d. */
  up: TrainedMap;
}

/** An adapter layer and what is known of its place. */
export interface BottleneckPlace {
  epsilon: number;
  /** Nothing trainable lies below y, so its gradient need not be computed. */
  isConstant: boolean;
  /** [N, d], added to the result: the residual stream, where y is a sublayer's output. */
  stream: tf.Tensor2D | null;
}

/**
 * y + up(gelu(down(LN(y)))) + stream.
 * @param y [N, d]
 * @returns [N, d]; gradients flow to y unless it is constant, to the stream, and to the adapter's tensors
 */
export function bottleneck(
  y: tf.Tensor2D,
  { norm, down, up }: Bottleneck,
  { epsilon, isConstant, stream }: BottleneckPlace,
): tf.Tensor2D {
  const branch = (read: tf.Tensor2D, skip: tf.Tensor2D): tf.Tensor2D => {
    const addend = stream ? tf.add<tf.Tensor2D>(skip, stream) : skip;
    return trainedLinear(trainedLinear(read, down, { gelu: true }, isConstant && !norm), up, { addend });
  };
  return norm ? residual(y, { norm, epsilon, update: norm, isConstant }, branch) : branch(y, y);
}
