/**
 * The safetensors file format: 8 bytes of header length, a JSON header, then the tensors' bytes. Reads F32, F16
 * and BF16, and writes them. A file is checked as a whole before anything in it is used, as strictly as the
 * reference implementation: the tensors must fill the data exactly, without gap or overlap.
 * Typed arrays are taken to be little-endian, as they are wherever browsers run.
 */
import { z } from 'zod';
import { fromHalf, toHalf } from '../core/float16.ts';
import { FormatError } from './format-error.ts';

export interface TensorEntry {
  dtype: DType;
  shape: number[];
  /** The file that holds it, where that was said. */
  file?: string;
  /** The values in row-major order, decoded anew at each access. Throws FormatError unless F32, F16 or BF16. */
  readonly data: Float32Array<ArrayBuffer>;
}

const BYTES = {
  ...{ F64: 8, F32: 4, F16: 2, BF16: 2, F8_E4M3: 1, F8_E5M2: 1 },
  ...{ I64: 8, I32: 4, I16: 2, I8: 1, U64: 8, U32: 4, U16: 2, U8: 1, BOOL: 1 },
} as const;
export type DType = keyof typeof BYTES;

/** What floats are read from and written as. */
export const FLOATS = ['F32', 'F16', 'BF16'] as const satisfies readonly DType[];
export type Float = (typeof FLOATS)[number];

/** That one number takes. */
export const bytesOf = (dtype: Float): number => BYTES[dtype];

const whole = z.number().int().min(0);
const headerSchema = z.record(z.string(), z.unknown());
/** Weights of models have five at most. */
const MOST_DIMENSIONS = 8;
const entrySchema = z.object({
  dtype: z.string().refine((dtype): dtype is DType => Object.hasOwn(BYTES, dtype)),
  shape: z.array(whole).max(MOST_DIMENSIONS),
  data_offsets: z.tuple([whole, whole]),
});

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);

/** A tensor as a file's header has it: where in the data its bytes are. */
export interface HeaderEntry {
  name: string;
  dtype: DType;
  shape: number[];
  from: number;
  to: number;
}

/** Before the header stands its length, in so many bytes. */
export const LENGTH_BYTES = 8;
/** The longest header that the reference implementation reads. */
const MOST_HEADER_BYTES = 1e8;

/**
 * How long a file's header is, in bytes.
 * @param start the file's first bytes, of which 8 are read
 * @param fileBytes how long the file is
 * @throws FormatError where no such header can be in the file
 */
export function headerLength(start: ArrayBuffer, fileBytes: number): number {
  if (start.byteLength < LENGTH_BYTES)
    throw new FormatError('This is no safetensors file: it is shorter than 8 bytes.');
  const length = Number(new DataView(start).getBigUint64(0, true));
  if (length > fileBytes - LENGTH_BYTES)
    throw new FormatError(
      'The safetensors header is longer than the file: it is cut short or of another format.',
    );
  if (length > MOST_HEADER_BYTES)
    throw new FormatError(
      `The safetensors header has ${length} bytes; it may have ${MOST_HEADER_BYTES} at most.`,
    );
  return length;
}

/**
 * The tensors that a file's header names, in the order of their bytes.
 * @param start the file from its beginning to the end of the header at least
 * @param fileBytes how long the file is
 * @throws FormatError if the header is not well formed, or the tensors do not fill the file.
 */
export function readSafetensorsHeader(start: ArrayBuffer, fileBytes: number): HeaderEntry[] {
  const { header, dataStart } = readHeader(start, fileBytes);
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => {
      const { data: entry } = entrySchema.safeParse(value);
      if (!entry) throw new FormatError(`Tensor "${name}" has a malformed header entry or an unknown dtype.`);
      const [from, to] = entry.data_offsets;
      return { name, dtype: entry.dtype, shape: entry.shape, from, to };
    })
    .sort((x, y) => x.from - y.from || x.to - y.to);
  let end = 0;
  for (const { name, dtype, shape, from, to } of entries) {
    if (from !== end)
      throw new FormatError(`Tensor "${name}" begins at byte ${from} of the data, not at ${end}.`);
    if (to - from !== sizeOf(shape) * BYTES[dtype])
      throw new FormatError(
        `Tensor "${name}" (${dtype} [${shape.join(', ')}]) cannot take ${to - from} bytes.`,
      );
    end = to;
  }
  const held = fileBytes - dataStart;
  if (end !== held)
    throw new FormatError(
      `The tensors take ${end} bytes but the file holds ${held}: it is cut short or damaged.`,
    );
  return entries;
}

