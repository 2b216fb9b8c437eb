/** Says whose numbers a panel shows: the next run's, which the form describes, or the shown run's. */
import type { RunConfig } from '../core/run-config.ts';
import { PROJECTION_LABEL } from '../core/site.ts';
import { short } from './format.ts';

export function RunChip({
  kind,
  config,
  step,
}: {
  kind: 'next' | 'shown';
  config: RunConfig;
  step?: number;
}) {
  const { method, training } = config;
  return (
    <span className="run-chip" data-kind={kind}>
      {kind === 'next' ? 'Next run' : 'Shown run'} · r {method.r} ·{' '}
      {method.target_modules.map((m) => PROJECTION_LABEL[m]).join(' ')} · lr {short(training.learning_rate)}
      {step !== undefined && ` · step ${step}`}
    </span>
  );
}
