/** The weights of a base model for workers beside the lab: fetched of a shipped one, read of the files of another. */
import { LabError } from '../core/lab-error.ts';
import { readBaseModel, type ReadModel } from '../formats/base-model.ts';
import { fetchModelFiles, modelFolder } from '../formats/model-files.ts';
import { readModelFolder } from '../formats/model-folder.ts';
import { parseJson } from '../formats/parse-json.ts';
import { readSafetensors } from '../formats/safetensors.ts';
import type { OwnFile } from './protocol.ts';

/** Which weights are wanted, and where they are. */
export interface BaseSource {
  model: string;
  /** SHA-256 of the weights as hex; null where that is not known. */
  weights: string | null;
  /** The page's folder, which models are fetched from. */
  baseUrl: string;
  /** The model's files, where the page does not ship it. */
  folder?: readonly OwnFile[] | undefined;
}

async function fetchShipped(model: string, baseUrl: string): Promise<{ read: ReadModel; weights: string }> {
  const files = await fetchModelFiles(modelFolder(model, baseUrl), undefined);
  const read = readBaseModel(parseJson('config.json', files['config.json']), () =>
    readSafetensors(files['model.safetensors'].buffer),
  );
  return { read, weights: files.weights };
}

/** @throws LabError `other-model`, saying `others`, where the model has other weights by now than are wanted */
export async function readBase(
  { model, weights, baseUrl, folder }: BaseSource,
  others: string,
): Promise<ReadModel> {
  const found = folder ? await readModelFolder([...folder], undefined) : await fetchShipped(model, baseUrl);
  if (weights !== null && weights !== found.weights) throw new LabError('other-model', others);
  return found.read;
}
