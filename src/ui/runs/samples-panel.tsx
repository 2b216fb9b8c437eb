/**
 * What the models write: for one prompt of the data at a time the base model's text, the tuned model's and the reference,
 * and answers to a prompt of one's own. Texts stand as the models wrote them; those of a run by greedy decoding.
 */
import { ActionIcon, Button, Group, Highlight, NativeSelect, Textarea } from '@mantine/core';
import { Activity, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DECODING_NAMES, DECODINGS, type Decoding, type Generation } from '../../core/generation.ts';
import type { RunRecord, Sample } from '../../core/run-record.ts';
import type { Written } from '../../state/actions.ts';
import { count, excerpt } from '../format.ts';
import { Icon } from '../icons.tsx';
import { latestAt } from '../charts/series.ts';
import { promptValues } from './prompt-values.ts';
import classes from './runs.module.css';

export interface SamplesPanelProps {
  /** The run in focus, or null before any. */
  record: RunRecord | null;
  /** What the page calls that run; '' before any. */
  title: string;
  cursor: number | null;
  /** The base model that is loaded, by its name; '' while none is. */
  model: string;
  /** Writes with the base model and, where that is the run's, with the run's adapter. Null if it failed. */
  onGenerate: (prompt: string, generation: Generation) => Promise<Written | null>;
  /** A prompt as the loaded data has them. */
  example: string;
  /** True while nothing can be written: a model or data is loading. */
  busy: boolean;
}

/** What was asked stays under the names of who wrote and how, whatever is in focus, loaded or chosen by then. */
interface Answer extends Written {
  /** Counts the questions. */
  id: number;
  /** What the page called the run then. */
  title: string;
  prompt: string;
  model: string;
  decoding: Decoding;
}

/** "0 and 20" */
const LIST = new Intl.ListFormat('en');

/** How many answers stay, so that ways of decoding and runs can be compared. */
const KEPT = 6;

