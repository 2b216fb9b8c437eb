/** Files that a person chooses or drops anywhere on the page, read as bytes and given to the page. */
import { useEffect, useState } from 'react';
import type { PageModel } from '../state/page-model.ts';

/** Larger files would fill the memory: the worker gets a copy, and text takes two bytes a character. */
const MOST_BYTES = 64e6;

/** The file's name and bytes; null, with a notice, where it cannot be read. */
async function readFile(
  page: PageModel,
  file: File,
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> } | null> {
  if (file.size > MOST_BYTES) {
    page.notices
      .getState()
      .say({ type: 'file-too-big', name: file.name, bytes: file.size, limit: MOST_BYTES });
    return null;
  }
  try {
    return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch {
    page.notices.getState().say({ type: 'unreadable-file', name: file.name });
    return null;
  }
}

/** Opens files of any kind that the page reads, given together: exported runs, or the visitor's data. */
export async function openFiles(page: PageModel, files: readonly File[]): Promise<void> {
  const read = await Promise.all(files.map((file) => readFile(page, file)));
  await page.actions.openFiles(read.filter((file) => file !== null));
}

/** Opens an exported run; any other file is refused as none. */
export async function importFile(page: PageModel, file: File): Promise<void> {
  const read = await readFile(page, file);
  if (read) await page.actions.importRun(read.name, read.bytes);
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
