/**
 * The look of each run: a colour and a dash, so that runs differ without colour too. Okabe–Ito hues without
 * yellow, ordered so that neighbours (and any two of the first five) stay apart also under red–green blindness;
 * lightness is adjusted per theme so that each line has a contrast of at least 3:1 with the page.
 */
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

/**
 * @param ids run ids in a steady order (creation); a run's look follows its place, so it stays as runs are added.
 * @returns a style per id; 35 runs pass before a colour and dash return together.
 */
export function runStyles(ids: readonly string[]): ReadonlyMap<string, RunStyle> {
  return new Map(
    ids.map((id, i) => {
      const [light, dark] = RUN_COLOURS[i % RUN_COLOURS.length] ?? RUN_COLOURS[0];
      return [id, { colour: `light-dark(${light}, ${dark})`, dash: RUN_DASHES[i % RUN_DASHES.length] ?? '' }];
    }),
  );
}
