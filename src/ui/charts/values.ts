/** Numbers as text: measured values, and the labels of an axis. Apart from the scales, which come with the charts. */
import { count, short } from '../format.ts';

/** What would be mostly zeros in plain digits is written in powers of ten. */
const isPlain = (value: number): boolean => value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6);

/** `1.2e-5`, `3e6`: a number in powers of ten, to as many significant digits at most. */
const inPowers = (value: number, digits: number): string =>
  Number(value.toPrecision(digits)).toExponential().replace('e+', 'e');

/** Digits after the point of a number that is round but for the last bits of its float. */
export const decimalsOf = (value: number): number =>
  /\.(\d+)/.exec(Number(value.toPrecision(12)).toFixed(12).replace(/0+$/, ''))?.[1]?.length ?? 0;

/**
 * The labels of an axis: as exact as its ticks, so that no two are alike, with one number of decimals where the ticks are
 * evenly spread, and all in powers of ten where one of them is.
 */
export function tickLabels(ticks: readonly number[]): string[] {
  const largest = Math.max(0, ...ticks.map(Math.abs));
  const [first = 0, second = 0, third = 2 * second - first] = ticks;
  const even = Math.abs(third - 2 * second + first) < 1e-9 * largest;
  const decimals = Math.max(0, ...ticks.map(decimalsOf));
  // A million in digits is read more easily than 1e6, where it ends a scale.
  const isInPowers = even ? !isPlain(largest) : ticks.some((tick) => tick !== 1e6 && !isPlain(tick));
  return ticks.map((tick) => {
    if (isInPowers) return tick === 0 ? '0' : inPowers(tick, 12);
    return tick.toLocaleString('en', {
      minimumFractionDigits: even ? decimals : 0,
      maximumFractionDigits: even ? decimals : 12,
    });
  });
}

/** A loss in nats: three decimals, unless they would tell nothing of it. */
export const formatLoss = (loss: number): string =>
  loss === 0 || (Math.abs(loss) >= 5e-4 && Math.abs(loss) < 1e6) ? loss.toFixed(3) : formatValue(loss);

/**
 * How to write the numbers of a table's column: whole ones as counts; else all with as many decimals, three or as many more
 * as the smallest needs for two digits. What would be mostly zeros is written in powers of ten.
 */
export function columnFormat(numbers: readonly number[]): (value: number) => string {
  if (numbers.every(Number.isInteger)) return count;
  const isWritten = (value: number) => value === 0 || (Math.abs(value) >= 5e-4 && Math.abs(value) < 1e6);
  const smallest = Math.min(1, ...numbers.filter((value) => value !== 0 && isWritten(value)).map(Math.abs));
  const decimals = Math.max(3, 1 - Math.floor(Math.log10(smallest)));
  return (value) => (isWritten(value) ? value.toFixed(decimals) : formatValue(value));
}

/** A figure that may have no meaning, as the rank of a matrix of zeros. */
export const formatFigure = (value: number | null): string => (value === null ? '–' : formatValue(value));

/** Three significant digits; what would be mostly zeros in powers of ten. */
export const formatValue = (value: number): string =>
  isPlain(value) ? short(value) : inPowers(value, Math.abs(value) < 1 ? 2 : 3);
