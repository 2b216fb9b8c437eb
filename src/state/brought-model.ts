/**
 * A model that a person brings in a folder, as files or in a zip: found among what was given, described before its weights are read,
 * then loaded. What cannot be used, or waits for a word, is shown in the dialog for own models, with which this is loaded.
 */
import { shortages } from '../core/memory-estimate.ts';
import { baseName, isAdapterFile, isModelFile, modelFoldersIn, modelIdOf } from '../core/model-folder.ts';
import { describeFolder, type ModelDescription } from '../formats/model-description.ts';
import { ModelError } from '../formats/model-error.ts';
import { MOST_WEIGHT_BYTES } from '../formats/model-folder.ts';
import { readZipFile, ZipError, type ZipFile } from '../formats/zip.ts';
import type { OwnFile } from '../worker/protocol.ts';
import { deviceLimits } from './device-limits.ts';
import type { OwnModel } from './kept-models.ts';
import { errorNotice, type ErrorNotice } from './notices-store.ts';
import type { PageModel } from './page-model.ts';
import { liveHere } from './runs-store.ts';
import { MODELS } from './shelf.ts';

export { ModelError } from '../formats/model-error.ts';
export type { ModelDescription } from '../formats/model-description.ts';

/** Why a model is not loaded: a fault of its own, or another failure. */
export type ModelProblem = ModelError | ErrorNotice;

/** What the dialog for own models shows of one that was brought. */
export type BroughtModel =
  | { phase: 'asking'; problem: ModelProblem | null }
  | { phase: 'looking' }
  /** It waits for a person's word: runs train, which end with it, or it would not fit this device. */
  | { phase: 'found'; model: ModelDescription; own: OwnModel }
  | { phase: 'opening'; model: ModelDescription };

/** A file that a person gave, with the folders that it was in before "/". */
export interface GivenFile {
  path: string;
  bytes: Blob;
}

type Page = Pick<PageModel, 'session' | 'runs' | 'config'>;

/** Beside its weights the files of a model are small. */
const MOST_OTHER_BYTES = 2e8;

/** A folder, or one in a zip, that has a model's files. */
interface Place {
  /** Its name, or the zip's. */
  name: string;
  /** As it was given. */
  path: string;
  files: readonly { name: string; size: number; read: () => Promise<Blob> }[];
}

/** The files of a folder among files, by their names in it. */
function filesIn<F>(files: readonly F[], pathOf: (file: F) => string, folder: string): [string, F][] {
  const before = folder === '' ? '' : `${folder}/`;
  return files
    .map((file): [string, F] => [pathOf(file).slice(before.length), file])
    .filter(([name, file]) => pathOf(file).startsWith(before) && name !== '' && !name.includes('/'));
}

/** @throws ZipError */
async function placesInZip({ path, bytes }: GivenFile): Promise<Place[]> {
  const entries = (await readZipFile(bytes)).filter(({ name }) => !/^__MACOSX\/|(^|\/)\._/.test(name));
  const pathOf = ({ name }: ZipFile) => name;
  return modelFoldersIn(entries.map(pathOf)).map((folder) => ({
    name: baseName(folder) || baseName(path).replace(/\.zip$/i, ''),
    path: folder,
    files: filesIn(entries, pathOf, folder).map(([name, file]) => ({
      name,
      size: file.bytes,
      read: () => file.unpack(),
    })),
  }));
}

/**
 * @param name of the folder that the files were in, if it is not in their paths
 * @throws ZipError
 */
async function placesOf(given: readonly GivenFile[], name: string): Promise<Place[]> {
  const [only, ...others] = given;
  if (only && others.length === 0 && /\.zip$/i.test(only.path)) return placesInZip(only);
  const pathOf = ({ path }: GivenFile) => path;
  return modelFoldersIn(given.map(pathOf)).map((folder) => ({
    name: baseName(folder) || name,
    path: folder,
    files: filesIn(given, pathOf, folder).map(([file, { bytes }]) => ({
      name: file,
      size: bytes.size,
      read: () => Promise.resolve(bytes),
    })),
  }));
}

