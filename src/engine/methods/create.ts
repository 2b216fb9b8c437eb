/** Puts a method's tensors on the device: as training starts, as they were kept, or as another method has them. */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../core/lab-error.ts';
import type { Slot } from '../../core/methods/method.ts';
import { slotsOf, type ConfigOf, type MethodConfig, type MethodId } from '../../core/methods/methods.ts';
import type { WeightUpdate } from '../../core/weight-update.ts';
import { sizeOf, type NamedTensors, type TensorValues } from '../../core/tensors.ts';
import { heldBytes } from '../backend/current.ts';
import { baseTensor, sectionOf, type BaseModel } from '../model/base-model.ts';
import { frozenNorms } from '../ops/direction.ts';
import { createParameters, type ParameterSpec } from '../parameters.ts';
import { adapterChanges } from './adapter.ts';
import { bitfitChanges } from './bitfit.ts';
import { factorise } from './factorise.ts';
import { fullChanges } from './full.ts';
import { ia3Changes } from './ia3.ts';
import { loraChanges } from './lora.ts';
import { loraPrefixChanges } from './lora-prefix.ts';
import type { Changes, Method, Variables } from './method.ts';
import { prefixChanges, prefixEmbedChanges } from './prefix.ts';
import { prefixKvChanges } from './prefix-kv.ts';
import { isUpdated, updatedWeight } from './updated.ts';
import { veraChanges } from './vera.ts';

/** What a method changes, from its settings, its tensors by the names of its slots, and the base model that it adapts. */
type ChangesOf<C> = { of(config: C, variables: Variables, model: BaseModel): Changes }['of'];

/** The registry of methods on the device: one line each. */
const CHANGES = {
  lora: loraChanges,
  full: fullChanges,
  bitfit: bitfitChanges,
  ia3: ia3Changes,
  vera: veraChanges,
  'prefix-embed': prefixEmbedChanges,
  'prefix-layer': prefixChanges,
  'prefix-kv': prefixKvChanges,
  'adapter-h': adapterChanges,
  'adapter-l': adapterChanges,
  'lora-prefix-embed': loraPrefixChanges,
  'lora-prefix-layer': loraPrefixChanges,
} satisfies { [I in MethodId]: ChangesOf<ConfigOf<I>> };

/** Where a method's tensors take their values from: kept tensors, or another method of the same settings. */
export type Origin =
  | {
      tensors: NamedTensors;
      /** Of a method that trains W itself, what its matrices are instead. */
      updates?: readonly WeightUpdate[] | undefined;
    }
  | { method: Method };

/** The values of a slot's tensor. */
type ValuesOf = (slot: Slot) => ParameterSpec['initial'];

/**
 * A method as training starts. Yields the share that is done where factors of the base model's matrices take long. The caller
 * disposes the method.
 * @param model stays the caller's
 * @param seed draws what is drawn
 */
export async function* startMethod(
  config: MethodConfig,
  model: BaseModel,
  seed: number,
): AsyncGenerator<number, Method> {
  const slots = slotsOf(model.config, config, seed);
  const factorOf = yield* factorise(
    model,
    slots.flatMap(({ initial }) => (typeof initial === 'object' && 'factorOf' in initial ? [initial] : [])),
  );
  return buildMethod(config, model, slots, ({ name, shape, initial }) => {
    if (initial === 'base') return () => baseTensor(model, name);
    if (typeof initial === 'function') return initial();
    return 'rowNormsOf' in initial
      ? () => frozenNorms(sectionOf(model, initial.rowNormsOf))
      : factorOf(initial, shape);
  });
}

/**
 * A method as it was kept, or as another one is. The caller disposes the method.
 * @param model stays the caller's
 * @throws LabError `bad-adapter` where kept tensors do not fit the model
 */
export const createMethod = (config: MethodConfig, model: BaseModel, origin: Origin): Method =>
  buildMethod(config, model, slotsOf(model.config, config, 0), ({ name, shape }) =>
    'tensors' in origin ? keptValues(model, origin, name, shape) : () => ownValues(origin.method, name),
  );

