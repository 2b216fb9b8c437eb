/** Words what core concludes from runs: a sentence on their settings, and how it was tested. */
import type { TFunction } from 'i18next';
import type { Concluded, Conclusion, JudgingFigure } from '../../../core/conclusion.ts';
import { describeDifference } from '../../../core/run-name.ts';
import type { RunRecord } from '../../../core/run-record.ts';
import { count, listed, short } from '../../format.ts';
import { withWordedData, wordConfig, wordDifference } from '../../runs/difference.ts';

type Words = TFunction<'workspaces'>;

/** A longer list of settings is counted. */
const NAMED = 6;

/** With fewer seeds a test seldom tells even large differences. */
const ENOUGH_SEEDS = 3;

type NameOf = (run: RunRecord) => string;

/** What sets the setting of each run apart from those of the others: "r 8". */
export function settingNames(runs: readonly RunRecord[], t: TFunction<'charts'>): NameOf {
  // Of a setting the seed says nothing.
  const alike = withWordedData(runs, t).map((run) => ({ ...run, config: { ...run.config, seed: 0 } }));
  const differences = describeDifference(alike);
  const names = new Map(
    runs.map(({ id, config }, i) => [id, wordDifference(differences[i] ?? [], t) || wordConfig(config, t)]),
  );
  return ({ id }) => names.get(id) ?? '';
}

/** So that the margin has two digits: "0.50 ± 0.12". */
function plusMinus(mean: number, margin: number): string {
  const decimals = margin > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(margin)))) : 3;
  return `${mean.toFixed(decimals)} ± ${margin.toFixed(decimals)}`;
}

/** "r 1 is worse by 0.50 ± 0.12 nats, r 2 by 0.31 ± 0.10 nats" */
function wordWorse(
  worse: Conclusion['worse'],
  nameOf: NameOf,
  inUnit: (difference: string) => string,
  t: Words,
): string {
  if (worse.length > NAMED) {
    const means = worse.map(({ mean }) => mean);
    const [least, most] = [short(Math.min(...means)), inUnit(short(Math.max(...means)))];
    return t('conclusion.othersWorse', { count: worse.length, least, most });
  }
  return worse
    .map(({ run, mean, margin }, i) =>
      t(i === 0 ? 'conclusion.worse' : 'conclusion.alsoWorse', {
        setting: nameOf(run),
        difference: inUnit(plusMinus(mean, margin)),
      }),
    )
    .join(', ');
}

/** @param by what the runs are judged by, as the beginning of the sentence */
function wordSentence(
  { best, alike, worse, basis }: Conclusion,
  figure: JudgingFigure,
  by: string,
  nameOf: NameOf,
  t: Words,
): string {
  const inUnit = (difference: string) =>
    t(figure === 'finalLoss' ? 'conclusion.nats' : 'conclusion.points', { difference });
  const named = alike
    .slice(0, NAMED)
    .map(({ run, mean, margin }) =>
      t('conclusion.by', { setting: nameOf(run), difference: inUnit(plusMinus(mean, margin)) }),
    );
  const others = alike.length - named.length;
  const told = t(alike.length > 0 ? 'conclusion.alike' : 'conclusion.best', {
    count: alike.length,
    by,
    best: nameOf(best),
    settings: listed([...named, ...(others > 0 ? [t('conclusion.othersAlike', { count: others })] : [])]),
    among: basis.pairs === 'seeds' ? t('conclusion.seeds', { count: basis.n }) : t('conclusion.oneSeed'),
  });
  const sentence = worse.length > 0 ? `${told}; ${wordWorse(worse, nameOf, inUnit, t)}.` : `${told}.`;
  // Two differences have to be very much alike before they tell anything.
  const hasFewSeeds = basis.pairs === 'seeds' && basis.n < ENOUGH_SEEDS && alike.length > 0;
  return hasFewSeeds ? `${sentence} ${t('conclusion.fewSeeds')}` : sentence;
}

const wordTest = ({ best, basis }: Conclusion, nameOf: NameOf, t: Words): string =>
  [
    t(`conclusion.pairs_${basis.pairs}`, { count: basis.n }),
    t('conclusion.tests', { count: basis.tests, level: short(basis.level) }),
    t('conclusion.interval', { best: nameOf(best) }),
  ].join(' ');

/** What is told of a figure. */
export interface Told {
  sentence: string;
  /** How it was tested. */
  test: string;
}

/**
 * @param metric what to call the metric of the runs
 * @param nameOf as `settingNames` has it
 * @returns null where nothing was concluded
 */
export function wordConclusion(
  { found }: Concluded,
  figure: JudgingFigure,
  metric: string,
  nameOf: NameOf,
  t: Words,
): Told | null {
  if (typeof found === 'string') return null;
  const isByExamples = figure === 'finalLoss' && found.basis.pairs === 'examples';
  const by = t(isByExamples ? 'conclusion.by_finalLossExamples' : `conclusion.by_${figure}`, { metric });
  return { sentence: wordSentence(found, figure, by, nameOf, t), test: wordTest(found, nameOf, t) };
}

/**
 * Why nothing was concluded, which settings diverged, and how many runs are left out: a sentence for each.
 * @param notShown how many runs of the same experiments are not among these
 */
export const wordNotCompared = (
  { found, diverged, leftOut }: Concluded,
  notShown: number,
  nameOf: NameOf,
  t: Words,
): string[] => [
  ...(typeof found === 'string' ? [t(`conclusion.missing.${found}`)] : []),
  ...diverged.map(({ run, diverged: runs, of }) =>
    t('conclusion.diverged', { setting: nameOf(run), count: of, diverged: count(runs) }),
  ),
  ...(leftOut > 0 ? [t('conclusion.leftOut', { count: leftOut })] : []),
  ...(notShown > 0 ? [t('conclusion.notShown', { count: notShown })] : []),
];
