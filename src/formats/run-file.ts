/**
 * The file that "Export run" writes and "Import run" reads: a RunRecord as JSON, with the run's trained tensors under
 * `adapter` where they are known, as plain number arrays. The record's `format` and `version` tell what it is.
 */
import { z } from 'zod';
import { findMisfit } from '../core/adapter-fit.ts';
import { tellNobody, type Tell } from '../core/file-progress.ts';
import { keptAdapterSchema, type KeptAdapter, type KeptRun, type KeptRuns } from '../core/kept-run.ts';
import { LabError } from '../core/lab-error.ts';
import { MOST_FILE_BYTES } from '../core/most-file-bytes.ts';
import { RECORD_VERSION, runRecordSchema, type RunRecord } from '../core/run-record.ts';
import { kindOf } from './file-kind.ts';
import { readBlob } from './read-blob.ts';

/** Of the file of several runs. */
const RUNS_VERSION = 1;
const runsFileSchema = z.object({
  format: z.literal('rankscope-runs'),
  version: z.number(),
  runs: z.array(z.unknown()),
});

/** What a file says of weights that this browser has not seen is not vouched for. */
const runFileSchema = runRecordSchema
  .omit({ weights: true })
  .extend({ adapter: keptAdapterSchema.nullable().default(null) });

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

/**
 * A run as `writeRunFile` writes it, without its trained tensors where the file would be larger than the page reads.
 * @param mostBytes that a file may have
 */
export function writeReadableRun(
  record: RunRecord,
  adapter: KeptAdapter | null,
  mostBytes = MOST_FILE_BYTES,
): { text: string; isTooLarge: boolean } {
  const numbers = Object.values(adapter?.tensors ?? {}).reduce((sum, { values }) => sum + values.length, 0);
  // A digit and a comma are the least that a number takes: what cannot fit is not written at all.
  const text = 2 * numbers > mostBytes ? null : writeRunFile(record, adapter);
  return text !== null && text.length <= mostBytes
    ? { text, isTooLarge: false }
    : { text: writeRunFile(record, null), isTooLarge: adapter !== null };
}

/** A file of several runs. @param runs as `writeRunFile` gives them */
export function writeRunsFile(runs: readonly string[]): Blob {
  // In parts: together they may be longer than a string can be.
  const parts = runs.flatMap((run, i) => (i === 0 ? [run] : [',', run]));
  const head = `{"format":"rankscope-runs","version":${RUNS_VERSION},"runs":[`;
  return new Blob([head, ...parts, ']}'], { type: 'application/json' });
}

/** A file that is no exported run; the message says what is wrong and where. */
export class RunFileError extends LabError {
  override name = 'RunFileError';
  constructor(detail: string) {
    super('data-format', detail);
  }
}

/** Where a text first fails to be JSON: its line, from 1, and whether it breaks off there; null where it cannot be found. */
async function findFault(text: string): Promise<{ line: number; breaksOff: boolean } | null> {
  let fault: { line: number; breaksOff: boolean } | null = null;
  const whole = text.trimEnd();
  try {
    const { visit } = await import('jsonc-parser');
    const onError = (_code: number, offset: number, length: number, line: number) => {
      const isCut = offset >= whole.length || (offset + length >= whole.length && !whole.endsWith('}'));
      fault = { line: line + 1, breaksOff: isCut };
      throw new RunFileError('It is not JSON.');
    };
    visit(text, { onError }, { disallowComments: true });
  } catch {
    // At the first fault; or the parser could not be fetched, or lists are nested too deep for it.
  }
  return fault;
}

const faultAt = (path: readonly PropertyKey[], problem: string) =>
  new RunFileError(`At "${path.join('.').slice(0, 100)}": ${problem}.`);

/** @throws RunFileError */
function expectVersion(version: number, own: number): void {
  if (version === own) return;
  const remedy = version > own ? ' Reload the page for its newer version.' : '';
  throw new RunFileError(`It has version ${version}; this page reads version ${own}.${remedy}`);
}

/** @throws RunFileError */
function readRun(json: unknown): KeptRun {
  const head = z.object({ format: z.literal('rankscope-run'), version: z.number() }).safeParse(json);
  if (!head.success) throw new RunFileError(foreignJson(json));
  expectVersion(head.data.version, RECORD_VERSION);
  const parsed = runFileSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const problem = issue?.message.replace(/^Invalid input: .* received undefined$/, 'it is missing');
    throw faultAt(issue?.path ?? [], problem ?? 'unreadable');
  }
  const { adapter, ...record } = parsed.data;
  const misfit = adapter && findMisfit(record.config, adapter.tensors, record.shape);
  if (misfit) throw faultAt(['adapter', 'tensors', misfit.name], misfit.problem);
  return { record, adapter };
}

