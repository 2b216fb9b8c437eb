/**
 * One run's training: a method's tensors, their optimizer and the batches in their order. Knows nothing of the page,
 * of pausing or of other runs.
 */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../core/lab-error.ts';
import { loraScale, type RunConfig } from '../core/run-config.ts';
import type { SpectrumSnapshot, StepPoint } from '../core/run-record.ts';
import { learningRateAt } from '../core/schedule.ts';
import { singularValues } from '../core/spectrum.ts';
import { createBatcher } from '../data/batches.ts';
import type { Dataset } from '../data/dataset.ts';
import { batchLossSum, countTargets, uploadBatch } from './evaluate.ts';
import { createLora } from './methods/lora.ts';
import type { Method } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import { createAdamW, globalNorm } from './optim.ts';

export interface Trainer {
  readonly method: Method;
  /** Updates done so far. */
  readonly step: number;
  readonly trainableParameters: number;
  /**
   * One optimizer step. After `finish` it must not be called.
   * @throws LabError `non-finite` naming the step and the site where the gradient is largest; nothing is updated then
   */
  next(): Promise<StepPoint>;
  /** The singular values of ΔW at every adapted site as they are now. */
  spectrum(): Promise<SpectrumSnapshot>;
  /** Frees the optimizer's state; the trained tensors stay. */
  finish(): void;
  /** Frees everything. */
  dispose(): void;
}

/** Says at which step a value stopped being finite, and at which site the gradient is largest. */
async function describeNonFinite(
  step: number,
  loss: number,
  names: readonly string[],
  grads: readonly tf.Tensor[],
) {
  if (!Number.isFinite(loss)) return `Step ${step}: the loss is no longer a finite number.`;
  const values = await Promise.all(grads.map((grad) => grad.data<'float32'>()));
  const sizes = values.map((grad) =>
    grad.reduce((max, g) => Math.max(max, Math.abs(Number.isNaN(g) ? Infinity : g)), 0),
  );
  const worst = names[sizes.indexOf(Math.max(...sizes))] ?? '';
  return `Step ${step}: the gradient is too large to be a finite number, most of all at ${worst}.`;
}

/** @param model stays the caller's */
export function createTrainer(model: BaseModel, dataset: Dataset, config: RunConfig): Trainer {
  const { training, seed } = config;
  const method = createLora(config.method, model.config, seed);
  const variables = [...method.variables];
  const optimizer = createAdamW(variables);
  const batchAt = createBatcher(dataset.train, {
    batchSize: training.batch_size,
    length: dataset.sequenceLength,
    padId: dataset.padId,
    seed,
  });
  const scale = loraScale(config.method);
  let step = 0;
  let elapsedMs = 0;
  let finished = false;

  const finish = () => {
    if (!finished) optimizer.dispose();
    finished = true;
  };

  return {
    method,
    get step() {
      return step;
    },
    trainableParameters: variables.reduce((sum, v) => sum + v.size, 0),
    async next() {
      const began = performance.now();
      const batch = batchAt(step + 1);
      step++;
      const learningRate = learningRateAt(training, step);
      const { figures, grads } = tf.tidy(() => {
        const tensors = uploadBatch(batch);
        const { value, grads: byName } = tf.variableGrads(
          () =>
            tf.div<tf.Scalar>(
              batchLossSum(model, method, tensors, { training: true, seed, step }),
              countTargets(batch),
            ),
          variables,
        );
        const ordered = variables.map(({ name }) => {
          const grad = byName[name];
          if (!grad) throw new LabError('internal', `No gradient reached ${name}.`);
          return grad;
        });
        return { figures: tf.stack([value, globalNorm(ordered)]), grads: ordered };
      });
      try {
        const [loss = NaN, gradNorm = NaN] = await figures.data<'float32'>();
        // A and B keep their last good values.
        if (!Number.isFinite(loss) || !Number.isFinite(gradNorm))
          throw new LabError('non-finite', await describeNonFinite(step, loss, method.names, grads));
        optimizer.step(grads, {
          learningRate,
          weightDecay: training.weight_decay,
          gradNorm,
          maxGradNorm: training.max_grad_norm,
        });
        elapsedMs += performance.now() - began;
        return { step, loss, gradNorm, learningRate, tokens: batch.tokens, elapsedMs };
      } finally {
        tf.dispose([figures, ...grads]);
      }
    },
    async spectrum() {
      const sites = await method.read();
      return {
        step,
        sites: sites.map(({ site, ...pair }) => ({
          site,
          singularValues: [...singularValues(pair, scale)],
        })),
      };
    },
    finish,
    dispose() {
      finish();
      method.dispose();
    },
  };
}
