/**
 * How many numbers a model and its adapter hold, and what they take on disk and in the optimizer, from the
 * dimensions alone. Everything is counted in float32, as it is trained and exported here.
 */
import { baseTensors } from './models/family.ts';
import { atSite, type LoraSettings } from './methods/lora-config.ts';
import { slotsOf, type MethodConfig } from './methods/methods.ts';
import { sitesOf, siteShape, type Projection, type TransformerConfig } from './site.ts';
import { sizeOf } from './tensors.ts';

type Dimensions = Pick<TransformerConfig, 'n_layer' | 'n_embd' | 'n_inner'>;

const BYTES_PER_FLOAT = 4;

/** GPT-3 175B, the large model of the LoRA paper (§5.5; its shape after Brown et al. 2020, Table 2.1). */
export const GPT3: TransformerConfig = {
  n_layer: 96,
  n_head: 96,
  n_embd: 12_288,
  n_inner: 49_152,
  n_positions: 2048,
  vocab_size: 50_257,
  layer_norm_epsilon: 1e-5,
};
/** Its nominal size. */
export const GPT3_PARAMETERS = 175e9;

/** Weights of a GPT-2-family model: token and position embeddings, blocks, last LayerNorm; the head is tied. */
export function countBaseParameters(
  model: Dimensions & Pick<TransformerConfig, 'n_positions' | 'vocab_size'>,
): number {
  return baseTensors(model).reduce((total, { shape }) => total + sizeOf(shape), 0);
}

/** Weights that LoRA trains at one site: r·(dIn + dOut), those of A and of B. */
export function countSiteParameters(model: Dimensions, projection: Projection, r: number): number {
  const { dIn, dOut } = siteShape(model, projection);
  return r * (dIn + dOut);
}

/** Weights that a method trains: the sizes of its slots that are not frozen. Of LoRA Σ r·(dIn + dOut), 2·L·d·r for L square matrices (paper §5.1). */
export function countTrainable(model: TransformerConfig, method: MethodConfig): number {
  return slotsOf(model, method, 0).reduce(
    (total, { shape, isFrozen }) => total + (isFrozen ? 0 : sizeOf(shape)),
    0,
  );
}

/** The rank at which A and B hold as many weights as their d × k matrix: d·k/(d + k). Above it they hold more. */
export function breakEvenRank({ dIn, dOut }: { dIn: number; dOut: number }): number {
  return (dOut * dIn) / (dOut + dIn);
}

/** The matrices whose A and B outweigh them, in any of their layers, by the rank up to which they would not. */
export function outweighed(
  model: Dimensions,
  lora: LoraSettings,
): { projections: Projection[]; rank: number }[] {
  const byRank = new Map<number, Set<Projection>>();
  for (const site of sitesOf(model, lora.target_modules, lora.layers_to_transform)) {
    const rank = breakEvenRank(siteShape(model, site.projection));
    if (atSite(lora, site).r > rank) byRank.set(rank, (byRank.get(rank) ?? new Set()).add(site.projection));
  }
  return [...byRank].map(([rank, projections]) => ({ projections: [...projections], rank }));
}

/** Bytes of so many weights, as float32. */
export function weightBytes(parameters: number): number {
  return BYTES_PER_FLOAT * parameters;
}

/** Bytes that AdamW keeps beside so many trained weights: two moments each. */
export function optimizerBytes(parameters: number): number {
  return 2 * weightBytes(parameters);
}
