/** The tensors of adapter_model.safetensors, each taken once, by its name and the shape that it must have. */
import { sizeOf } from '../../core/tensors.ts';
import { FormatError } from '../format-error.ts';
import { bytesOf, FLOATS, readSafetensors, type Float, type TensorEntry } from '../safetensors.ts';

export const TENSORS = 'adapter_model.safetensors';

/** The tensors are not those that the settings have on this base model. */
export class ShapeError extends FormatError {}

export interface TensorFile {
  /** Of all tensors together, as they are written again. */
  bytes: number;
  /** What the file has each tensor's numbers as, by the names that PEFT saves. */
  dtypes: Readonly<Record<string, Float>>;
  /** Of those that nobody took, as PEFT saves them. */
  names(): string[];
  /** The shape of a tensor that nobody took; null where the file has none. */
  shapeOf(name: string): readonly number[] | null;
  /** The values, row-major. @throws ShapeError where the file lacks the tensor, or has it in another shape */
  take(name: string, shape: readonly number[]): Float32Array;
  /** @throws ShapeError naming a tensor that nobody took */
  expectEmpty(): void;
}

/** Trained parts of a module. A name may hold the adapter's name after them, as it has in PEFT's memory. */
const PART =
  /\.(lora_[AB]|lora_magnitude_vector|ia3_l|vera_lambda_[bd])(?:\.(?!weight$)[^.]+)?(?:\.weight)?$/;

/** Between a module that is saved whole and its parts, as PEFT has it in memory. */
const SAVED_WHOLE = /\.modules_to_save(?:\.default)?(?=\.)/;

/**
 * Copies of biases that PEFT saves where it trains all biases: those of the frozen module beside one that is saved whole, and
 * the trained ones under the names of its memory, too.
 */
const isCopy = (name: string, all: ReadonlyMap<string, TensorEntry>): boolean =>
  name.includes('.original_module.') || (SAVED_WHOLE.test(name) && all.has(name.replace(SAVED_WHOLE, '')));

/** A tensor's name as PEFT saves it. */
const savedName = (name: string): string =>
  name
    .replace(SAVED_WHOLE, '')
    .replace(PART, (_, part: string) => `.${part}${/^lora_[AB]$/.test(part) ? '.weight' : ''}`);

const written = (shape: readonly number[]): string => shape.join(' × ') || 'none';

/** @throws FormatError where it is no safetensors file */
export function openTensors(bytes: Uint8Array): TensorFile {
  const refuse = (detail: string) => new ShapeError(`${TENSORS}: ${detail}`);
  const entries = new Map<string, { name: string; entry: TensorEntry }>();
  const given = read(bytes);
  for (const [name, entry] of given) {
    if (isCopy(name, given)) continue;
    const other = entries.get(savedName(name));
    if (other)
      throw refuse(`"${other.name}" and "${name}" are of two adapters. Save the one that is wanted alone.`);
    entries.set(savedName(name), { name, entry });
  }
  // What is of another type is refused where it is taken.
  const floatOf = ({ dtype }: TensorEntry) => FLOATS.find((float) => float === dtype) ?? 'F32';
  return {
    dtypes: Object.fromEntries([...entries].map(([name, { entry }]) => [name, floatOf(entry)])),
    bytes: [...entries.values()].reduce(
      (sum, { entry }) => sum + sizeOf(entry.shape) * bytesOf(floatOf(entry)),
      0,
    ),
    names: () => [...entries.keys()],
    shapeOf: (name) => entries.get(name)?.entry.shape ?? null,
    take(name, shape) {
      const found = entries.get(name);
      if (!found)
        throw refuse(`it has no tensor "${name}", which adapter_config.json asks for (${written(shape)}).`);
      entries.delete(name);
      const { entry } = found;
      if (entry.shape.join() !== shape.join())
        throw refuse(
          `tensor "${found.name}" is ${written(entry.shape)}, and this model with adapter_config.json needs ${written(shape)}.`,
        );
      return entry.data;
    },
    expectEmpty() {
      const [rest] = entries.values();
      if (rest)
        throw refuse(
          `tensor "${rest.name}" (${written(rest.entry.shape)}) is of nothing that adapter_config.json adapts.`,
        );
    },
  };
}

function read(bytes: Uint8Array) {
  try {
    return readSafetensors(Uint8Array.from(bytes).buffer);
  } catch (error) {
    throw error instanceof FormatError ? new FormatError(`${TENSORS}: ${error.message}`) : error;
  }
}
