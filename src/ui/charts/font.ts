/**
 * The type that charts are written in. Its size comes from CSS, so that it grows with the page's; widths are measured,
 * so that no label is cut off or meets another.
 */
import { useElementSize } from '@mantine/hooks';
import type { RefCallback } from 'react';

export interface ChartFont {
  /** CSS pixels. */
  size: number;
  /** From one line of text to the next, in CSS pixels. */
  line: number;
  /** Of a text in one line, in CSS pixels. */
  width: (text: string) => number;
}

const fonts = new Map<number, ChartFont>();

/** The page's typeface at `size` CSS pixels. The same size gives the same object. */
function chartFont(size: number): ChartFont {
  const known = fonts.get(size);
  if (known) return known;
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  const widths = new Map<string, number>();
  const font: ChartFont = {
    size,
    line: Math.ceil(size * 1.3),
    width: (text) => {
      // Charts set tabular figures, which a canvas does not know: each digit is as wide as a zero.
      const shape = text.replace(/\d/g, '0');
      const width = widths.get(shape) ?? context?.measureText(shape).width ?? shape.length * size * 0.6;
      widths.set(shape, width);
      return width;
    },
  };
  fonts.set(size, font);
  return font;
}

/**
 * The font at the place of an element one em wide.
 * @returns a ref for that element, and the font; null before it is laid out.
 */
export function useChartFont(): { em: RefCallback<HTMLSpanElement | null>; font: ChartFont | null } {
  const { ref: em, width } = useElementSize<HTMLSpanElement>();
  return { em, font: width > 0 ? chartFont(width) : null };
}

/** `text` in one line, or broken at a space into two, the second of which is cut where it is wider than `width` CSS pixels. */
export function inTwoLines(text: string, width: number, font: ChartFont): string[] {
  if (font.width(text) <= width) return [text];
  const words = text.split(' ');
  const fitting = words.findLastIndex((_, i) => font.width(words.slice(0, i + 1).join(' ')) <= width);
  if (fitting < 0) return [shorten(text, width, font)];
  const [first, second] = [words.slice(0, fitting + 1), words.slice(fitting + 1)];
  return [first.join(' '), shorten(second.join(' '), width, font)];
}

/** `text`, cut with an ellipsis where it is wider than `width` CSS pixels; at least two of its characters stay. */
export function shorten(text: string, width: number, font: ChartFont): string {
  if (font.width(text) <= width) return text;
  const characters = Array.from(text);
  const cut = (length: number) => `${characters.slice(0, length).join('').trimEnd()}…`;
  let length = characters.length - 1;
  while (length > 2 && font.width(cut(length)) > width) length -= 1;
  return cut(length);
}
