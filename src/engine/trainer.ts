/**
 * One run's training: a method's tensors, their optimizer and the batches in their order. Knows nothing of the page,
 * of pausing or of other runs.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { AdapterSite } from '../core/adapter.ts';
import { LabError } from '../core/lab-error.ts';
import { loraScale, type RunConfig } from '../core/run-config.ts';
import type { SpectrumSnapshot, StepPoint } from '../core/run-record.ts';
import { learningRateAt } from '../core/schedule.ts';
import { siteLabel } from '../core/site.ts';
import { singularValues } from '../core/spectrum.ts';
import { createBatcher } from '../data/batches.ts';
import type { Dataset } from '../data/dataset.ts';
import { batchLossSum, countTargets, uploadBatch } from './evaluate.ts';
import { createLora } from './methods/lora.ts';
import type { Method } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import { createAdamW } from './optim.ts';

export interface Trainer {
  readonly method: Method;
  /** Updates done so far. */
  readonly step: number;
  readonly trainableParameters: number;
  /**
   * One optimizer step. After `finish` it must not be called.
   * @throws LabError `non-finite` naming the step and, where it shows, the site
   */
  next(): Promise<StepPoint>;
  /** The singular values of ΔW at every adapted site as they are now. */
  spectrum(): Promise<SpectrumSnapshot>;
  /** Frees the optimizer's state; the trained tensors stay. */
  finish(): void;
  /** Frees everything. */
  dispose(): void;
}

const isFinite = (values: Float32Array) => values.every(Number.isFinite);

function describeNonFinite(step: number, loss: number, sites: readonly AdapterSite[]): string {
  const broken = sites.find(({ a, b }) => !isFinite(a) || !isFinite(b));
  const where = broken ? `, first seen in ${siteLabel(broken.site)}` : '';
  return `Step ${step}: the ${Number.isFinite(loss) ? 'gradient' : 'loss'} is no longer a finite number${where}.`;
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
      const figures = tf.tidy(() => {
        const tensors = uploadBatch(batch);
        const { value, grads } = tf.variableGrads(
          () =>
            tf.div<tf.Scalar>(
              batchLossSum(model, method, tensors, { training: true, seed, step }),
              countTargets(batch),
            ),
          variables,
        );
        const ordered = variables.map(({ name }) => {
          const grad = grads[name];
          if (!grad) throw new LabError('internal', `No gradient reached ${name}.`);
          return grad;
        });
        const norm = optimizer.step(ordered, {
          learningRate,
          weightDecay: training.weight_decay,
          maxGradNorm: training.max_grad_norm,
        });
        return tf.stack([value, norm]);
      });
      const [loss = NaN, gradNorm = NaN] = await figures.data<'float32'>();
      figures.dispose();
      elapsedMs += performance.now() - began;
      if (!Number.isFinite(loss) || !Number.isFinite(gradNorm))
        throw new LabError('non-finite', describeNonFinite(step, loss, await method.read()));
      return { step, loss, gradNorm, learningRate, tokens: batch.tokens, elapsedMs };
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
