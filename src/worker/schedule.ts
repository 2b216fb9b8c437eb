/** Which of the runs that step in lockstep goes on next. */

export interface Scheduled {
  /** What its next piece of work does. */
  next: 'step' | 'measure';
  /** The step that it may reach, with what is measured there, while training is paused; null where it must rest. */
  until: number | null;
  /** Steps taken so far. */
  step: number;
}

const mayGoOn = ({ next, until, step }: Scheduled): boolean =>
  until !== null && (next === 'step' ? step < until : step <= until);

/**
 * The run that is furthest behind, of equal ones the first, so that compared runs grow side by side.
 * @param paused then only those that "Step" still allows to go on
 */
export function nextRun<R extends Scheduled>(runs: readonly R[], paused: boolean): R | undefined {
  return runs
    .filter((run) => !paused || mayGoOn(run))
    .reduce<R | undefined>((first, run) => (first && first.step <= run.step ? first : run), undefined);
}
