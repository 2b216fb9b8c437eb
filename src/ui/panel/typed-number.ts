/** Numbers as people type or paste them: 0.0001, 1e-4, 0,0001 and 12,000. Nothing is dropped from the text to make a number of it. */
import type { Limit } from '../../core/limit.ts';

/** Why a text is no value of a setting. */
export type Refusal = 'empty' | 'not-a-number' | 'ambiguous' | 'not-whole' | 'too-small' | 'too-large';

/** 0.0001, .5, 5., 1e-4, 1E+3. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Thousands apart, as the page writes them: 12,000 and 12,000.5. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;
/** One comma, before the decimals: 0,0001. */
const DECIMAL_COMMA = /^[^,.]*,[^,.]*$/;

/** The text with a point before its decimals and nothing between thousands; null where a comma can mean either. */
function withPoint(text: string, limit: Limit): string | null {
  if (!text.includes(',')) return text;
  // A whole number has no decimals, and 12,000.5 and 1,000,000 have one reading each.
  const isGrouped = GROUPED.test(text);
  if (isGrouped && (limit.integer || !DECIMAL_COMMA.test(text))) return text.replaceAll(',', '');
  if (isGrouped) return null;
  return DECIMAL_COMMA.test(text) ? text.replace(',', '.') : text;
}

/**
 * @param zero a word for the value 0
 * @returns the number that the text says if it is a value of the setting, else why it is none
 */
export function readTyped(typed: string, limit: Limit, zero?: string): number | Refusal {
  if (zero && typed.trim().toLowerCase() === zero) return 0;
  // Word processors write a minus sign of their own.
  const text = typed
    .trim()
    .replace('−', '-')
    .replace(/(\d)[\s']+(?=\d{3}(\D|$))/g, '$1');
  if (text === '') return 'empty';
  const written = withPoint(text, limit);
  if (written === null) return 'ambiguous';
  if (!NUMBER.test(written)) return 'not-a-number';
  const value = Number(written);
  if (value < limit.min) return 'too-small';
  if (value > limit.max) return 'too-large';
  return limit.integer && !Number.isInteger(value) ? 'not-whole' : value;
}

/**
 * What an arrow key makes of a value.
 * @param by the step, upwards or, negative, downwards; a tenth of it, or a tenth of that, where the value is smaller than the step
 */
export function stepped(value: number, by: number, { min, max, integer }: Limit): number {
  let step = Math.abs(by);
  if (!integer && value > 0) while (step >= value) step /= 10;
  // Without the last digits of a float: 0.1 + 0.2 is 0.3.
  const next = Number((value + Math.sign(by) * step).toPrecision(12));
  return Math.min(max, Math.max(min, next));
}
