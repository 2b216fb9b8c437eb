/** Files that a person chooses or drops anywhere on the page, read as text and given to the page. */
import { useEffect, useState } from 'react';
import type { PageModel } from '../state/page-model.ts';

/** Larger files would fill the page's memory: text takes two bytes a character, and the worker gets a copy. */
const MOST_BYTES = 64e6;

/** Reads a file and hands its name and text on, or says why it cannot be read. */
async function readFile(
  page: PageModel,
  file: File,
  handOn: (name: string, text: string) => Promise<void>,
): Promise<void> {
  if (file.size > MOST_BYTES) {
    page.notices
      .getState()
      .say({ type: 'file-too-big', name: file.name, bytes: file.size, limit: MOST_BYTES });
    return;
  }
  let text: string;
  try {
    text = await file.text();
  } catch {
    page.notices.getState().say({ type: 'unreadable-file', name: file.name });
    return;
  }
  await handOn(file.name, text);
}

/** Opens a file of any kind that the page reads: an exported run, or the visitor's data. */
export const openFile = (page: PageModel, file: File): Promise<void> =>
  readFile(page, file, page.actions.openFile);

/** Opens an exported run; any other file is refused as none. */
export const importFile = (page: PageModel, file: File): Promise<void> =>
  readFile(page, file, page.actions.importRun);

/**
 * Lets a file be dropped anywhere on the page.
 * @returns whether a file hovers over the page now
 */
export function useFileDrop(onFile: (file: File) => void): boolean {
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
      const file = event.dataTransfer?.files[0];
      if (file) onFile(file);
    };
    window.addEventListener('dragover', hover);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', hover);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [onFile]);
  return over;
}
