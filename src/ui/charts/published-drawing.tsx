/** Draws a table of published figures: dashed and faint, so that nobody takes them for figures of runs. */
import type { TFunction } from 'i18next';
import type { PublishedPoint, PublishedTable } from '../../core/published.ts';
import { count } from '../format.ts';
import { settingName } from '../runs/difference-columns.ts';
import { Curve } from './curve.tsx';
import type { PlotPoint, PointDrawing } from './point-chart.tsx';
import { RUN_DASHES, runStyles } from './run-styles.ts';
import { wantsLog } from './setting-lines.ts';
import { namesAxis, valuesAxis } from './ticks.ts';
import type { RunStyle } from './types.ts';
import { decimalsOf } from './values.ts';

/** Every line is dashed. */
const DASHES = RUN_DASHES.filter((dash) => dash !== '');

/** Places in the palette, in an order that keeps its two blues apart: faint they look alike. */
const COLOURS = [0, 1, 3, 5, 6, 4];

const figuresOf = ({ lines }: PublishedTable): number[] =>
  lines.flatMap(({ points }) => points.map(({ figure }) => figure));

/** With as many decimals as its source prints. */
export function formatOf(table: PublishedTable): (figure: number) => string {
  const decimals = Math.max(...figuresOf(table).map(decimalsOf));
  return (figure) => figure.toFixed(decimals);
}

interface DrawnLine extends Pick<RunStyle, 'colour' | 'dash'> {
  name: string;
  points: readonly (PublishedPoint & { x: number })[];
}

/** The lines with their looks. Where places are names, these stand side by side. */
const linesOf = ({ lines }: PublishedTable): DrawnLine[] => {
  const looks = runStyles(
    lines.map(({ name }, i) => ({ id: name, colour: COLOURS[i % COLOURS.length] ?? 0 })),
  );
  return lines.map(({ name, points }, i) => ({
    name,
    colour: looks.get(name)?.faint ?? '',
    dash: DASHES[i % DASHES.length] ?? '',
    points: points.map((point, place) => ({ ...point, x: typeof point.at === 'number' ? point.at : place })),
  }));
};

/** The points of a line, told by its name where there are several. */
function pointsOf(table: PublishedTable, line: DrawnLine, t: TFunction<'charts'>): PlotPoint[] {
  const { name, colour, dash, points } = line;
  const { varies, noise } = table;
  const metric = t(`published.metric.${table.metric}`);
  const format = formatOf(table);
  return points.map(({ x, at, figure }) => {
    const place = typeof at === 'number' ? `${settingName(varies, t)} ${at}` : at;
    const label = name === '' ? place : `${place}, ${name}`;
    return {
      key: `${name} ${x}`,
      x,
      y: figure,
      colour,
      isPublished: true,
      spreadX: null,
      spreadY: noise,
      seeds: [],
      name: '',
      reading: t('pointReading', { run: label, figures: `${metric} ${format(figure)}` }),
      readout: {
        corner: label,
        headings: [metric],
        rows: [{ label, colour, dash, values: [format(figure)] }],
      },
    };
  });
}

/** A table as a chart of points, with a line for each of its lines where the setting is a number. */
export function drawPublished(table: PublishedTable, t: TFunction<'charts'>): PointDrawing {
  const { varies, noise } = table;
  const lines = linesOf(table);
  const metric = t(`published.metric.${table.metric}`);
  const places = (lines[0]?.points ?? []).map(({ at }) => at);
  const numbers = places.filter((at) => typeof at === 'number');
  const names = numbers.length < places.length ? places.map(String) : null;
  const logX = !names && wantsLog(numbers);
  return {
    points: lines.flatMap((line) => pointsOf(table, line, t)),
    values: figuresOf(table).flatMap((figure) => [figure - (noise ?? 0), figure + (noise ?? 0)]),
    log: false,
    logX,
    xName: settingName(varies, t),
    xAxis: (width, spacing) => (names ? namesAxis(names.length) : valuesAxis(numbers, logX, width, spacing)),
    longestX: names ? '' : count(Math.max(...numbers)),
    ...(names && { xNames: names }),
    legend: [
      {
        text: noise === null ? metric : t('published.withNoise', { figure: metric, noise: String(noise) }),
        colour: 'var(--chart-text)',
        ring: true,
      },
    ],
    endLabels: lines
      .filter(({ name }) => name !== '')
      .map(({ name, colour, dash, points }) => ({
        text: name,
        value: points.at(-1)?.figure ?? 0,
        colour,
        dash,
      })),
    // Between names there is nothing.
    behind: (layout) =>
      (names ? [] : lines).map(({ name, colour, dash, points }) => (
        <Curve
          key={name}
          points={points.map(({ x, figure }) => ({ x, value: figure }))}
          layout={layout}
          colour={colour}
          dash={dash}
        />
      )),
  };
}