/** @throws ModelError, ZipError, LabError `file-unreadable` */
async function look({ name, files }: Place): Promise<{ model: ModelDescription; own: OwnModel }> {
  const modelFiles = files.filter((file) => isModelFile(file.name));
  const bytes = modelFiles.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MOST_WEIGHT_BYTES + MOST_OTHER_BYTES)
    throw new ModelError('too-large', { bytes, limit: MOST_WEIGHT_BYTES });
  const read: OwnFile[] = [];
  for (const file of modelFiles) read.push({ name: file.name, bytes: await file.read() });
  const others = files.filter((file) => !modelFiles.includes(file)).map((file) => file.name);
  return { model: await describeFolder(read, others), own: { id: modelIdOf(name, MODELS), files: read } };
}

/** The number of the last model that was brought: what becomes of earlier ones is not shown. */
let latest = 0;

/** Shows what became of a model: in the dialog where it is open, or where a person must know. */
function show({ session }: Page, brought: BroughtModel): void {
  const mustKnow = brought.phase === 'asking' || brought.phase === 'found';
  if (mustKnow || session.getState().brought) session.setState({ brought });
}

async function bring(page: Page, find: () => Promise<readonly Place[]>): Promise<void> {
  const number = ++latest;
  const { session, runs, config } = page;
  show(page, { phase: 'looking' });
  try {
    const [place, ...others] = await find();
    if (!place) throw new ModelError('no-model');
    if (others.length > 0)
      throw new ModelError('several', { text: [place, ...others].map(({ path }) => path).join(', ') });
    if (place.files.some(({ name }) => isAdapterFile(name))) throw new ModelError('adapter');
    const found = await look(place);
    const limits = await deviceLimits(session.getState().device?.backend ?? 'wasm');
    if (number !== latest) return;
    const mustAsk =
      liveHere(runs.getState()).length > 0 ||
      shortages(found.model.shape, config.getState().config, limits).length > 0;
    if (mustAsk) show(page, { phase: 'found', ...found });
    else await load(page, number, found);
  } catch (error) {
    if (number === latest) show(page, { phase: 'asking', problem: problemOf(error) });
  }
}

const problemOf = (error: unknown): ModelProblem => {
  if (error instanceof ModelError) return error;
  return error instanceof ZipError ? new ModelError('zip') : errorNotice(error);
};

async function load(
  page: Page,
  number: number,
  { model, own }: { model: ModelDescription; own: OwnModel },
): Promise<void> {
  const { session } = page;
  show(page, { phase: 'opening', model });
  const problem = await session.getState().openModel(own);
  if (number !== latest) return;
  if (problem) show(page, { phase: 'asking', problem });
  // Opened again meanwhile, the dialog stays.
  else if (session.getState().brought?.phase === 'opening') session.setState({ brought: null });
}

/** Leaves the model that is looked at, or waits, and closes the dialog unless it is to stay. One that is being loaded goes on. */
export function leaveBrought({ session }: Page, isToStay = false): void {
  if (session.getState().brought?.phase !== 'opening') latest++;
  session.setState({ brought: isToStay ? { phase: 'asking', problem: null } : null });
}

/** Says that there is no model where one was looked for. */
export const sayNoModel = (page: Page): void =>
  show(page, { phase: 'asking', problem: new ModelError('no-model') });

/**
 * Loads the model that a person chose as such.
 * @param files a folder's, those of a model, or one zip
 */
export const chooseModel = (page: Page, files: readonly GivenFile[]): Promise<void> =>
  bring(page, () => placesOf(files, ''));

/**
 * Loads the model among files that were dropped, if there is one.
 * @param name of the folder that they were in, if any
 * @returns whether there is one
 */
export async function takeModel(page: Page, files: readonly GivenFile[], name: string): Promise<boolean> {
  if (files.some(({ path }) => isAdapterFile(path))) return false;
  // A zip that is damaged may be of anything.
  const places = await placesOf(files, name).catch(() => []);
  const isAdapter = places.some((place) => place.files.some((file) => isAdapterFile(file.name)));
  if (places.length === 0 || isAdapter) return false;
  await bring(page, () => Promise.resolve(places));
  return true;
}

/** Loads the model that waits for a person's word. */
export async function openBrought(page: Page): Promise<void> {
  const { brought } = page.session.getState();
  if (brought?.phase === 'found') await load(page, ++latest, brought);
}
