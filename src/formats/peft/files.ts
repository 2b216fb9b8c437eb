/** Finds PEFT's two files among those of a folder, of a zip archive, or dropped side by side. */
import { unzipSync, type Unzipped } from 'fflate';
import { kindOf } from '../file-kind.ts';
import { FormatError } from '../format-error.ts';
import { SETTINGS } from './settings.ts';
import { TENSORS } from './tensor-file.ts';

/** The files that make an adapter. */
export type PeftFiles = Record<typeof TENSORS | typeof SETTINGS, Uint8Array<ArrayBuffer>>;

/** A file with its path, as far as it is known. */
export interface NamedFile {
  name: string;
  bytes: Uint8Array;
}

/** Python's pickle, and PyTorch's archive of one. */
const PICKLE = /\.(bin|pt|pth|ckpt|pkl)$/i;

/**
 * @param files of a folder, or a zip archive with them, at any depth
 * @throws FormatError where one of the two is missing, is there twice, or is a pickle
 */
export function findPeftFiles(files: readonly NamedFile[]): PeftFiles {
  const all = files.flatMap((file) => (kindOf(file.bytes) === 'a zip archive' ? unzipped(file) : [file]));
  const pickle = all.find(({ name }) => PICKLE.test(name));
  const named = (wanted: string) => all.filter(({ name }) => name.split(/[\\/]/).at(-1) === wanted);
  if (pickle && named(TENSORS).length === 0)
    throw new FormatError(
      `${pickle.name} is a Python pickle: to read one is to run the program in it. Save the adapter as safetensors: model.save_pretrained(folder) of a current PEFT does.`,
    );
  const only = (wanted: typeof TENSORS | typeof SETTINGS) => {
    const [found, another] = named(wanted);
    if (!found) throw new FormatError(`There is no ${wanted}. PEFT writes ${SETTINGS} and ${TENSORS}.`);
    if (another)
      throw new FormatError(`There are several adapters: ${found.name}, ${another.name}. Choose one.`);
    return Uint8Array.from(found.bytes);
  };
  return { [SETTINGS]: only(SETTINGS), [TENSORS]: only(TENSORS) };
}

/** PyTorch's archives are zips, too: they stay as they are. */
function unzipped(file: NamedFile): NamedFile[] {
  if (PICKLE.test(file.name)) return [file];
  let contents: Unzipped;
  try {
    contents = unzipSync(file.bytes, { filter: ({ name }) => !name.endsWith('/') });
  } catch {
    throw new FormatError(`${file.name} cannot be unpacked: it is cut short or damaged.`);
  }
  return Object.entries(contents).map(([name, bytes]) => ({ name, bytes }));
}
