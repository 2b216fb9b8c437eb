/** How queries, keys and values lie in one matrix, for every form of attention. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Packing } from '../batch-tensors.ts';

export interface AttentionShape {
  /** B, the number of texts of equal length; 1 where they are packed. */
  batch: number;
  /** H; each is hd = d/H wide. */
  heads: number;
  /** Where texts of their own lengths lie one after another; null or absent in a grid. WASM alone reads it. */
  packing?: Pick<Packing, 'starts' | 'longest'> | null;
  /**
   * [B] int32, how many positions each text has: then every position sees all of them, in both directions. Null or absent where a
   * position sees itself and earlier ones.
   */
  lengths?: tf.Tensor1D | null;
}
