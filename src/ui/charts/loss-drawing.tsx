/** The lines, levels and labels of the loss chart: costly to draw, so made only when a run or a switch changes. */
import type { TFunction } from 'i18next';
import { ReferenceLine } from 'recharts';
import { Band, bandReach } from './band.tsx';
import { Curve } from './curve.tsx';
import { thinBand, type LossLines } from './loss-lines.ts';
import type { RunGroup } from './run-groups.ts';
import { thin } from './series.ts';
import type { StepDrawing } from './step-chart.tsx';
import { formatLoss } from './values.ts';

export interface LossGroup extends RunGroup {
  lines: LossLines;
}

export interface LossLook {
  log: boolean;
  logX: boolean;
  /** Which losses are drawn. */
  shows: 'both' | 'validation' | 'training';
}

const NEUTRAL = 'var(--chart-text)';
/** Of neutral lines in the legend: the contrast with the page stays above 3:1. */
const FAINT = 0.7;
const LEVEL = 'var(--chart-strong)';

export function lossDrawing(
  groups: readonly LossGroup[],
  { log, logX, shows }: LossLook,
  t: TFunction<'charts'>,
): StepDrawing {
  const several = groups.length > 1;
  const drawn = groups.map(({ id, label, lines, colour, faint, dash }) => ({
    id,
    name: label,
    n: lines.n,
    colour,
    faint,
    dash,
    raw: shows === 'validation' ? [] : thin(lines.raw, log, logX),
    smoothed: shows === 'validation' ? [] : thinBand(lines.smoothed, [log, logX]),
    validation: shows === 'training' ? [] : thinBand(lines.validation, [log, logX]),
  }));
  const counts = new Set(drawn.map(({ n }) => n));
  const means = drawn.filter(({ n }) => n > 1);
  const [firstMean] = means;
  const hasSingles = drawn.some(({ raw }) => raw.length > 0) || (!firstMean && shows !== 'validation');
  // Runs on the same model and data share their base, but for the last digits that another device may give it.
  const apart = (values: readonly (number | null | undefined)[]) => [
    ...new Map(values.filter((value) => typeof value === 'number').map((v) => [formatLoss(v), v])),
  ];
  const levels = [
    { name: 'baseModel', dash: '1 3', losses: apart(groups.map(({ lines }) => lines.base)) },
    {
      name: 'teacher',
      dash: '6 3',
      losses: apart(
        groups.flatMap(({ runs }) => runs.map(({ record }) => record.dataset.secret?.teacherLoss)),
      ),
    },
  ] as const;
  return {
    values: [
      ...drawn.flatMap(({ raw, validation }) => [...raw, ...validation].map(({ value }) => value)),
      ...means.flatMap(({ smoothed }) => smoothed.map(({ value }) => value)),
      ...drawn.flatMap(({ smoothed, validation }) => bandReach([...smoothed, ...validation], log)),
      ...levels.flatMap(({ losses }) => losses.map(([, value]) => value)),
    ],
    log,
    legend: [
      ...(shows === 'validation' ? [] : [{ text: t('training'), colour: NEUTRAL }]),
      ...(hasSingles ? [{ text: t('eachBatch'), colour: NEUTRAL, width: 1, opacity: FAINT }] : []),
      ...(shows === 'training' ? [] : [{ text: t('validation'), colour: NEUTRAL, width: 1, dot: true }]),
      ...(firstMean
        ? [{ text: t('bandOf', { count: counts.size > 1 ? 0 : firstMean.n }), colour: NEUTRAL, band: true }]
        : []),
      // Several of a kind share a key, without their numbers. The base model's keeps its place before it is measured, so
      // that the plot holds still.
      ...levels
        .filter(({ name, losses }) => name === 'baseModel' || losses.length > 0)
        .map(({ name, dash, losses }) => ({
          text: t(losses.length > 1 ? `${name}s` : name, { loss: losses[0]?.[0] ?? '–' }),
          colour: LEVEL,
          dash,
          width: 1,
        })),
    ],
    endLabels: several
      ? drawn.flatMap(({ name, n, smoothed, validation, colour, dash }) => {
          const value = (smoothed.at(-1) ?? validation.at(-1))?.value;
          const text = counts.size > 1 && n > 1 ? t('ofSeeds', { run: name, count: n }) : name;
          return value === undefined ? [] : [{ text, value, colour, dash }];
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
        {means.flatMap(({ id, smoothed, validation, colour }) =>
          [smoothed, validation].map((points, i) => (
            <Band key={`${id} ${i}`} points={points} layout={layout} colour={colour} />
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
            width={shows === 'validation' ? 2 : 1}
            dots={5}
          />
        ))}
      </>
    ),
  };
}
