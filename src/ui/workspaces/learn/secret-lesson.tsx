/** The lesson of the hidden rank: the riddle of the task `hidden-rank`, with the lab's own spectrum and question. */
import { Button, Group } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { HIDDEN_RANK, PROPOSED } from '../../../core/secret.ts';
import { hasAll } from '../../../state/config-store.ts';
import { liveHere } from '../../../state/runs-store.ts';
import { MODELS } from '../../../state/shelf.ts';
import { SpectrumChart } from '../../charts/index.ts';
import { Icon } from '../../icons.tsx';
import { useConfig, useGuesses, usePage, useRuns, useSession, useView } from '../../page-context.tsx';
import { SecretPanel } from '../../secret-panel.tsx';
import { useChartProps, useTruth } from '../../use-chart-props.ts';
import { useSecretData } from '../../use-secret-data.ts';
import { Claim, Meaning } from './lesson-words.tsx';
import classes from './learn.module.css';
import { useLessons } from './lessons-context.ts';
import { Section } from './section.tsx';

const LESSON = 'secret';

export function SecretLesson() {
  const { t } = useTranslation('learn');
  const { actions } = usePage();
  const update = useConfig((state) => state.update);
  const isHidden = useConfig(({ config }) => config.task === HIDDEN_RANK);
  const isProposed = useConfig(({ config }) => isHidden && hasAll(config, PROPOSED));
  const isReady = useSession(({ phase }) => phase === 'ready');
  const isBusy = useRuns((state) => liveHere(state).length > 0);
  const data = useSecretData();
  const guess = useGuesses(({ guesses }) => (data ? guesses[data.dataset.fingerprint] : undefined));
  const finish = useLessons((state) => state.finish);
  const chart = useChartProps();
  const truth = useTruth();
  const site = useView((state) => state.site);
  const onSite = useView((state) => state.setSite);
  useEffect(() => {
    if (guess !== undefined) finish(LESSON);
  }, [guess, finish]);
  const hide = () => {
    // A model that a person brought has no text of its own to be held to, without which a secret cannot be sized.
    update({ model: MODELS[0] });
    actions.takeTask(HIDDEN_RANK);
  };
  return (
    <>
      <Claim id={LESSON} />
      <Section title={t('step.run')}>
        <p>{t('lesson.secret.ask')}</p>
        <Group gap="xs">
          <Button size="xs" variant="default" disabled={isHidden} onClick={hide}>
            {t('lesson.secret.hide')}
          </Button>
          <Button
            size="xs"
            leftSection={<Icon name="play" />}
            disabled={!isHidden || !isReady || isBusy}
            onClick={() => void actions.train()}
          >
            {t('lesson.secret.train')}
          </Button>
        </Group>
        <p className="hint" role="status">
          {isProposed && t('lesson.secret.hidden')}
        </p>
      </Section>
      {data?.record && (
        <Section title={t('step.guess')}>
          <p>{t('lesson.secret.look')}</p>
          <div className={`${classes.chart} ${classes.tall}`}>
            <SpectrumChart {...chart} view="now" truth={truth} site={site} onSite={onSite} />
          </div>
          <div className={classes.whole}>
            <SecretPanel />
          </div>
        </Section>
      )}
      {guess !== undefined && <Meaning id={LESSON} />}
    </>
  );
}
