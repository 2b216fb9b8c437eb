/**
 * Two figures of the runs against each other, with the Pareto front: the runs that no other one beats in both. Seeds of one setting are
 * one point, their mean, with the standard deviation in both directions.
 */
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { paretoFront } from '../../core/pareto.ts';
import { figuresOf } from '../../core/run-figures.ts';
import { count } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import classes from './charts.module.css';
import { ChartSwitch, Choice } from './controls.tsx';
import { Curve } from './curve.tsx';
import { figureOf, formatSpread, useFigureAxes, type DrawnFigure, type FigureAxis } from './figure-axes.ts';
import { PointChart, type PlotPoint, type PointDrawing } from './point-chart.tsx';
import { groupRuns, type RunGroup } from './run-groups.ts';
import { valueAxis } from './ticks.ts';
import type { ComparedProps } from './types.ts';

/** Pairs of figures that answer a question of their own. */
const PRESETS = [
  { id: 'size', x: 'parameters', y: 'bestLoss' },
  { id: 'forgetting', x: 'forgetting', y: 'bestLoss' },
  { id: 'forgettingScore', x: 'forgetting', y: 'metric' },
] as const satisfies readonly { id: string; x: DrawnFigure; y: DrawnFigure }[];

export function TradeOffChart({ runs, chip, hidesRank = false }: ComparedProps) {
  const { t } = useTranslation('charts');
  const [wanted, setWanted] = useState<{ x: DrawnFigure; y: DrawnFigure }>(PRESETS[0]);
  const [log, setLog] = useState<{ x?: boolean; y?: boolean }>({});
  const groups = useMemo(() => groupRuns(runs, true, t), [runs, t]);
  const axes = useFigureAxes(runs, hidesRank, t);
  const x = axes.find(({ id }) => id === wanted.x) ?? axes[0];
  const y = axes.find(({ id }) => id === wanted.y) ?? axes[1] ?? axes[0];
  const found = useMemo(
    () => (x && y ? placesOf(groups, x, y) : []),
    // Axes are made anew each time; their ids tell whether they are others.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [groups, x?.id, y?.id, x?.better, y?.better],
  );
  const logX = log.x ?? x?.log ?? false;
  const logY = log.y ?? y?.log ?? false;
  const [xs, ys] = [found.map(({ of }) => of.x.mean), found.map(({ of }) => of.y.mean)];
  const mayLog = { x: xs.every((value) => value > 0), y: ys.every((value) => value > 0) };
  const drawing = useMemo(
    () =>
      x && y && found.length > 0
        ? tradeOffDrawing(found, { ...x, log: logX && mayLog.x }, { ...y, log: logY && mayLog.y }, t)
        : null,
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [found, x?.id, y?.id, x?.name, y?.name, logX, logY, t],
  );
  const front = found.filter(({ isOnFront }) => isOnFront);
  const title = x && y ? t('against', { y: y.name, x: x.name }) : '';

  return (
    <ChartFrame
      title={t('tradeOff')}
      chip={chip?.(runs)}
      chosen={title}
      detail={t('runsShown', { count: runs.length })}
      empty={drawing ? null : t('tradeOffEmpty')}
      summary={
        front.length > 0
          ? t('frontReading', {
              count: front.length,
              runs: front.map(({ group }) => group.label).join(', '),
              x: x?.name ?? '',
              y: y?.name ?? '',
            })
          : t('noFrontReading', { figures: title })
      }
      table={() => ({
        columns: [
          t('run'),
          t('seeds'),
          x?.name ?? '',
          t('deviation'),
          y?.name ?? '',
          t('deviation'),
          t('onFront'),
        ],
        rows: found.map(({ group, of, isOnFront }) => [
          ...[group.label, of.y.n, of.x.mean, of.x.deviation, of.y.mean, of.y.deviation],
          isOnFront ? t('yes') : t('no'),
        ]),
      })}
      controls={
        <>
          {PRESETS.filter(({ x: first, y: second }) =>
            [first, second].every((id) => axes.some((each) => each.id === id)),
          ).map((preset) => (
            <Button
              key={preset.id}
              size="compact-xs"
              variant="default"
              aria-pressed={preset.x === x?.id && preset.y === y?.id}
              onClick={() => setWanted(preset)}
            >
              {t(`preset.${preset.id}`)}
            </Button>
          ))}
        </>
      }
      toolbar={
        x &&
        y && (
          <>
            {(['y', 'x'] as const).map((axis) => (
              <span key={axis} className={classes.choice}>
                <Choice
                  name={t(axis === 'x' ? 'across' : 'up')}
                  value={{ x, y }[axis].id}
                  options={axes.map(({ id, name }) => ({ value: id, label: name }))}
                  onChange={(id) => {
                    setWanted({ x: x.id, y: y.id, [axis]: id });
                    setLog({ ...log, [axis]: undefined });
                  }}
                />
                {mayLog[axis] && (
                  <ChartSwitch
                    label={t(axis === 'x' ? 'logX' : 'logY')}
                    checked={axis === 'x' ? logX : logY}
                    onChange={(on) => setLog({ ...log, [axis]: on })}
                  />
                )}
              </span>
            ))}
            {found.length < groups.length && (
              <span className={classes.note}>
                {t('withoutFigure', {
                  count: groups.length - found.length,
                  runs: count(groups.length - found.length),
                })}
              </span>
            )}
          </>
        )
      }
    >
      {drawing && <PointChart label={t('pointsOf', { chart: t('tradeOff') })} drawing={drawing} />}
    </ChartFrame>
  );
}

