/** Tells how many finished runs lack their last scores, which their page was left without, and has them scored. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lacksLastScores } from '../../../core/late-scores.ts';
import { isLive } from '../../../core/run-record.ts';
import { usePage, useQueue, useRuns } from '../../page-context.tsx';
import { useResults } from '../../shown-runs.tsx';
import './experiment.css';

export function LateScores() {
  const { t } = useTranslation('workspaces');
  const { actions } = usePage();
  const { records, isRecorded } = useResults();
  const scoring = useRuns((state) => state.scoring);
  const isQueued = useQueue((state) => state.due.length > 0);
  const [isAsked, setIsAsked] = useState(false);
  const lacking = records.filter((record) => lacksLastScores(record) && !(record.id in scoring));
  const isTraining = isQueued || records.some(isLive);
  if (isRecorded || lacking.length === 0) return null;
  return (
    <div className="late-scores">
      <p className="hint">
        {t('lateScores.lacking', { count: lacking.length })}
        {isTraining && ` ${t('lateScores.whenFree')}`}
      </p>
      <Button
        size="compact-xs"
        variant="default"
        disabled={isTraining || isAsked}
        onClick={() => {
          setIsAsked(true);
          void actions.scoreLate(lacking.map(({ id }) => id)).finally(() => setIsAsked(false));
        }}
      >
        {t('lateScores.score')}
      </Button>
    </div>
  );
}
