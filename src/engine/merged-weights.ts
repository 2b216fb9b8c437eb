/** All weights of a model with what a method changes in them: the model that gives the same answers with no method. */
import * as tf from '@tensorflow/tfjs-core';
import { HEAD_MAPS, isBert } from '../core/models/bert.ts';
import { baseTensors, tensorsWithHead } from '../core/models/family.ts';
import { linearNamesOf } from '../core/site.ts';
import type { TensorValues } from '../core/tensors.ts';
import type { Changes } from './methods/method.ts';
import { baseTensor, linearOf, type BaseModel } from './model/base-model.ts';
import { adaptedLinear } from './ops/linear.ts';

/** A tensor of the base model as the method has it, in float32. Call it inside `tf.tidy`. @param name as `baseTensor` */
function mergedTensor(model: BaseModel, changes: Changes, name: string): tf.Tensor {
  if (name === 'wte' || name === 'wpe') return changes.embeddings?.()?.[name] ?? baseTensor(model, name);
  if (name === 'head') return changes.head?.() ?? baseTensor(model, name);
  const [layer = '', part = ''] = name.split('.');
  const kind = name.endsWith('.bias') ? 'bias' : 'weight';
  const headMap = HEAD_MAPS.find((known) => isBert(model.config) && known === layer);
  if (headMap) return changes.classification?.(headMap)?.[kind] ?? baseTensor(model, name);
  const map = linearNamesOf(model.config).find((known) => known === part);
  if (!map) return changes.norm?.(name.slice(0, -1 - kind.length))?.[kind] ?? baseTensor(model, name);
  const frozen = changes.frozen?.(Number(layer), map) ?? linearOf(model, Number(layer), map);
  const update = frozen && changes.linear?.(Number(layer), map, frozen);
  if (!frozen) return baseTensor(model, name);
  /** What the map makes of rows, without dropout. */
  const apply = (x: tf.Tensor2D, own: Pick<typeof frozen, 'bias'>, bias: tf.Tensor1D | null) =>
    adaptedLinear(
      { x, dropped: x, isConstant: true },
      { ...frozen, ...own },
      update ? { ...update, dropout: null, bias } : null,
    );
  // f(x) = xW + b, and so b = f(0), and without b the rows of f(I) are those of W.
  return kind === 'weight'
    ? apply(tf.eye(frozen.dIn), { bias: null }, null)
    : tf.reshape(apply(tf.zeros([1, frozen.dIn]), frozen, update?.bias ?? null), [-1]);
}

/**
 * Reads them one by one. Yields after each.
 * @param changes of a method that `foldsIntoWeights`
 * @returns by the base model's names (`BaseTensor`), in the order of the forward pass; with `head` where that is not the embedding
 */
export async function* mergedWeights(
  model: BaseModel,
  changes: Changes,
): AsyncGenerator<undefined, Record<string, TensorValues>> {
  const merged: Record<string, TensorValues> = {};
  // Of embedding and head that were one, one alone may be trained: they are two then.
  const isUntied = (changes.head?.() ?? null) !== (changes.embeddings?.()?.wte ?? null);
  const tensorsOf = isUntied ? tensorsWithHead : baseTensors;
  for (const { name, shape } of tensorsOf(model.config)) {
    const tensor = tf.tidy(() => tf.clone(mergedTensor(model, changes, name)));
    try {
      merged[name] = { shape: [...shape], values: await tensor.data<'float32'>() };
    } finally {
      tensor.dispose();
    }
    yield;
  }
  return merged;
}
