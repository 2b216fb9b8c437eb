/** What went wrong with a run, how far it is, in words, and where it trains in another tab or is not saved. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { stepsDone, type RunRecord } from '../../core/run-record.ts';
import { verdict } from '../../core/verdict.ts';
import { count } from '../format.ts';
import { wordVerdict } from '../warnings.ts';
import classes from './runs.module.css';

/** "finished, 300 steps" */
export const wordState = (record: RunRecord, t: TFunction<'charts'>): string =>
  t(`state_${record.state}`, {
    step: count(stepsDone(record)),
    steps: count(record.config.training.max_steps),
  });

export interface RunStateProps {
  record: RunRecord;
  /** Whether another tab trains it. */
  isElsewhere: boolean;
  /** Whether the browser refused to store it. */
  isUnsaved: boolean;
}

export function RunState({ record, isElsewhere, isUnsaved }: RunStateProps) {
  const { t } = useTranslation('charts');
  const { t: words } = useTranslation();
  const wrong = verdict(record);
  const warning = wrong && wordVerdict(wrong, words);
  return (
    <>
      {warning && (
        <>
          <span className={classes.warning} title={`${warning.about} ${warning.remedy}`}>
            {warning.title}
          </span>
          {' · '}
        </>
      )}
      {wordState(record, t)}
      {isElsewhere && ` · ${t('elsewhere')}`}
      {isUnsaved && (
        <>
          {' · '}
          <span className={classes.warning} title={t('unsavedAbout')}>
            {t('unsaved')}
          </span>
        </>
      )}
    </>
  );
}
