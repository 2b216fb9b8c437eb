/** Reads a model's tensors by name, each held against the shape that config.json gives it, and knows which were never asked for. */
import { FormatError } from './format-error.ts';
import type { TensorEntry } from './safetensors.ts';

export interface TensorReader {
  /** @throws FormatError where the tensor is missing, of another shape, or holds what is no finite number */
  readonly read: (name: string, ...shape: number[]) => Float32Array;
  /** The tensors that were not read. */
  readonly unread: () => string[];
}

/** @param prefix stands before every name that is read */
export function tensorReader(tensors: ReadonlyMap<string, TensorEntry>, prefix: string): TensorReader {
  const unread = new Set(tensors.keys());
  return {
    read(part, ...shape) {
      const name = prefix + part;
      const tensor = tensors.get(name);
      if (!tensor) throw new FormatError(`The model file has no tensor "${name}".`);
      const place = tensor.file ? ` in ${tensor.file}` : '';
      if (tensor.shape.join() !== shape.join())
        throw new FormatError(
          `Tensor "${name}"${place} is [${tensor.shape.join(', ')}]; config.json makes it [${shape.join(', ')}].`,
        );
      unread.delete(name);
      const { data } = tensor;
      const wrong = data.findIndex((value) => !Number.isFinite(value));
      if (wrong >= 0)
        throw new FormatError(
          `Tensor "${name}"${place} holds ${data[wrong]} at place ${wrong}: weights must be finite numbers.`,
        );
      return data;
    },
    unread: () => [...unread],
  };
}
