/** The ids of the tokenizers by which metrics cut texts (tokenizers.ts), and which of them is for which data. */

/** Which tokenizer a score was taken with. */
export const TOKENIZER_IDS = ['13a', 'zh', 'char', 'rouge-score', 'words', 'characters'] as const;
export type TokenizerId = (typeof TOKENIZER_IDS)[number];

/** How the texts of a data set are cut, decided once from its references. */
export const SEGMENTATIONS = ['ascii', 'words', 'chinese', 'characters'] as const;
export type Segmentation = (typeof SEGMENTATIONS)[number];

/** Of each data set's texts, the tokenizer for BLEU and that for ROUGE. */
const BY_SEGMENTATION: Readonly<Record<Segmentation, { bleu: TokenizerId; rouge: TokenizerId }>> = {
  ascii: { bleu: '13a', rouge: 'rouge-score' },
  words: { bleu: '13a', rouge: 'words' },
  chinese: { bleu: 'zh', rouge: 'characters' },
  // Where sacreBLEU would ask for a dictionary (ja-mecab, ko-mecab) or has nothing (Thai, Khmer).
  characters: { bleu: 'char', rouge: 'characters' },
};

/** The tokenizer by which a metric cuts a data set's texts; undefined for metrics that take texts whole. */
export function tokenizerOf(metric: string, segmentation: Segmentation): TokenizerId | undefined {
  if (metric.startsWith('bleu')) return BY_SEGMENTATION[segmentation].bleu;
  return metric.startsWith('rouge') ? BY_SEGMENTATION[segmentation].rouge : undefined;
}
