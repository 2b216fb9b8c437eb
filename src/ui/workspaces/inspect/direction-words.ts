/** How the view of a direction writes numbers and tokens. */
import { formatValue } from '../../charts/values.ts';

/** `+0.120`, `−3.00`: three digits, so that a column lines up. */
export function signed(value: number): string {
  const size = Math.abs(value);
  return (value < 0 ? '−' : '+') + (size >= 0.001 && size < 100 ? size.toPrecision(3) : formatValue(size));
}

/** A token in a text: its line breaks are signs, so that the text stays on its line. */
export const visible = (token: string): string => token.replaceAll('\n', '⏎');

/** A token alone: its spaces are signs, too. */
export const spelled = (token: string): string => visible(token).replaceAll(' ', '␣');
