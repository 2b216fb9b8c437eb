/**
 * What the base model writes beside what the tuned model writes, for the same prompts, with the reference; and a
 * box for one's own prompt. Texts stand as the models wrote them; those of a run by greedy decoding.
 */
import { Button, Highlight, NativeSelect, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DECODING_NAMES, DECODINGS, type Decoding, type Generation } from '../../core/generation.ts';
import type { RunRecord } from '../../core/run-record.ts';
import type { Written } from '../../state/actions.ts';
import { count } from '../format.ts';
import { latestAt } from '../charts/series.ts';
import { promptValues } from './prompt-values.ts';
import classes from './runs.module.css';

export interface SamplesPanelProps {
  /** The run in focus, or null before any. */
  record: RunRecord | null;
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
  prompt: string;
  model: string;
  decoding: Decoding;
}

/** How many answers stay, so that ways of decoding and runs can be compared. */
const KEPT = 6;

export function SamplesPanel({ record, cursor, model, onGenerate, example, busy }: SamplesPanelProps) {
  const { t } = useTranslation('charts');
  const [prompt, setPrompt] = useState('');
  const [answers, setAnswers] = useState<readonly Answer[]>([]);
  const [writing, setWriting] = useState(false);
  const [decoding, setDecoding] = useState<Decoding>('greedy');
  const [asks, setAsks] = useState(0);
  const region = useRef<HTMLDivElement>(null);
  const samples = record?.samples ?? [];
  const prompts = [...new Set(samples.map((sample) => sample.prompt))];
  // What was asked of a run on another task tells nothing beside these.
  const asked = answers.filter(({ run }) => !run || run.task === record?.config.task);

  const ask = () => {
    const words = prompt.trim();
    setWriting(true);
    // Sampling writes another text each time, the same ones in the same order on every visit.
    setAsks(asks + 1);
    void onGenerate(words, { ...DECODINGS[decoding], seed: asks })
      .then((texts) => {
        // The caller words a failure; the answers before it stay.
        if (!texts) return;
        const answer = { id: asks, prompt: words, model, decoding, ...texts };
        setAnswers((before) => [answer, ...before].slice(0, KEPT));
        region.current?.scrollTo({ top: 0 });
      })
      .finally(() => setWriting(false));
  };

  return (
    <section className={classes.panel} aria-label={t('samples')}>
      <div className={classes.header}>
        <h2 className={classes.title}>{t('samples')}</h2>
        {prompts.some((shown) => promptValues(shown).length > 0) && (
          <span className={classes.dim}>{t('marked')}</span>
        )}
      </div>
      <div ref={region} className={classes.scroll} tabIndex={0} role="region" aria-label={t('texts')}>
        {asked.map((answer) => (
          <AnswerTexts key={answer.id} answer={answer} />
        ))}
        {prompts.length === 0 && asked.length === 0 && (
          <div className={classes.empty}>{t('samplesEmpty')}</div>
        )}
        {prompts.map((shown) => {
          const mine = samples.filter((sample) => sample.prompt === shown);
          const base = mine.find(({ step }) => step === 0);
          const tuned = latestAt(
            mine.filter(({ step }) => step > 0),
            cursor,
          );
          return (
            <article key={shown} className={classes.sample}>
              <p className={classes.prompt}>{shown}</p>
              <dl className={`${classes.texts} ${classes.marked}`}>
                <ModelText heading={t('baseText')} text={base?.text ?? null} prompt={shown} absent="–" />
                <ModelText
                  heading={tuned ? t('tunedTextAt', { step: count(tuned.step) }) : t('tunedText')}
                  text={tuned?.text ?? null}
                  prompt={shown}
                  absent={record && record.steps.length > 0 ? t('notWritten') : t('notYet')}
                />
                <ModelText
                  heading={t(record?.dataset.secret ? 'teacherText' : 'reference')}
                  text={mine[0]?.reference ?? ''}
                  prompt={shown}
                />
              </dl>
            </article>
          );
        })}
      </div>
      <form
        className={classes.ask}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && !writing && prompt.trim() !== '') ask();
        }}
      >
        <Textarea
          size="xs"
          style={{ flex: '1 1 200px' }}
          label={t('yourPrompt')}
          placeholder={example}
          autosize
          minRows={1}
          // A long example would take the room of the texts.
          maxRows={prompt === '' ? 2 : 4}
          value={prompt}
          onChange={(event) => setPrompt(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
        />
        <NativeSelect
          size="xs"
          label={t('decoding')}
          data={DECODING_NAMES.map((value) => ({ value, label: t(`decodings.${value}`) }))}
          value={decoding}
          onChange={({ currentTarget: { value } }) =>
            setDecoding(DECODING_NAMES.find((name) => name === value) ?? decoding)
          }
        />
        <Button
          type="submit"
          size="xs"
          variant="default"
          loading={writing}
          disabled={busy || prompt.trim() === ''}
        >
          {t('write')}
        </Button>
      </form>
    </section>
  );
}

function AnswerTexts({ answer }: { answer: Answer }) {
  const { t } = useTranslation('charts');
  const { prompt, model, base, tuned, run } = answer;
  const decoding = t(`decodings.${answer.decoding}`);
  return (
    <article className={classes.sample}>
      <p className={classes.prompt}>{prompt}</p>
      <dl className={`${classes.texts} ${classes.marked}`}>
        <ModelText heading={t('baseAsked', { model, decoding })} text={base} prompt={prompt} />
        <ModelText
          heading={
            run ? t('tunedAsked', { name: run.name, step: count(run.step), decoding }) : t('tunedText')
          }
          text={tuned}
          prompt={prompt}
          absent={
            run ? (run.model === model ? t('notHeld') : t('otherModel', { model: run.model })) : t('notYet')
          }
        />
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
}

function ModelText({ heading, text, prompt, absent = '' }: ModelTextProps) {
  const { t } = useTranslation('charts');
  return (
    <div>
      <dt>{heading}</dt>
      {text ? (
        <Highlight component="dd" inherit highlight={promptValues(prompt)} highlightStyles={{}}>
          {text}
        </Highlight>
      ) : (
        <dd className={classes.dim}>{text === null ? absent : t('nothing')}</dd>
      )}
    </div>
  );
}
