/** Axis domains and ticks. Pure; lengths and spacings are in CSS pixels. */
import { scaleLinear } from 'd3-scale';
import { roundOutwards } from './round.ts';

export interface Axis {
  domain: [number, number];
  ticks: number[];
}

/** Where there is nothing to fit. */
const EMPTY_AXIS: Axis = { domain: [0, 1], ticks: [] };

/** How many labels fit along `length` at one per `spacing`, at least two. */
const room = (length: number, spacing: number): number => Math.max(2, Math.floor(length / spacing));

/** The most of the round numbers in a domain that stand at least `spacing` apart along `length`. */
function roundTicks([low, high]: readonly [number, number], length: number, spacing: number): number[] {
  const scale = scaleLinear([low, high], [0, length]);
  for (let count = room(length, spacing); count > 1; count--) {
    const ticks = scale.ticks(count);
    const [first = low, second = high] = ticks;
    if (scale(second) - scale(first) >= spacing) return ticks;
  }
  return scale.ticks(1);
}

/** Steps 0 … `last`, with ticks at whole, round steps. */
export function stepAxis(last: number, width: number, spacing: number): Axis {
  const domain: [number, number] = [0, Math.max(1, last)];
  return { domain, ticks: roundTicks(domain, width, spacing).filter(Number.isInteger) };
}

/** An amount from 0 to `last`, which need not be whole. */
export function amountAxis(last: number, width: number, spacing: number): Axis {
  const domain: [number, number] = [0, last > 0 ? last : 1];
  return { domain, ticks: roundTicks(domain, width, spacing) };
}

/** Indices 1 … `count`, every one labelled while they fit, else 1 and the multiples of a round number. */
export function indexAxis(count: number, width: number, spacing: number): Axis {
  const domain: [number, number] = [0.5, count + 0.5];
  if (count * spacing <= width) return { domain, ticks: Array.from({ length: count }, (_, i) => i + 1) };
  // From 1 to the first multiple is the shortest gap.
  const [, stride] = roundOutwards([1, 1 + (spacing * count) / width]);
  return {
    domain,
    ticks: [1, ...Array.from({ length: Math.floor(count / stride) }, (_, i) => (i + 1) * stride)],
  };
}

/** A domain widened to round numbers around all finite `values`, or null where there are none. */
export function linearAxis(values: Iterable<number>, height: number, spacing: number): Axis | null {
  const extent = extentOf(values);
  if (!extent) return null;
  const [min, max] = extent;
  // Where all is zero there is nothing below it.
  if (min === 0 && max === 0) return { ...EMPTY_AXIS, ticks: [0] };
  const pad = min === max ? Math.abs(min) * 0.1 : 0;
  const most = room(height, spacing);
  // Fewer and fewer ticks, until they stand apart; both ends of the axis are ticks.
  const axes = Array.from({ length: most }, (_, i) => {
    const scale = scaleLinear([min - pad, max + pad], [0, height]).nice(most - i);
    const [low = 0, high = 1] = scale.domain();
    const ticks = scale.ticks(most - i);
    const [first = low, second = high] = ticks;
    return { low, high, ticks, areApart: i === most - 1 || scale(second) - scale(first) >= spacing };
  }).filter(({ areApart }) => areApart);
  // Ends that are round already stay, so that one scale is the same in charts of different heights.
  const axis = axes.find(({ low, high }) => low === min && high === max) ?? axes[0];
  return axis ? { domain: [axis.low, axis.high], ticks: axis.ticks } : null;
}

/**
 * A tight logarithmic domain around the positive `values`; zero and negative ones cannot be drawn and are left
 * out. Ticks stand at 1, 2, 5 · 10^k, or at powers of ten over wide ranges; within less than a decade at more mantissas, or evenly.
 * @returns null where no value is positive.
 */
