/**
 * The GPT-2 forward pass, once, over named sites. At each frozen linear map it asks the method; with none it is
 * the base model. B batch, T new positions, S positions seen, H heads, hd = d/H, V vocabulary.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Projection } from '../../core/site.ts';
import type { Method, Pass } from '../methods/method.ts';
import { attention, causalMask } from '../ops/attention.ts';
import { gelu } from '../ops/gelu.ts';
import { layerNorm } from '../ops/layer-norm.ts';
import { linear } from '../ops/linear.ts';
import type { BaseModel } from './base-model.ts';

// Type aliases, not interfaces: only they are what tf.tidy can return.
/** Keys and values of one layer for all positions so far, each [B·H, S, hd]. */
export type LayerCache = {
  k: tf.Tensor3D;
  v: tf.Tensor3D;
};

export type ForwardResult = {
  /** [B·T, V] */
  logits: tf.Tensor2D;
  /** One per layer; what the next call continues from. */
  cache: LayerCache[];
};

/**
 * @param ids [B, T] int32
 * @param method null for the base model
 * @param past what earlier calls returned, to continue a text; empty from the start. With a past, T must be 1:
 *   then no mask is needed.
 */
export function forward(
  model: BaseModel,
  method: Method | null,
  ids: tf.Tensor2D,
  pass: Pass,
  past: readonly LayerCache[] = [],
): ForwardResult {
  const { n_embd: d, n_head: H, layer_norm_epsilon: epsilon } = model.config;
  const [B, T] = ids.shape;
  const hd = d / H;
  const start = past[0]?.k.shape[1] ?? 0;
  const mask = T > 1 ? causalMask(T) : null;

  const splitHeads = (x: tf.Tensor2D): tf.Tensor3D => {
    const heads = tf.transpose(tf.reshape(x, [B, T, H, hd]), [0, 2, 1, 3]); // [B, H, T, hd]
    return tf.reshape(heads, [B * H, T, hd]);
  };
  const joinHeads = (x: tf.Tensor3D): tf.Tensor2D => {
    const positions = tf.transpose(tf.reshape(x, [B, H, T, hd]), [0, 2, 1, 3]); // [B, T, H, hd]
    return tf.reshape(positions, [B * T, d]);
  };

  const tokens = tf.gather(model.wte, tf.reshape(ids, [B * T])); // [B·T, d]
  const positions = tf.slice(model.wpe, [start, 0], [T, d]); // [T, d]
  let x: tf.Tensor2D = tf.reshape(tf.add(tf.reshape(tokens, [B, T, d]), positions), [B * T, d]);
  const cache: LayerCache[] = [];

  model.blocks.forEach(({ ln1, ln2, projections }, layer) => {
    const project = (projection: Projection, input: tf.Tensor2D): tf.Tensor2D => {
      const frozen = projections[projection];
      return method ? method.linear({ layer, projection }, input, frozen, pass) : linear(input, frozen);
    };

    const h = layerNorm(x, ln1, epsilon); // [B·T, d]
    const q = splitHeads(project('q', h)); // [B·H, T, hd]
    let k = splitHeads(project('k', h));
    let v = splitHeads(project('v', h));
    const before = past[layer];
    if (before) {
      k = tf.concat([before.k, k], 1); // [B·H, S, hd]
      v = tf.concat([before.v, v], 1);
    }
    cache.push({ k, v });
    x = tf.add(x, project('o', joinHeads(attention(q, k, v, mask))));
    x = tf.add(x, project('down', gelu(project('up', layerNorm(x, ln2, epsilon)))));
  });

  return { logits: linear(layerNorm(x, model.lnF, epsilon), model.head), cache };
}
