/** Last scores that are missing: a run is finished before the texts for them are written, and its page may be left meanwhile. */
import { testScore } from './run-figures.ts';
import { scoredTexts, type RunRecord, type Score } from './run-record.ts';

/** Whether a finished run has no scores after its last step, though its data has a metric. */
export const lacksLastScores = (record: RunRecord): boolean =>
  record.state === 'finished' && scoredTexts(record.dataset, 'test') > 0 && !testScore(record);

/** Those scores that a run does not have yet: the base model's may be known from its training. */
export function newScores({ scores }: Pick<RunRecord, 'scores'>, found: readonly Score[]): Score[] {
  const keyOf = ({ step, split, metric }: Score) => JSON.stringify([step, split, metric]);
  const known = new Set(scores.map(keyOf));
  return found.filter((score) => !known.has(keyOf(score)));
}
