/** A method with its ΔW folded into the frozen weights: W0 + ΔW in W0's place, and no product beside it (LoRA paper §4.1). */
import * as tf from '@tensorflow/tfjs-core';
import { packHalves } from '../../core/float16.ts';
import { packBytes, quantise } from '../../core/int8.ts';
import { linearNamesOf, type LinearName } from '../../core/site.ts';
import { linearOf, weightOf, type BaseModel } from '../model/base-model.ts';
import type { FrozenLinear, LinearUpdate, Storage } from '../ops/linear-map.ts';
import type { Changes, Method } from './method.ts';

/** A linear map that a method adds a ΔW to. */
export interface AdaptedMap {
  layer: number;
  map: LinearName;
  /** What stays frozen beside ΔW: W0, or what A0 and B0 have left of it. */
  frozen: FrozenLinear;
  update: LinearUpdate;
}

/** The linear maps of a model that a method adds a ΔW of low rank to. Call it inside `tf.tidy`. */
export function adaptedMaps(model: BaseModel, method: Changes): AdaptedMap[] {
  const maps = linearNamesOf(model.config);
  return model.blocks.flatMap((_, layer) =>
    maps.flatMap((map) => {
      const frozen = method.frozen?.(layer, map) ?? linearOf(model, layer, map);
      const update = frozen && method.linear?.(layer, map, frozen);
      return frozen && update?.pairs.some((pair) => pair !== null) ? [{ layer, map, frozen, update }] : [];
    }),
  );
}

/** Uploads a matrix [dIn, dOut] rounded to float16 or int8. */
function storedAs(
  as: Exclude<Storage, 'f32'>,
  values: Float32Array,
  { dIn, dOut }: FrozenLinear,
): { weight: tf.Tensor2D; scales?: tf.Tensor1D } {
  if (as === 'f16') return { weight: tf.tensor2d(packHalves(values), [dIn, dOut / 2], 'int32') };
  const rounded = quantise(values, dOut);
  return {
    weight: tf.tensor2d(packBytes(rounded.values), [dIn, dOut / 4], 'int32'),
    scales: tf.tensor1d(rounded.scales),
  };
}

/**
 * The method with its ΔW merged. All else that it changes stays: biases, virtual tokens. The caller disposes what is returned, and
 * keeps the method and the model meanwhile.
 * @param storage `base` stores a merged matrix as W0 is, which may round it to float16 or int8; by default all are float32
 */
export async function mergedChanges(
  model: BaseModel,
  method: Method,
  storage: 'f32' | 'base' = 'f32',
): Promise<Changes & { dispose(): void }> {
  const merged = model.blocks.map(() => new Map<LinearName, FrozenLinear>());
  const weights: tf.Tensor[] = [];
  tf.tidy(() => {
    for (const { layer, map, frozen, update } of adaptedMaps(model, method)) {
      const weight = tf.keep(weightOf(frozen, update.pairs));
      // Whichever ways round the base model's map is kept.
      const transposed = frozen.transposed && tf.keep(tf.transpose(weight));
      weights.push(weight, ...(transposed ? [transposed] : []));
      const bias = update.bias ?? frozen.bias;
      merged[layer]?.set(map, { ...frozen, weight, transposed, bias, storage: 'f32' });
    }
  });
  if (storage === 'base')
    for (const [layer, maps] of merged.entries())
      for (const [map, own] of maps) {
        const as = linearOf(model, layer, map)?.storage ?? 'f32';
        if (!own.weight || as === 'f32') continue;
        const stored = storedAs(as, await own.weight.data<'float32'>(), own);
        weights.push(stored.weight, ...(stored.scales ? [stored.scales] : []));
        maps.set(map, { ...own, ...stored, transposed: null, storage: as });
      }
  const changes: Changes & { dispose(): void } = {
    ...method,
    frozen: (layer, map) => merged[layer]?.get(map) ?? method.frozen?.(layer, map) ?? null,
    linear: (layer, map, frozen) =>
      merged[layer]?.has(map) ? null : (method.linear?.(layer, map, frozen) ?? null),
    dispose: () => tf.dispose(weights),
  };
  // What nothing is left of is asked for no more: a merged LoRA takes no longer than the base model.
  const left = tf.tidy(() => whatIsLeft(model, changes));
  if (!left.linear) delete changes.linear;
  if (!left.norm) delete changes.norm;
  return changes;
}

/** Whether a method changes any linear map, and any norm. Call it inside `tf.tidy`. */
function whatIsLeft(model: BaseModel, changes: Changes): Record<'linear' | 'norm', boolean> {
  const maps = linearNamesOf(model.config);
  const norms = ['lnF', ...model.blocks.flatMap((_, layer) => [`${layer}.ln1`, `${layer}.ln2`])];
  return {
    linear: model.blocks.some((_, layer) =>
      maps.some((map) => {
        const frozen = changes.frozen?.(layer, map) ?? linearOf(model, layer, map);
        return frozen && changes.linear?.(layer, map, frozen);
      }),
    ),
    norm: norms.some((name) => changes.norm?.(name)),
  };
}
