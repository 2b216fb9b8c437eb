import type { RunRecord, Score } from '../../core/run-record.ts';

/** What the run's texts of the test split are worth by its task's first metric; absent before they are written. */
export const testScore = ({ scores }: RunRecord): Score | undefined =>
  scores.find(({ step, split }) => step > 0 && split === 'test');
