/**
 * Byte-level BPE (Sennrich et al. 2016, on bytes as in GPT-2). A library does the same more generally; this looks up numbers
 * where the library builds strings, and takes a small part of the time.
 */

/** GPT-2's printable stand-in for each byte: itself where it prints, else the next free one from U+0100. */
export const BYTE_SYMBOLS: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const prints = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return String.fromCharCode(prints ? byte : next++);
  });
})();

/**
 * @param vocab ids by token, of a `tokenizer.json`
 * @param merges pairs of tokens, the first learned first, each as a list or parted by a space
 * @returns what encodes a piece of text, in time that grows with the square of its length; null where a byte, or a token of a
 * merge, has no id
 */
export function createBpe(
  vocab: Readonly<Record<string, number>>,
  merges: readonly unknown[],
): ((piece: string) => number[]) | null {
  const ids = new Map(Object.entries(vocab));
  const bytes = BYTE_SYMBOLS.map((symbol) => ids.get(symbol));
  /** Which merge makes one of two neighbours: by left · base + right. */
  const ranks = new Map<number, number>();
  const base = 1 + [...ids.values()].reduce((most, id) => Math.max(most, id), 0);
  const merged: number[] = [];
  for (const merge of merges) {
    const pair: unknown[] = typeof merge === 'string' ? merge.split(' ') : Array.isArray(merge) ? merge : [];
    const [left, right] = pair.map((token) => ids.get(String(token)));
    const whole = ids.get(pair.join(''));
    if (left === undefined || right === undefined || whole === undefined) return null;
    ranks.set(left * base + right, merged.length);
    merged.push(whole);
  }
  if (bytes.includes(undefined)) return null;

  const encoder = new TextEncoder();
  return (piece) => {
    const tokens = Array.from(encoder.encode(piece), (byte) => bytes[byte] ?? NaN);
    for (;;) {
      let first = Infinity;
      let place = 0;
      for (let i = 1; i < tokens.length; i++) {
        const rank = ranks.get((tokens[i - 1] ?? NaN) * base + (tokens[i] ?? NaN)) ?? Infinity;
        if (rank >= first) continue;
        first = rank;
        place = i - 1;
      }
      const whole = merged[first];
      if (whole === undefined) return tokens;
      tokens.splice(place, 2, whole);
    }
  };
}
