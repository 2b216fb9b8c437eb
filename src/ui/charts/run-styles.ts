/**
 * The look of each run: a colour and a dash, so that runs differ without colour too. Okabe–Ito hues without
 * yellow, ordered so that neighbours (and any two of the first five) stay apart also under red–green blindness;
 * lightness is adjusted per theme so that each line has a contrast of at least 3:1 with the page.
 */
import type { RunRecord } from '../../core/run-record.ts';
import type { RunStyle } from './types.ts';

/** Light theme, dark theme. */
export const RUN_COLOURS = [
  ['#005f99', '#2f8fd6'], // blue
  ['#d55e00', '#f0722b'], // vermillion
  ['#3a95cc', '#9ad4f5'], // sky blue
  ['#009e73', '#00b487'], // bluish green
  ['#1a1a1a', '#f1f1f1'], // black
  ['#c0629b', '#db93bd'], // reddish purple
  ['#b07a00', '#e69f00'], // orange
] as const;

/** SVG stroke-dasharray values; five, so that a colour returns with another dash. */
export const RUN_DASHES = ['', '7 3', '2 3', '7 3 2 3', '4 4'] as const;

/** What the lines of a chart are drawn on, in the light theme and in the dark one: `--surface`. */
const PAGES = ['#ffffff', '#1a1e24'] as const;
/** The least contrast of a line with the page (WCAG 2.2, 1.4.11), with a little for rounding. */
const LEAST_CONTRAST = 3.05;

const channels = (hex: string): number[] => [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16));

/** Relative luminance (WCAG 2.2) of sRGB channels, 0 to 255. */
function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * The colour mixed with as much of the page's as leaves its contrast with the page at 3:1.
 * @param colour `#rrggbb`, of that contrast itself
 * @returns `rgb(…)`
 */
export function faintest(colour: string, page: string): string {
  const [own, under] = [channels(colour), channels(page)];
  const mixed = (share: number) =>
    own.map((value, i) => Math.round(share * value + (1 - share) * (under[i] ?? 0)));
  const below = luminance(under);
  const shares = Array.from({ length: 100 }, (_, i) => (i + 1) / 100);
  const enough = shares.find((share) => {
    const [low = 0, high = 0] = [luminance(mixed(share)), below].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05) >= LEAST_CONTRAST;
  });
  return `rgb(${mixed(enough ?? 1).join(' ')})`;
}

/** For lines that stand back behind those of the run's own colour. */
const FAINT_COLOURS = RUN_COLOURS.map(
  ([light, dark]) => `light-dark(${faintest(light, PAGES[0])}, ${faintest(dark, PAGES[1])})`,
);

/** A colour of the palette in both themes, as CSS. */
export function colourAt(place: number): string {
  const [light, dark] = RUN_COLOURS[place] ?? RUN_COLOURS[0];
  return `light-dark(${light}, ${dark})`;
}

/**
 * @param runs in a steady order (creation); a run's look follows its place, so it stays as runs are added. Where a person gave
 * a run a colour, it has that one.
 * @returns a style per id; 35 runs pass before a colour and dash return together, unless a person gave them.
 */
export function runStyles(runs: readonly Pick<RunRecord, 'id' | 'colour'>[]): ReadonlyMap<string, RunStyle> {
  return new Map(
    runs.map(({ id, colour: given }, i) => {
      const place = given ?? i % RUN_COLOURS.length;
      const colour = colourAt(place);
      const faint = FAINT_COLOURS[place] ?? colour;
      return [id, { colour, faint, dash: RUN_DASHES[i % RUN_DASHES.length] ?? '' }];
    }),
  );
}
