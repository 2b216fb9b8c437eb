/**
 * The GPT-2 forward pass, once, over named sites. At each frozen linear map it asks the method; with none it is
 * the base model. B batch, T new positions, S positions seen, d = n_embd, V vocabulary.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Projection } from '../../core/site.ts';
import type { Method, Pass } from '../methods/method.ts';
import { attention } from '../ops/attention.ts';
import { embedding } from '../ops/embedding.ts';
import { layerNorm, residual } from '../ops/layer-norm.ts';
import { linear, type Epilogue, type FrozenLinear } from '../ops/linear.ts';
import type { BaseModel } from './base-model.ts';

// A type alias, not an interface: only that is what tf.tidy can return.
export type ForwardResult = {
  /** [B·T, V] */
  logits: tf.Tensor2D;
  /** Queries, keys and values of all positions so far, one [B, S, 3d] per layer; what the next call continues from. */
  cache: tf.Tensor3D[];
};

/**
 * @param ids [B, T] int32
 * @param method null for the base model
 * @param past what earlier calls returned, to continue a text; empty from the start
 */
export function forward(
  model: BaseModel,
  method: Method | null,
  ids: tf.Tensor2D,
  pass: Pass,
  past: readonly tf.Tensor3D[] = [],
): ForwardResult {
  const { n_embd: d, n_head: H, layer_norm_epsilon: epsilon } = model.config;
  const [B, T] = ids.shape;
  const start = past[0]?.shape[1] ?? 0;

  let x = embedding(ids, model.wte, model.wpe, start); // [B·T, d]
  const cache: tf.Tensor3D[] = [];

  model.blocks.forEach(({ ln1, ln2, qkv, o, up, down }, layer) => {
    const project = (
      projections: readonly Projection[],
      input: tf.Tensor2D,
      frozen: FrozenLinear,
      epilogue?: Epilogue,
    ): tf.Tensor2D => {
      const sites = projections.map((projection) => ({ layer, projection }));
      return method ? method.linear(sites, input, frozen, pass, epilogue) : linear(input, frozen, epilogue);
    };

    x = residual(x, ln1, epsilon, (h) => {
      const fresh: tf.Tensor3D = tf.reshape(project(['q', 'k', 'v'], h, qkv), [B, T, 3 * d]);
      const before = past[layer];
      const seen: tf.Tensor3D = before ? tf.concat([before, fresh], 1) : fresh; // [B, S, 3d]
      cache.push(seen);
      const mixed = attention(tf.reshape(seen, [-1, 3 * d]), { batch: B, heads: H, queries: T }); // [B·T, d]
      return project(['o'], mixed, o, { addend: x });
    });
    x = residual(x, ln2, epsilon, (h) =>
      project(['down'], project(['up'], h, up, { gelu: true }), down, { addend: x }),
    );
  });

  return { logits: linear(layerNorm(x, model.lnF, epsilon), model.head), cache };
}