export function logAxis(values: Iterable<number>, height: number, spacing: number): Axis | null {
  const extent = extentOf([...values].filter((value) => value > 0));
  if (!extent) return null;
  const domain: [number, number] = [extent[0] / 1.15, extent[1] * 1.15];
  const decades = Math.log10(domain[1] / domain[0]);
  const fits = (factor: number) => (Math.log10(factor) / decades) * height >= spacing;
  const within = (mantissas: readonly number[]): number[] => {
    const ticks: number[] = [];
    for (let k = Math.floor(Math.log10(domain[0])); k <= Math.ceil(Math.log10(domain[1])); k++)
      for (const m of mantissas) {
        // Through text, so that 5 · 10⁻³ is 0.005 and not a neighbour of it.
        const tick = Number(`${m}e${k}`);
        if (tick >= domain[0] && tick <= domain[1]) ticks.push(tick);
      }
    return ticks;
  };
  const fine = within([1, 2, 5]);
  if (fine.length < 3) {
    // Of each set, the closest two are so many times apart.
    const finer = [within([1, 1.5, 2, 3, 5, 7]), within([1, 2, 3, 6])];
    const [most] = finer.filter((ticks, i) => ticks.length > 3 && fits([4 / 3, 1.5][i] ?? 2));
    if (most) return { domain, ticks: most };
    const ticks = scaleLinear(domain, [0, 1]).ticks(Math.min(room(height, spacing), 5));
    // Evenly spread numbers stand closest at the top.
    const [below = 1, last = 2] = ticks.slice(-2);
    return { domain, ticks: fits(last / below) ? ticks : ticks.filter((_, i) => i % 2 === 0) };
  }
  if (fits(2)) return { domain, ticks: fine };
  const powers = within([1]);
  if (powers.length < 2) return { domain, ticks: fine.slice(0, 1).concat(fine.slice(-1)) };
  const stride = Math.ceil((powers.length * spacing) / height);
  return { domain, ticks: powers.filter((_, i) => i % stride === 0) };
}

/** An axis around `values` with labels at the values themselves, as many as stand at least `spacing` apart along `length`. */
export function valuesAxis(values: readonly number[], log: boolean, length: number, spacing: number): Axis {
  const [least, most] = extentOf(values.filter((value) => !log || value > 0)) ?? [1, 1];
  const scaled = (value: number) => (log ? Math.log(value) : value);
  const [from, to] = [scaled(least), scaled(most)];
  const pad = from < to ? 0.06 * (to - from) : log ? 1 : Math.max(1, Math.abs(from));
  const placeOf = (value: number) => ((scaled(value) - from) / Math.max(to - from, 1e-12)) * length;
  const ticks: number[] = [];
  for (const value of [...new Set(values)].sort((a, b) => a - b)) {
    const before = ticks.at(-1);
    if (before === undefined || placeOf(value) - placeOf(before) >= spacing) ticks.push(value);
  }
  const unscaled = (value: number) => (log ? Math.exp(value) : value);
  return { domain: [unscaled(from - pad), unscaled(to + pad)], ticks };
}

/** Places 0 … `count` − 1 of names, each in the middle of its slot. */
export const namesAxis = (count: number): Axis => ({
  domain: [-0.5, Math.max(1, count) - 0.5],
  ticks: Array.from({ length: count }, (_, i) => i),
});

/** A logarithmic axis from the first positive value to the last, without room beside them. */
export function logStepAxis(values: Iterable<number>, width: number, spacing: number): Axis {
  const extent = extentOf([...values].filter((value) => value > 0));
  const axis = logAxis(values, width, spacing);
  // Of one value alone there is no length.
  return extent && axis && extent[0] < extent[1]
    ? { domain: extent, ticks: axis.ticks.filter((tick) => tick >= extent[0] && tick <= extent[1]) }
    : (axis ?? EMPTY_AXIS);
}

/** The axis that fits all `values`, linear or logarithmic; an empty one where there is nothing to fit. */
export function valueAxis(values: Iterable<number>, log: boolean, height: number, spacing: number): Axis {
  return (log ? logAxis(values, height, spacing) : linearAxis(values, height, spacing)) ?? EMPTY_AXIS;
}

/** Smallest and largest finite value, or null. */
function extentOf(values: Iterable<number>): [number, number] | null {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? [min, max] : null;
}
