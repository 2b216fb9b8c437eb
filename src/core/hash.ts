/** A short fingerprint of text. Tells accidental differences apart; no protection against deliberate ones. */

/**
 * 32-bit FNV-1a over the text's UTF-16 code units, as an unsigned number.
 * @param start the hash of what came before, to fingerprint texts in sequence.
 */
export function fnv1a(text: string, start = 0x811c9dc5): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
