/** A class's results on one chart: a point for each, along a setting or the count of trained weights. */
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { METHOD_IDS } from '../../../../core/methods/methods.ts';
import { numberOf, type ClassResult } from '../../../../state/result-code.ts';
import { TASKS } from '../../../../state/shelf.ts';
import { ChartFrame } from '../../../charts/chart-frame.tsx';
import { Choice } from '../../../charts/controls.tsx';
import { PointChart, type PlotPoint, type PointDrawing } from '../../../charts/point-chart.tsx';
import { colourAt } from '../../../charts/run-styles.ts';
import { valueAxis } from '../../../charts/ticks.ts';
import { formatLoss } from '../../../charts/values.ts';
import { count, percentPoints, short } from '../../../format.ts';
import { methodName } from '../../../method-words.ts';
import { metricWords } from '../../../metric-name.ts';
import { studentOf } from './result-table.ts';

const ACROSS = ['r', 'parameters', 'learning_rate', 'max_steps', 'max_train_samples', 'seed'] as const;
type Across = (typeof ACROSS)[number];
const UP = ['loss', 'metric'] as const;
type Up = (typeof UP)[number];

const acrossOf = (result: ClassResult, axis: Across): number | null =>
  axis === 'parameters' ? result.parameters : numberOf(result, axis);
const upOf = ({ loss, metric }: ClassResult, axis: Up): number | null =>
  axis === 'loss' ? loss : (metric?.value ?? null);

/** Ratios of these count more than differences. */
const LOG: ReadonlySet<Across> = new Set(['r', 'parameters', 'learning_rate', 'max_train_samples']);

interface Named {
  result: ClassResult;
  name: string;
}

interface Axes {
  x: Across;
  y: Up;
  xName: string;
  yName: string;
}

/** The results that have both figures, as points coloured by their methods. */
function pointsOf(named: readonly Named[], { x, y, xName, yName }: Axes) {
  const formatX = (value: number) =>
    x === 'learning_rate' ? short(value) : x === 'seed' ? String(value) : count(value);
  const formatY = y === 'loss' ? formatLoss : percentPoints;
  const methods = METHOD_IDS.filter((id) => named.some(({ result }) => result.config.method.type === id));
  return named.flatMap(({ result, name }, i) => {
    const [across, up] = [acrossOf(result, x), upOf(result, y)];
    if (across === null || up === null) return [];
    const { method } = result.config;
    const colour = colourAt(methods.indexOf(method.type));
    const values = [formatX(across), formatY(up)];
    const point: PlotPoint = {
      key: String(i),
      x: across,
      y: up,
      colour,
      spreadX: null,
      spreadY: null,
      seeds: [],
      name,
      reading: `${name}: ${xName} ${values[0] ?? ''}, ${yName} ${values[1] ?? ''}`,
      readout: { corner: name, headings: [xName, yName], rows: [{ label: name, colour, dash: '', values }] },
    };
    return [{ point, method, width: values[0] ?? '' }];
  });
}

function classDrawing(
  points: ReturnType<typeof pointsOf>,
  { x, xName }: Axes,
  upwards: string,
): PointDrawing {
  const xs = points.map(({ point }) => point.x);
  const log = LOG.has(x) && xs.every((value) => value > 0);
  const methods = new Map(points.map(({ point, method }) => [methodName(method), point.colour]));
  return {
    points: points.map(({ point }) => point),
    values: points.map(({ point }) => point.y),
    log: false,
    logX: log,
    xName,
    xAxis: (width, spacing) => valueAxis(xs, log, width, spacing),
    longestX: points.reduce((longest, { width }) => (width.length > longest.length ? width : longest), ''),
    legend: [
      { text: upwards, colour: 'var(--chart-text)', dot: true },
      ...(methods.size > 1 ? [...methods].map(([text, colour]) => ({ text, colour, dot: true })) : []),
    ],
    endLabels: [],
    behind: () => null,
  };
}

/** What can be drawn of the results of one task. */
function axesOf(named: readonly Named[]) {
  const metrics = new Set(named.flatMap(({ result: { metric } }) => metric?.id ?? []));
  const [metric] = metrics.size === 1 ? metrics : [];
  return {
    metric,
    ups: UP.filter((axis) => axis === 'loss' || metric !== undefined),
    acrosses: ACROSS.filter((axis) => named.some(({ result }) => acrossOf(result, axis) !== null)),
  };
}

/** Drawn anew for other results or axes alone, and not while codes are typed. */
export const ClassChart = memo(function ClassChart({ results }: { results: readonly ClassResult[] }) {
  const { t } = useTranslation('learn');
  const { t: app } = useTranslation();
  const { t: charts } = useTranslation('charts');
  const [wanted, setWanted] = useState<{ x: Across; y: Up; task: string }>({ x: 'r', y: 'loss', task: '' });
  // Losses and scores of one task say nothing of another's.
  const tasks = TASKS.filter((task) => results.some(({ config }) => config.task === task));
  const task = tasks.find((id) => id === wanted.task) ?? tasks[0];
  const named = results
    .map((result, i) => ({ result, name: studentOf(result, i) }))
    .filter(({ result }) => result.config.task === task);
  const { metric, ups, acrosses } = axesOf(named);
  const x = acrosses.find((axis) => axis === wanted.x) ?? 'parameters';
  const y = ups.find((axis) => axis === wanted.y) ?? 'loss';
  const metricName = metric && metricWords(charts).name(metric, {});
  const nameOf = (axis: Up) => (axis === 'metric' && metricName) || t('teacher.results.axis.loss');
  const xName = t(`teacher.results.axis.${x}`);
  const yName = nameOf(y);
  const axes = { x, y, xName, yName };
  const found = pointsOf(named, axes);
  const points = found.map(({ point }) => point);
  const drawing = classDrawing(found, axes, charts('upwards', { figure: yName }));
  return (
    <ChartFrame
      title={t('teacher.results.chart')}
      chosen={charts('against', { y: yName, x: xName })}
      detail={t('teacher.results.students', { count: points.length })}
      empty={points.length > 0 ? null : t('teacher.results.none')}
      summary={t('teacher.results.summary', { count: points.length, x: xName, y: yName })}
      table={() => ({
        columns: [t('teacher.results.student'), xName, yName],
        rows: points.map((point) => [point.name, point.x, point.y]),
      })}
      toolbar={
        <>
          {tasks.length > 1 && (
            <Choice
              name={app('panel.task')}
              value={task ?? ''}
              options={tasks.map((id) => ({ value: id, label: app(`panel.tasks.${id}`) }))}
              onChange={(id) => setWanted({ ...wanted, task: id })}
            />
          )}
          <Choice
            name={charts('up')}
            value={y}
            options={ups.map((id) => ({ value: id, label: nameOf(id) }))}
            onChange={(id) => setWanted({ ...wanted, y: id })}
          />
          <Choice
            name={charts('across')}
            value={x}
            options={acrosses.map((id) => ({ value: id, label: t(`teacher.results.axis.${id}`) }))}
            onChange={(id) => setWanted({ ...wanted, x: id })}
          />
        </>
      }
    >
      <PointChart label={charts('pointsOf', { chart: t('teacher.results.chart') })} drawing={drawing} />
    </ChartFrame>
  );
});
