/**
 * The file that "Export run" writes and "Import run" reads: a RunRecord as JSON, with the run's trained tensors under
 * `adapter` where they are known, as plain number arrays. The record's `format` and `version` tell what it is.
 */
import { z } from 'zod';
import { RECORD_VERSION, runRecordSchema, type RunRecord } from '../core/run-record.ts';
import { keptAdapterSchema, type KeptAdapter } from './storage.ts';

const runFileSchema = runRecordSchema.extend({ adapter: keptAdapterSchema.nullable().default(null) });

/** Nine digits are the fewest that give every float32 back. */
const asNumbers = (values: Float32Array) => Array.from(values, (value) => Number(value.toPrecision(9)));

export function writeRunFile(record: RunRecord, adapter: KeptAdapter | null): string {
  return JSON.stringify({
    ...record,
    adapter: adapter && {
      ...adapter,
      tensors: Object.fromEntries(
        Object.entries(adapter.tensors).map(([name, { shape, values }]) => [
          name,
          { shape, values: asNumbers(values) },
        ]),
      ),
    },
  });
}

/** A file that is no exported run; the message says what is wrong and where. */
export class RunFileError extends Error {
  override name = 'RunFileError';
}

/** The line, from 1, on which a text first fails to be JSON; null where it cannot be found. */
async function faultyLine(text: string): Promise<number | null> {
  let fault: number | null = null;
  try {
    const { visit } = await import('jsonc-parser');
    const onError = (_code: number, _offset: number, _length: number, line: number) => {
      fault = line + 1;
      throw new RunFileError('It is not JSON.');
    };
    visit(text, { onError }, { disallowComments: true });
  } catch {
    // At the first fault; or the parser could not be fetched, or lists are nested too deep for it.
  }
  return fault;
}

/** Reads an exported run. Throws `RunFileError`. */
export async function readRunFile(text: string): Promise<{ record: RunRecord; adapter: KeptAdapter | null }> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    const line = await faultyLine(text);
    throw new RunFileError(line === null ? 'It is not JSON.' : `It is not JSON: see line ${line}.`);
  }
  const head = z.object({ format: z.literal('rankscope-run'), version: z.number() }).safeParse(json);
  if (!head.success) throw new RunFileError('It is JSON, but not a run that Rankscope exported.');
  if (head.data.version !== RECORD_VERSION)
    throw new RunFileError(`It has version ${head.data.version}; this page reads version ${RECORD_VERSION}.`);
  const parsed = runFileSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const problem = issue?.message.replace(/^Invalid input: .* received undefined$/, 'it is missing');
    throw new RunFileError(`At "${issue?.path.join('.').slice(0, 100) ?? ''}": ${problem ?? 'unreadable'}.`);
  }
  const { adapter, ...record } = parsed.data;
  return { record, adapter };
}

/** True for text that claims to be an exported run, so that a dropped file finds its reader. */
export function looksLikeRunFile(text: string): boolean {
  return text.trimStart().startsWith('{') && text.slice(0, 200).includes('"rankscope-run"');
}
