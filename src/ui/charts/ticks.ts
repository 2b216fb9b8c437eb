/** Axis domains, ticks and their labels. Pure; widths and heights are in CSS pixels. */
import { scaleLinear } from 'd3-scale';

export { formatLoss, formatValue } from './values.ts';

export interface Axis {
  domain: [number, number];
  ticks: number[];
}

/** Where there is nothing to fit. */
const EMPTY_AXIS: Axis = { domain: [0, 1], ticks: [] };

/** How many labels fit along `length` at one per `spacing`, at least two. */
const room = (length: number, spacing: number): number => Math.max(2, Math.floor(length / spacing));

/** Steps 0 … `last`, with ticks at whole, round steps. */
export function stepAxis(last: number, width: number): Axis {
  const domain: [number, number] = [0, Math.max(1, last)];
  const ticks = scaleLinear().domain(domain).ticks(room(width, 64)).filter(Number.isInteger);
  return { domain, ticks };
}

/** Indices 1 … `count`, every one labelled while they fit, else round ones. */
export function indexTicks(count: number, width: number): number[] {
  const fits = room(width, 26);
  if (count <= fits) return Array.from({ length: count }, (_, i) => i + 1);
  return [
    1,
    ...scaleLinear([1, count], [0, 1])
      .ticks(fits)
      .filter(Number.isInteger)
      .filter((tick) => tick > 1),
  ];
}

/** A domain widened to round numbers around all finite `values`, or null where there are none. */
export function linearAxis(values: Iterable<number>, height: number): Axis | null {
  const extent = extentOf(values);
  if (!extent) return null;
  const [min, max] = extent;
  const pad = min === max ? Math.abs(min) * 0.1 || 1 : 0;
  const count = room(height, 36);
  const scale = scaleLinear([min - pad, max + pad], [0, 1]).nice(count);
  const [low = 0, high = 1] = scale.domain();
  return { domain: [low, high], ticks: scale.ticks(count) };
}

/**
 * A tight logarithmic domain around the positive `values`; zero and negative ones cannot be drawn and are left
 * out. Ticks stand at 1, 2, 5 · 10^k, or at powers of ten over wide ranges, or evenly within less than a decade.
 * @returns null where no value is positive.
 */
export function logAxis(values: Iterable<number>, height: number): Axis | null {
  const extent = extentOf([...values].filter((value) => value > 0));
  if (!extent) return null;
  const domain: [number, number] = [extent[0] / 1.15, extent[1] * 1.15];
  const count = room(height, 30);
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
  if (fine.length < 3) return { domain, ticks: scaleLinear(domain, [0, 1]).ticks(Math.min(count, 5)) };
  if (fine.length <= count) return { domain, ticks: fine };
  const powers = within([1]);
  const stride = Math.ceil(powers.length / count);
  return { domain, ticks: powers.filter((_, i) => i % stride === 0) };
}

/** The axis that fits all `values`, linear or logarithmic; an empty one where there is nothing to fit. */
export function valueAxis(values: Iterable<number>, log: boolean, height: number): Axis {
  return (log ? logAxis(values, height) : linearAxis(values, height)) ?? EMPTY_AXIS;
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
