/** SHA-256. A browser's own is the fastest, but pages on plain http, as in many a classroom, are given none. */
import { sha256 as plainSha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** The SHA-256 of the bytes, as hex. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // TypeScript takes `subtle` for always present, but pages on plain http lack it.
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  return bytesToHex(subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : plainSha256(bytes));
}
