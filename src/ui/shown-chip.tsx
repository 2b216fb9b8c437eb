/** The chip of what is shown: every panel that shows a run's numbers has it, with the step that these numbers are of. */
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { stepsDone } from '../core/run-record.ts';
import type { Drawn } from './charts/index.ts';
import { latestAt } from './charts/series.ts';
import { count } from './format.ts';
import { useRuns } from './page-context.tsx';
import { RunChip } from './run-chip.tsx';
import { wordDifference } from './runs/index.ts';
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

/** One run, at the step that its numbers are of. */
function ChipOf({ record, step }: Drawn) {
  const { t } = useTranslation('charts');
  const { records, numbers } = useResults();
  const { id, config } = record;
  // Where seeds differ, the same settings may be those of several runs.
  const seed = records.some((other) => other.config.seed !== config.seed)
    ? wordDifference([{ key: 'seed', value: config.seed }], t)
    : undefined;
  // A chart may still draw the recorded run when the visitor's first one has begun.
  const isOwn = records.some((other) => other.id === id);
  return (
    <Releasable>
      <RunChip
        kind={isOwn ? 'shown' : 'recorded'}
        config={config}
        mark={numbers.get(id) ?? seed}
        {...(step !== undefined && { step })}
      />
    </Releasable>
  );
}

/** The run in focus, at the step that is shown; `step` where the numbers beside it are of another one. */
export function ShownChip({ step }: { step?: number | undefined }) {
  const record = useFocused();
  const cursor = useRuns((state) => state.cursor);
  if (!record) return null;
  const shown = cursor === null ? stepsDone(record) : (latestAt(record.steps, cursor)?.step ?? 0);
  return <ChipOf record={record} step={step ?? shown} />;
}

/** What is drawn: of how many runs, or of which one; and at which step, or between which. */
function DrawnChip({ drawn }: { drawn: readonly Drawn[] }) {
  const { t } = useTranslation();
  const [first] = drawn;
  if (!first) return null;
  if (drawn.length === 1) return <ChipOf {...first} />;
  const steps = drawn.flatMap(({ step }) => step ?? []);
  const most = Math.max(...drawn.map(({ record }) => record.config.training.max_steps));
  const shown = <strong>{t('chip.shownRuns', { shown: count(drawn.length) })}</strong>;
  // Without a step there is none to let go of, and no room for its mark.
  if (steps.length === 0)
    return (
      <span className="run-chip" style={{ paddingRight: 8 }}>
        {shown}
      </span>
    );
  return (
    <Releasable>
      <span className="run-chip">
        {shown} <Steps from={Math.min(...steps)} step={Math.max(...steps)} most={most} />
      </span>
    </Releasable>
  );
}

/** The chip as charts ask for it. */
export const drawnChip = (drawn: readonly Drawn[]) => <DrawnChip drawn={drawn} />;
