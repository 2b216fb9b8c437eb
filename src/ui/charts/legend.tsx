/**
 * The keys of a chart's lines, in rows above the plot. Whatever a line is called stands here or at the line's end, never
 * among the curves. It is part of the SVG, so that a saved picture has it too.
 */
import { CHAR_WIDTH, FONT_SIZE, shorten } from './marks.tsx';

export interface LegendItem {
  text: string;
  colour: string;
  dash?: string;
  width?: number;
  opacity?: number;
  /** A dot on the line: measured points. */
  dot?: boolean;
}

/** Length of a key's piece of line: enough to tell dashes. */
const KEY = 22;
const KEY_GAP = 5;
const GAP = 10;
const ROW = 15;
/** Below the last row. */
const PAD = 5;
/** Most that a key's text may take. */
const MOST_TEXT = 200;

interface PlacedItem extends LegendItem {
  x: number;
  row: number;
}

/** Keys from left to right, in a new row where the one begun has no room. Long texts are shortened. */
export function placeLegend(items: readonly LegendItem[], width: number): PlacedItem[] {
  let x = 0;
  let row = 0;
  return items.map((item) => {
    const text = shorten(item.text, Math.min(MOST_TEXT, width - KEY - KEY_GAP));
    const length = KEY + KEY_GAP + text.length * CHAR_WIDTH;
    if (x > 0 && x + length > width) {
      x = 0;
      row += 1;
    }
    const placed = { ...item, text, x, row };
    x += length + GAP;
    return placed;
  });
}

/** Height that a legend takes above the plot. */
export function legendHeight(items: readonly LegendItem[], width: number): number {
  return ((placeLegend(items, width).at(-1)?.row ?? 0) + 1) * ROW + PAD;
}

/** @param x where the plot begins; @param width from there to the chart's right end */
export function Legend({ items, x, width }: { items: readonly LegendItem[]; x: number; width: number }) {
  return placeLegend(items, width).map(
    ({ text, colour, dash, width: stroke = 2, opacity = 1, dot = false, ...at }, i) => {
      const left = x + at.x;
      const y = 8 + at.row * ROW;
      return (
        <g key={i}>
          <g opacity={opacity}>
            <line
              x1={left}
              y1={y}
              x2={left + KEY}
              y2={y}
              stroke={colour}
              strokeWidth={stroke}
              strokeDasharray={dash}
            />
            {dot && <circle cx={left + KEY / 2} cy={y} r={2.5} fill={colour} />}
          </g>
          <text x={left + KEY + KEY_GAP} y={y} dy="0.35em" fontSize={FONT_SIZE} fill="var(--chart-text)">
            {text}
          </text>
        </g>
      );
    },
  );
}
