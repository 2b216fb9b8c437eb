/** How queries, keys and values lie in one matrix, for every form of attention. */
export interface AttentionShape {
  /** B, the number of texts. */
  batch: number;
  /** H; each is hd = d/H wide. */
  heads: number;
}
