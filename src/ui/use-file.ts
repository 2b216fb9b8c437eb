/** Files and folders that a person drops anywhere on the page. */
import { useEffect, useState } from 'react';

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
