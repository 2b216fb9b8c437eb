/**
 * `tf.customGrad` with types: tfjs declares its callback so loosely that every use would need casts of its own.
 * What `forward` closes over is a constant of the graph; only `input` gets a gradient.
 */
import * as tf from '@tensorflow/tfjs-core';

/**
 * @param input the tensor that the gradient flows to
 * @param forward computes the value and names what the gradient needs of it (`saved`)
 * @param backward from dy and `saved` to the gradient of `input`
 */
export function withGradient<X extends tf.Tensor, Y extends tf.Tensor, S extends tf.Tensor[] | []>(
  input: X,
  forward: (input: X) => { value: Y; saved: S },
  backward: (dy: Y, saved: S) => X,
): Y {
  const op = tf.customGrad((...args) => {
    const [x, save] = args as [X, (tensors: tf.Tensor[]) => void];
    const { value, saved } = forward(x);
    save(saved);
    return { value, gradFunc: (dy: Y, kept: tf.Tensor[]) => backward(dy, kept as S) };
  });
  return op(input);
}
