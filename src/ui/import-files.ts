/** Files that a person chooses or drops, and dropped folders, given to the page unread: the worker reads them. */
import { baseName, isAdapterFile } from '../core/model-folder.ts';
import { MOST_FILE_BYTES } from '../core/most-file-bytes.ts';
import { plainName } from '../core/plain-name.ts';
import { sayNoModel, takeModel, type GivenFile } from '../state/brought-model.ts';
import type { PageModel } from '../state/page-model.ts';

/** A file as a field or a drop gives it. A chosen folder comes with all that lies in folders within it. */
export const givenFile = (file: File): GivenFile => ({
  path: file.webkitRelativePath || file.name,
  bytes: file,
});

/** The file as the page takes it; null, with a notice, where it is too large. */
function accept(page: PageModel, { path, bytes }: GivenFile) {
  const name = plainName(path);
  if (bytes.size <= MOST_FILE_BYTES) return { name, bytes };
  page.notices.getState().say({ type: 'file-too-big', name, bytes: bytes.size, limit: MOST_FILE_BYTES });
  return null;
}

const acceptAll = (page: PageModel, files: readonly GivenFile[]) =>
  files.map((file) => accept(page, file)).filter((file) => file !== null);

/** Opens files of any kind that the page reads, given together: a model, adapters, exported runs, or the visitor's data. */
export async function openFiles(page: PageModel, files: readonly File[]): Promise<void> {
  const given = files.map(givenFile);
  if (!(await takeModel(page, given, ''))) await page.actions.openFiles(acceptAll(page, given));
}

/** Opens exported runs, one file after the other; any other file is refused as none. */
export async function importRuns(page: PageModel, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const accepted = accept(page, givenFile(file));
    if (accepted) await page.actions.importRun(accepted);
  }
}

/** Imports adapters from chosen files: PEFT's files of one, or zips; any other file is refused as none. */
export async function importAdapter(page: PageModel, files: readonly File[]): Promise<void> {
  const accepted = acceptAll(page, files.map(givenFile));
  const imported = await page.imported();
  const others = await imported.takeFrom(accepted);
  if (others.length > 0) await imported.import(others);
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

async function filesIn(entry: FileSystemEntry): Promise<GivenFile[]> {
  if (isFolder(entry)) return (await Promise.all((await entriesIn(entry)).map(filesIn))).flat();
  if (!isFile(entry)) return [];
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
  return [{ path: entry.fullPath.replace(/^\//, ''), bytes: file }];
}

/** Imports the adapter that lies in a folder, of which PEFT's files alone are looked at. Where there is none, a notice says so. */
async function importFound(page: PageModel, folder: string, found: readonly GivenFile[]): Promise<void> {
  const own = acceptAll(
    page,
    found.filter(({ path }) => isAdapterFile(path)),
  );
  await (await page.imported()).import(own, plainName(folder));
}

/** Imports what lies in folders: an adapter, a model, or files as if they had been dropped by themselves. */
export async function importDroppedFolders(
  page: PageModel,
  folders: readonly FileSystemEntry[],
): Promise<void> {
  for (const folder of folders) {
    const found = await filesIn(folder);
    const direct = found.filter((file) => file.path === `${folder.name}/${baseName(file.path)}`);
    if (found.some(({ path }) => isAdapterFile(path))) await importFound(page, folder.name, found);
    else if (await takeModel(page, found, folder.name)) continue;
    else if (direct.length > 0)
      await page.actions.openFiles(
        acceptAll(
          page,
          direct.map((file) => ({ path: baseName(file.path), bytes: file.bytes })),
        ),
      );
    else sayNoModel(page);
  }
}

/** @param files as a field for folders gives them; none where nothing was chosen */
export async function importChosenFolder(page: PageModel, files: readonly File[]): Promise<void> {
  const [first] = files;
  if (!first) return;
  const [folder = ''] = first.webkitRelativePath.split('/');
  await importFound(page, folder, files.map(givenFile));
}
