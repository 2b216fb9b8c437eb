/** A box for one's own prompt: what the base model and a run, or an adapter from a file, make of it, side by side. */
import type { TFunction } from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClassProbability } from '../../core/class-probability.ts';
import { DECODINGS, type Decoding, type Generation } from '../../core/generation.ts';
import type { ModelInfo } from '../../core/model-info.ts';
import { isBert } from '../../core/models/bert.ts';
import type { Written } from '../../state/actions-context.ts';
import { count, excerpt, percent } from '../format.ts';
import { ModelText } from './model-text.tsx';
import { PromptForm } from './prompt-form.tsx';
import classes from './runs.module.css';

/** What was asked stays under the names of who answered and how, whatever is in focus, loaded or chosen by then. */
interface Answer extends Written {
  /** Counts the questions. */
  id: number;
  /** What the page called the run, or the adapter, then. */
  title: string;
  prompt: string;
  model: string;
  decoding: Decoding;
  /** Whether the base model was an encoder with a classifier that was drawn at random. */
  isDrawn: boolean;
}

/** How many answers stay, so that ways of decoding and runs can be compared. */
const KEPT = 6;

export interface OwnPromptProps {
  /** What the page calls the run or the adapter that is asked; '' before any. */
  title: string;
  /** What the run is of; null for an adapter from a file, which does not tell. */
  task: string | null;
  /** The base model that is loaded; null while none is. */
  model: ModelInfo | null;
  /** Asks the base model and, where that is the adapter's, the adapter. Null if it failed. */
  onGenerate: (prompt: string, generation: Generation) => Promise<Written | null>;
  /** A prompt as the loaded data has them. */
  example: string;
  /** True while nothing can be answered: a model or data is loading. */
  busy: boolean;
  /** Whether the box takes the focus each time that it is opened. */
  takesFocus: boolean;
}

/** A box for one's own prompt, and what the models made of the latest ones. */
export function OwnPrompt(props: OwnPromptProps) {
  const { title, task, model, onGenerate, example, busy, takesFocus } = props;
  const { t } = useTranslation('charts');
  const { t: words } = useTranslation();
  const isEncoder = model !== null && isBert(model.config);
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

  const ask = (prompt: string, decoding: Decoding) => {
    setWriting(true);
    // Sampling writes another text each time, the same ones in the same order on every visit.
    setAsks(asks + 1);
    void onGenerate(prompt, { ...DECODINGS[decoding], seed: asks })
      .then((texts) => {
        // The caller words a failure; the answers before it stay.
        if (!texts) return;
        const isDrawn = model?.drawn?.includes('classifier') ?? false;
        const about = { title, prompt, model: model?.model ?? '', decoding, isDrawn };
        const answer = { id: asks, ...about, ...texts };
        setAnswers((before) => [answer, ...before].slice(0, KEPT));
        region.current?.scrollTo({ top: 0 });
        answered.current = true;
      })
      .finally(() => setWriting(false));
  };

  const keys = t(isEncoder ? 'promptKeysEncoder' : 'promptKeys');
  return (
    <>
      <PromptForm
        field={{
          ref: field,
          label: (
            <>
              {t('yourPrompt')} <span className={classes.dim}>{keys}</span>
            </>
          ),
          'aria-label': t('yourPrompt'),
          'aria-description': keys,
          description: isEncoder && words('encoder.prompt'),
        }}
        example={example}
        isEncoder={isEncoder}
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

/** @param how it was answered, in words */
function headingOf({ title, run }: Answer, how: string, t: TFunction<'charts'>): string {
  if (!run) return t('tunedText');
  const { step } = run;
  return step === null ? `${title} · ${how}` : t('tunedAsked', { name: title, step: count(step), how });
}

function AnswerTexts({ answer }: { answer: Answer }) {
  const { t } = useTranslation('charts');
  const { prompt, model, base, tuned, run, isDrawn, classes: told } = answer;
  const { t: words } = useTranslation();
  const how = t(told ? 'predicted' : `decodings.${answer.decoding}`);
  const ofOther = run && run.model !== model ? t('otherModel', { model: run.model }) : t('notYet');
  // Of the loaded encoder it has no answer where it learned other classes, too.
  const notThere = told ? words('encoder.otherClasses') : t('notHeld');
  const absent = run?.model === model ? notThere : ofOther;
  return (
    <article className={classes.sample}>
      <p className={classes.prompt}>{excerpt(prompt)}</p>
      <dl className={`${classes.texts} ${classes.marked}`}>
        {/* What was asked for is seen first, however little room there is. */}
        <ModelText heading={headingOf(answer, how, t)} text={tuned} prompt={prompt} isMain absent={absent}>
          <ClassProbabilities classes={told?.tuned} />
        </ModelText>
        <ModelText
          heading={t(isDrawn ? 'drawnAsked' : 'baseAsked', { model, how })}
          text={base}
          prompt={prompt}
        >
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
