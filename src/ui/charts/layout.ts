/** Where a chart's plot lies in its SVG, and where a value stands in it. Pure; lengths are in CSS pixels. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { count } from '../format.ts';
import type { ChartFont } from './font.ts';
import { legendHeight, type LegendItem } from './legend.tsx';
import { END_KEY } from './marks.tsx';
import { valueAxis, type Axis } from './ticks.ts';
import { tickLabels } from './values.ts';

/** What a chart has to draw in. */
export interface Room {
  width: number;
  height: number;
  font: ChartFont;
}

export interface Content {
  /** The x axis along a plot so wide, with labels at least `spacing` apart. */
  xAxis: (width: number, spacing: number) => Axis;
  /** The longest label of the x axis. */
  lastX: number;
  /** Every value that the y axis must reach. */
  values: readonly number[];
  log: boolean;
  legend: readonly LegendItem[];
  /** Texts at the right of the plot. */
  endTexts: readonly string[];
}

export interface Layout extends Room {
  /** From the SVG's edges to the plot's. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  log: boolean;
  x: Axis;
  y: Axis;
  yLabels: readonly string[];
  xAt: (x: number) => number;
  yAt: (y: number) => number;
  /** Equal where everything stands at the same place. */
  key: string;
}

/** Between the y axis and its labels. */
export const LABEL_GAP = 6;
/** The most of the width that names at the lines' ends may take. */
const MOST_END = 0.3;

export function layoutPlot(room: Room, { xAxis, lastX, values, log, legend, endTexts }: Content): Layout {
  const { width, height, font } = room;
  const top = legendHeight(legend, width, font);
  // A line of tick labels and one with the axis's name.
  const bottom = 2 * font.line + 6;
  const plotHeight = Math.max(1, height - top - bottom);
  const y = valueAxis(values, log, plotHeight, 2.4 * font.size);
  const yLabels = tickLabels(y.ticks);
  // As wide with few labels as with more: the plot holds still while the axis grows from 0.1 to 0.15.
  const least = font.width('0.00');
  const left = Math.ceil(Math.max(least, ...yLabels.map(font.width)) + LABEL_GAP + 2);
  const longest = font.width(count(lastX));
  const ends = endTexts.length > 0 ? END_KEY + 2 + Math.max(...endTexts.map(font.width)) : 0;
  const right = Math.ceil(Math.max(longest / 2 + 2, Math.min(ends, width * MOST_END)));
  const plotWidth = Math.max(1, width - left - right);
  const x = xAxis(plotWidth, longest + 1.5 * font.size);
  return {
    ...room,
    left,
    right,
    top,
    bottom,
    log,
    x,
    y,
    yLabels,
    xAt: scaleLinear(x.domain, [left, left + plotWidth]),
    yAt: (log ? scaleLog : scaleLinear)(y.domain, [top + plotHeight, top]),
    key: [width, height, font.size, left, right, top, bottom, log, x.domain, x.ticks, y.domain, y.ticks].join(
      ' ',
    ),
  };
}
