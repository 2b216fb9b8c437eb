/** How cells of matrices are coloured and written in Learn. */

/** A written number with the sign of minus in place of a hyphen, and none before zero. */
export const signed = (text: string): string => text.replace(/^-(?=.*[1-9])/, '−').replace('-', '');

/** Warm above zero, cool below; the number in the cell tells the sign without colour. @param most what is coloured most strongly */
export const shade = (value: number, most: number) => ({
  background: `color-mix(in oklab, ${value < 0 ? 'var(--stroke)' : 'var(--lora)'} ${most > 0 ? Math.round((40 * Math.abs(value)) / most) : 0}%, var(--surface))`,
});
