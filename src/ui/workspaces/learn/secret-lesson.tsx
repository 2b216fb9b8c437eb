/** The lesson of the hidden rank: the riddle of the task `hidden-rank`, with the lab's own spectrum and question. */
import { Button, Group } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { HIDDEN_RANK } from '../../../core/secret.ts';
import { SpectrumChart } from '../../charts/index.ts';
import { Icon } from '../../icons.tsx';
import { useConfig, useGuesses, usePage, useSession, useView } from '../../page-context.tsx';
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
  const isHidden = useConfig(({ config }) => config.task === HIDDEN_RANK);
  const isLoaded = useSession((state) => state.model !== null);
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
  return (
    <>
      <Claim id={LESSON} />
      <Section title={t('step.run')}>
        <p>{t('lesson.secret.ask')}</p>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            disabled={isHidden}
            onClick={() => actions.takeTask(HIDDEN_RANK)}
          >
            {t('lesson.secret.hide')}
          </Button>
          <Button
            size="xs"
            leftSection={<Icon name="play" />}
            disabled={!isHidden || !isLoaded}
            onClick={() => void actions.train()}
          >
            {t('lesson.secret.train')}
          </Button>
        </Group>
        <p className="hint" role="status">
          {isHidden && t('lesson.secret.hidden')}
        </p>
      </Section>
      {data && (
        <Section title={t('step.guess')}>
          <p>{t('lesson.secret.look')}</p>
          <div className={classes.chart}>
            <SpectrumChart {...chart} view="now" truth={truth} site={site} onSite={onSite} />
          </div>
          <SecretPanel />
        </Section>
      )}
      {guess !== undefined && <Meaning id={LESSON} />}
    </>
  );
}
