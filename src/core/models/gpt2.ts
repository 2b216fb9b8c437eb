/** The tensors of a GPT-2-family model by name and shape: what full fine-tuning trains, and what a model's size sums up. */
import type { TransformerConfig } from '../site.ts';

/** The matrices of a block, in the order in which the forward pass meets them. */
export const GPT2_PROJECTIONS = ['q', 'k', 'v', 'o', 'up', 'down'] as const;
export type Gpt2Projection = (typeof GPT2_PROJECTIONS)[number];

/** A tensor of the base model. Matrices are in x·W orientation; the tied head has no tensor of its own. */
export interface BaseTensor {
  /** E.g. `wte`, `0.ln1.weight`, `0.qkv.bias`; layers count from 0. */
  name: string;
  shape: readonly number[];
}

/** The linear maps of a block, by the matrices that lie side by side in each. */
export const MAPS = {
  qkv: ['q', 'k', 'v'],
  o: ['o'],
  up: ['up'],
  down: ['down'],
} as const satisfies Record<string, readonly Gpt2Projection[]>;
export type MapName = keyof typeof MAPS;
export const isMapName = (name: string): name is MapName => Object.hasOwn(MAPS, name);
/** In the order of `MAPS`. */
export const MAP_NAMES: readonly MapName[] = Object.keys(MAPS).filter(isMapName);

/** The linear map that a matrix lies in. */
export const mapOfGpt2 = <P extends string>(projection: P) =>
  projection === 'q' || projection === 'k' || projection === 'v' ? 'qkv' : projection;

/** The maps and norms that have a weight and a bias, in the order in which the forward pass meets them: `0.ln1`, `0.qkv` … `lnF`. */
export const affineParts = (n_layer: number): string[] => [
  ...Array.from({ length: n_layer }, (_, layer) =>
    ['ln1', 'qkv', 'o', 'ln2', 'up', 'down'].map((part) => `${layer}.${part}`),
  ).flat(),
  'lnF',
];

/** The weights and biases of the linear maps and norms, in the order in which the forward pass meets them. */
export function affineTensors(
  model: Pick<TransformerConfig, 'n_layer' | 'n_embd' | 'n_inner'>,
): BaseTensor[] {
  const { n_layer, n_embd: d, n_inner } = model;
  const shapes: Readonly<Record<string, readonly number[]>> = {
    qkv: [d, 3 * d],
    o: [d, d],
    up: [d, n_inner],
    down: [n_inner, d],
  };
  return affineParts(n_layer).flatMap((part) => {
    const shape = shapes[part.split('.')[1] ?? ''] ?? [d];
    return [
      { name: `${part}.weight`, shape },
      { name: `${part}.bias`, shape: shape.slice(-1) },
    ];
  });
}

/** All tensors, in the order in which the forward pass meets them. */
export const gpt2Tensors = (
  model: Omit<TransformerConfig, 'n_head' | 'layer_norm_epsilon'>,
): BaseTensor[] => [
  { name: 'wte', shape: [model.vocab_size, model.n_embd] },
  { name: 'wpe', shape: [model.n_positions, model.n_embd] },
  ...affineTensors(model),
];
