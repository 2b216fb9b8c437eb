/** Makes a run small enough to come with the page: its curves whole, of its texts a few. */
import type { RecordedRun, RunRecord } from '../../src/core/run-record.ts';

/** Digits of a number that a chart can show. */
const DIGITS = 6;
/** Prompts whose texts are shown, at each step at which the run wrote. */
const PROMPTS = 2;

/** Numbers to `DIGITS` digits, anywhere within a value; whole numbers stay. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
  return value;
}

/**
 * A recorded run as JSON, one line for each part of the record.
 * @param weights SHA-256 of the model's weights, as hex
 */
export function compact(record: RunRecord, weights: string): string {
  const prompts = [...new Set(record.samples.map(({ prompt }) => prompt))].slice(0, PROMPTS);
  const recorded: RecordedRun = {
    ...record,
    samples: record.samples.filter(({ prompt }) => prompts.includes(prompt)),
    answers: [],
    weights,
  };
  const lines = Object.entries(recorded).map(
    ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(key === 'config' ? value : rounded(value))}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}
