/**
 * The teacher of the task `hidden-rank`: the base model with a secret ΔW* added. At each site ΔW* has k equal singular
 * values, so that the spectrum of what is learned from it has a gap after the k-th; together they are a fixed share of
 * ‖W0‖. That share is found by trial: the teacher is to be far enough from the base model to learn from, and near enough to
 * write its kind of text.
 */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../core/lab-error.ts';
import { loraConfigSchema } from '../core/methods/lora-config.ts';
import { loraTensors, type LoraPair } from '../core/methods/lora.ts';
import { drawSecret } from '../core/draw-secret.ts';
import { SECRET_TARGETS, secretRank, type SecretChoice } from '../core/secret.ts';
import { siteShape, sitesOf } from '../core/site.ts';
import { evaluateDivergence } from './divergence.ts';
import { createMethod } from './methods/create.ts';
import type { Method } from './methods/method.ts';
import { sectionOf, weightOf, type BaseModel } from './model/base-model.ts';
import type { LoadedModel } from './model/load.ts';

/** KL(teacher ‖ base model) on held-out pretraining text, in nats per token. */
const DISTANCE = 1;
/** Between these ‖ΔW*‖/‖W0‖ is looked for, by halving the interval of its logarithm so many times: to 3 %. */
const SHARES = { least: 1 / 16, most: 4, halvings: 7 } as const;

/** ΔW* of a model, and how large it had to be. */
export interface Teacher {
  /** ΔW* = BA at each site. */
  pairs: LoraPair[];
  /** ΔW*'s k equal singular values, for each of `pairs`. */
  singularValues: number[];
}

/** The teacher's ΔW* on the device. The caller disposes the method. */
export function teacherMethod(model: BaseModel, pairs: readonly LoraPair[]): Method {
  const r = pairs[0]?.r ?? 1;
  const config = loraConfigSchema.parse({ r, lora_alpha: r, target_modules: SECRET_TARGETS });
  return createMethod(config, model, { tensors: loraTensors(pairs) });
}

/** ‖W0‖ (Frobenius) of Wq and Wv, layer by layer, whatever the form in which the device keeps them. */
async function weightNorms(model: BaseModel): Promise<number[]> {
  const squares = tf.tidy(() =>
    tf.stack(
      sitesOf(model.config, SECRET_TARGETS, null).map((site) => {
        const { frozen, section, columns } = sectionOf(model, site);
        const weight = tf.slice(weightOf(frozen), [0, section * columns], [frozen.dIn, columns]);
        return tf.sum(tf.square(weight));
      }),
    ),
  );
  const values = await squares.data();
  squares.dispose();
  return Array.from(values, Math.sqrt);
}

/**
 * Draws ΔW* and finds its size. Yields between batches, so that the caller can pause.
 * @throws LabError `no-data` where the model has no held-out text
 */
export async function* createTeacher(
  { base, heldOut }: Pick<LoadedModel, 'base' | 'heldOut'>,
  choice: SecretChoice,
): AsyncGenerator<undefined, Teacher> {
  const windows = heldOut(base.config.n_positions).slice(0, 1);
  if (windows.length === 0) throw new LabError('no-data', 'The model has no held-out text to measure on.');
  const r = secretRank(choice);
  const norms = await weightNorms(base);
  const drawn = drawSecret(base.config, choice);
  const withShare = (share: number): Teacher => {
    const singularValues = norms.map((norm) => (share * norm) / Math.sqrt(r));
    const pairs = drawn.map(({ site, a, b }, i): LoraPair => {
      const scaled = Float32Array.from(b, (value) => value * (singularValues[i] ?? NaN));
      return { site, r, ...siteShape(base.config, site.projection), a, b: scaled };
    });
    return { pairs, singularValues };
  };

  let low: number = SHARES.least;
  let high: number = SHARES.most;
  for (let i = 0; i < SHARES.halvings; i++) {
    const share = Math.sqrt(low * high);
    const method = teacherMethod(base, withShare(share).pairs);
    try {
      const distance = yield* evaluateDivergence(base, method, null, windows);
      if (distance < DISTANCE) low = share;
      else high = share;
    } finally {
      method.dispose();
    }
  }
  return withShare(Math.sqrt(low * high));
}
