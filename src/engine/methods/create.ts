/** Puts a method's trained tensors on the device: as training starts, as they were kept, or as another method has them. */
import type * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../core/lab-error.ts';
import type { Slot } from '../../core/methods/method.ts';
import { methodOf, type ConfigOf, type MethodConfig, type MethodId } from '../../core/methods/methods.ts';
import { sizeOf, type NamedTensors, type TensorValues } from '../../core/tensors.ts';
import { baseTensor, type BaseModel } from '../model/base-model.ts';
import { createParameters, type ParameterSpec } from '../parameters.ts';
import { adapterChanges } from './adapter.ts';
import { bitfitChanges } from './bitfit.ts';
import { fullChanges } from './full.ts';
import { loraChanges } from './lora.ts';
import { loraPrefixChanges } from './lora-prefix.ts';
import type { Changes, Method, Variables } from './method.ts';
import { prefixChanges } from './prefix.ts';

/** What a method changes, from its settings and its trained tensors by the names of its slots. */
type ChangesOf<C> = { of(config: C, variables: Variables): Changes }['of'];

/** The registry of methods on the device: one line each. */
const CHANGES = {
  lora: loraChanges,
  full: fullChanges,
  bitfit: bitfitChanges,
  'prefix-embed': prefixChanges,
  'prefix-layer': prefixChanges,
  'adapter-h': adapterChanges,
  'adapter-l': adapterChanges,
  'lora-prefix-embed': loraPrefixChanges,
  'lora-prefix-layer': loraPrefixChanges,
} satisfies { [I in MethodId]: ChangesOf<ConfigOf<I>> };

/** Where a method's tensors take their values from: a seed, kept tensors, or another method of the same settings. */
export type Origin = { seed: number } | { tensors: NamedTensors } | { method: Method };

/**
 * The caller disposes the method.
 * @param model stays the caller's
 * @throws LabError `bad-adapter` where kept tensors do not fit the model
 */
export function createMethod(config: MethodConfig, model: BaseModel, origin: Origin): Method {
  const slots = methodOf(config).slots(model.config, config, 'seed' in origin ? origin.seed : 0);
  const parameters = createParameters(
    slots.map((slot, i) => ({
      shape: [...slot.shape],
      initial: initialValues(slot, i, model, origin),
      isShared: slot.isShared ?? false,
    })),
  );
  const byName = new Map<string, tf.Tensor | undefined>(
    slots.map(({ name }, i) => [name, parameters.variables[i]]),
  );
  const variables: Variables = {
    vector: (name) => ofRank<tf.Rank.R1>(byName.get(name), 1),
    matrix: (name) => ofRank<tf.Rank.R2>(byName.get(name), 2),
  };
  const changesOf: ChangesOf<MethodConfig> = CHANGES[config.type];
  return {
    ...changesOf(config, variables),
    parameters,
    slots,
    async read() {
      const values = await parameters.read();
      return Object.fromEntries(
        slots.map(({ name, shape }, i): [string, TensorValues] => [
          name,
          { shape: [...shape], values: values[i] ?? new Float32Array() },
        ]),
      );
    },
    dispose: () => parameters.dispose(),
  };
}

function ofRank<R extends tf.Rank>(tensor: tf.Tensor | undefined, rank: number): tf.Tensor<R> | null {
  if (tensor && tensor.rank !== rank)
    throw new LabError('internal', `A trained tensor is not of rank ${rank}.`);
  return (tensor as tf.Tensor<R> | undefined) ?? null;
}

/** @param i which of the method's slots it is */
function initialValues(
  { name, shape, initial }: Slot,
  i: number,
  model: BaseModel,
  origin: Origin,
): ParameterSpec['initial'] {
  if ('tensors' in origin) return keptValues(origin.tensors, name, shape);
  if ('method' in origin) return () => ownValues(origin.method, i);
  return initial === 'base' ? () => baseTensor(model, name) : initial();
}

function keptValues(tensors: NamedTensors, name: string, shape: readonly number[]): Float32Array {
  const kept = tensors[name];
  if (kept?.shape.join() !== shape.join() || kept.values.length !== sizeOf(shape))
    throw new LabError(
      'bad-adapter',
      kept
        ? `Its ${name} is ${kept.shape.join(' × ')}, and its settings ask for ${shape.join(' × ')} on this model.`
        : `It has no ${name}, which its settings ask for on this model.`,
    );
  return kept.values;
}

function ownValues({ parameters }: Method, i: number): tf.Tensor {
  const variable = parameters.variables[i];
  if (!variable) throw new LabError('internal', 'The methods have not the same settings.');
  return variable;
}
