/**
 * `tf.customGrad` with types: tfjs declares its callback so loosely that every use would need casts of its own.
 * What `forward` closes over is a constant of the graph; only the inputs get gradients.
 */
import * as tf from '@tensorflow/tfjs-core';

/**
 * @param inputs the tensors that gradients flow to
 * @param forward computes the value and names what the gradients need of it (`saved`)
 * @param backward from dy and `saved` to the gradients of the inputs, in order
 */
export function withGradients<X extends tf.Tensor[], Y extends tf.Tensor, S extends tf.Tensor[] | []>(
  inputs: readonly [...X],
  forward: (...inputs: X) => { value: Y; saved: S },
  backward: (dy: Y, saved: S) => [...X],
): Y {
  const op = tf.customGrad((...args) => {
    const save = args.at(-1) as (tensors: tf.Tensor[]) => void;
    const { value, saved } = forward(...(args.slice(0, -1) as X));
    save(saved);
    return { value, gradFunc: (dy: Y, kept: tf.Tensor[]) => backward(dy, kept as S) };
  });
  return op(...inputs);
}

/** What `tf.customGrad` records its ops with, of several outputs too. The types of TensorFlow.js call it private. */
interface Tape {
  runKernelFunc(op: {
    inputs: tf.NamedTensorMap;
    forwardFunc: (backend: unknown, save: (tensors: tf.Tensor[]) => void) => tf.Tensor[];
    backwardsFunc: (dys: tf.Tensor[], saved: tf.Tensor[]) => Record<string, () => tf.Tensor>;
  }): tf.Tensor[];
}

/**
 * `withGradients` of an op with two outputs, which `tf.customGrad` cannot have. The gradients of both come in together.
 * @param backward from the gradients of the two outputs; both must be used, else tfjs fills the other with zeros
 */
export function withGradientsOfTwo<
  X extends tf.Tensor[],
  Y extends [tf.Tensor, tf.Tensor],
  S extends tf.Tensor[] | [],
>(
  inputs: readonly [...X],
  forward: () => { values: Y; saved: S },
  backward: (dys: Y, saved: S) => [...X],
): Y {
  const tape = tf.engine() as unknown as Tape;
  return tape.runKernelFunc({
    inputs: Object.fromEntries(inputs.entries()),
    forwardFunc: (_, save) => {
      const { values, saved } = forward();
      save(saved);
      return values;
    },
    backwardsFunc: (dys, saved) =>
      Object.fromEntries(backward(dys as Y, saved as S).map((gradient, i) => [i, () => gradient])),
  }) as Y;
}

/** `withGradients` of one input. */
export function withGradient<X extends tf.Tensor, Y extends tf.Tensor, S extends tf.Tensor[] | []>(
  input: X,
  forward: (input: X) => { value: Y; saved: S },
  backward: (dy: Y, saved: S) => X,
): Y {
  return withGradients<[X], Y, S>([input], forward, (dy, saved) => [backward(dy, saved)]);
}
