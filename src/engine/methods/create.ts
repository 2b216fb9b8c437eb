/** Puts a method's trained tensors on the device: as training starts, as they were kept, or as another method has them. */
import type * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../core/lab-error.ts';
import { loraSlots } from '../../core/methods/lora.ts';
import type { LoraConfig } from '../../core/run-config.ts';
import type { TransformerConfig } from '../../core/site.ts';
import { sizeOf, type NamedTensors, type TensorValues } from '../../core/tensors.ts';
import { createParameters } from '../parameters.ts';
import { loraChanges } from './lora.ts';
import type { Method } from './method.ts';

/** Where a method's tensors take their values from: a seed, kept tensors, or another method of the same settings. */
export type Origin = { seed: number } | { tensors: NamedTensors } | { method: Method };

/**
 * The caller disposes the method.
 * @throws LabError `bad-adapter` where kept tensors do not fit the model
 */
export function createMethod(config: LoraConfig, model: TransformerConfig, origin: Origin): Method {
  const slots = loraSlots(model, config, 'seed' in origin ? origin.seed : 0);
  const parameters = createParameters(
    slots.map(({ name, shape, initial }, i) => ({
      shape: [...shape],
      initial:
        'seed' in origin
          ? initial()
          : 'tensors' in origin
            ? keptValues(origin.tensors, name, shape)
            : ownValues(origin.method, i),
    })),
  );
  const variables = new Map<string, tf.Tensor>(
    slots.flatMap(({ name }, i) => {
      const variable = parameters.variables[i];
      return variable ? [[name, variable]] : [];
    }),
  );
  return {
    ...loraChanges(config, variables),
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
