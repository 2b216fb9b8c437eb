/** Small marks that charts share: sizes, line swatches, a legend and labels at line ends. */
import { usePlotArea, useYAxisScale } from 'recharts';
import { spread } from './spread.ts';
import type { RunStyle } from './types.ts';

export const FONT_SIZE = 11;
/** Width of an 11 px character, on average: SVG text has no layout of its own to ask. */
export const CHAR_WIDTH = 6.1;
export const Y_AXIS_WIDTH = 42;
export const X_AXIS_HEIGHT = 34;
export const TOP = 20;
/** Length of a legend's piece of line: enough to tell dashes. */
const KEY = 22;

export const shorten = (text: string, width: number): string => {
  const most = Math.max(3, Math.floor(width / CHAR_WIDTH));
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
};

/** A piece of a run's line, for use in HTML. */
export function Swatch({ colour, dash }: RunStyle) {
  return (
    <svg width="22" height="8" aria-hidden="true" style={{ flex: 'none', display: 'block' }}>
      <line x1="0" y1="4" x2="22" y2="4" stroke={colour} strokeWidth="2.5" strokeDasharray={dash} />
    </svg>
  );
}

export interface LegendItem {
  text: string;
  colour: string;
  dash?: string;
  width?: number;
  opacity?: number;
  /** A dot on the line: measured points. */
  dot?: boolean;
}

/** A row of keys above the plot, in the SVG so that a saved picture has it too. */
export function LegendRow({ items, x }: { items: readonly LegendItem[]; x: number }) {
  const starts = items.map((_, i) =>
    items.slice(0, i).reduce((at, { text }) => at + KEY + 6 + text.length * CHAR_WIDTH + 10, x),
  );
  return (
    <g>
      {items.map((item, i) => (
        <Key key={item.text} {...item} x={starts[i] ?? x} y={8} />
      ))}
    </g>
  );
}

function Key({
  text,
  colour,
  dash = '',
  width = 2,
  opacity = 1,
  dot = false,
  x,
  y,
}: LegendItem & { x: number; y: number }) {
  return (
    <g>
      <g opacity={opacity}>
        <line x1={x} y1={y} x2={x + KEY} y2={y} stroke={colour} strokeWidth={width} strokeDasharray={dash} />
        {dot && <circle cx={x + KEY / 2} cy={y} r={2.5} fill={colour} />}
      </g>
      <text x={x + KEY + 5} y={y} dy="0.35em" fontSize={FONT_SIZE} fill="var(--chart-text)">
        {text}
      </text>
    </g>
  );
}

/** Keys one under another in the plot's upper right corner, where falling curves leave room. */
export function LegendColumn({ items }: { items: readonly LegendItem[] }) {
  const plot = usePlotArea();
  if (!plot) return null;
  const longest = Math.max(...items.map(({ text }) => text.length));
  const width = Math.min(130, longest * CHAR_WIDTH);
  const x = plot.x + plot.width - width - KEY - 6;
  return (
    <g>
      {items.map((item, i) => (
        <Key key={i} {...item} text={shorten(item.text, width)} x={x} y={plot.y + 8 + i * 15} />
      ))}
    </g>
  );
}

export interface EndLabel extends RunStyle {
  text: string;
  /** Where the line ends, in the y axis's unit. */
  value: number;
}

/** Names at the right of the plot, level with the ends of their lines and clear of each other. */
export function EndLabels({ labels, width }: { labels: readonly EndLabel[]; width: number }) {
  const plot = usePlotArea();
  const scale = useYAxisScale();
  if (!plot || !scale) return null;
  const x = plot.x + plot.width + 4;
  const ends = labels.map(({ value }) => scale(value) ?? plot.y);
  const places = spread(ends, 13, plot.y + 4, plot.y + plot.height - 4);
  return (
    <g>
      {labels.map(({ text, colour, dash }, i) => {
        const y = places[i] ?? plot.y;
        return (
          <g key={i}>
            <line x1={x} y1={y} x2={x + 18} y2={y} stroke={colour} strokeWidth={2.5} strokeDasharray={dash} />
            <text x={x + 22} y={y} dy="0.35em" fontSize={FONT_SIZE} fill="var(--chart-strong)">
              {shorten(text, width - 26)}
            </text>
          </g>
        );
      })}
    </g>
  );
}
