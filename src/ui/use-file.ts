/** Files that a person chooses or drops anywhere on the page, given to the page unread: the worker reads them. */
import { useEffect, useState } from 'react';
import { MOST_FILE_BYTES } from '../core/most-file-bytes.ts';
import { isModelFolder } from '../core/model-folder.ts';
import { plainName } from '../core/plain-name.ts';
import type { PageModel } from '../state/page-model.ts';

/**
 * The file as the page takes it; null, with a notice, where it is too large.
 * @param path with its folders, where these are known
 */
export function accept(page: PageModel, file: File, path = file.name): { name: string; bytes: File } | null {
  if (file.size <= MOST_FILE_BYTES) return { name: plainName(path), bytes: file };
  page.notices
    .getState()
    .say({ type: 'file-too-big', name: file.name, bytes: file.size, limit: MOST_FILE_BYTES });
  return null;
}

/**
 * Opens files of any kind that the page reads, given together: a model folder's, exported runs, or the visitor's data.
 * @param folder the name of the folder that they were in, where there was one
 */
export async function openFiles(page: PageModel, files: readonly File[], folder = ''): Promise<void> {
  // A chosen folder comes with all that lies in folders within it.
  const flat = files.filter(({ webkitRelativePath: path }) => path.split('/').length <= 2);
  if (isModelFolder(flat.map(({ name }) => name))) {
    const named = folder || (flat[0]?.webkitRelativePath.split('/')[0] ?? '');
    await page.actions.openModel(
      flat.map((file) => ({ name: file.name, bytes: file })),
      plainName(named),
    );
    return;
  }
  await page.actions.openFiles(files.map((file) => accept(page, file)).filter((file) => file !== null));
}

/**
 * Lets files, and folders, be dropped anywhere on the page.
 * @returns whether a file hovers over the page now
 */
export function useFileDrop(
  onFiles: (files: File[]) => void,
  onFolders: (folders: FileSystemEntry[]) => void,
): boolean {
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
      const { items = [], files = [] } = event.dataTransfer ?? {};
      const folders = [...items]
        .map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null))
        .filter((entry) => entry !== null)
        .filter(({ isDirectory }) => isDirectory);
      if (folders.length > 0) onFolders(folders);
      else onFiles([...files]);
    };
    window.addEventListener('dragover', hover);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', hover);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [onFiles, onFolders]);
  return over;
}
