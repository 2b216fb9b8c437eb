/** The lesson that takes two real training steps and goes through them stage by stage. */
import { Button, Group, SegmentedControl } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../../../core/lab-error.ts';
import { PROJECTION_LABEL } from '../../../core/site.ts';
import {
  TRACED_PROJECTIONS,
  TRACED_RANKS,
  traceRequest,
  type StepTrace,
  type TracedProjection,
  type TraceRequest,
} from '../../../core/step-trace.ts';
import { trace as takeTrace } from '../../../state/trace-client.ts';
import { plain } from '../../format.ts';
import { Icon } from '../../icons.tsx';
import { said } from '../../strings/index.ts';
import { Claim, Meaning } from './lesson-words.tsx';
import { Section } from './section.tsx';
import { StepViewer } from './step-viewer.tsx';

const LESSON = 'step';

type Outcome =
  | { state: 'none' | 'taking' }
  | { state: 'failed'; why: string }
  | { state: 'done'; trace: StepTrace; request: TraceRequest };

export function StepLesson() {
  const { t } = useTranslation('learn');
  const [rank, setRank] = useState('4');
  const [projection, setProjection] = useState<TracedProjection>('v');
  const [outcome, setOutcome] = useState<Outcome>({ state: 'none' });
  const ending = useRef<AbortController>(null);
  useEffect(() => () => ending.current?.abort(), []);
  const request = traceRequest(Number(rank), projection);
  const { model, seed, training } = request.config;

  /** The steps on screen are of what was chosen when they were taken. */
  const forget = () => {
    ending.current?.abort();
    setOutcome({ state: 'none' });
  };
  const take = async () => {
    ending.current?.abort();
    const { signal } = (ending.current = new AbortController());
    setOutcome({ state: 'taking' });
    try {
      const trace = await takeTrace(request, signal);
      setOutcome({ state: 'done', trace, request });
    } catch (error) {
      if (!signal.aborted) setOutcome({ state: 'failed', why: said(messageOf(error)) });
    }
  };
  return (
    <>
      <Claim id={LESSON} />
      <Section title={t('step.run')}>
        <p>{t('lesson.step.try')}</p>
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label={t('lesson.step.rank')}
            value={rank}
            onChange={(r) => {
              setRank(r);
              forget();
            }}
            data={TRACED_RANKS.map((r) => ({ value: String(r), label: `r = ${r}` }))}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('lesson.step.matrix')}
            value={projection}
            onChange={(each) => {
              setProjection(each);
              forget();
            }}
            data={TRACED_PROJECTIONS.map((each) => ({ value: each, label: PROJECTION_LABEL[each] }))}
          />
          <Button
            size="xs"
            data-press="experiment"
            leftSection={<Icon name="play" />}
            loading={outcome.state === 'taking'}
            onClick={() => void take()}
          >
            {t('lesson.step.take')}
          </Button>
        </Group>
        <p className="hint">
          {t('lesson.step.about', {
            model,
            batch: String(training.batch_size),
            rate: plain(training.learning_rate),
            seed: String(seed),
          })}
        </p>
        <p role="status">
          {outcome.state === 'taking' && t('lesson.step.taking')}
          {outcome.state === 'failed' && t('lesson.step.failed', { why: outcome.why })}
        </p>
        {outcome.state === 'done' && <StepViewer trace={outcome.trace} request={outcome.request} />}
      </Section>
      {outcome.state === 'done' && <Meaning id={LESSON} />}
    </>
  );
}
