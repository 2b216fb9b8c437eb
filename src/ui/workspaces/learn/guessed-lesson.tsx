/** A lesson in which figures are guessed, then taken, and both are drawn. */
import { Button, Group } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isOrdered, startGuess, type GuessedLessonId, type GuessRange } from '../../../core/lessons.ts';
import { focusIfLost } from '../../focus.ts';
import { GuessChart } from './guess-chart.tsx';
import { Claim, Meaning, NO_WORDS, type Words } from './lesson-words.tsx';
import classes from './learn.module.css';
import { useLessons } from './lessons-context.ts';
import { ResultChart } from './result-chart.tsx';
import { Section } from './section.tsx';
import { TermText } from './term-text.tsx';

interface GuessedLessonProps {
  id: GuessedLessonId;
  range: GuessRange;
  /** Of what the figures are, along the x axis. */
  names: readonly string[];
  /** In the order of the names; null of what is not known yet. */
  figures: readonly (number | null)[];
  format: (value: number) => string;
  /** A guess in so few digits as a hand can mean. */
  formatGuess: (value: number) => string;
  words?: Words;
  /** What takes the figures. @param isReady whether something was guessed, or passed over */
  experiment: (isReady: boolean) => ReactNode;
  /** What is to be said of the result, besides the guess. */
  children?: ReactNode;
}

export function GuessedLesson(props: GuessedLessonProps) {
  const { id, names, figures, words = NO_WORDS, experiment, children } = props;
  const { t } = useTranslation('learn');
  // A guess of another number of figures was made on an older lesson.
  const kept = useLessons(({ guesses }) => guesses[id]);
  const guesses = kept && (kept.length === 0 || kept.length === names.length) ? kept : null;
  const isFinished = guesses !== null && figures.length > 0 && figures.every((value) => value !== null);
  const finish = useLessons((state) => state.finish);
  useEffect(() => {
    if (isFinished) finish(id);
  }, [isFinished, finish, id]);
  const place = useRef<HTMLElement>(null);
  const onPressed = () => focusIfLost(place);
  return (
    <>
      <Claim id={id} />
      <Section title={t('step.guess')} ref={place}>
        <p>
          <TermText text={t(`lesson.${id}.ask`, words)} />
        </p>
        {guesses ? (
          <Made {...props} guesses={guesses} onPressed={onPressed} />
        ) : (
          <Guess {...props} onPressed={onPressed} />
        )}
      </Section>
      <Section title={t('step.run')}>{experiment(guesses !== null)}</Section>
      {guesses && figures.some((value) => value !== null) && (
        <Section title={t('step.result')}>
          <Result {...props} guesses={guesses} />
          {children}
        </Section>
      )}
      {isFinished && <Meaning id={id} words={words} />}
    </>
  );
}

interface GuessProps extends Pick<GuessedLessonProps, 'id' | 'range' | 'names' | 'formatGuess'> {
  /** The button that was pressed goes away. */
  onPressed: () => void;
}

function Guess({ id, range, names, formatGuess, onPressed }: GuessProps) {
  const { t } = useTranslation('learn');
  const guess = useLessons((state) => state.guess);
  const take = (taken: readonly number[]) => {
    guess(id, taken);
    onPressed();
  };
  const [values, setValues] = useState<readonly number[]>(() => names.map(() => startGuess(range)));
  return (
    <>
      <p className="hint">{t('guess.how')}</p>
      <div className={classes.chart}>
        <GuessChart
          range={range}
          isOrdered={isOrdered(id)}
          title={t(`lesson.${id}.figure`)}
          names={names}
          xName={t(`lesson.${id}.x`)}
          values={values}
          format={formatGuess}
          onChange={setValues}
        />
      </div>
      <Group gap="xs">
        <Button size="xs" onClick={() => take(values)}>
          {t('guess.take')}
        </Button>
        <Button size="xs" variant="default" onClick={() => take([])}>
          {t('guess.skip')}
        </Button>
      </Group>
    </>
  );
}

interface MadeProps extends Omit<GuessProps, 'range'> {
  /** None where the guess was passed over. */
  guesses: readonly number[];
}

function Made({ id, names, guesses, formatGuess, onPressed }: MadeProps) {
  const { t } = useTranslation('learn');
  const takeBack = useLessons((state) => state.takeBack);
  return (
    <Group gap="xs">
      <span role="status">{t(guesses.length === 0 ? 'guess.skipped' : 'guess.made')}</span>
      {guesses.length > 0 && (
        <span className="hint">
          {guesses.map((guess, i) => `${names[i] ?? ''}: ${formatGuess(guess)}`).join(' · ')}
        </span>
      )}
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => {
          takeBack(id);
          onPressed();
        }}
      >
        {t('guess.again')}
      </Button>
    </Group>
  );
}

interface ResultProps extends Omit<GuessedLessonProps, 'experiment'> {
  guesses: readonly number[];
}

function Result({ id, range, names, guesses, figures, format, formatGuess }: ResultProps) {
  const { t } = useTranslation('learn');
  // Of amounts the ratio counts, of others the difference.
  const scaled = (value: number) => (range.log ? Math.log(value) : value);
  const judged = guesses
    .flatMap((guess, i) => {
      const value = figures[i] ?? null;
      if (value === null) return [];
      const words = { name: names[i] ?? '', guess: formatGuess(guess), value: format(value) };
      return [{ words, off: Math.abs(scaled(guess) - scaled(value)) }];
    })
    .sort((a, b) => a.off - b.off);
  // While runs are still trained nothing is the farthest.
  const [near, far] = judged.length === figures.length ? [judged[0], judged.at(-1)] : [];
  const summary = [
    ...(far ? [t('guess.far', far.words)] : []),
    ...(near && near !== far ? [t('guess.near', near.words)] : []),
  ].join(' ');
  return (
    <>
      <div className={classes.chart}>
        <ResultChart
          range={range}
          isOrdered={isOrdered(id)}
          names={names}
          xName={t(`lesson.${id}.x`)}
          title={t(`lesson.${id}.figure`)}
          guesses={guesses}
          measured={figures}
          format={format}
          formatGuess={formatGuess}
        />
      </div>
      {summary !== '' && <p>{summary}</p>}
    </>
  );
}
