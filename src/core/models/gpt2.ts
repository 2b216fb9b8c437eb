/** The tensors of a GPT-2-family model by name and shape: what full fine-tuning trains, and what a model's size sums up. */
import type { Projection, TransformerConfig } from '../site.ts';

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
} as const satisfies Record<string, readonly Projection[]>;
export type MapName = keyof typeof MAPS;
export const isMapName = (name: string): name is MapName => Object.hasOwn(MAPS, name);

/** The linear map that a matrix lies in. */
export const mapOf = (projection: Projection): MapName =>
  projection === 'q' || projection === 'k' || projection === 'v' ? 'qkv' : projection;

/** The maps and norms that have a weight and a bias, in the order in which the forward pass meets them: `0.ln1`, `0.qkv` … `lnF`. */
export const affineParts = (n_layer: number): string[] => [
  ...Array.from({ length: n_layer }, (_, layer) =>
    ['ln1', 'qkv', 'o', 'ln2', 'up', 'down'].map((part) => `${layer}.${part}`),
  ).flat(),
  'lnF',
];

/** All tensors, in the order in which the forward pass meets them. */
export function baseTensors(model: Omit<TransformerConfig, 'n_head' | 'layer_norm_epsilon'>): BaseTensor[] {
  const { n_layer, n_embd: d, n_inner, n_positions, vocab_size } = model;
  const affine = (name: string, shape: readonly number[]): BaseTensor[] => [
    { name: `${name}.weight`, shape },
    { name: `${name}.bias`, shape: shape.slice(-1) },
  ];
  const blocks = Array.from({ length: n_layer }, (_, layer) => [
    ...affine(`${layer}.ln1`, [d]),
    ...affine(`${layer}.qkv`, [d, 3 * d]),
    ...affine(`${layer}.o`, [d, d]),
    ...affine(`${layer}.ln2`, [d]),
    ...affine(`${layer}.up`, [d, n_inner]),
    ...affine(`${layer}.down`, [n_inner, d]),
  ]);
  return [
    { name: 'wte', shape: [vocab_size, d] },
    { name: 'wpe', shape: [n_positions, d] },
    ...blocks.flat(),
    ...affine('lnF', [d]),
  ];
}
