/** Finds PEFT's two files among those of a folder, of a zip archive, or dropped side by side. */
import { count } from '../../core/count.ts';
import { MOST_FILE_BYTES } from '../../core/most-file-bytes.ts';
import { kindOf } from '../file-kind.ts';
import { FormatError } from '../format-error.ts';
import { readZip } from '../zip.ts';
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

/** A file that may still have to be unpacked. */
interface Found {
  name: string;
  read(): Uint8Array;
}

/**
 * @param files of a folder, or a zip archive with them, at any depth. Of an archive nothing else is unpacked
 * @throws FormatError where one of the two is missing, is there twice, is a pickle, or unpacks to more than `MOST_FILE_BYTES`
 */
export function findPeftFiles(files: readonly NamedFile[]): PeftFiles {
  const all = files.flatMap(foundIn);
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
    return found;
  };
  const [settings, tensors] = [only(SETTINGS), only(TENSORS)];
  return { [SETTINGS]: Uint8Array.from(settings.read()), [TENSORS]: Uint8Array.from(tensors.read()) };
}

/** PyTorch's archives are zips, too: they stay as they are. */
function foundIn({ name, bytes }: NamedFile): Found[] {
  if (kindOf(bytes) !== 'a zip archive' || PICKLE.test(name)) return [{ name, read: () => bytes }];
  const tryTo = <T>(act: () => T): T => {
    try {
      return act();
    } catch {
      throw new FormatError(`${name} cannot be unpacked: it is cut short or damaged.`);
    }
  };
  return tryTo(() => readZip(bytes)).map((file) => ({
    name: file.name,
    read() {
      if (file.bytes > MOST_FILE_BYTES)
        throw new FormatError(
          `${name}: ${file.name} would unpack to ${inMegabytes(file.bytes)} MB; the page reads files of at most ${inMegabytes(MOST_FILE_BYTES)} MB.`,
        );
      return tryTo(() => file.unpack());
    },
  }));
}

const inMegabytes = (bytes: number): string => count(Math.round(bytes / 1e6));
