/** Trains the runs of a lesson, and leads to them once they are finished. */
import { Button, Group } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { estimator, totalSeconds } from '../../../core/estimate.ts';
import type { Axis } from '../../../core/experiment.ts';
import { finishedRuns, lessonRuns } from '../../../core/lessons.ts';
import { sameConfig } from '../../../core/normal-config.ts';
import type { RunConfig } from '../../../core/run-config.ts';
import type { RunRecord } from '../../../core/run-record.ts';
import { duration } from '../../format.ts';
import { Icon } from '../../icons.tsx';
import { usePage, useQueue, useSession } from '../../page-context.tsx';
import { useCalmRuns } from '../../use-calm-runs.ts';

/** The configs of an axis's runs, and of each the newest run that is finished; undefined where there is none. */
export function useLessonRuns(axis: Axis): {
  configs: readonly RunConfig[];
  runs: readonly (RunRecord | undefined)[];
} {
  const configs = useMemo(() => lessonRuns(axis), [axis]);
  const { records } = useCalmRuns();
  return { configs, runs: finishedRuns(configs, records) };
}

interface LessonRunsProps {
  configs: readonly RunConfig[];
  /** In the order of the configs. */
  runs: readonly (RunRecord | undefined)[];
  /** Something was guessed, or passed over. */
  isReady: boolean;
}

export function LessonRuns({ configs, runs: finished, isReady }: LessonRunsProps) {
  const { t } = useTranslation('learn');
  const { actions, runs, view } = usePage();
  const device = useSession((state) => state.device);
  const { records } = useCalmRuns();
  const due = useQueue((state) => state.due);
  const left = configs.filter((_, i) => !finished[i]);
  const isGoing = left.some((config) => due.some((other) => sameConfig(other.config, config)));
  const seconds = device ? totalSeconds(left, estimator(records, device)) : null;
  const done = configs.length - left.length;
  const seeInCompare = () => {
    const ids = finished.flatMap((run) => run?.id ?? []);
    runs.setState({ ticked: ids, focused: ids[0] ?? null });
    view.getState().go('compare');
  };
  return (
    <>
      {left.length > 0 && (
        <Group gap="xs">
          <Button
            size="xs"
            data-press="experiment"
            leftSection={<Icon name="play" />}
            disabled={!isReady || isGoing || !device}
            onClick={() => actions.experiment(left)}
          >
            {t('run.train', { count: left.length })}
          </Button>
          <span className="hint">
            {isReady ? seconds !== null && t('run.about', { time: duration(seconds) }) : t('run.guessFirst')}
          </span>
        </Group>
      )}
      <p className="hint" role="status">
        {(isGoing || (done > 0 && configs.length > 1)) &&
          t(isGoing || left.length === 0 ? 'run.finished' : 'run.known', {
            finished: String(done),
            runs: String(configs.length),
          })}
      </p>
      {left.length === 0 && configs.length > 1 && (
        <Button size="xs" variant="default" onClick={seeInCompare}>
          {t('run.compare')}
        </Button>
      )}
    </>
  );
}
