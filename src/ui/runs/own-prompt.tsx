/** A box for one's own prompt: what the base model and a run, or an adapter from a file, make of it, side by side. */
import type { TFunction } from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClassProbability } from '../../core/class-probability.ts';
import { DECODINGS, type Decoding, type Generation } from '../../core/generation.ts';
import type { Written } from '../../state/actions-context.ts';
import { count, excerpt, percent } from '../format.ts';
import { ModelText } from './model-text.tsx';
import { PromptForm } from './prompt-form.tsx';
import classes from './runs.module.css';

/** What was asked stays under the names of who wrote and how, whatever is in focus, loaded or chosen by then. */
interface Answer extends Written {
  /** Counts the questions. */
  id: number;
  /** What the page called the run, or the adapter, then. */
  title: string;
  prompt: string;
  model: string;
  decoding: Decoding;
}

/** How many answers stay, so that ways of decoding and runs can be compared. */
const KEPT = 6;

export interface OwnPromptProps {
  /** What the page calls the run or the adapter that is asked; '' before any. */
  title: string;
  /** What the run is of; null for an adapter from a file, which does not tell. */
  task: string | null;
  /** The base model that is loaded, by its name; '' while none is. */
  model: string;
  /** Writes with the base model and, where that is the adapter's, with the adapter. Null if it failed. */
  onGenerate: (prompt: string, generation: Generation) => Promise<Written | null>;
  /** A prompt as the loaded data has them. */
  example: string;
  /** True while nothing can be written: a model or data is loading. */
  busy: boolean;
  /** Whether the box takes the focus each time that it is opened. */
  takesFocus: boolean;
}

/** A box for one's own prompt, and what the models made of the latest ones. */
export function OwnPrompt(props: OwnPromptProps) {
  const { title, task, model, onGenerate, example, busy, takesFocus } = props;
  const { t } = useTranslation('charts');
  const [answers, setAnswers] = useState<readonly Answer[]>([]);
  const [writing, setWriting] = useState(false);
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
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus]);
  // Answers of a run on another task tell nothing beside these.
  const shown = answers.filter(({ run }) => !run || run.task === task);

  const ask = (words: string, decoding: Decoding) => {
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
      <PromptForm
        field={{
          ref: field,
          label: (
            <>
              {t('yourPrompt')} <span className={classes.dim}>{t('promptKeys')}</span>
            </>
          ),
          'aria-label': t('yourPrompt'),
          'aria-description': t('promptKeys'),
        }}
        example={example}
        busy={busy}
        writing={writing}
        onAsk={ask}
      />
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

function headingOf({ title, run, decoding }: Answer, t: TFunction<'charts'>): string {
  if (!run) return t('tunedText');
  const { step } = run;
  const words = t(`decodings.${decoding}`);
  return step === null
    ? `${title} · ${words}`
    : t('tunedAsked', { name: title, step: count(step), decoding: words });
}

function AnswerTexts({ answer }: { answer: Answer }) {
  const { t } = useTranslation('charts');
  const { prompt, model, base, tuned, run, classes: told } = answer;
  const { t: words } = useTranslation();
  const decoding = t(`decodings.${answer.decoding}`);
  const ofOther = run && run.model !== model ? t('otherModel', { model: run.model }) : t('notYet');
  // Of the loaded encoder it has no answer where it learned other classes, too.
  const notThere = told ? words('encoder.otherClasses') : t('notHeld');
  const absent = run?.model === model ? notThere : ofOther;
  return (
    <article className={classes.sample}>
      <p className={classes.prompt}>{excerpt(prompt)}</p>
      <dl className={`${classes.texts} ${classes.marked}`}>
        {/* What was asked for is seen first, however little room there is. */}
        <ModelText heading={headingOf(answer, t)} text={tuned} prompt={prompt} isMain absent={absent}>
          <ClassProbabilities classes={told?.tuned} />
        </ModelText>
        <ModelText heading={t('baseAsked', { model, decoding })} text={base} prompt={prompt}>
          <ClassProbabilities classes={told?.base} />
        </ModelText>
      </dl>
    </article>
  );
}

/** The likeliest classes are shown. */
const SHOWN_CLASSES = 5;

/** How likely an encoder takes the classes to be. */
function ClassProbabilities({ classes: told = [] }: { classes: readonly ClassProbability[] | undefined }) {
  if (told.length === 0) return null;
  const shown = told
    .slice(0, SHOWN_CLASSES)
    .map(({ label, probability }) => `${excerpt(label)} ${percent(probability)}`);
  return (
    <dd className={classes.dim}>
      {shown.join(' · ')}
      {told.length > SHOWN_CLASSES && ' …'}
    </dd>
  );
}
