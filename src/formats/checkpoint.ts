/**
 * A checkpoint as the browser keeps it: a safetensors file, whose metadata tell step and version, with its SHA-256 before it.
 */
import { checkpointSchema, type Checkpoint } from '../core/checkpoint.ts';
import { LabError, messageOf } from '../core/lab-error.ts';
import type { NamedTensors } from '../core/tensors.ts';
import { readSafetensors, readSafetensorsMetadata, writeSafetensors } from './safetensors.ts';
import { sha256 } from './sha256.ts';

const VERSION = '1';
/** Characters of a SHA-256 in hex, which are as many bytes. */
const SUM = 64;
const PARTS = ['tensors', 'first', 'second'] as const;

/** The bytes of a checkpoint. */
export async function packCheckpoint({
  step,
  elapsedMs,
  ...parts
}: Checkpoint): Promise<Uint8Array<ArrayBuffer>> {
  const tensors = PARTS.flatMap((part) =>
    Object.entries(parts[part]).map(([name, { shape, values }]) => ({
      name: `${part}/${name}`,
      shape,
      data: values,
    })),
  );
  const file = writeSafetensors(tensors, {
    version: VERSION,
    step: String(step),
    elapsedMs: String(elapsedMs),
  });
  const packed = new Uint8Array(SUM + file.length);
  packed.set(new TextEncoder().encode(await sha256(file)));
  packed.set(file, SUM);
  return packed;
}

/** @throws LabError `bad-checkpoint` where they are cut short, changed, or of another version of the page */
export async function unpackCheckpoint(packed: Uint8Array<ArrayBuffer>): Promise<Checkpoint> {
  const file = packed.slice(SUM);
  const sum = new TextDecoder().decode(packed.subarray(0, SUM));
  if (sum !== (await sha256(file)))
    throw new LabError(
      'bad-checkpoint',
      `Its ${packed.length} bytes do not have the checksum that they had.`,
    );
  try {
    const { version, step, elapsedMs } = readSafetensorsMetadata(file.buffer);
    if (version !== VERSION)
      throw new LabError(
        'bad-checkpoint',
        `It is of version ${version}, and this page reads version ${VERSION}.`,
      );
    const entries = [...readSafetensors(file.buffer)];
    const partOf = (part: (typeof PARTS)[number]): NamedTensors =>
      Object.fromEntries(
        entries
          .filter(([name]) => name.startsWith(`${part}/`))
          .map(([name, { shape, data: values }]) => [name.slice(part.length + 1), { shape, values }]),
      );
    return checkpointSchema.parse({
      step: Number(step),
      elapsedMs: Number(elapsedMs),
      tensors: partOf('tensors'),
      first: partOf('first'),
      second: partOf('second'),
    });
  } catch (error) {
    throw error instanceof LabError ? error : new LabError('bad-checkpoint', messageOf(error));
  }
}
