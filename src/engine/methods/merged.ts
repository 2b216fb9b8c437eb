/** A method with its ΔW folded into the frozen weights: W0 + ΔW in W0's place, and no product beside it (LoRA paper §4.1). */
import * as tf from '@tensorflow/tfjs-core';
import { packHalves } from '../../core/float16.ts';
import { linearNamesOf, type LinearName } from '../../core/site.ts';
import { linearOf, weightOf, type BaseModel } from '../model/base-model.ts';
import type { FrozenLinear, LinearUpdate } from '../ops/linear-map.ts';
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

/**
 * The method with its ΔW merged. All else that it changes stays: biases, virtual tokens. The caller disposes what is returned, and
 * keeps the method and the model meanwhile.
 * @param storage `base` packs a merged matrix in halves where W0 is, which rounds it; by default all are float32
 */
export async function mergedChanges(
  model: BaseModel,
  method: Method,
  storage: 'f32' | 'base' = 'f32',
): Promise<Changes & { dispose(): void }> {
  const merged = new Map<string, FrozenLinear>();
  const weights: tf.Tensor2D[] = [];
  tf.tidy(() => {
    for (const { layer, map, frozen, update } of adaptedMaps(model, method)) {
      const weight = tf.keep(weightOf(frozen, update.pairs));
      // Whichever ways round the base model's map is kept.
      const transposed = frozen.transposed && tf.keep(tf.transpose(weight));
      weights.push(weight, ...(transposed ? [transposed] : []));
      const bias = update.bias ?? frozen.bias;
      merged.set(`${layer}.${map}`, { ...frozen, weight, transposed, bias, storage: 'f32' });
    }
  });
  if (storage === 'base')
    for (const [name, own] of merged) {
      const { dIn, dOut } = own;
      const weight: tf.Tensor2D | null = own.weight;
      if (!weight || !isPacked(model, name)) continue;
      const packed: tf.Tensor2D = tf.tensor2d(
        packHalves(await weight.data<'float32'>()),
        [dIn, dOut / 2],
        'int32',
      );
      weights.push(packed);
      merged.set(name, { ...own, weight: packed, transposed: null, storage: 'f16' });
    }
  const at = (layer: number, map: LinearName) => merged.get(`${layer}.${map}`);
  return {
    ...method,
    frozen: (layer, map) => at(layer, map) ?? method.frozen?.(layer, map) ?? null,
    linear: (layer, map, frozen) => (at(layer, map) ? null : (method.linear?.(layer, map, frozen) ?? null)),
    dispose: () => tf.dispose(weights),
  };
}

/** Whether the base model keeps a map in halves. @param name as `0.qkv` */
function isPacked(model: BaseModel, name: string): boolean {
  const [layer, part] = name.split('.');
  const map = linearNamesOf(model.config).find((known) => known === part);
  return map !== undefined && linearOf(model, Number(layer), map)?.storage === 'f16';
}
