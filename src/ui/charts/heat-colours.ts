/** The colours of a heat map: viridis (van der Walt & Smith 2015), which grows lighter throughout and so can be read without hues too. */

/** From the least value to the most, evenly spaced. */
const STOPS = [
  0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725,
] as const;

/** As many shades as the eye can tell apart: cells of one shade are drawn together. */
export const SHADES = 64;

const channels = (stop: number): number[] => [stop >> 16, (stop >> 8) & 255, stop & 255];

/** Red, green and blue of a shade, 0 … SHADES − 1. */
export function shadeChannels(shade: number): number[] {
  const at = (shade / (SHADES - 1)) * (STOPS.length - 1);
  const before = Math.min(STOPS.length - 2, Math.floor(at));
  const after = channels(STOPS[before + 1] ?? 0);
  return channels(STOPS[before] ?? 0).map((from, i) =>
    Math.round(from + (at - before) * ((after[i] ?? 0) - from)),
  );
}

/** A shade as a CSS colour. */
export const shadeColour = (shade: number): string => `rgb(${shadeChannels(shade).join(' ')})`;

/** The shade of a value; one outside the scale has that of its nearer end. @param scale the values of the first and the last shade */
export function shadeOf(value: number, [low, high]: readonly [number, number]): number {
  const share = high > low ? (value - low) / (high - low) : 0;
  return Math.round(Math.min(1, Math.max(0, share)) * (SHADES - 1));
}

/** Relative luminance after WCAG 2. */
export function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Black or white, whichever is easier to read on a shade. */
export const inkOn = (shade: number): string => (luminance(shadeChannels(shade)) > 0.179 ? '#000' : '#fff');
