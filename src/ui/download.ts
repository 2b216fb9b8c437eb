/** Hands a file to the browser's own saving. */
import type { Download } from '../state/actions.ts';

export function save({ name, blob }: Download): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the blob by the next task; the address would keep it in memory.
  setTimeout(() => URL.revokeObjectURL(url));
}

/** Where there was nothing to give, a notice has said so. */
export function saveIfAny(download: Download | null): void {
  if (download) save(download);
}
