/** Small marks that charts share: sizes, line swatches and labels at line ends. */
import { usePlotArea, useYAxisScale } from 'recharts';
import { spread } from './spread.ts';
import type { RunStyle } from './types.ts';

export const FONT_SIZE = 11;
/** Width of an 11 px character, on average: SVG text has no layout of its own to ask. */
export const CHAR_WIDTH = 6.1;
export const Y_AXIS_WIDTH = 42;
export const X_AXIS_HEIGHT = 34;

/** `text`, cut with an ellipsis where it is wider than `width`. */
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
