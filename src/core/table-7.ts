/** Table 7 of the LoRA paper (Hu et al. 2021, section 7.3): Wq of the 48th layer of GPT-3, as printed. Nothing of it was measured here. */
import type { Amplification } from './amplification.ts';

export interface PublishedAmplification extends Omit<Amplification, 'sampled' | 'factor'> {
  r: number;
  /** 21.5 stands in the text of section 7.3; for r = 64, where appendix H.4 says “around 2”, it is the table's own ratio. */
  factor: number;
}

export const TABLE_7: readonly PublishedAmplification[] = [
  { r: 4, overlap: 0.32, own: 21.67, random: 0.02, deltaNorm: 6.91, baseNorm: 61.95, factor: 21.5 },
  { r: 64, overlap: 1.9, own: 37.71, random: 0.33, deltaNorm: 3.57, baseNorm: 61.95, factor: 1.88 },
];
