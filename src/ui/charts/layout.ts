/** Where a chart's plot lies in its SVG, and where a value stands in it. Pure; lengths are in CSS pixels. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { count } from '../format.ts';
import type { ChartFont } from './font.ts';
import { LEGEND_PAD, legendHeight, legendWidth, type LegendItem } from './legend.tsx';
import { END_KEY, type EndLabel } from './marks.tsx';
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
  /** The name of the x axis. */
  xName: string;
  /** Every value that the y axis must reach. */
  values: readonly number[];
  log: boolean;
  legend: readonly LegendItem[];
  /** Names for the ends of the lines, at the right of the plot. Where they would have to be cut they are keys of the legend. */
  endLabels: readonly EndLabel[];
}

export interface Layout extends Room {
  /** From the SVG's edges to the plot's. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Where the legend begins: above the plot, or in a low chart beside the name of the x axis. */
  legendAt: { x: number; y: number };
  log: boolean;
  x: Axis;
  y: Axis;
  yLabels: readonly string[];
  legend: readonly LegendItem[];
  endLabels: readonly EndLabel[];
  xAt: (x: number) => number;
  yAt: (y: number) => number;
  /** Equal where everything stands at the same place. */
  key: string;
}

/** Between the y axis and its labels. */
export const LABEL_GAP = 6;
/** In a chart lower than so many lines of text the legend stands beside the x axis's name, where it has the room. */
const LOW = 11;
/** The most of the width that names at the lines' ends may take. */
const MOST_END = 0.3;
/** The most of the height that the legend may take with the lines' names; else they stand at the ends, cut. */
const MOST_LEGEND = 0.4;

/** What stands in the legend, and what at the ends of the lines. */
function namesOf(
  { width, height, font }: Room,
  { legend, endLabels }: Pick<Content, 'legend' | 'endLabels'>,
) {
  const widest = Math.max(0, ...endLabels.map(({ text }) => END_KEY + 2 + font.width(text)));
  const withNames = [...endLabels, ...legend];
  return widest > width * MOST_END && legendHeight(withNames, width, font) <= height * MOST_LEGEND
    ? { legend: withNames, endLabels: [], ends: 0 }
    : { legend, endLabels, ends: Math.min(widest, width * MOST_END) };
}

export function layoutPlot(room: Room, { xAxis, lastX, xName, values, log, ...names }: Content): Layout {
  const { width, height, font } = room;
  const { legend, endLabels, ends } = namesOf(room, names);
  const atFoot =
    height < LOW * font.line &&
    2 * legendWidth(legend, width, font) + font.width(xName) + 8 * font.size < width;
  // The label of the axis's top reaches half a line above the plot.
  const top = atFoot ? Math.max(LEGEND_PAD, Math.ceil(font.line / 2) + 1) : legendHeight(legend, width, font);
  // A line of tick labels and one with the axis's name.
  const bottom = 2 * font.line + 6;
  const plotHeight = Math.max(1, height - top - bottom);
  const y = valueAxis(values, log, plotHeight, 2.4 * font.size);
  const yLabels = tickLabels(y.ticks);
  // As wide with few labels as with more: the plot holds still while the axis grows from 0.1 to 0.15.
  const least = font.width('0.00');
  const left = Math.ceil(Math.max(least, ...yLabels.map(font.width)) + LABEL_GAP + 2);
  const longest = font.width(count(lastX));
  const right = Math.ceil(Math.max(longest / 2 + 2, ends));
  const plotWidth = Math.max(1, width - left - right);
  const x = xAxis(plotWidth, longest + 1.5 * font.size);
  return {
    ...room,
    left,
    right,
    top,
    bottom,
    legendAt: { x: atFoot ? left : 0, y: atFoot ? height - bottom + 3 + font.line : 0 },
    log,
    x,
    y,
    yLabels,
    legend,
    endLabels,
    xAt: scaleLinear(x.domain, [left, left + plotWidth]),
    yAt: (log ? scaleLog : scaleLinear)(y.domain, [top + plotHeight, top]),
    // The legend's place follows from these.
    key: [width, height, font.size, left, right, top, bottom, log, x.domain, x.ticks, y.domain, y.ticks].join(
      ' ',
    ),
  };
}
