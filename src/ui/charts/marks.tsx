/** Small marks that charts share: labels, pieces of line and names at line ends. */
import type { SVGAttributes } from 'react';
import classes from './charts.module.css';
import { shorten } from './font.ts';
import type { Layout } from './layout.ts';
import { clear, spread } from './spread.ts';
import type { RunStyle } from './types.ts';

/** A width of lines or dots, in CSS pixels, as the page's scale of marks has it: larger in presenter mode. */
export const scaled = (pixels: number): string => `calc(${pixels}px * var(--mark, 1))`;

interface LabelProps extends SVGAttributes<SVGTextElement> {
  /** Where the middle of the line of text stands. */
  y: number;
  text: string;
  /** The text before it was shortened: it shows under the pointer. */
  whole?: string;
}

/** A text in a chart, in the chart's font. */
export function Label({ text, whole = text, ...place }: LabelProps) {
  return (
    <text
      dy="0.35em"
      fill="var(--chart-text)"
      className={whole === text ? undefined : classes.cut}
      {...place}
    >
      {whole !== text && <title>{whole}</title>}
      {text}
    </text>
  );
}

/** A piece of a run's line, for use in HTML. */
export function Swatch({ colour, dash }: Pick<RunStyle, 'colour' | 'dash'>) {
  return (
    <svg width="22" height="8" aria-hidden="true" style={{ flex: 'none', display: 'block' }}>
      <line x1="0" y1="4" x2="22" y2="4" stroke={colour} strokeWidth={scaled(2.5)} strokeDasharray={dash} />
    </svg>
  );
}

export interface EndLabel extends Pick<RunStyle, 'colour' | 'dash'> {
  text: string;
  /** Where the line ends, in the y axis's unit. */
  value: number;
  /** Left out where a label before it stands there. */
  isSpare?: boolean;
}

/** Before the text of an end label: a gap, a piece of line, a gap. */
export const END_KEY = 26;

/**
 * Names at the right of the plot, level with the ends of their lines and clear of each other; where not all have room,
 * the first ones.
 */
export function EndLabels({ labels, layout }: { labels: readonly EndLabel[]; layout: Layout }) {
  const { width, right, top, bottom, height, font } = layout;
  const x = width - right + 4;
  const low = top + 4;
  const high = Math.max(low, height - bottom - 4);
  const places = labels.map(({ value, isSpare = false }) => ({ at: layout.yAt(value), isSpare }));
  const named = clear(places, font.line, low, high)
    .flatMap((i) => labels[i] ?? [])
    .slice(0, 1 + Math.floor((high - low) / font.line));
  const spreadOut = spread(
    named.map(({ value }) => layout.yAt(value)),
    font.line,
    low,
    high,
  );
  return named.map(({ text, colour, dash }, i) => {
    const y = spreadOut[i] ?? low;
    return (
      <g key={i}>
        <line
          x1={x}
          y1={y}
          x2={x + 18}
          y2={y}
          stroke={colour}
          strokeWidth={scaled(2.5)}
          strokeDasharray={dash}
        />
        <Label
          x={x + END_KEY - 4}
          y={y}
          text={shorten(text, right - END_KEY, font)}
          whole={text}
          fill="var(--chart-strong)"
        />
      </g>
    );
  });
}
