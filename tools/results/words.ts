/** Numbers and tables as Markdown. An empty cell is a number that was not measured. */
import type { Score } from '../../src/core/run-record.ts';

/** Not measured where undefined, not defined where null. */
export type Value = number | null | undefined;

export const number = (value: Value, digits: number): string => value?.toFixed(digits) ?? '';

/** `"1"`, `"1 and 2"`, `"1, 2 and 3"`. */
export const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** Mean ± standard deviation of a sample (n − 1). @param expected how many there should be; fewer are said */
export function meanAndSpread(values: readonly Value[], digits: number, expected: number): string {
  const known = values.filter((value) => value !== undefined && value !== null);
  const n = known.length;
  if (n === 0) return '';
  const mean = known.reduce((sum, value) => sum + value, 0) / n;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const spread = n > 1 ? ` ± ${number(Math.sqrt(variance), digits)}` : '';
  return `${number(mean, digits)}${spread}${n < expected ? ` (n = ${n})` : ''}`;
}

/** A score with its 95 % interval: `"43.9 [40.1 – 47.6]"`. */
export function between(score: Score | undefined): string {
  if (!score) return '';
  const { value, interval } = score;
  return `${number(value, 1)}${interval ? ` [${number(interval.low, 1)} – ${number(interval.high, 1)}]` : ''}`;
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
