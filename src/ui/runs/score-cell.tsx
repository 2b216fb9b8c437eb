import { useTranslation } from 'react-i18next';
import type { Score } from '../../core/run-record.ts';
import { percentPoints } from '../format.ts';
import classes from './runs.module.css';

/** A score and its 95 % interval; a dash where it was not taken, and with the reason where it has no value. */
export function ScoreCell({ score }: { score: Score | undefined }) {
  const { t } = useTranslation('charts');
  if (!score) return '–';
  const { value, notDefined, interval, unreadable } = score;
  return (
    <>
      {value === null ? '–' : percentPoints(value)}{' '}
      {notDefined && <span className={classes.interval}>{t(`notDefined.${notDefined}`)}</span>}
      {interval && (
        <span className={classes.interval}>
          {interval.low < 0
            ? t('range', { low: percentPoints(interval.low), high: percentPoints(interval.high) })
            : `${percentPoints(interval.low)}–${percentPoints(interval.high)}`}
        </span>
      )}
      {unreadable !== undefined && (
        <span className={classes.interval}>{t('unreadable', { count: unreadable })}</span>
      )}
    </>
  );
}