/**
 * The tensors of a file, in the order of their bytes. Metadata is not kept.
 * @param file its name, for messages about its tensors
 * @throws FormatError if the file is not whole and well formed.
 */
export function readSafetensors(buffer: ArrayBuffer, file?: string): Map<string, TensorEntry> {
  const entries = readSafetensorsHeader(buffer, buffer.byteLength);
  const dataStart = LENGTH_BYTES + headerLength(buffer, buffer.byteLength);
  return new Map(
    entries.map(({ name, dtype, shape, from, to }) => [
      name,
      {
        dtype,
        shape,
        ...(file !== undefined && { file }),
        get data() {
          return decode(
            `"${name}"${file ? ` in ${file}` : ''}`,
            dtype,
            buffer.slice(dataStart + from, dataStart + to),
          );
        },
      },
    ]),
  );
}

/**
 * The metadata of a file; none where it has none.
 * @throws FormatError as `readSafetensors`
 */
export function readSafetensorsMetadata(buffer: ArrayBuffer): Readonly<Record<string, string>> {
  const { header } = readHeader(buffer, buffer.byteLength);
  const { data } = z.record(z.string(), z.string()).safeParse(header.__metadata__);
  return data ?? {};
}

function readHeader(
  start: ArrayBuffer,
  fileBytes: number,
): { header: Record<string, unknown>; dataStart: number } {
  const length = headerLength(start, fileBytes);
  let json: unknown;
  try {
    const bytes = new Uint8Array(start, LENGTH_BYTES, length);
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new FormatError('The safetensors header is not JSON: the file is damaged or of another format.');
  }
  const header = headerSchema.safeParse(json);
  if (!header.success) throw new FormatError('The safetensors header is not a JSON object.');
  return { header: header.data, dataStart: LENGTH_BYTES + length };
}

/** @param name as messages have it */
function decode(name: string, dtype: DType, bytes: ArrayBuffer): Float32Array<ArrayBuffer> {
  switch (dtype) {
    case 'F32':
      return new Float32Array(bytes);
    case 'F16': {
      const values = new Float32Array(bytes.byteLength / 2);
      new Uint16Array(bytes).forEach((bits, i) => (values[i] = fromHalf(bits)));
      return values;
    }
    case 'BF16': {
      const words = new Uint32Array(bytes.byteLength / 2);
      new Uint16Array(bytes).forEach((bits, i) => (words[i] = bits << 16)); // the upper half of a float32
      return new Float32Array(words.buffer);
    }
    default:
      throw new FormatError(`Tensor ${name} is ${dtype}; only F32, F16 and BF16 can be read.`);
  }
}

/** Numbers as a file has them, little-endian. BF16 is cut off, not rounded: it is for numbers that BF16 holds. */
function encode(values: Float32Array, dtype: Float): Uint8Array {
  switch (dtype) {
    case 'F32':
      return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    case 'F16':
      return new Uint8Array(Uint16Array.from(values, toHalf).buffer);
    case 'BF16': {
      const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
      return new Uint8Array(Uint16Array.from(words, (word) => word >>> 16).buffer);
    }
  }
}

/**
 * A file of tensors, in the order given.
 * @param metadata free text by key; PEFT and transformers expect `{ format: 'pt' }`.
 * @param common of a tensor that says none of its own. Each type must hold the tensor's values exactly, as F32 does
 * @throws FormatError if a name comes twice or data and shape disagree.
 */
export function writeSafetensors(
  tensors: readonly { name: string; shape: readonly number[]; data: Float32Array; dtype?: Float }[],
  metadata: Readonly<Record<string, string>>,
  common: Float = 'F32',
): Uint8Array<ArrayBuffer> {
  const header = new Map<string, unknown>([['__metadata__', metadata]]);
  let end = 0;
  for (const { name, shape, data, dtype = common } of tensors) {
    if (header.has(name)) throw new FormatError(`Two tensors are named "${name}".`);
    if (sizeOf(shape) !== data.length)
      throw new FormatError(`Tensor "${name}" has ${data.length} values, not [${shape.join(', ')}].`);
    const from = end;
    end += data.length * BYTES[dtype];
    header.set(name, { dtype, shape, data_offsets: [from, end] });
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  // Spaces after the JSON put the data on a multiple of 8 bytes.
  const dataStart = 8 + Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(dataStart + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(dataStart - 8), true);
  file.fill(0x20, 8, dataStart);
  file.set(text, 8);
  let at = dataStart;
  for (const { data, dtype = common } of tensors) {
    file.set(encode(data, dtype), at);
    at += data.length * BYTES[dtype];
  }
  return file;
}
