import type { TransformerConfig } from '../site.ts';

/** A model of two layers, small enough to count by hand. */
export const SMALL_MODEL: TransformerConfig = {
  n_layer: 2,
  n_head: 2,
  n_embd: 8,
  n_inner: 32,
  n_positions: 16,
  vocab_size: 20,
  layer_norm_epsilon: 1e-5,
};
