/** Which files a model folder in Hugging Face's layout has. */

/** The weights: one file, or shards with their index. */
export const WEIGHT_FILE = /^model.*\.safetensors(\.index\.json)?$/;

/** True for names among which are a model's: what else a person brings is data or runs. */
export const isModelFolder = (names: readonly string[]): boolean =>
  names.some((name) => name === 'config.json' || name === 'tokenizer.json' || WEIGHT_FILE.test(name));

/** An id for a model by its folder's name: letters, digits, “.”, “-” and “_”, and no shipped model's. @param taken the shipped ones */
export function modelIdOf(folder: string, taken: readonly string[]): string {
  const id = folder
    .replaceAll(/[^\w.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 48);
  if (id === '') return 'own-model';
  return taken.includes(id) ? `${id}-own` : id;
}
