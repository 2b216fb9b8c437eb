/** The lines, levels and labels of the loss chart: costly to draw, so made only when a run or a switch changes. */
import type { TFunction } from 'i18next';
import { Line, ReferenceLine } from 'recharts';
import { thin, type LossCurves } from './series.ts';
import type { StepDrawing } from './step-chart.tsx';
import { formatLoss } from './ticks.ts';
import type { ShownRun } from './types.ts';

export interface LossRun extends ShownRun {
  curves: LossCurves;
}

const NEUTRAL = 'var(--chart-text)';
const LEVEL = 'var(--chart-strong)';

export function lossDrawing(runs: readonly LossRun[], log: boolean, t: TFunction<'charts'>): StepDrawing {
  const several = runs.length > 1;
  const drawn = runs.map(({ record, label, curves, colour, dash }) => ({
    id: record.id,
    name: label,
    colour,
    dash,
    raw: thin(curves.raw, log),
    smoothed: thin(curves.smoothed, log),
    validation: thin(curves.validation, log),
  }));
  // Runs on the same model and data share their base; another model or dataset has its own.
  const bases = new Set(runs.flatMap(({ curves: { base } }) => (base === null ? [] : [base])));
  const teachers = new Set(
    runs.flatMap(({ record: { dataset } }) => (dataset.secret ? [dataset.secret.teacherLoss] : [])),
  );
  const levels = [
    ...[...bases].map((value) => ({
      value,
      text: t('baseModel', { base: formatLoss(value) }),
      dash: '1 3',
    })),
    ...[...teachers].map((value) => ({
      value,
      text: t('teacher', { loss: formatLoss(value) }),
      dash: '6 3',
    })),
  ];
  const still = { activeDot: false, isAnimationActive: false, dataKey: 'value' } as const;

  return {
    values: [
      ...drawn.flatMap(({ raw, validation }) => [...raw, ...validation].map(({ value }) => value)),
      ...levels.map(({ value }) => value),
    ],
    log,
    legend: [
      { text: t('training'), colour: NEUTRAL },
      { text: t('eachBatch'), colour: NEUTRAL, width: 1, opacity: 0.5 },
      { text: t('validation'), colour: NEUTRAL, width: 1, dot: true },
      ...levels.map(({ text, dash }) => ({ text, colour: LEVEL, dash, width: 1 })),
    ],
    endLabels: several
      ? drawn.flatMap(({ name, smoothed, validation, colour, dash }) => {
          const value = (smoothed.at(-1) ?? validation.at(-1))?.value;
          return value === undefined ? [] : [{ text: name, value, colour, dash }];
        })
      : [],
    lines: (
      <>
        {levels.map(({ text, value, dash }) => (
          <ReferenceLine key={text} y={value} stroke={LEVEL} strokeDasharray={dash} />
        ))}
        {drawn.map(({ id, raw, colour }) => (
          <Line
            key={`${id} raw`}
            {...still}
            data={raw}
            stroke={colour}
            strokeWidth={1}
            strokeOpacity={several ? 0.18 : 0.35}
            dot={false}
          />
        ))}
        {drawn.map(({ id, smoothed, colour, dash }) => (
          <Line
            key={`${id} smoothed`}
            {...still}
            data={smoothed}
            stroke={colour}
            strokeWidth={2}
            strokeDasharray={dash}
            dot={false}
          />
        ))}
        {drawn.map(({ id, validation, colour, dash }) => (
          <Line
            key={`${id} validation`}
            {...still}
            data={validation}
            stroke={colour}
            strokeWidth={1}
            strokeOpacity={0.6}
            strokeDasharray={dash}
            dot={{ r: 2.5, fill: colour, fillOpacity: 1, strokeWidth: 0 }}
          />
        ))}
      </>
    ),
  };
}
