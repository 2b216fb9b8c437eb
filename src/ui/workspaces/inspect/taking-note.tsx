/** In the place of figures that are being taken: how far they are, with Cancel; or why there are none, with a way on. */
import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LabError, messageOf } from '../../../core/lab-error.ts';
import type { Figure } from '../../../core/site-figures.ts';
import { count as counted } from '../../format.ts';
import classes from './taking-note.module.css';
import type { Taking } from './use-figures.ts';
import { said } from '../../strings/index.ts';

/** @returns nothing where the figures are there */
export function TakingNote<F extends Figure>({ taking }: { taking: Taking<F> }) {
  const { t } = useTranslation('inspect');
  const { outcome, count, cancel, again } = taking;
  if (outcome.state === 'done') return null;
  if (outcome.state === 'failed') {
    const why = whyNot(outcome.error);
    return (
      <div className={classes.note} role="alert">
        <p>{t(why, { why: said(messageOf(outcome.error)) })}</p>
        {why !== 'absentModel' && (
          <Button size="compact-sm" variant="default" onClick={again}>
            {t('retry')}
          </Button>
        )}
      </div>
    );
  }
  const amounts = { done: counted(outcome.done), count };
  const isTaking = outcome.state === 'taking';
  return (
    <div className={classes.note}>
      <p>{t(isTaking ? 'taking' : 'cancelled', amounts)}</p>
      {isTaking && (
        <Progress
          w="12em"
          color="gray"
          aria-label={t('taking', amounts)}
          value={(100 * outcome.done) / Math.max(1, count)}
        />
      )}
      <Button size="compact-sm" variant="default" onClick={isTaking ? cancel : again}>
        {t(isTaking ? 'cancel' : 'again')}
      </Button>
    </div>
  );
}

function whyNot(error: unknown): 'noWeights' | 'otherWeights' | 'absentModel' | 'untaken' {
  const code = error instanceof LabError ? error.code : null;
  if (code === 'no-run') return 'noWeights';
  if (code === 'model-absent') return 'absentModel';
  return code === 'other-model' ? 'otherWeights' : 'untaken';
}

/** Of a run that still trains: the step that its figures are of, and a way to take them as it is now. */
export function TakenAt<F extends Figure>({ taking: { outcome, again } }: { taking: Taking<F> }) {
  const { t } = useTranslation('inspect');
  if (outcome.state !== 'done') return null;
  return (
    <>
      <span>{t('takenAt', { step: outcome.steps.map(counted).join(', ') })}</span>
      <Button size="compact-sm" variant="default" onClick={again}>
        {t('takeAnew')}
      </Button>
    </>
  );
}
