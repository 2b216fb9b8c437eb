/** Numbers, lists and times as the page writes them. English and Korean write digits alike; what they write differently follows the page. */
import i18next from 'i18next';
import { count } from '../core/count.ts';

const significant = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

const decimal = new Intl.NumberFormat('en', { maximumFractionDigits: 20, maximumSignificantDigits: 15 });

/** All digits, never as a power of ten: `0.000001`, `2,147,483,647`. */
export const plain = (value: number): string => decimal.format(value);

/** What writes in the language of the page, made once for each language. */
function inLanguage<T>(make: (language: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const { language } = i18next;
    const known = made.get(language) ?? make(language);
    made.set(language, known);
    return known;
  };
}

const compactInteger = inLanguage((language) => new Intl.NumberFormat(language, { notation: 'compact' }));
const lists = inLanguage((language) => new Intl.ListFormat(language));
const days = inLanguage((language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium' }));
const times = inLanguage(
  (language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }),
);
const collators = inLanguage((language) => new Intl.Collator(language, { numeric: true }));

export { count };

/** `1K`, `100M`, in Korean `1천`, `1억`: a power of ten in few characters. */
export const compact = (value: number): string => compactInteger().format(value);

/** `Wq, Wk, and Wv` */
export const listed = (items: Iterable<string>): string => lists().format(items);

/** `Nov 28, 2026`, in the reader's time zone. */
export const day = (time: Date): string => days().format(time);

/** `Nov 28, 2026, 1:30 PM`, in the reader's time zone. */
export const dayAndTime = (time: Date): string => times().format(time);

/** The order of two texts, numbers in them by their values. */
export const compareTexts = (a: string, b: string): number => collators().compare(a, b);

/** Three significant digits: `0.0108`, `8`, `1,280`. */
export const short = (value: number): string => significant.format(value);

/** A share of one as `0.75 %`, never broken before its sign, to two significant digits below one per cent and two decimals above. */
export function percent(share: number): string {
  const value = share * 100;
  const text = value < 1 ? Number(value.toPrecision(2)).toString() : value.toFixed(2);
  return i18next.t('percent', { value: text });
}

/** How much of something is done, in whole percent: `19 %`. */
export const percentDone = (share: number): string =>
  i18next.t('percent', { value: String(Math.round(100 * share)) });

/** A figure that is in percent already, to one decimal: `57.7`, `−3.0`. */
export const percentPoints = (value: number): string =>
  value
    .toFixed(1)
    .replace(/^-(?=.*[1-9])/, '−')
    .replace('-', '');

/** The same with its sign: `57.7 %`. */
export const inPercent = (value: number): string => i18next.t('percent', { value: percentPoints(value) });

/** So many characters of a text are shown. */
const SHOWN_LENGTH = 4000;

/** So many characters of a failure's detail are shown. */
export const SHOWN_DETAIL = 600;

/** A text as it is shown: of a very long one its beginning, and how long it is in all. */
export const excerpt = (text: string, most: number = SHOWN_LENGTH): string =>
  text.length > most
    ? `${text.slice(0, most)} … (${i18next.t('characters', { length: count(text.length) })})`
    : text;

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
  if (whole < 60) return i18next.t('seconds', { seconds: String(whole) });
  return i18next.t('minutes', {
    minutes: String(Math.floor(whole / 60)),
    seconds: String(whole % 60).padStart(2, '0'),
  });
}