/** @throws RunFileError */
async function parse(text: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch {
    if (text.trim() === '') throw new RunFileError('It is empty.');
    if (/^\s*<(!doctype|html)/i.test(text)) throw new RunFileError('It is a web page.');
    // Files of JSON hold no such bytes, and those of text hardly any.
    if (/[^\P{Cc}\s]|\ufffd/u.test(text.slice(0, 1000))) throw new RunFileError('It is not a text file.');
    const fault = await findFault(text);
    if (!fault) throw new RunFileError('It is not JSON.');
    const { line, breaksOff } = fault;
    throw new RunFileError(
      breaksOff && looksLikeRunFile(text)
        ? `It breaks off in line ${line}: only a part of the file is here. Copy or download it again.`
        : `It is not JSON: see line ${line}.`,
    );
  }
}

/** Reads an exported run. Throws `RunFileError`. */
export async function readRunFile(text: string): Promise<KeptRun> {
  return readRun(await parse(text));
}

/** Reads a file on disk as `readRunsFile` does. @throws RunFileError, or LabError `file-unreadable` */
export async function readRunsBlob(name: string, blob: Blob, tell: Tell = tellNobody): Promise<KeptRuns> {
  return readRunsFile(textOf(await readBlob(name, blob, tell)), tell);
}

/** @throws RunFileError where the bytes are of a kind without text */
function textOf(bytes: Uint8Array): string {
  const kind = kindOf(bytes);
  if (kind) throw new RunFileError(`It is ${kind === 'a zip archive' ? zipKind(bytes) : kind}.`);
  // Eight bytes of length, then the header as JSON.
  if (bytes[7] === 0 && bytes[8] === 0x7b)
    throw new RunFileError('It is a safetensors file: weights alone, without their run.');
  return decodeJson(bytes);
}

/** What a zip archive is by the name of its first file, which a cut one has, too. */
function zipKind(bytes: Uint8Array): string {
  const length = (bytes[26] ?? 0) + 256 * (bytes[27] ?? 0);
  const first = new TextDecoder().decode(bytes.subarray(30, 30 + length));
  if (/adapter_(model|config)/.test(first))
    return 'an adapter, as “Export adapter” writes it: weights alone, without their run';
  if (/(^|\/)(config\.json|model\.safetensors|tokenizer\.json)$/.test(first))
    return 'a base model, without a run';
  if (first.endsWith('.json')) return 'a zip archive. Unpack it, and choose the .json file inside';
  return 'a zip archive';
}

/** The text of JSON's bytes. Its first character is ASCII, so that zeros tell UTF-16 (RFC 4627, section 3). */
export function decodeJson(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(bytes);
}

/** What JSON without a run is. */
function foreignJson(json: unknown): string {
  const has = (key: string) => typeof json === 'object' && json !== null && Object.hasOwn(json, key);
  if (has('peft_type')) return 'It is an adapter’s adapter_config.json, without a run.';
  if (has('model_type')) return 'It is a model’s config.json, without a run.';
  return 'It is JSON, but not a run that Rankscope exported.';
}

/**
 * Reads an exported run, or a file of several. Of several, those that cannot be read leave the others, and `faults` says why.
 * @throws RunFileError where no run can be read
 */
export async function readRunsFile(text: string, tell: Tell = tellNobody): Promise<KeptRuns> {
  tell('parsing');
  const json = await parse(text);
  const { data: several } = runsFileSchema.safeParse(json);
  if (!several) return { runs: [readRun(json)], faults: [] };
  expectVersion(several.version, RUNS_VERSION);
  const runs: KeptRun[] = [];
  const faults: string[] = [];
  several.runs.forEach((run, i) => {
    tell('checking', i, several.runs.length);
    try {
      runs.push(readRun(run));
    } catch (error) {
      if (!(error instanceof RunFileError)) throw error;
      faults.push(`Run ${i + 1}: ${error.message}`);
    }
  });
  if (runs.length === 0) throw new RunFileError(faults[0] ?? 'It holds no run.');
  return { runs, faults };
}

/** True for text that claims to be one exported run or several, so that a dropped file finds its reader. */
export function looksLikeRunFile(text: string): boolean {
  return text.trimStart().startsWith('{') && text.slice(0, 200).includes('"rankscope-run');
}
