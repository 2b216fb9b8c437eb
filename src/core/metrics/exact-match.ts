/** Exact match: is the prediction one of the references, word for word? Only white space may differ. */

/** One space between words, none around the text. */
export function normalizeSpace(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

export function isExactMatch(prediction: string, references: readonly string[]): boolean {
  return references.map(normalizeSpace).includes(normalizeSpace(prediction));
}
