/** Files that a person chooses or drops anywhere on the page, given to the page unread: the worker reads them. */
import { useEffect, useState } from 'react';
import { MOST_FILE_BYTES } from '../core/most-file-bytes.ts';
import { plainName } from '../core/plain-name.ts';
import type { PageModel } from '../state/page-model.ts';

/** The file as the page takes it; null, with a notice, where it is too large. */
function accept(page: PageModel, file: File): { name: string; bytes: File } | null {
  if (file.size <= MOST_FILE_BYTES) return { name: plainName(file.name), bytes: file };
  page.notices
    .getState()
    .say({ type: 'file-too-big', name: file.name, bytes: file.size, limit: MOST_FILE_BYTES });
  return null;
}

/** Opens files of any kind that the page reads, given together: exported runs, or the visitor's data. */
export async function openFiles(page: PageModel, files: readonly File[]): Promise<void> {
  await page.actions.openFiles(files.map((file) => accept(page, file)).filter((file) => file !== null));
}

/** Opens exported runs, one file after the other; any other file is refused as none. */
export async function importFiles(page: PageModel, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const accepted = accept(page, file);
    if (accepted) await page.actions.importRun(accepted);
  }
}

/**
 * Lets files be dropped anywhere on the page.
 * @returns whether a file hovers over the page now
 */
export function useFileDrop(onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const carriesFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const hover = (event: DragEvent) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      // No related target: the pointer left the window, not merely one element for another.
      if (!event.relatedTarget) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      setOver(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', hover);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', hover);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [onFiles]);
  return over;
}
