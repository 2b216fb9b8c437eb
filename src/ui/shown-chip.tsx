/** The chip of what is shown: every panel that shows a run's numbers has it. */
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { stepsDone } from '../core/run-record.ts';
import { latestAt } from './charts/series.ts';
import { count } from './format.ts';
import { useRuns } from './page-context.tsx';
import { RunChip } from './run-chip.tsx';
import { useFocused, useResults } from './shown-runs.tsx';
import { Steps } from './steps.tsx';

/** What is shown at a held step is a button that lets go of it. */
function Releasable({ children }: { children: ReactNode }) {
  const { t } = useTranslation('charts');
  const held = useRuns((state) => state.heldStep);
  const setCursor = useRuns((state) => state.setCursor);
  if (held === null) return children;
  return (
    <UnstyledButton className="release" title={t('backToNow')} onClick={() => setCursor(null, true)}>
      {children}
      <VisuallyHidden>{t('releaseStep')}</VisuallyHidden>
    </UnstyledButton>
  );
}

/** The run in focus, at the step that is shown; `whole` where all its steps are. */
export function ShownChip({ whole = false }: { whole?: boolean }) {
  const record = useFocused();
  const { isRecorded, numbers } = useResults();
  const cursor = useRuns((state) => state.cursor);
  if (!record) return null;
  const step = cursor === null ? stepsDone(record) : (latestAt(record.steps, cursor)?.step ?? 0);
  return (
    <Releasable>
      <RunChip
        kind={isRecorded ? 'recorded' : 'shown'}
        config={record.config}
        number={numbers.get(record.id)}
        {...(!whole && { step })}
      />
    </Releasable>
  );
}

/** All the runs shown: how many they are, or the one; `whole` as for the one. */
export function ShownRunsChip({ whole = true }: { whole?: boolean }) {
  const { t } = useTranslation();
  const { shown } = useResults();
  const cursor = useRuns((state) => (whole ? null : state.cursor));
  if (shown.length < 2) return <ShownChip whole={whole} />;
  const last = Math.max(...shown.map(({ record }) => stepsDone(record)));
  const most = Math.max(...shown.map(({ record }) => record.config.training.max_steps));
  return (
    <Releasable>
      <span className="run-chip">
        <strong>{t('chip.shownRuns', { shown: count(shown.length) })}</strong>{' '}
        {!whole && <Steps step={Math.min(cursor ?? last, last)} most={most} />}
      </span>
    </Releasable>
  );
}
