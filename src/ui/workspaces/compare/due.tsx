/** How far the runs are that were asked for, and what can be done with those that wait: all of them, or each by itself. */
import { Button } from '@mantine/core';
import { memo, useCallback, useId, useMemo, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { DueRun } from '../../../core/due-run.ts';
import { estimator, totalSeconds, type Estimate } from '../../../core/estimate.ts';
import { runName } from '../../../core/run-name.ts';
import { isLive, stepsDone } from '../../../core/run-record.ts';
import { focusIfLost } from '../../focus.ts';
import { count, duration } from '../../format.ts';
import { usePage, useQueue, useSession } from '../../page-context.tsx';
import { useCalmRuns } from '../../use-calm-runs.ts';
import { configsApart } from './due-words.ts';
import './experiment.css';

/** @param heir has the focus once a dropped run's button is gone */
export function Due({ heir }: { heir: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation('workspaces');
  const { queue } = usePage();
  const due = useQueue((state) => state.due);
  const isHeld = useQueue((state) => state.isHeld);
  const { records } = useCalmRuns();
  const device = useSession((state) => state.device);
  const [isListed, setIsListed] = useState(false);
  const listId = useId();
  /** The next one's button, or the one's before the last, is where the keyboard goes on from. */
  const drop = useCallback(
    (runId: string, button: HTMLElement) => {
      const row = button.closest('li');
      (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector('button')?.focus();
      queue.drop([runId]);
      focusIfLost(heir);
    },
    [queue, heir],
  );
  if (due.length === 0) return null;
  const byId = new Map(records.map((record) => [record.id, record]));
  const waiting = due.filter(({ runId }) => {
    const record = byId.get(runId);
    return !record || !isLive(record);
  });
  const estimate: Estimate = device ? estimator(records, device) : () => null;
  const whole = totalSeconds(
    due.map(({ config }) => config),
    estimate,
  );
  const all = due.reduce((sum, { config }) => sum + config.training.max_steps, 0);
  const done = due.reduce((sum, { runId }) => {
    const record = byId.get(runId);
    return sum + (record ? stepsDone(record) : 0);
  }, 0);
  return (
    <div className="experiment-due" role="group" aria-label={t('experiment.due')}>
      <p className="hint">
        <span role="status">
          {t('experiment.dueRuns', { count: due.length })}
          {waiting.length > 0 && ` · ${t('experiment.waiting', { count: waiting.length })}`}
          {isHeld && ` · ${t('experiment.held')}`}
        </span>
        {/* Not told again each time it changes by a second. */}
        {whole !== null && ` · ${t('experiment.left', { time: duration((whole * (all - done)) / all) })}`}
      </p>
      {waiting.length > 0 && (
        <Button.Group>
          <Button
            size="compact-xs"
            variant="default"
            aria-expanded={isListed}
            aria-controls={isListed ? listId : undefined}
            onClick={() => setIsListed(!isListed)}
          >
            {t('experiment.list')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => (isHeld ? queue.goOn() : queue.hold())}>
            {t(isHeld ? 'experiment.goOn' : 'experiment.hold')}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              queue.drop();
              focusIfLost(heir);
            }}
          >
            {t('experiment.drop', { count: waiting.length })}
          </Button>
        </Button.Group>
      )}
      {isListed && waiting.length > 0 && (
        <WaitingRuns id={listId} due={due} waiting={waiting} estimate={estimate} onDrop={drop} />
      )}
    </div>
  );
}

/** @param button what was pressed */
type DropRun = (runId: string, button: HTMLElement) => void;

interface WaitingRunsProps {
  id: string;
  due: readonly DueRun[];
  /** Those of `due` that have not begun. */
  waiting: readonly DueRun[];
  estimate: Estimate;
  onDrop: DropRun;
}

/** The runs that wait, in their order. What sets each apart is told among all that are due. */
function WaitingRuns({ id, due, waiting, estimate, onDrop }: WaitingRunsProps) {
  const { t } = useTranslation('workspaces');
  const { t: words } = useTranslation('charts');
  const apart = useMemo(() => {
    const texts = configsApart(
      due.map(({ config }) => config),
      words,
    );
    return new Map(due.map(({ runId }, i) => [runId, texts[i] ?? '']));
  }, [due, words]);
  return (
    <ol id={id} className="experiment-waiting" aria-label={t('experiment.waitingRuns')}>
      {waiting.map(({ runId, config }, i) => {
        const seconds = estimate(config);
        return (
          <WaitingRun
            key={runId}
            runId={runId}
            place={i + 1}
            apart={apart.get(runId) ?? ''}
            time={seconds === null ? '' : t('experiment.takes', { time: duration(seconds) })}
            onDrop={onDrop}
          />
        );
      })}
    </ol>
  );
}

interface WaitingRunProps {
  runId: string;
  /** Among those that wait, from 1. */
  place: number;
  apart: string;
  /** '' where it is not known. */
  time: string;
  /** The same function each time: of hundreds of rows, those that change are drawn again. */
  onDrop: DropRun;
}

const WaitingRun = memo(function WaitingRun({ runId, place, apart, time, onDrop }: WaitingRunProps) {
  const { t } = useTranslation('workspaces');
  const name = runName(runId);
  return (
    <li data-run={runId}>
      <span className="experiment-place">{count(place)}</span>
      <span className="experiment-apart">
        {apart} <span className="hint">{name}</span>
      </span>
      <span className="experiment-time">{time}</span>
      <button
        type="button"
        aria-label={t('experiment.dropRun', { run: `${apart}, ${name}` })}
        onClick={(event) => onDrop(runId, event.currentTarget)}
      >
        ×
      </button>
    </li>
  );
});
