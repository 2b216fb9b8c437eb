/** Whether kept tensors are those that a run's method trains on its base model: their names, shapes and sizes of values. */
import { methodOf, slotsOf } from './methods/methods.ts';
import { shapeOf } from './models/shape.ts';
import type { RunConfig } from './run-config.ts';
import { MOST_LAYERS, type TransformerConfig } from './site.ts';
import type { NamedTensors } from './tensors.ts';

/** The first tensor that does not fit, and why: completes a sentence of which the tensor is the subject. */
export interface Misfit {
  name: string;
  problem: string;
}

/**
 * No run can reach such a weight: AdamW moves one by some tens of the learning rate at most, which is at most 128 with LoRA+,
 * in each of 10,000 steps. Products of larger ones overflow float32.
 */
export const MOST_WEIGHT = 1e12;

/**
 * Dimensions of a model that the page does not ship. The numbers stand for unknown lengths: they differ from each other, from
 * their multiples, and from every length that a method sets itself.
 */
const UNKNOWN = {
  n_head: 1,
  n_embd: 1_000_003,
  n_inner: 7_000_003,
  n_positions: 10_000_019,
  vocab_size: 20_000_003,
};

function unknownModel(tensors: NamedTensors): TransformerConfig {
  const layers = Object.keys(tensors).map((name) => Number.parseInt(name, 10));
  const n_layer = 1 + Math.max(0, ...layers.filter((layer) => layer < MOST_LAYERS));
  return { ...UNKNOWN, n_layer, layer_norm_epsilon: 1e-5 };
}

const written = (shape: readonly number[]) => shape.join('×');

/**
 * The first tensor that a run's settings do not have on its model, or have otherwise, or that is missing; null where all fit.
 * Of a model whose dimensions nobody tells, lengths that are equal on every model must be equal.
 * @param shape of the model, where the page does not ship it
 */
export function findMisfit(
  config: Pick<RunConfig, 'method' | 'model'>,
  tensors: NamedTensors,
  shape?: TransformerConfig,
): Misfit | null {
  const { method, model } = config;
  const spec = methodOf(method);
  const asked = slotsOf(shapeOf({ config, shape }) ?? unknownModel(tensors), method, 0);
  const whose = `${spec.name} with these settings on ${model}`;
  const names = new Set(asked.map(({ name }) => name));
  const strange = Object.keys(tensors).find((name) => !names.has(name));
  if (strange !== undefined) return { name: strange, problem: `is no tensor of ${whose}` };
  /** The lengths that stand for unknown ones, as the tensors so far have them. */
  const found = new Map<number, number>();
  for (const { name, shape } of asked) {
    const tensor = tensors[name];
    if (!tensor) return { name, problem: `is missing; ${whose} has it` };
    shape.forEach((length, i) => {
      const own = tensor.shape[i];
      if (length >= UNKNOWN.n_embd && own !== undefined && !found.has(length)) found.set(length, own);
    });
    const expected = shape.map((length) => found.get(length) ?? length);
    if (written(tensor.shape) !== written(expected))
      return { name, problem: `shape ${written(tensor.shape)}, expected ${written(expected)}` };
    const beyond = tensor.values.find((value) => !(Math.abs(value) <= MOST_WEIGHT));
    if (beyond !== undefined)
      return {
        name,
        problem: `holds ${beyond.toPrecision(3)}; no trained weight is beyond ±${MOST_WEIGHT.toExponential()}`,
      };
  }
  return null;
}
