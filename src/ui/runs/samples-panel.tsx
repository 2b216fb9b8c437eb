/**
 * What the models write, or of an encoder predict: for one prompt of the data at a time the base model's answer, the tuned
 * model's and the reference, and answers to a prompt of one's own. Texts stand as the models wrote them; those of a run by
 * greedy decoding.
 */
import { ActionIcon, Button, Group } from '@mantine/core';
import { Activity, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRecord, Sample } from '../../core/run-record.ts';
import { count, excerpt, listed } from '../format.ts';
import { Icon } from '../icons.tsx';
import { latestAt } from '../charts/series.ts';
import { ModelText } from './model-text.tsx';
import { OwnPrompt, type OwnPromptProps } from './own-prompt.tsx';
import { promptValues } from './prompt-values.ts';
import classes from './runs.module.css';

export interface SamplesPanelProps extends Omit<OwnPromptProps, 'task' | 'takesFocus'> {
  /** The run in focus, or null before any. */
  record: RunRecord | null;
  /** Whether its model is an encoder, or the loaded one before any run. */
  isEncoder: boolean;
  cursor: number | null;
}

export function SamplesPanel(props: SamplesPanelProps) {
  const { record, isEncoder, cursor } = props;
  const { t } = useTranslation('workspaces');
  const { t: words } = useTranslation();
  const [isOwn, setIsOwn] = useState(false);
  const [place, setPlace] = useState(0);
  const samples = record?.samples ?? [];
  const prompts = [...new Set(samples.map((sample) => sample.prompt))];
  const at = Math.min(place, prompts.length - 1);
  const prompt = prompts[at];
  const turn = (by: number) => setPlace((at + by + prompts.length) % prompts.length);
  return (
    <section className={classes.panel} aria-label={t(isEncoder ? 'texts.titleEncoder' : 'texts.title')}>
      {isEncoder && !isOwn && <p className="hint">{words('encoder.texts')}</p>}
      <div className={classes.header}>
        {!isOwn && prompts.length > 0 && (
          <Group gap={4} wrap="nowrap">
            <span className={classes.dim}>
              {t('texts.promptOf', { place: count(at + 1), prompts: count(prompts.length) })}
            </span>
            {prompts.length > 1 && (
              <>
                <Turn label={t('texts.previous')} icon="back" onClick={() => turn(-1)} />
                <Turn label={t('texts.next')} icon="forward" onClick={() => turn(1)} />
              </>
            )}
          </Group>
        )}
        <Button
          size="compact-sm"
          variant="default"
          ml="auto"
          aria-pressed={isOwn}
          onClick={() => setIsOwn(!isOwn)}
        >
          {t(isOwn ? 'texts.ofTheData' : 'texts.own')}
        </Button>
      </div>
      <Activity mode={isOwn ? 'visible' : 'hidden'}>
        <OwnPrompt {...props} task={record?.config.task ?? null} takesFocus />
      </Activity>
      {!isOwn && (
        <div
          className={`${classes.scroll} scrolls`}
          tabIndex={0}
          role="region"
          aria-label={t('texts.region')}
        >
          {prompt === undefined ? (
            <p className={classes.dim}>{t(`texts.${isEncoder ? 'predicted' : 'written'}.none`)}</p>
          ) : (
            <SampleTexts
              prompt={prompt}
              samples={samples.filter((sample) => sample.prompt === prompt)}
              cursor={cursor}
              verb={isEncoder ? 'predicted' : 'written'}
              isSecret={record?.dataset.secret !== undefined}
              isDrawn={record?.drawn?.includes('classifier') ?? false}
              hasTrained={record !== null && record.steps.length > 0}
            />
          )}
        </div>
      )}
    </section>
  );
}

function Turn({ label, icon, onClick }: { label: string; icon: 'back' | 'forward'; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
      <Icon name={icon} />
    </ActionIcon>
  );
}

/** One prompt of the data: the base model's text, the tuned model's at the cursor's step, and the reference. */
function SampleTexts({
  prompt,
  samples,
  cursor,
  verb,
  isSecret,
  isDrawn,
  hasTrained,
}: {
  prompt: string;
  samples: readonly Sample[];
  cursor: number | null;
  /** What the model does to prompts. */
  verb: 'written' | 'predicted';
  isSecret: boolean;
  /** Whether the base model's classifier was drawn at random. */
  isDrawn: boolean;
  hasTrained: boolean;
}) {
  const { t } = useTranslation('workspaces');
  const { t: charts } = useTranslation('charts');
  const base = samples.find(({ step }) => step === 0);
  const answered = [...new Set(samples.map(({ step }) => step))];
  const tuned = latestAt(
    samples.filter(({ step }) => step > 0),
    cursor,
  );
  return (
    <article>
      {prompt !== '' && <p className={classes.prompt}>{excerpt(prompt)}</p>}
      <dl className={`${classes.texts} ${classes.marked}`}>
        <ModelText
          heading={t(isDrawn ? 'texts.beforeDrawn' : 'texts.before')}
          text={base?.text ?? null}
          prompt={prompt}
          absent="–"
        />
        <ModelText
          heading={tuned ? t(`texts.${verb}.afterSteps`, { count: tuned.step }) : t('texts.after')}
          text={tuned?.text ?? null}
          prompt={prompt}
          absent={
            hasTrained && cursor !== null && answered.length > 1
              ? t(`texts.${verb}.notThere`, { step: count(cursor), steps: listed(answered.map(count)) })
              : hasTrained
                ? t(`texts.${verb}.notYet`)
                : charts('notYet')
          }
          isMain
        />
        <ModelText
          heading={charts(isSecret ? 'teacherText' : 'reference')}
          text={samples[0]?.reference ?? ''}
          prompt={prompt}
        />
      </dl>
      {promptValues(excerpt(prompt)).length > 0 && <p className={classes.dim}>{charts('marked')}</p>}
    </article>
  );
}
