/** Exported runs and adapters that a person chooses as such, and dropped folders. */
import { plainName } from '../core/plain-name.ts';
import type { PageModel } from '../state/page-model.ts';
import { accept, openFiles } from './use-file.ts';

/** Opens exported runs, one file after the other; any other file is refused as none. */
export async function importRuns(page: PageModel, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const accepted = accept(page, file);
    if (accepted) await page.actions.importRun(accepted);
  }
}

/** Imports adapters from chosen files: PEFT's files of one, or zips; any other file is refused as none. */
export async function importAdapter(page: PageModel, files: readonly File[]): Promise<void> {
  const accepted = files.map((file) => accept(page, file)).filter((file) => file !== null);
  const imported = await page.imported();
  const others = await imported.takeFrom(accepted);
  if (others.length > 0) await imported.import(others);
}

interface FoundFile {
  file: File;
  path: string;
}

const entriesIn = (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader();
  // A reader gives some entries at a time, and none at the end.
  const more = async (before: FileSystemEntry[]): Promise<FileSystemEntry[]> => {
    const next = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    return next.length === 0 ? before : more([...before, ...next]);
  };
  return more([]);
};

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

async function filesIn(entry: FileSystemEntry): Promise<FoundFile[]> {
  if (isFolder(entry)) return (await Promise.all((await entriesIn(entry)).map(filesIn))).flat();
  if (!isFile(entry)) return [];
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
  return [{ file, path: entry.fullPath }];
}

/** Imports the adapter that lies in a folder, of which PEFT's files alone are looked at. Where there is none, a notice says so. */
async function importFound(page: PageModel, folder: string, found: readonly FoundFile[]): Promise<void> {
  const own = found
    .filter(({ file }) => file.name.startsWith('adapter_'))
    .map(({ file, path }) => accept(page, file, path))
    .filter((file) => file !== null);
  await (await page.imported()).import(own, plainName(folder));
}

/** Imports what lies in folders: an adapter, a model, or files as if they had been dropped by themselves. */
export async function importDroppedFolders(
  page: PageModel,
  folders: readonly FileSystemEntry[],
): Promise<void> {
  for (const folder of folders) {
    const found = await filesIn(folder);
    const direct = found.filter(({ path }) => path === `${folder.fullPath}/${path.split('/').at(-1) ?? ''}`);
    // An adapter's folder often has a tokenizer, too.
    if (found.some(({ file }) => file.name.startsWith('adapter_')))
      await importFound(page, folder.name, found);
    else
      await openFiles(
        page,
        direct.map(({ file }) => file),
        folder.name,
      );
  }
}

/** @param files as a field for folders gives them; none where nothing was chosen */
export async function importChosenFolder(page: PageModel, files: readonly File[]): Promise<void> {
  const [first] = files;
  if (!first) return;
  const [folder = ''] = first.webkitRelativePath.split('/');
  await importFound(
    page,
    folder,
    files.map((file) => ({ file, path: file.webkitRelativePath })),
  );
}
