/**
 * The keys of a chart's lines, in rows above the plot, or in a low chart below it. Whatever a line is called stands here or at the line's end, never
 * among the curves. It is part of the SVG, so that a saved picture has it too.
 */
import { BAND_OPACITY } from './band.tsx';
import { shorten, type ChartFont } from './font.ts';
import type { Layout } from './layout.ts';
import { Label, scaled } from './marks.tsx';

export interface LegendItem {
  text: string;
  colour: string;
  dash?: string;
  width?: number;
  opacity?: number;
  /** A dot on the line: measured points. */
  dot?: boolean;
  /** An outlined box in place of the line. */
  outline?: boolean;
  /** A band around the line. */
  band?: boolean;
  /** A small ring in place of the line: one of several measurements. */
  ring?: boolean;
}

/** Length of a key's piece of line: enough to tell dashes. */
const KEY = 22;
const KEY_GAP = 5;
const GAP = 10;
/** Below the last row: the label of the axis's top reaches half a line above the plot. */
export const LEGEND_PAD = 9;
/** Most that a key's text may take, in ems. */
const MOST_TEXT = 24;

interface PlacedItem extends LegendItem {
  /** The whole text, where `text` is a cut of it. */
  whole: string;
  x: number;
  row: number;
}

/** Keys from left to right, in a new row where the one begun has no room. Long texts are shortened. */
export function placeLegend(items: readonly LegendItem[], width: number, font: ChartFont): PlacedItem[] {
  let x = 0;
  let row = 0;
  return items.map((item) => {
    const text = shorten(item.text, Math.min(MOST_TEXT * font.size, width - KEY - KEY_GAP), font);
    const length = KEY + KEY_GAP + font.width(text);
    if (x > 0 && x + length > width) {
      x = 0;
      row += 1;
    }
    const placed = { ...item, whole: item.text, text, x, row };
    x += length + GAP;
    return placed;
  });
}

/** Width of a legend in one row; infinite where it has several. */
export function legendWidth(items: readonly LegendItem[], width: number, font: ChartFont): number {
  const last = placeLegend(items, width, font).at(-1);
  if (!last) return 0;
  return last.row > 0 ? Infinity : last.x + KEY + KEY_GAP + font.width(last.text);
}

/** Height that a legend takes above the plot. */
export function legendHeight(items: readonly LegendItem[], width: number, font: ChartFont): number {
  return ((placeLegend(items, width, font).at(-1)?.row ?? 0) + 1) * font.line + LEGEND_PAD;
}

interface LegendProps {
  layout: Pick<Layout, 'width' | 'font' | 'legend' | 'legendAt'>;
}

export function Legend({ layout: { width, font, legend, legendAt } }: LegendProps) {
  return placeLegend(legend, width, font).map(
    (
      { text, whole, colour, dash, width: stroke = 2, opacity = 1, dot, outline, band, ring, x: along, row },
      i,
    ) => {
      const x = legendAt.x + along;
      const y = legendAt.y + (row + 0.5) * font.line;
      return (
        <g key={i}>
          <g opacity={opacity}>
            {band && (
              <rect x={x} y={y - 5} width={KEY} height={10} fill={colour} fillOpacity={BAND_OPACITY} />
            )}
            {ring && (
              <circle cx={x + KEY / 2} cy={y} style={{ r: scaled(2.5) }} fill="none" stroke={colour} />
            )}
            {outline ? (
              <rect
                x={x + 5}
                y={y - 4}
                width={12}
                height={8}
                fill="none"
                stroke={colour}
                strokeWidth={scaled(stroke)}
              />
            ) : (
              !ring && (
                <line
                  x1={x}
                  y1={y}
                  x2={x + KEY}
                  y2={y}
                  stroke={colour}
                  strokeWidth={scaled(stroke)}
                  strokeDasharray={dash}
                />
              )
            )}
            {dot && <circle cx={x + KEY / 2} cy={y} style={{ r: scaled(2.5) }} fill={colour} />}
          </g>
          <Label x={x + KEY + KEY_GAP} y={y} text={text} whole={whole} />
        </g>
      );
    },
  );
}
