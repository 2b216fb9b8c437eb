/** Which of the runs that step in lockstep go on next. */

export interface Scheduled {
  /** What its next piece of work does. */
  next: 'step' | 'measure';
  /** The step that it may reach, with what is measured there, while training is paused; null where it must rest. */
  until: number | null;
  /** Steps taken so far. */
  step: number;
  /** The same for runs whose next steps are taken together; null of a run that steps alone. */
  together: object | null;
}

const mayGoOn = ({ next, until, step }: Scheduled): boolean =>
  until !== null && (next === 'step' ? step < until : step <= until);

/**
 * The runs whose turn it is: of those that are furthest behind the first that measures, or else, once all have measured, the
 * first with all that step together with it. So compared runs grow side by side.
 * @param paused then only those that "Step" still allows to go on
 */
export function nextRuns<R extends Scheduled>(runs: readonly R[], paused: boolean): readonly R[] {
  const able = runs.filter((run) => !paused || mayGoOn(run));
  const least = Math.min(...able.map(({ step }) => step));
  const behind = able.filter(({ step }) => step === least);
  const measuring = behind.find(({ next }) => next === 'measure');
  const [first] = measuring ? [measuring] : behind;
  return behind.filter(
    (run) => run === first || (!measuring && run.together !== null && run.together === first?.together),
  );
}
