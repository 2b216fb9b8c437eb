/** What tests of whole models share: the loss and gradients of a batch, and the losses of a short run. */
import * as tf from '@tensorflow/tfjs-core';
import type { RunConfig } from '../../core/run-config.ts';
import type { Batch } from '../../data/batches.ts';
import type { Dataset } from '../../data/dataset.ts';
import { tensorsOf, uploadBatch } from '../batch-tensors.ts';
import { batchLossSum, countTargets, measuredBatchFor } from '../evaluate.ts';
import type { Method } from '../methods/method.ts';
import { finish } from '../testing.ts';
import { createTrainer } from '../trainer.ts';
import type { BaseModel } from './base-model.ts';

/** The mean loss of a batch in training, and its gradient for each variable of a method: undefined for one that has none. */
export async function lossAndGradients(
  model: BaseModel,
  method: Method,
  plain: Batch,
): Promise<{ loss: number; gradients: (Float32Array | undefined)[] }> {
  const batch = measuredBatchFor(method, plain);
  const tensors = uploadBatch(batch);
  const step = tf.tensor1d([1], 'int32');
  const { variables } = method.parameters;
  const { value, grads } = tf.variableGrads(
    () =>
      tf.div<tf.Scalar>(
        batchLossSum(model, method, tensors, { training: true, seed: 0, step }),
        countTargets(batch),
      ),
    [...variables],
  );
  const [loss = NaN] = await value.data<'float32'>();
  const gradients = await Promise.all(
    variables.map(async ({ name }) => await grads[name]?.data<'float32'>()),
  );
  tf.dispose([value, step, ...tensorsOf(tensors)]);
  tf.dispose(grads);
  return { loss, gradients };
}

/** The losses of a run's steps. @param captured recorded once and replayed, or run as they are written */
export async function lossesOf(
  model: BaseModel,
  dataset: Dataset,
  config: RunConfig,
  captured: boolean,
): Promise<number[]> {
  const trainer = await finish(createTrainer(model, dataset, config, { captured }));
  for (let i = 0; i < config.training.max_steps; i++) await trainer.next();
  await trainer.settle();
  const losses = trainer.take().map(({ loss }) => loss);
  trainer.dispose();
  return losses;
}
