/** Hands a file to the browser's own saving. */
import type { Download } from '../state/zip-for-peft.ts';

/** For how long a browser may read from the address of a file that it saves, in milliseconds. */
const READ_MS = 40_000;

export function save({ name, blob }: Download): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The address keeps the blob in memory, but Safari reads a large one through it for some time.
  setTimeout(() => URL.revokeObjectURL(url), READ_MS);
}

/** Where there was nothing to give, a notice has said so. */
export function saveIfAny(download: Download | null): void {
  if (download) save(download);
}
