/** The columns of the table of runs: what each says of a run, how it is written, and how a run differs in it from the baseline. */
import type { TFunction } from 'i18next';
import { METRICS } from '../../../core/metrics/metrics.ts';
import { figuresOf, testScore, type FigureId } from '../../../core/run-figures.ts';
import { VALIDATION_PAIRS, type RunRecord } from '../../../core/run-record.ts';
import { formatLoss } from '../../charts/values.ts';
import { count, dayAndTime, duration, percentPoints } from '../../format.ts';
import { differenceColumns, type DifferenceColumn } from '../../runs/difference-columns.ts';
import { wordState } from '../../runs/run-state.tsx';
import { wordDevice } from './origin-words.ts';
import { methodName } from '../../method-words.ts';

/** What a column is sorted by; null where the run has none. */
export type Value = string | number | null;

/** How a run's figure differs from the baseline's. */
export interface Delta {
  /** With its sign. */
  text: string;
  /** Null where neither more nor less is better. */
  tone: 'better' | 'worse' | null;
}

export interface Column {
  id: string;
  heading: string;
  /** What the heading means. */
  meaning?: string;
  /** Its width on screen, in em. */
  width: number;
  isNumber: boolean;
  value: (record: RunRecord) => Value;
  /** The value on screen. */
  text: (record: RunRecord) => string;
  /** Null where the two have no figure, or theirs do not compare. */
  delta?: (record: RunRecord, baseline: RunRecord) => Delta | null;
  /** In a CSV file, where that is more than the value under the heading. */
  file?: { heading: string; value: (record: RunRecord) => Value }[];
}

/** Names a metric and says what it means, as `useMetricWords` does. */
export type MetricWord = (metric: keyof typeof METRICS, by: ReturnType<typeof judgedBy>) => string;

export interface ColumnsContext {
  /** All runs, as they are described (`useResults`). */
  described: readonly RunRecord[];
  /** The ids of those on the charts: each setting that differs among them has a column. */
  compared: ReadonlySet<string>;
  /** What changed in each run, by its id. */
  changed: ReadonlyMap<string, string>;
  /** What the runs' texts are judged by, as `judgings` finds it. */
  judgings: readonly Judging[];
  /** To how many test prompts they wrote: one number where it is the same for all. */
  prompts: readonly number[];
  /** The baseline's name; null where there is none. */
  baseline: string | null;
  t: TFunction<'charts'>;
  name: MetricWord;
  meaning: MetricWord;
}

const DASH = '–';
const or = <T>(value: T | null, write: (value: T) => string): string =>
  value === null ? DASH : write(value);
/** With its sign, and that of a true minus. */
const signed = (value: number, write: (size: number) => string): string => {
  const size = write(Math.abs(value));
  return (Number.parseFloat(size) === 0 ? '±' : value > 0 ? '+' : '−') + size;
};
const toHundredths = (value: number): string => value.toFixed(2);

const always = () => true;
/** Texts that were cut short at other places are other texts. */
const onSameData = ({ dataset: a }: RunRecord, { dataset: b }: RunRecord) =>
  a.fingerprint === b.fingerprint && a.truncated === b.truncated;
const ofSameModel = (a: RunRecord, b: RunRecord) => a.config.model === b.config.model;

/** What a run's texts are judged by: scores compare where all of this is the same. */
const judgedBy = (record: RunRecord) => ({
  tokenizer: testScore(record)?.tokenizer,
  positiveLabel: record.dataset.positiveLabel,
});

export interface Judging extends ReturnType<typeof judgedBy> {
  metric: keyof typeof METRICS;
}

/** Each way in which some of the runs are judged, once. */
export function judgings(records: readonly RunRecord[]): Judging[] {
  const found = new Map<string, Judging>();
  for (const record of records) {
    const metric = testScore(record)?.metric;
    if (!metric) continue;
    const judging = { metric, ...judgedBy(record) };
    found.set(JSON.stringify(judging), judging);
  }
  return [...found.values()];
}

/** To how many test prompts the runs wrote. */
export const promptCounts = (records: readonly RunRecord[]): number[] => [
  ...new Set(records.flatMap((record) => testScore(record)?.texts ?? [])),
];

