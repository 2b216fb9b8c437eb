/** The lines, levels and labels of the loss chart: costly to draw, so made only when a run or a switch changes. */
import type { TFunction } from 'i18next';
import { ReferenceLine } from 'recharts';
import { Curve } from './curve.tsx';
import { thin, type LossCurves } from './series.ts';
import type { StepDrawing } from './step-chart.tsx';
import { formatLoss } from './values.ts';
import type { ShownRun } from './types.ts';

export interface LossRun extends ShownRun {
  curves: LossCurves;
}

const NEUTRAL = 'var(--chart-text)';
/** Of neutral lines in the legend: the contrast with the page stays above 3:1. */
const FAINT = 0.7;
const LEVEL = 'var(--chart-strong)';

export function lossDrawing(runs: readonly LossRun[], log: boolean, t: TFunction<'charts'>): StepDrawing {
  const several = runs.length > 1;
  const drawn = runs.map(({ record, label, curves, colour, faint, dash }) => ({
    id: record.id,
    name: label,
    colour,
    faint,
    dash,
    raw: thin(curves.raw, log),
    smoothed: thin(curves.smoothed, log),
    validation: thin(curves.validation, log),
  }));
  // Runs on the same model and data share their base, but for the last digits that another device may give it.
  const apart = (values: readonly (number | null | undefined)[]) => [
    ...new Map(values.filter((value) => typeof value === 'number').map((v) => [formatLoss(v), v])),
  ];
  const levels = [
    { name: 'baseModel', dash: '1 3', losses: apart(runs.map(({ curves }) => curves.base)) },
    {
      name: 'teacher',
      dash: '6 3',
      losses: apart(runs.map(({ record }) => record.dataset.secret?.teacherLoss)),
    },
  ] as const;
  return {
    values: [
      ...drawn.flatMap(({ raw, validation }) => [...raw, ...validation].map(({ value }) => value)),
      ...levels.flatMap(({ losses }) => losses.map(([, value]) => value)),
    ],
    log,
    legend: [
      { text: t('training'), colour: NEUTRAL },
      { text: t('eachBatch'), colour: NEUTRAL, width: 1, opacity: FAINT },
      { text: t('validation'), colour: NEUTRAL, width: 1, dot: true },
      // Several of a kind share a key, without their numbers. The base model's keeps its place before it is measured, so
      // that the plot holds still.
      ...levels
        .filter(({ name, losses }) => name === 'baseModel' || losses.length > 0)
        .map(({ name, dash, losses }) => ({
          text: t(name, { count: Math.max(1, losses.length), loss: losses[0]?.[0] ?? '–' }),
          colour: LEVEL,
          dash,
          width: 1,
        })),
    ],
    endLabels: several
      ? drawn.flatMap(({ name, smoothed, validation, colour, dash }) => {
          const value = (smoothed.at(-1) ?? validation.at(-1))?.value;
          return value === undefined ? [] : [{ text: name, value, colour, dash }];
        })
      : [],
    curves: drawn.flatMap(({ raw, smoothed, validation }) => [raw, smoothed, validation]),
    lines: (layout) => (
      <>
        {levels.flatMap(({ name, dash, losses }) =>
          losses.map(([loss, value]) => (
            <ReferenceLine key={`${name} ${loss}`} y={value} stroke={LEVEL} strokeDasharray={dash} />
          )),
        )}
        {drawn.map(({ id, raw, faint }) => (
          <Curve key={`${id} raw`} points={raw} layout={layout} colour={faint} width={1} />
        ))}
        {drawn.map(({ id, smoothed, colour, dash }) => (
          <Curve key={`${id} smoothed`} points={smoothed} layout={layout} colour={colour} dash={dash} />
        ))}
        {drawn.map(({ id, validation, colour, dash }) => (
          <Curve
            key={`${id} validation`}
            points={validation}
            layout={layout}
            colour={colour}
            dash={dash}
            width={1}
            dots={5}
          />
        ))}
      </>
    ),
  };
}
