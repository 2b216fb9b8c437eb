/** Which files a model folder in Hugging Face's layout has. */

/** The weights: one file, or shards with their index. */
export const WEIGHT_FILE = /^model.*\.safetensors(\.index\.json)?$/;

/** The settings and vocabulary of a model by the names that transformers gives them. */
export const SETTINGS_FILE =
  /^((config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|chat_template|vocab)\.json|merges\.txt|vocab\.txt|tokenizer\.model|chat_template\.jinja)$/;
const NOTE_FILE = /^(readme|licen[cs]e|notice)(\.|$)/i;

/** True for the name of a file that belongs to a model: whatever else lies in its folder is not the model's. */
export const isModelFile = (name: string): boolean =>
  SETTINGS_FILE.test(name) || WEIGHT_FILE.test(name) || NOTE_FILE.test(name);

/** Weights in formats that can run code when they are read, or that are not read here, by the names that they usually have. */
export const OTHER_WEIGHTS =
  /^(pytorch_model|tf_model|flax_model|rust_model|consolidated|model)\b.*\.(bin|pt|pth|ckpt|pkl|h5|msgpack|ot)$|\.(gguf|onnx)$/;

/** The name of a file without its folders. */
export const baseName = (path: string): string => path.split('/').at(-1) ?? '';

/** True for one of PEFT's two files. An adapter's folder often has a tokenizer, too. */
export const isAdapterFile = (path: string): boolean => baseName(path).startsWith('adapter_');

/** True for names among which are a model's: what else a person brings is data or runs. */
const isModelFolder = (names: readonly string[]): boolean =>
  names.some(
    (name) =>
      name === 'config.json' ||
      name === 'tokenizer.json' ||
      WEIGHT_FILE.test(name) ||
      OTHER_WEIGHTS.test(name),
  );

/** In a folder within another a config.json alone may be of anything. */
const isWholeModel = (names: readonly string[]): boolean =>
  names.includes('config.json') && names.some((name) => WEIGHT_FILE.test(name) || OTHER_WEIGHTS.test(name));

/**
 * Where among files there are models.
 * @param paths the files', with their folders before "/"
 * @returns the folders that have a model's files, of those at the least depth; "" for the top
 */
export function modelFoldersIn(paths: readonly string[]): string[] {
  const names = new Map<string, string[]>();
  for (const path of paths) {
    const end = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, end));
    names.set(folder, [...(names.get(folder) ?? []), path.slice(end + 1)]);
  }
  const depthOf = (folder: string) => (folder === '' ? 0 : folder.split('/').length);
  const top = Math.min(...[...names.keys()].map(depthOf));
  const found = [...names]
    .filter(([folder, own]) => (depthOf(folder) === top ? isModelFolder(own) : isWholeModel(own)))
    .map(([folder]) => folder);
  const nearest = Math.min(...found.map(depthOf));
  return found.filter((folder) => depthOf(folder) === nearest);
}

/** An id for a model by its folder's name: letters, digits, “.”, “-” and “_”, and no shipped model's. @param taken the shipped ones */
export function modelIdOf(folder: string, taken: readonly string[]): string {
  const id = folder
    .replaceAll(/[^\w.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 48);
  if (id === '') return 'own-model';
  return taken.includes(id) ? `${id}-own` : id;
}