interface FigureOptions {
  id: FigureId;
  heading: string;
  meaning?: string;
  width: number;
  write: (value: number) => string;
  /** How the size of a difference is written, where not as the figure. */
  writeDelta?: (size: number) => string;
  /** 1 where more is better, -1 where less is. */
  better?: 1 | -1;
  /** Whether the figures of two runs can be compared. */
  compares: (a: RunRecord, b: RunRecord) => boolean;
  /** Whether the run shows it. */
  has?: (record: RunRecord) => boolean;
  /** The heading in a CSV file. */
  inFile?: string;
}

function figureColumn(options: FigureOptions): Column {
  const { id, heading, meaning, width, write, writeDelta = write, better = 0, compares } = options;
  const { has = always, inFile = heading } = options;
  const value = (record: RunRecord) => (has(record) ? figuresOf(record)[id] : null);
  return {
    id,
    heading,
    ...(meaning !== undefined && { meaning }),
    width,
    isNumber: true,
    value,
    text: (record) => or(value(record), write),
    delta: (record, baseline) => {
      const [own, other] = [value(record), value(baseline)];
      if (own === null || other === null || !compares(record, baseline)) return null;
      return deltaOf(own - other, better, writeDelta);
    },
    file: [{ heading: inFile, value }],
  };
}

function deltaOf(difference: number, better: number, write: (size: number) => string): Delta {
  const gain = difference * better;
  return { text: signed(difference, write), tone: gain > 0 ? 'better' : gain < 0 ? 'worse' : null };
}

function textColumn(
  id: string,
  heading: string,
  width: number,
  text: (record: RunRecord) => string | undefined,
  meaning?: string,
): Column {
  return {
    id,
    heading,
    ...(meaning !== undefined && { meaning }),
    width,
    isNumber: false,
    value: (record) => text(record) ?? null,
    text: (record) => text(record) ?? '',
  };
}

/** The width of a column in which texts have room, in em. */
const widthOf = (texts: readonly string[], least: number, most: number): number => {
  const longest = texts.reduce((length, text) => Math.max(length, text.length), 0);
  return Math.min(most, Math.max(least, 0.6 * longest + 1.2));
};

/** A setting's column; the settings of runs that came since are not in it yet. */
function settingColumn(
  { key, heading, values, cells }: DifferenceColumn,
  place: ReadonlyMap<string, number>,
): Column {
  const at = ({ id }: RunRecord) => place.get(id) ?? -1;
  const isNumber = values.every((value) => typeof value === 'number' || value === undefined);
  return {
    id: key,
    heading,
    width: widthOf([heading, ...cells], 4.5, 14),
    isNumber,
    value: (record) => {
      const value = values[at(record)];
      return typeof value === 'number' ? value : (cells[at(record)] ?? null);
    },
    text: (record) => cells[at(record)] ?? DASH,
  };
}

/** The test score with its interval. Where runs are judged differently, each cell names its metric. */
function scoreColumn({ judgings, prompts, t, name, meaning }: ColumnsContext): Column {
  const [only, ...others] = judgings;
  const isAlone = only !== undefined && others.length === 0;
  const value = (record: RunRecord) => figuresOf(record).metric;
  const heading = isAlone ? t('testScore', { metric: name(only.metric, only) }) : t('testScoreMixed');
  const about = t('testScoreAbout', { prompts: prompts.map(count).join(', ') });
  const nameOf = (record: RunRecord) => {
    const metric = testScore(record)?.metric;
    return metric ? name(metric, judgedBy(record)) : '';
  };
  return {
    id: 'metric',
    heading,
    meaning: isAlone ? `${meaning(only.metric, only)} ${about}` : `${t('testScoreMixedAbout')} ${about}`,
    width: isAlone || judgings.length === 0 ? 10 : 19,
    isNumber: true,
    value,
    text: (record) => (isAlone ? '' : nameOf(record)),
    delta: (record, baseline) => {
      const [own, other] = [testScore(record), testScore(baseline)];
      const [ownValue, otherValue] = [own?.value ?? null, other?.value ?? null];
      if (!own || !other || ownValue === null || otherValue === null) return null;
      const isAlike =
        own.metric === other.metric &&
        own.tokenizer === other.tokenizer &&
        record.dataset.positiveLabel === baseline.dataset.positiveLabel;
      if (!isAlike || !onSameData(record, baseline)) return null;
      return deltaOf(ownValue - otherValue, METRICS[own.metric].higherIsBetter ? 1 : -1, percentPoints);
    },
    file: [
      { heading: t('metric'), value: (record) => nameOf(record) || null },
      { heading: t('testScoreMixed'), value },
      {
        heading: t('scoreLow', { heading: t('testScoreMixed') }),
        value: (record) => testScore(record)?.interval?.low ?? null,
      },
      {
        heading: t('scoreHigh', { heading: t('testScoreMixed') }),
        value: (record) => testScore(record)?.interval?.high ?? null,
      },
    ],
  };
}

