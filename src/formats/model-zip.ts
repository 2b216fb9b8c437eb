/** Folders for the person to save as one zip: a shipped base model, as a Hugging Face model for `from_pretrained`, and others. */
import { zipSync } from 'fflate';
import { fetchFile } from './fetch-file.ts';
import { fetchModelFiles } from './model-files.ts';

/**
 * A shipped base model's files by name, as `from_pretrained` reads them.
 * @param baseUrl the page's folder, under which models/ lies
 * @throws LabError `file-fetch` where a file cannot be fetched, `model-format` where one is not the model's
 */
export async function fetchBaseModel(
  baseUrl: string,
  model: string,
): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const folder = new URL(`models/${model}/`, baseUrl);
  const [files, readme] = await Promise.all([
    fetchModelFiles(folder, undefined),
    fetchFile(new URL('README.md', folder)),
  ]);
  return {
    'config.json': files['config.json'],
    'model.safetensors': files['model.safetensors'],
    'tokenizer.json': files['tokenizer.json'],
    'README.md': readme,
  };
}

/** @param files by their paths in the folder. They are stored as they are: weights hardly shrink */
export const zipFolder = (
  folder: string,
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
): Uint8Array<ArrayBuffer> =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`${folder}/${path}`, bytes])), {
    level: 0,
  });

/** A shipped base model as a zip that unpacks to a folder by its name. @throws LabError as `fetchBaseModel` */
export const zipBaseModel = async (baseUrl: string, model: string): Promise<Uint8Array<ArrayBuffer>> =>
  zipFolder(model, await fetchBaseModel(baseUrl, model));
