/** Weights that a run trained itself, with another ΔW than it trained (src/core/weight-update.ts). */
import * as tf from '@tensorflow/tfjs-core';
import { mapOf, matricesIn } from '../../core/site.ts';
import type { WeightUpdate } from '../../core/weight-update.ts';
import { baseTensor, type BaseModel } from '../model/base-model.ts';

/** Whether a tensor holds a matrix that is updated. @param name as `0.qkv.weight` */
export const isUpdated = (model: BaseModel, name: string, { site }: WeightUpdate): boolean =>
  name === `${site.layer}.${mapOf(model.config, site.projection)}.weight`;

/**
 * A linear map's weight with the matrices updated that it holds side by side. Call it inside `tf.tidy`.
 * @param trained [dIn, columns] @param updates those of this map
 */
export function updatedWeight(
  model: BaseModel,
  name: string,
  trained: tf.Tensor2D,
  updates: readonly WeightUpdate[],
): tf.Tensor2D {
  const [first] = updates;
  const sections = first ? matricesIn(mapOf(model.config, first.site.projection)) : [];
  const width = trained.shape[1] / sections.length;
  const parts = sections.map((projection, i) => {
    const update = updates.find(({ site }) => site.projection === projection);
    const from = update?.onto === 'base' ? (baseTensor(model, name) as tf.Tensor2D) : trained;
    const section = tf.slice2d(from, [0, i * width], [-1, width]);
    if (!update || update.r === 0) return section;
    const { r, dIn, dOut, scale } = update;
    const product = tf.matMul(tf.tensor2d(update.a, [r, dIn]), tf.tensor2d(update.b, [dOut, r]), true, true);
    return tf.add<tf.Tensor2D>(section, tf.mul(product, scale));
  });
  return tf.concat2d(parts, 1);
}