export function SamplesPanel(props: SamplesPanelProps) {
  const { record, cursor } = props;
  const { t } = useTranslation('workspaces');
  const [isOwn, setIsOwn] = useState(false);
  const [place, setPlace] = useState(0);
  const samples = record?.samples ?? [];
  const prompts = [...new Set(samples.map((sample) => sample.prompt))];
  const at = Math.min(place, prompts.length - 1);
  const prompt = prompts[at];
  const turn = (by: number) => setPlace((at + by + prompts.length) % prompts.length);
  return (
    <section className={classes.panel} aria-label={t('texts.title')}>
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
        <OwnPrompt {...props} />
      </Activity>
      {!isOwn && (
        <div
          className={`${classes.scroll} scrolls`}
          tabIndex={0}
          role="region"
          aria-label={t('texts.region')}
        >
          {prompt === undefined ? (
            <p className={classes.dim}>{t('texts.empty')}</p>
          ) : (
            <SampleTexts
              prompt={prompt}
              samples={samples.filter((sample) => sample.prompt === prompt)}
              cursor={cursor}
              isSecret={record?.dataset.secret !== undefined}
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
  isSecret,
  hasTrained,
}: {
  prompt: string;
  samples: readonly Sample[];
  cursor: number | null;
  isSecret: boolean;
  hasTrained: boolean;
}) {
  const { t } = useTranslation('workspaces');
  const { t: charts } = useTranslation('charts');
  const base = samples.find(({ step }) => step === 0);
  const written = [...new Set(samples.map(({ step }) => step))];
  const tuned = latestAt(
    samples.filter(({ step }) => step > 0),
    cursor,
  );
  return (
    <article>
      {prompt !== '' && <p className={classes.prompt}>{excerpt(prompt)}</p>}
      <dl className={`${classes.texts} ${classes.marked}`}>
        <ModelText heading={t('texts.before')} text={base?.text ?? null} prompt={prompt} absent="–" />
        <ModelText
          heading={tuned ? t('texts.afterSteps', { count: tuned.step }) : t('texts.after')}
          text={tuned?.text ?? null}
          prompt={prompt}
          absent={
            hasTrained && cursor !== null && written.length > 1
              ? charts('notWrittenThere', { step: count(cursor), steps: LIST.format(written.map(count)) })
              : charts(hasTrained ? 'notWritten' : 'notYet')
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

/** A box for one's own prompt, and what the models made of the latest ones. */
function OwnPrompt({ record, title, model, onGenerate, example, busy }: SamplesPanelProps) {
  const { t } = useTranslation('charts');
  const [prompt, setPrompt] = useState('');
  const [answers, setAnswers] = useState<readonly Answer[]>([]);
  const [writing, setWriting] = useState(false);
  const [decoding, setDecoding] = useState<Decoding>('greedy');
  const [asks, setAsks] = useState(0);
  const region = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  // Where the page scrolls, the answer may come to stand below the window.
  const answered = useRef(false);
  useEffect(() => {
    if (answered.current) region.current?.scrollIntoView({ block: 'nearest' });
    answered.current = false;
  }, [answers]);
  // Runs each time that the form is opened, since <Activity> ends the effects of what it hides.
  useEffect(() => field.current?.focus(), []);
  // Answers of a run on another task tell nothing beside these.
  const shown = answers.filter(({ run }) => !run || run.task === record?.config.task);

  const ask = () => {
    const words = prompt.trim();
    setWriting(true);
    // Sampling writes another text each time, the same ones in the same order on every visit.
    setAsks(asks + 1);
    void onGenerate(words, { ...DECODINGS[decoding], seed: asks })
      .then((texts) => {
        // The caller words a failure; the answers before it stay.
        if (!texts) return;
        const answer = { id: asks, title, prompt: words, model, decoding, ...texts };
        setAnswers((before) => [answer, ...before].slice(0, KEPT));
        region.current?.scrollTo({ top: 0 });
        answered.current = true;
      })
      .finally(() => setWriting(false));
  };

  return (
    <>
      <form
        className={classes.ask}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && !writing && prompt.trim() !== '') ask();
        }}
      >
        <Textarea
          ref={field}
          size="sm"
          style={{ flex: '1 1 100%' }}
          label={
            <>
              {t('yourPrompt')} <span className={classes.dim}>{t('promptKeys')}</span>
            </>
          }
          aria-label={t('yourPrompt')}
          aria-description={t('promptKeys')}
          placeholder={example}
          autosize
          minRows={1}
          maxRows={4}
          value={prompt}
          onChange={(event) => setPrompt(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
        />
        <NativeSelect
          size="xs"
          style={{ flex: '1 1 8rem' }}
          aria-label={t('decoding')}
          data={DECODING_NAMES.map((value) => ({ value, label: t(`decodings.${value}`) }))}
          value={decoding}
          onChange={({ currentTarget: { value } }) =>
            setDecoding(DECODING_NAMES.find((name) => name === value) ?? decoding)
          }
        />
        <Button type="submit" size="xs" loading={writing} disabled={busy || prompt.trim() === ''}>
          {t('write')}
        </Button>
      </form>
      <div
        ref={region}
        className={`${classes.scroll} scrolls`}
        tabIndex={0}
        role="region"
        aria-label={t('texts')}
      >
        {shown.map((answer) => (
          <AnswerTexts key={answer.id} answer={answer} />
        ))}
      </div>
    </>
  );
}

function AnswerTexts({ answer }: { answer: Answer }) {
  const { t } = useTranslation('charts');
  const { title, prompt, model, base, tuned, run } = answer;
  const decoding = t(`decodings.${answer.decoding}`);
  return (
    <article className={classes.sample}>
      <p className={classes.prompt}>{excerpt(prompt)}</p>
      <dl className={`${classes.texts} ${classes.marked}`}>
        {/* What was asked for is seen first, however little room there is. */}
        <ModelText
          heading={run ? t('tunedAsked', { name: title, step: count(run.step), decoding }) : t('tunedText')}
          text={tuned}
          prompt={prompt}
          isMain
          absent={
            run ? (run.model === model ? t('notHeld') : t('otherModel', { model: run.model })) : t('notYet')
          }
        />
        <ModelText heading={t('baseAsked', { model, decoding })} text={base} prompt={prompt} />
      </dl>
    </article>
  );
}

interface ModelTextProps {
  heading: string;
  /** null where there is no text; '' where the model wrote nothing. */
  text: string | null;
  prompt: string;
  /** Said in place of a missing text. */
  absent?: string;
  /** The text that the panel is about: it is larger. */
  isMain?: boolean;
}

function ModelText({ heading, text, prompt, absent = '', isMain }: ModelTextProps) {
  const { t } = useTranslation('charts');
  return (
    <div data-main={isMain || undefined}>
      <dt>{heading}</dt>
      {text ? (
        <Highlight component="dd" inherit highlight={promptValues(excerpt(prompt))} highlightStyles={{}}>
          {excerpt(text)}
        </Highlight>
      ) : (
        <dd className={classes.dim}>{text === null ? absent : t('nothing')}</dd>
      )}
    </div>
  );
}
