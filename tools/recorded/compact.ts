/** Makes a run small enough to come with the page: its curves whole, of its spectra, alignments and texts some. */
import type { RecordedRun } from '../../src/core/run-record.ts';

/** Digits of a number that a chart can show. */
const DIGITS = 5;
/** Spectra and alignments that are kept, spread over the run. */
const SPECTRA = 18;
/** Prompts whose texts are kept, and of how many steps. */
const PROMPTS = 2;
const TEXTS = 9;

/** At most so many of a list, evenly spread, the first and the last among them. */
function spread<T>(list: readonly T[], most: number): T[] {
  const stride = Math.max(1, Math.ceil((list.length - 1) / (most - 1)));
  return list.filter((_, i) => i % stride === 0 || i === list.length - 1);
}

/** Numbers to `DIGITS` digits, anywhere within a value; whole numbers stay. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
  return value;
}

/** A recorded run as JSON, one line for each part of the record. */
export function compact(record: RecordedRun): string {
  const prompts = [...new Set(record.samples.map(({ prompt }) => prompt))].slice(0, PROMPTS);
  const steps = spread([...new Set(record.samples.map(({ step }) => step))], TEXTS);
  const recorded: RecordedRun = {
    ...record,
    spectra: spread(record.spectra, SPECTRA),
    alignments: spread(record.alignments, SPECTRA),
    samples: record.samples.filter(({ prompt, step }) => prompts.includes(prompt) && steps.includes(step)),
    answers: [],
  };
  const lines = Object.entries(recorded).map(
    ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(key === 'config' ? value : rounded(value))}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}
