import type { Score } from '../../core/run-record.ts';
import { percentPoints } from '../format.ts';
import classes from './runs.module.css';

/** A score and its 95 % interval; a dash where it was not taken. */
export function ScoreCell({ score }: { score: Score | undefined }) {
  if (!score) return '–';
  return (
    <>
      {percentPoints(score.value)}{' '}
      {score.interval && (
        <span className={classes.interval}>
          {percentPoints(score.interval.low)}–{percentPoints(score.interval.high)}
        </span>
      )}
    </>
  );
}