/** The groups that have both figures, and whether another one beats them in both. */
function placesOf(groups: readonly RunGroup[], x: FigureAxis, y: FigureAxis) {
  const places = groups.flatMap((group) => {
    const [across, up] = [figureOf(group, x), figureOf(group, y)];
    return across && up ? [{ group, of: { x: across, y: up } }] : [];
  });
  const front =
    x.better && y.better && x.id !== y.id
      ? paretoFront(
          places.map(({ of }) => ({ x: of.x.mean, y: of.y.mean })),
          { x: x.better, y: y.better },
        )
      : [];
  // Those on the front first, in its order: their names have the first choice of room.
  const beaten = places.filter((_, i) => !front.includes(i));
  return [
    ...front.flatMap((i) => places[i] ?? []).map((place) => ({ ...place, isOnFront: true })),
    ...beaten.map((place) => ({ ...place, isOnFront: false })),
  ];
}

function tradeOffDrawing(
  places: ReturnType<typeof placesOf>,
  x: FigureAxis,
  y: FigureAxis,
  t: ReturnType<typeof useTranslation<'charts'>>['t'],
): PointDrawing {
  const points = places.map(({ group, of, isOnFront }): PlotPoint => {
    const { id, label, colour, dash, runs } = group;
    const values = [formatSpread(of.x, x), formatSpread(of.y, y)];
    const seeds = runs.flatMap(({ record }) => {
      const { [x.id]: across, [y.id]: up } = figuresOf(record);
      return across === null || up === null ? [] : [{ x: across, y: up }];
    });
    return {
      key: id,
      x: of.x.mean,
      y: of.y.mean,
      colour,
      spreadX: of.x.deviation,
      spreadY: of.y.deviation,
      seeds: seeds.length > 1 ? seeds : [],
      name: label,
      reading: t('pointReading', {
        run: of.y.n > 1 ? t('ofSeeds', { run: label, count: of.y.n }) : label,
        figures: `${x.name} ${values[0] ?? ''}, ${y.name} ${values[1] ?? ''}${isOnFront ? `, ${t('onFront')}` : ''}`,
      }),
      readout: { corner: label, headings: [x.name, y.name], rows: [{ label, colour, dash, values }] },
    };
  });
  const reach = (axis: 'x' | 'y') =>
    places.flatMap(({ of: { [axis]: spread } }, i) => [
      ...[spread.mean - (spread.deviation ?? 0), spread.mean + (spread.deviation ?? 0)],
      ...(points[i]?.seeds ?? []).map((seed) => seed[axis]),
    ]);
  const [xs, ys] = [reach('x'), reach('y')];
  const hasSeeds = points.some(({ seeds }) => seeds.length > 0);
  const front = places
    .filter(({ isOnFront }) => isOnFront)
    .map(({ of }) => ({ x: of.x.mean, value: of.y.mean }));
  return {
    points,
    values: ys,
    log: y.log,
    logX: x.log,
    xName: x.name,
    xAxis: (width, spacing) => valueAxis(xs, x.log, width, spacing),
    longestX: xs.map(x.format).reduce((a, b) => (a.length >= b.length ? a : b), ''),
    legend: [
      {
        text: t('upwards', { figure: hasSeeds ? t('meanOfSeeds', { figure: y.name }) : y.name }),
        colour: 'var(--chart-text)',
        dot: true,
      },
      ...(hasSeeds ? [{ text: t('eachSeed'), colour: 'var(--chart-text)', ring: true }] : []),
      ...(front.length > 0
        ? [{ text: t('front'), colour: 'var(--chart-text)', dash: '4 3', width: 1.5 }]
        : []),
    ],
    endLabels: [],
    lines: [front],
    behind: (layout) =>
      front.length > 1 && (
        <Curve points={front} layout={layout} colour="var(--chart-text)" dash="4 3" width={1.5} />
      ),
  };
}
