/** The bytes of a file on disk, read in pieces so that a large or slow one can tell how far it is. */
import type { Tell } from '../core/file-progress.ts';
import { LabError } from '../core/lab-error.ts';

/** The file on disk is no longer the one that was chosen. */
export const fileGone = (name: string): LabError =>
  new LabError('file-unreadable', `${name} was changed, moved or deleted after it was chosen.`);

/** @throws LabError `file-unreadable` where the file on disk is no longer the one that was chosen */
export async function readBlob(name: string, blob: Blob, tell: Tell): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(blob.size);
  let read = 0;
  try {
    const reader = blob.stream().getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return bytes;
      bytes.set(value, read);
      read += value.length;
      tell('reading', read, bytes.length);
    }
  } catch {
    throw fileGone(name);
  }
}
