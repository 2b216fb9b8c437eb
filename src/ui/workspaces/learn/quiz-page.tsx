/** The quiz: each answer is explained at once, and led back to the lesson whose experiment shows it. */
import { Button, Radio, Stack } from '@mantine/core';
import { useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { drawQuiz, LESSON_OF, type Reckoned } from '../../../core/quiz.ts';
import { short } from '../../format.ts';
import classes from './learn.module.css';
import { useLessons } from './lessons-context.ts';

interface Asked {
  key: string;
  ask: string;
  options: { value: string; label: string }[];
  right: string;
  why: ReactNode;
}

const words = ({ d, r, matrices, alpha }: Reckoned['given']) => ({
  d: String(d),
  r: String(r),
  matrices: String(matrices),
  alpha: String(alpha),
});

export function QuizPage({ onLesson }: { onLesson: (id: string) => void }) {
  const { t } = useTranslation('learn');
  const { seed, answers } = useLessons((state) => state.quiz);
  const answer = useLessons((state) => state.answer);
  const draw = useLessons((state) => state.drawQuiz);
  const quiz = useMemo(() => drawQuiz(seed), [seed]);
  const list = useRef<HTMLOListElement>(null);
  const asked: Asked[] = [
    ...quiz.questions.map(({ id, options }): Asked => {
      const lesson = LESSON_OF[id];
      return {
        key: id,
        ask: t(`quiz.question.${id}.ask`),
        options: options.map((option) => ({ value: option, label: t(`quiz.question.${id}.${option}`) })),
        right: 'right',
        why: (
          <>
            {t(`quiz.question.${id}.why`)}
            <br />
            <button type="button" className={classes.link} onClick={() => onLesson(lesson)}>
              {t('quiz.lesson', { lesson: t(`lesson.${lesson}.title`) })}
            </button>
          </>
        ),
      };
    }),
    ...quiz.reckoned.map(({ id, given, right, options }): Asked => ({
      key: id,
      ask: t(`quiz.reckoned.${id}.ask`, words(given)),
      options: options.map((option) => ({ value: String(option), label: short(option) })),
      right: String(right),
      why: t(`quiz.reckoned.${id}.why`, words(given)),
    })),
  ];
  const answered = asked.filter(({ key }) => key in answers);
  const right = answered.filter(({ key, right: own }) => answers[key] === own).length;
  const left = asked.length - answered.length;
  return (
    <>
      <p>{t('quiz.about')}</p>
      <ol className={classes.questions} ref={list} tabIndex={-1}>
        {asked.map((question, i) => (
          <Question
            key={`${seed} ${question.key}`}
            question={question}
            place={i + 1}
            answer={answers[question.key]}
            onAnswer={(value) => answer(question.key, value)}
          />
        ))}
      </ol>
      <p role="status" className={classes.score}>
        {left === 0
          ? t('quiz.all', { questions: String(asked.length), right: String(right) })
          : t('quiz.score', { right: String(right), answered: String(answered.length), left: String(left) })}
      </p>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          draw();
          list.current?.scrollIntoView();
          list.current?.focus({ preventScroll: true });
        }}
      >
        {t('quiz.again')}
      </Button>
    </>
  );
}

/** What an option of an answered question was. */
function Mark({ isRight, isChosen }: { isRight: boolean; isChosen: boolean }) {
  const { t } = useTranslation('learn');
  if (isRight) return <strong>✓ {t('quiz.isRight')}</strong>;
  return isChosen ? <strong>✗ {t('quiz.isChosen')}</strong> : null;
}

interface QuestionProps {
  question: Asked;
  place: number;
  answer: string | undefined;
  onAnswer: (value: string) => void;
}

function Question({ question, place, answer, onAnswer }: QuestionProps) {
  const { t } = useTranslation('learn');
  const id = useId();
  const explained = useRef<HTMLParagraphElement>(null);
  const { ask, options, right, why } = question;
  const [chosen, setChosen] = useState('');
  const correct = options.find(({ value }) => value === right)?.label ?? '';
  return (
    <li aria-label={t('quiz.place', { place: String(place) })}>
      <Radio.Group
        name={id}
        label={`${place}. ${ask}`}
        value={String(options.findIndex(({ value }) => value === (answer ?? chosen)))}
        onChange={(place) => setChosen(options[Number(place)]?.value ?? '')}
        readOnly={answer !== undefined}
      >
        <Stack gap={4} mt={4}>
          {options.map(({ value, label }, i) => (
            // By its place: the id of an option tells which is right.
            <Radio
              key={value}
              size="xs"
              value={String(i)}
              label={
                answer === undefined ? (
                  label
                ) : (
                  <>
                    {label} <Mark isRight={value === right} isChosen={value === answer} />
                  </>
                )
              }
            />
          ))}
        </Stack>
      </Radio.Group>
      {answer === undefined && (
        // Apart from the choice, which arrow keys change on their way to another.
        <Button
          size="compact-sm"
          mt={6}
          disabled={chosen === ''}
          onClick={() => {
            onAnswer(chosen);
            explained.current?.focus();
          }}
        >
          {t('quiz.answer')}
        </Button>
      )}
      <p role="status" tabIndex={-1} ref={explained}>
        {answer !== undefined && (
          <>
            <strong>{answer === right ? t('quiz.right') : t('quiz.wrong', { answer: correct })}</strong> {why}
          </>
        )}
      </p>
    </li>
  );
}
