/**
 * A matrix of more bytes than a WebGPU kernel may bind at once (`maxStorageBufferBindingSize`) is bound in parts, each of whole rows. Its
 * buffer stays one.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { VIEW_ALIGNMENT } from '../backend/current.ts';
import type { LabWebGPU } from '../backend/webgpu.ts';

export interface Parts {
  /** Where they lie in the tensor's buffer, in order. The caller disposes them once its work is encoded. */
  views: tf.Tensor[];
  /** Rows of each part but the last, which may have fewer. */
  rows: number;
}

/** With so many rows in a part, each part begins where a buffer may be bound, whatever the width. */
const ROWS = VIEW_ALIGNMENT / Float32Array.BYTES_PER_ELEMENT;

/**
 * @param tensor of 32-bit values
 * @param width values in a row, as the tensor has them
 * @returns null where the whole may be bound at once
 */
export function partsOf(gpu: LabWebGPU, tensor: tf.Tensor, width: number): Parts | null {
  const most = gpu.mostBound / Float32Array.BYTES_PER_ELEMENT;
  if (tensor.size <= most) return null;
  const rows = Math.max(ROWS, Math.floor(most / width / ROWS) * ROWS);
  const all = tensor.size / width;
  const views = Array.from({ length: Math.ceil(all / rows) }, (_, part) =>
    gpu.view(tensor, Float32Array.BYTES_PER_ELEMENT * part * rows * width, [
      Math.min(rows, all - part * rows),
      width,
    ]),
  );
  return { views, rows };
}

/** WGSL that returns what the part of a row has there. @param read of a part, from its own first row on */
export const wgslOfPart = (
  count: number,
  rows: number,
  read: (part: number, row: string) => string,
): string =>
  Array.from({ length: count }, (_, part) => {
    const found = `return ${read(part, `row - ${part * rows}u`)};`;
    return part === count - 1 ? found : `if (row < ${(part + 1) * rows}u) { ${found} }`;
  }).join('\n  ');