function buildMethod(
  config: MethodConfig,
  model: BaseModel,
  all: readonly Slot[],
  valuesOf: ValuesOf,
): Method {
  const slots = all.filter(({ isFrozen }) => !isFrozen);
  const frozen = all.filter(({ isFrozen }) => isFrozen);
  const specOf = (slot: Slot): ParameterSpec => ({
    shape: [...slot.shape],
    initial: valuesOf(slot),
    isShared: slot.isShared ?? false,
  });
  // Kept tensors that do not fit throw here, before anything lies on the device.
  const [trained, kept] = [slots.map(specOf), frozen.map(specOf)];
  const held = heldBytes();
  const before = held?.now ?? NaN;
  const parameters = createParameters(trained);
  const constants = kept.map(createConstant);
  const tensors = new Map<string, tf.Tensor>();
  for (const [list, on] of [
    [slots, parameters.variables],
    [frozen, constants],
  ] as const)
    on.forEach((tensor, i) => tensors.set(list[i]?.name ?? '', tensor));
  const variables: Variables = {
    vector: (name) => ofRank<tf.Rank.R1>(tensors.get(name), 1),
    matrix: (name) => ofRank<tf.Rank.R2>(tensors.get(name), 2),
  };
  const changesOf: ChangesOf<MethodConfig> = CHANGES[config.type];
  const free = () => {
    parameters.dispose();
    tf.dispose(constants);
  };
  let changes: Changes;
  try {
    changes = changesOf(config, variables, model);
  } catch (error) {
    free();
    throw error;
  }
  return {
    ...changes,
    classification(map) {
      const [weight, bias] = [variables.matrix(`${map}.weight`), variables.vector(`${map}.bias`)];
      return weight || bias ? { pairs: [], dropout: null, weight, bias } : null;
    },
    parameters,
    tensors,
    slots,
    bytes: (held?.now ?? NaN) - before,
    async read() {
      const values = [
        ...(await parameters.read()),
        ...(await Promise.all(constants.map((tensor) => tensor.data<'float32'>()))),
      ];
      return Object.fromEntries(
        [...slots, ...frozen].map(({ name, shape }, i): [string, TensorValues] => [
          name,
          { shape: [...shape], values: values[i] ?? new Float32Array() },
        ]),
      );
    },
    dispose() {
      changes.dispose?.();
      free();
    },
  };
}

/** A tensor that no `tf.tidy` disposes. */
const createConstant = ({ shape, initial }: ParameterSpec): tf.Tensor =>
  tf.keep(tf.tidy(() => (initial instanceof Float32Array ? tf.tensor(initial, shape) : tf.clone(initial()))));

function ofRank<R extends tf.Rank>(tensor: tf.Tensor | undefined, rank: number): tf.Tensor<R> | null {
  if (tensor && tensor.rank !== rank)
    throw new LabError('internal', `A method's tensor is not of rank ${rank}.`);
  return (tensor as tf.Tensor<R> | undefined) ?? null;
}

function keptValues(
  model: BaseModel,
  { tensors, updates = [] }: Extract<Origin, { tensors: NamedTensors }>,
  name: string,
  shape: readonly number[],
): ParameterSpec['initial'] {
  const kept = tensors[name];
  if (kept?.shape.join() !== shape.join() || kept.values.length !== sizeOf(shape))
    throw new LabError(
      'bad-adapter',
      kept
        ? `Its ${name} is ${kept.shape.join(' × ')}, and its settings ask for ${shape.join(' × ')} on this model.`
        : `It has no ${name}, which its settings ask for on this model.`,
    );
  const { values } = kept;
  const own = updates.filter((update) => isUpdated(model, name, update));
  const [dIn = 0, columns = 0] = shape;
  return own.length === 0
    ? values
    : () => updatedWeight(model, name, tf.tensor2d(values, [dIn, columns]), own);
}

function ownValues({ tensors }: Method, name: string): tf.Tensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new LabError('internal', 'The methods have not the same settings.');
  return tensor;
}
