/** A shipped base model as one zip that unpacks to a folder by its name: a Hugging Face model for `from_pretrained`. */
import { zipSync } from 'fflate';
import { FormatError } from './format-error.ts';

const FILES = ['config.json', 'model.safetensors', 'tokenizer.json', 'README.md'];

/**
 * @param baseUrl the page's folder, under which models/ lies
 * @throws FormatError where a file cannot be fetched
 */
export async function zipBaseModel(baseUrl: string, model: string): Promise<Uint8Array<ArrayBuffer>> {
  const files = await Promise.all(
    FILES.map(async (name) => {
      const response = await fetch(new URL(`models/${model}/${name}`, baseUrl));
      if (!response.ok) throw new FormatError(`${response.url} answered ${response.status}.`);
      return [`${model}/${name}`, new Uint8Array(await response.arrayBuffer())] as const;
    }),
  );
  // Stored as they are: weights hardly shrink.
  return zipSync(Object.fromEntries(files), { level: 0 });
}
