export interface AttentionShape {
  /** B, the number of texts. */
  batch: number;
  /** H; each is hd = d/H wide. */
  heads: number;
}
