/** Numbers as the page writes them, in English. */
import { count } from '../core/count.ts';

const significant = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

const decimal = new Intl.NumberFormat('en', { maximumFractionDigits: 20, maximumSignificantDigits: 15 });

/** All digits, never as a power of ten: `0.000001`, `2,147,483,647`. */
export const plain = (value: number): string => decimal.format(value);
const compactInteger = new Intl.NumberFormat('en', { notation: 'compact' });

export { count };

/** `1K`, `100M`: a power of ten in few characters. */
export const compact = (value: number): string => compactInteger.format(value);

/** Three significant digits: `0.0108`, `8`, `1,280`. */
export const short = (value: number): string => significant.format(value);

/** A share of one as `0.75 %`, never broken before its sign, to two significant digits below one per cent and two decimals above. */
export function percent(share: number): string {
  const value = share * 100;
  const text = value < 1 ? Number(value.toPrecision(2)).toString() : value.toFixed(2);
  return `${text}\u00A0%`;
}

/** A figure that is in percent already, to one decimal: `57.7`, `−3.0`. */
export const percentPoints = (value: number): string =>
  value
    .toFixed(1)
    .replace(/^-(?=.*[1-9])/, '−')
    .replace('-', '');

/** So many characters of a text are shown. */
const SHOWN_LENGTH = 4000;

/** So many characters of a failure's detail are shown. */
export const SHOWN_DETAIL = 600;

/** A text as it is shown: of a very long one its beginning, and how long it is in all. */
export const excerpt = (text: string, most: number = SHOWN_LENGTH): string =>
  text.length > most ? `${text.slice(0, most)} … (${count(text.length)} characters)` : text;

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
/** The largest unit, as a power of 1000, that a number of bytes has at least one of. */
const powerOf = (value: number): number =>
  Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));

/** Bytes in decimal units, never broken before them: `8.19 kB`. */
export function bytes(value: number): string {
  const power = powerOf(value);
  return `${short(value / 1000 ** power)}\u00A0${UNITS[power] ?? ''}`;
}

/**
 * How to write sizes that stand in one column: all in the least one's unit (kB or larger), with as many decimals as give it
 * three digits, two at most: `2.05 kB`, `195.00 kB`.
 */
export function columnBytes(values: readonly number[]): (value: number) => string {
  const least = values.length > 0 ? Math.min(...values) : 0;
  const power = Math.max(1, powerOf(least));
  const digits = Math.min(2, Math.max(0, 2 - Math.floor(Math.log10(Math.max(1, least / 1000 ** power)))));
  const format = new Intl.NumberFormat('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return (value) => `${format.format(value / 1000 ** power)}\u00A0${UNITS[power] ?? ''}`;
}

/** `42 s`, `3 min 05 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
