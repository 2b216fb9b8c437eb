/** The gradients of a training step. */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../core/lab-error.ts';
import { lowestTrained } from '../core/lowest-trained.ts';
import type { BatchTensors } from './batch-tensors.ts';
import { batchLossSum, streamInto } from './evaluate.ts';
import type { Method, Pass } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import type { Stream } from './model/reading.ts';

/** What gradients are taken of. */
export interface Differentiated {
  model: BaseModel;
  method: Method;
  batch: BatchTensors;
  pass: Pass;
  /** Where the pass begins; null for the texts. */
  from: Stream | null;
}

// A type alias, not an interface: only that is what tf.tidy can return.
/** The loss, as `batchLossSum` has it, and its gradient for each of a method's variables, in their order. */
export type LossAndGradients = { loss: tf.Scalar; grads: tf.Tensor[] };

/** Each variable's gradient. @throws LabError `internal` where one has none */
const complete = ({ parameters }: Method, grads: readonly (tf.Tensor | null | undefined)[]): tf.Tensor[] =>
  parameters.variables.map(({ name }, i) => {
    const grad = grads[i];
    if (!grad) throw new LabError('internal', `No gradient reached ${name}.`);
    return grad;
  });

/** To be called inside `tf.tidy`. */
export function lossAndGradients({ model, method, batch, pass, from }: Differentiated): LossAndGradients {
  const variables = [...method.parameters.variables];
  const { value, grads } = tf.variableGrads(() => batchLossSum(model, method, batch, pass, from), variables);
  return {
    loss: value,
    grads: complete(
      method,
      variables.map(({ name }) => grads[name]),
    ),
  };
}

/**
 * The same loss and gradients in less memory: of each layer only its input is kept, and what the gradient needs of it is computed again
 * (gradient checkpointing; Chen et al., arXiv 1604.06174). Costs another forward pass of all layers but the last, and of those below the
 * lowest trained one, which are computed once and have no backward pass. To be called inside `tf.tidy`.
 */
export function checkpointedGradients({
  model,
  method,
  batch,
  pass,
  from,
}: Differentiated): LossAndGradients {
  const { n_layer } = model.config;
  const variables = [...method.parameters.variables];
  const names = method.slots.map(({ name }) => name);
  const lowest = Math.max(from?.layer ?? 0, lowestTrained(names, n_layer));
  const lowestInput = (): Stream | null => {
    if (lowest === (from?.layer ?? 0)) return from;
    return { layer: lowest, x: tf.tidy(() => streamInto(lowest, model, method, batch, pass, from)) };
  };
  const inputs: (Stream | null)[] = [lowestInput()];
  for (let layer = lowest + 1; layer < n_layer; layer++) {
    const below = inputs.at(-1) ?? null;
    const x = tf.tidy(() => streamInto(layer, model, method, batch, pass, below));
    inputs.push({ layer, x, isTrained: true });
  }
  const sums: (tf.Tensor | undefined)[] = [];
  let loss: tf.Scalar | null = null;
  /** Of what flows out of the layers that are still to come. */
  let dy: tf.Tensor | undefined;
  for (const input of inputs.reverse()) {
    const above = dy;
    const sources = [...(input?.isTrained ? [input.x] : []), ...variables];
    const output = () =>
      above
        ? streamInto((input?.layer ?? 0) + 1, model, method, batch, pass, input)
        : batchLossSum(model, method, batch, pass, input);
    // A source that the output does not depend on has no gradient, whatever tfjs's types say.
    const { value, grads }: { value: tf.Tensor; grads: (tf.Tensor | undefined)[] } = tf.tidy(() =>
      tf.engine().gradients<tf.Tensor>(output, sources, above, true),
    );
    if (above) value.dispose();
    else loss = tf.reshape<tf.Rank.R0>(value, []);
    dy = input?.isTrained ? grads.shift() : undefined;
    for (const [i, own] of grads.entries()) {
      const others = sums[i];
      sums[i] = own && others ? tf.add(own, others) : (own ?? others);
    }
    // A gradient may be handed on as it came.
    if (above && above !== dy) above.dispose();
    if (input?.isTrained) input.x.dispose();
  }
  if (!loss) throw new LabError('internal', 'A model without layers has no loss.');
  return { loss, grads: complete(method, sums) };
}
