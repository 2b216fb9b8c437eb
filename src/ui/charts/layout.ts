/** Where a chart's plot lies in its SVG, and where a value stands in it. Pure; lengths are in CSS pixels. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { shorten, type ChartFont } from './font.ts';
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
  /** The longest label of an x axis of numbers. */
  longestX: string;
  /** The x axis is logarithmic. */
  logX?: boolean;
  /** What stands at 0, 1, 2 … of an x axis of names. They are slanted, and cut, where they have no room side by side. */
  xNames?: readonly string[];
  /** The name of the x axis. */
  xName: string;
  /** Every value that the y axis must reach. */
  values: readonly number[];
  log: boolean;
  /** How a value of the y axis is written, where its digits alone do not tell enough. */
  writeY?: (value: number) => string;
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
  logX: boolean;
  x: Axis;
  y: Axis;
  xLabels: readonly string[];
  /** The labels of the x axis end below their ticks and rise towards them. */
  slanted: boolean;
  yLabels: readonly string[];
  legend: readonly LegendItem[];
  endLabels: readonly EndLabel[];
  xAt: (x: number) => number;
  yAt: (y: number) => number;
  /** What stands at such a place of the x axis. */
  xOf: (at: number) => number;
  yOf: (at: number) => number;
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

/** Labels of an x axis of names rise by so much. Degrees. */
export const SLANT = 35;
const RISE = Math.sin((SLANT * Math.PI) / 180);
const RUN = Math.cos((SLANT * Math.PI) / 180);
/** The most of the height that slanted names may take. */
const MOST_SLANTED = 0.35;

/** The most of the width that may lie left of the plot for the sake of slanted names. */
const MOST_LEFT = 0.15;

/**
 * Names below an x axis: side by side where all have room, else slanted, as long as the room to their left and the height allow.
 * @param least what lies left of the plot at the least; for slanted names it may be more
 * @param right what lies right of the plot
 */
function placeNames(names: readonly string[], { width, height, font }: Room, least: number, right: number) {
  const plotWidth = (left: number) => Math.max(1, width - left - right);
  const widths = names.map(font.width);
  if (Math.max(0, ...widths) + font.size <= plotWidth(least) / Math.max(1, names.length))
    return { labels: names, slanted: false, depth: 0, left: least };
  const tall = (height * MOST_SLANTED) / RISE;
  // A slanted line of text reaches further left than its middle.
  const reach = (length: number) => length * RUN + (font.line / 2) * RISE;
  // The middle of a name's slot, as a share of the plot.
  const shareOf = (i: number) => (i + 0.5) / names.length;
  const wanted = widths.map(
    (each, i) => (reach(Math.min(each, tall)) - (width - right) * shareOf(i)) / (1 - shareOf(i)),
  );
  const left = Math.max(least, Math.min(Math.ceil(Math.max(...wanted)), width * MOST_LEFT));
  const labels = names.map((name, i) => {
    const room = left + plotWidth(left) * shareOf(i);
    return shorten(name, Math.min(tall, (room - (font.line / 2) * RISE) / RUN), font);
  });
  return { labels, slanted: true, depth: Math.ceil(Math.max(...labels.map(font.width)) * RISE), left };
}

export function layoutPlot(room: Room, content: Content): Layout {
  const { xAxis, longestX, logX = false, xNames = null, xName, values, log, writeY, ...names } = content;
  const { width, height, font } = room;
  const { legend, endLabels, ends } = namesOf(room, names);
  const atFoot =
    height < LOW * font.line &&
    2 * legendWidth(legend, width, font) + font.width(xName) + 8 * font.size < width;
  // The label of the axis's top reaches half a line above the plot.
  const top = atFoot ? Math.max(LEGEND_PAD, Math.ceil(font.line / 2) + 1) : legendHeight(legend, width, font);
  const longest = font.width(longestX);
  const right = Math.ceil(Math.max(xNames ? 2 : longest / 2 + 2, ends));
  // As wide with few labels as with more: the plot holds still while the axis grows from 0.1 to 0.15.
  const least = Math.ceil(font.width('0.00') + LABEL_GAP + 2);
  const named = xNames && placeNames(xNames, room, least, right);
  // A line of tick labels and one with the axis's name.
  const bottom = 2 * font.line + 6 + (named?.depth ?? 0);
  const plotHeight = Math.max(1, height - top - bottom);
  const y = valueAxis(values, log, plotHeight, 2.4 * font.size);
  const yLabels = writeY ? y.ticks.map(writeY) : tickLabels(y.ticks);
  const left = Math.max(
    named?.left ?? least,
    Math.ceil(Math.max(...yLabels.map(font.width)) + LABEL_GAP + 2),
  );
  const plotWidth = Math.max(1, width - left - right);
  const x = xAxis(plotWidth, longest + 1.5 * font.size);
  const xAt = (logX ? scaleLog : scaleLinear)(x.domain, [left, left + plotWidth]);
  const yAt = (log ? scaleLog : scaleLinear)(y.domain, [top + plotHeight, top]);
  return {
    ...room,
    left,
    right,
    top,
    bottom,
    legendAt: { x: atFoot ? left : 0, y: atFoot ? height - 3 - font.line : 0 },
    log,
    logX,
    x,
    y,
    xLabels: named?.labels ?? tickLabels(x.ticks),
    slanted: named?.slanted ?? false,
    yLabels,
    legend,
    endLabels,
    xAt,
    xOf: (at) => xAt.invert(at),
    yAt,
    yOf: (at) => yAt.invert(at),
    // The legend's place follows from these.
    key: [
      ...[width, height, font.size, left, right, top, bottom, log, logX],
      ...[x.domain, x.ticks, y.domain, y.ticks, xNames ?? ''],
    ].join(' '),
  };
}
