/** A shipped base model as one zip that unpacks to a folder by its name: a Hugging Face model for `from_pretrained`. */
import { zipSync } from 'fflate';
import { fetchFile } from './fetch-file.ts';
import { fetchModelFiles } from './model-files.ts';

/**
 * @param baseUrl the page's folder, under which models/ lies
 * @throws LabError `file-fetch` where a file cannot be fetched, `model-format` where one is not the model's
 */
export async function zipBaseModel(baseUrl: string, model: string): Promise<Uint8Array<ArrayBuffer>> {
  const folder = new URL(`models/${model}/`, baseUrl);
  const [files, readme] = await Promise.all([
    fetchModelFiles(folder, undefined),
    fetchFile(new URL('README.md', folder)),
  ]);
  const zipped = {
    [`${model}/config.json`]: files['config.json'],
    [`${model}/model.safetensors`]: files['model.safetensors'],
    [`${model}/tokenizer.json`]: files['tokenizer.json'],
    [`${model}/README.md`]: readme,
  };
  // Stored as they are: weights hardly shrink.
  return zipSync(zipped, { level: 0 });
}