/** All columns but the run's name. The ids of settings are their paths (`RunDifference`). */
export function tableColumns(context: ColumnsContext): Column[] {
  const { described, compared, changed, baseline, t } = context;
  const place = new Map(described.map(({ id }, i) => [id, i]));
  const settings = compared.size > 1 ? differenceColumns(described, t, ({ id }) => compared.has(id)) : [];
  const hasMethod = settings.some(({ key }) => key === 'method.type');
  const examples = String(VALIDATION_PAIRS);
  const ofMean = (meaning: string) => `${t('meanOver')} ${meaning}`;
  return [
    textColumn(
      'changed',
      t('changed'),
      widthOf([...changed.values()], 8, 17),
      ({ id }) => changed.get(id),
      baseline === null ? t('changedAbout') : t('changedFrom', { name: baseline }),
    ),
    textColumn('state', t('state'), 11, (record) => wordState(record, t)),
    ...(hasMethod ? [] : [textColumn('method', t('method'), 8, ({ config }) => methodName(config.method))]),
    ...settings.map((setting) => settingColumn(setting, place)),
    figureColumn({ id: 'parameters', heading: t('trained'), width: 8, write: count, compares: always }),
    figureColumn({
      id: 'bestLoss',
      heading: t('bestShort'),
      meaning: t('bestValidationLossOn', { examples }),
      width: 8,
      write: formatLoss,
      better: -1,
      compares: onSameData,
    }),
    figureColumn({
      id: 'finalLoss',
      heading: t('finalShort'),
      meaning: t('finalAbout', { examples }),
      width: 7.5,
      write: formatLoss,
      better: -1,
      compares: onSameData,
    }),
    scoreColumn(context),
    figureColumn({
      id: 'forgetting',
      heading: t('forgettingShort'),
      meaning: t('forgettingAbout'),
      width: 7,
      write: (value) => signed(value, formatLoss),
      writeDelta: formatLoss,
      better: -1,
      compares: ofSameModel,
    }),
    figureColumn({
      id: 'effectiveRank',
      heading: t('meanEffectiveRank'),
      meaning: ofMean(t('effectiveRankMeaning')),
      width: 8,
      write: toHundredths,
      compares: always,
      inFile: t('effectiveRank'),
    }),
    figureColumn({
      id: 'k90',
      heading: t('meanEnergyRank'),
      meaning: ofMean(t('energyRankMeaning')),
      width: 8.5,
      write: toHundredths,
      compares: always,
      // Where the rank is the question, the energy rank looks like its answer.
      has: ({ dataset }) => dataset.secret === undefined,
      inFile: t('energyRank'),
    }),
    figureColumn({
      id: 'seconds',
      heading: t('time'),
      meaning: t('timeAbout'),
      width: 7,
      write: duration,
      compares: always,
      inFile: t('timeSeconds'),
    }),
    textColumn('device', t('device'), 10, ({ device }) => wordDevice(device, t)),
    {
      ...textColumn('started', t('started'), 14, ({ createdAt }) => dayAndTime(new Date(createdAt))),
      value: ({ createdAt }) => createdAt,
    },
    textColumn('note', t('note'), 16, ({ note }) => note),
  ];
}
