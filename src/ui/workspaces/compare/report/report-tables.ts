/** The tables of a report: the settings that differ, and the figures of each run, worded as on the page. */
import type { TFunction } from 'i18next';
import type { MetricId } from '../../../../core/metrics/metric-id.ts';
import { figuresOf, testScore } from '../../../../core/run-figures.ts';
import { stepsDone, type RunRecord, type Score } from '../../../../core/run-record.ts';
import { formatLoss } from '../../../charts/values.ts';
import { count, dayAndTime, duration, percent, percentPoints } from '../../../format.ts';
import { metricWords } from '../../../metric-name.ts';
import { differenceColumns } from '../../../runs/difference-columns.ts';
import { wordDevice } from '../origin-words.ts';

export interface Column {
  heading: string;
  /** In the order of the runs. */
  cells: string[];
}

const ABSENT = '–';

/** What varied among the runs; empty where nothing did. */
export const variedColumns = (records: readonly RunRecord[], t: TFunction<'charts'>): Column[] =>
  differenceColumns(records, t);

/** How each run went: how far, on which device, when, and what a person noted on it. */
export const courseColumns = (records: readonly RunRecord[], t: TFunction<'charts'>): Column[] => [
  {
    heading: t('report.course', { ns: 'workspaces' }),
    cells: records.map((record) =>
      t(`state_${record.state}`, {
        step: count(stepsDone(record)),
        steps: count(record.config.training.max_steps),
      }),
    ),
  },
  {
    heading: t('report.started', { ns: 'workspaces' }),
    cells: records.map(({ createdAt }) => dayAndTime(new Date(createdAt))),
  },
  {
    heading: t('report.device', { ns: 'workspaces' }),
    cells: records.map(({ device }) => wordDevice(device, t)),
  },
  ...(records.some(({ note }) => note)
    ? [{ heading: t('note', { ns: 'compare' }), cells: records.map(({ note = '' }) => note) }]
    : []),
];

/** What was measured. A figure that a run does not have is a dash. */
export function figureColumns(records: readonly RunRecord[], t: TFunction<'charts'>): Column[] {
  const figures = records.map(figuresOf);
  const word = (value: number | null, write: (value: number) => string) =>
    value === null ? ABSENT : write(value);
  return [
    {
      heading: t('trained'),
      cells: records.map(
        ({ trainableParameters, totalParameters }) =>
          `${count(trainableParameters)} (${percent(trainableParameters / totalParameters)})`,
      ),
    },
    {
      heading: t('figure.bestLoss'),
      cells: figures.map(({ bestLoss, bestStep }) =>
        word(bestLoss, (loss) => t('lossOf', { loss: formatLoss(loss), step: word(bestStep, count) })),
      ),
    },
    {
      heading: t('report.lastLoss', { ns: 'workspaces' }),
      cells: figures.map(({ finalLoss }) => word(finalLoss, formatLoss)),
    },
    {
      heading: t('report.score', { ns: 'workspaces' }),
      cells: records.map((record) => wordScore(testScore(record), record, t)),
    },
    {
      heading: t('report.heldOut', { ns: 'workspaces' }),
      cells: figures.map(({ heldOut, forgetting }) =>
        word(heldOut, (loss) => [formatLoss(loss), word(forgetting, inBrackets)].join(' ')),
      ),
    },
    {
      heading: t('report.effectiveRank', { ns: 'workspaces' }),
      cells: figures.map(({ effectiveRank }) => word(effectiveRank, (rank) => rank.toFixed(2))),
    },
    {
      heading: t('report.time', { ns: 'workspaces' }),
      cells: figures.map(({ seconds }) => word(seconds, duration)),
    },
  ];
}

const inBrackets = (change: number) => `(${change < 0 ? '−' : '+'}${formatLoss(Math.abs(change))})`;

/** `BLEU 43.6 (40.1–47.0)`. */
function wordScore(score: Score | undefined, { dataset }: RunRecord, t: TFunction<'charts'>): string {
  if (!score) return ABSENT;
  const { value, notDefined, interval, tokenizer, unreadable } = score;
  const metric: MetricId = score.metric;
  const name = metricWords(t).name(metric, { tokenizer, positiveLabel: dataset.positiveLabel });
  return [
    name,
    value === null ? ABSENT : percentPoints(value),
    notDefined && t(`notDefined.${notDefined}`),
    interval && `(${t('range', { low: percentPoints(interval.low), high: percentPoints(interval.high) })})`,
    unreadable !== undefined && t('unreadable', { count: unreadable }),
  ]
    .filter((part) => part)
    .join(' ');
}
