/** Words what core finds wrong: a run that went wrong, splits that are too small to compare with. */
import type { TFunction } from 'i18next';
import { TOO_FEW_PROMPTS, tooFewPrompts, type DatasetSummary } from '../core/run-record.ts';
import type { Verdict } from '../core/verdict.ts';
import { formatLoss } from './charts/values.ts';
import { count, short } from './format.ts';

/** "Diverged", what shows it, and what to do about it. */
export function wordVerdict(
  { kind, by, loss, against, step, scale, remedies }: Verdict,
  t: TFunction,
): { title: string; about: string; remedy: string } {
  const values = { loss: formatLoss(loss), against: formatLoss(against), step: count(step) };
  return {
    title: t(`verdict.${kind}`),
    about: t(kind === 'diverged' ? `verdict.about.${by}` : 'verdict.about.worse', values),
    remedy: remedies
      .map((remedy) => t(`verdict.remedy.${remedy}`, { scale: scale === null ? '' : short(scale) }))
      .join(' '),
  };
}

/** One sentence for each split that is too small to compare with; none where all are large enough. */
export const wordTooFew = (
  dataset: Pick<DatasetSummary, 'validation' | 'test' | 'validationPrompts' | 'testPrompts'>,
  t: TFunction,
): string[] => tooFewPrompts(dataset).map(({ split, prompts }) => t(`tooFew.${split}`, { count: prompts }));

/** Why so few are too few. */
export const wordTooFewAbout = (t: TFunction): string => t('tooFew.about', { least: count(TOO_FEW_PROMPTS) });
