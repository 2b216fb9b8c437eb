/** The Learn workspace: lessons that run the lab's own experiments, a quiz, essays and a glossary. */
import { Button, NativeSelect, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isTaken, isTrained, LESSONS, type LessonId } from '../../../core/lessons.ts';
import { SHIPPED } from '../../../core/models/shipped.ts';
import { countBaseParameters } from '../../../core/params.ts';
import { Boundary } from '../../boundary.tsx';
import { count } from '../../format.ts';
import { Icon } from '../../icons.tsx';
import { later } from '../../later.tsx';
import { useView } from '../../page-context.tsx';
import { useNarrow } from '../../use-narrow.ts';
import { EssaysPage } from './essays-page.tsx';
import { GlossaryPage } from './glossary-page.tsx';
import classes from './learn.module.css';
import { PaperLink } from './lesson-words.tsx';
import { useLessons } from './lessons-context.ts';
import { ProductLesson } from './product-lesson.tsx';
import { QuizPage } from './quiz-page.tsx';
import { SecretLesson } from './secret-lesson.tsx';
import { StepLesson } from './step-lesson.tsx';
import { TakenLesson } from './taken-lesson.tsx';
import './print.css';
import { TrainedLesson } from './trained-lesson.tsx';
import { usePrint } from './use-print.ts';

const QUIZ = 'quiz';
const ESSAYS = 'essays';
const GLOSSARY = 'glossary';
const RESULT = 'result';
const TEACHER = 'teacher';

const ResultPage = later(async () => (await import('./teacher/result-page.tsx')).ResultPage);
const TeacherPage = later(async () => (await import('./teacher/teacher-page.tsx')).TeacherPage);

const isLesson = (page: string): page is LessonId => LESSONS.some((id) => id === page);

export function Learn() {
  const { t } = useTranslation('learn');
  const page = useView((state) => state.lesson);
  const open = useView((state) => state.openLesson);
  const article = useRef<HTMLElement>(null);
  usePrint(article);
  // Another page begins at its top; who uses the keyboard reads on there.
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current === page) return;
    shown.current = page;
    article.current?.scrollTo({ top: 0 });
    // The list of pages is walked by arrow keys, each of which opens one.
    if (!(document.activeElement instanceof HTMLSelectElement)) article.current?.focus();
  }, [page]);
  return (
    <div className="workspace learn">
      <nav className={`cell ${classes.pages}`} aria-label={t('pages')}>
        <Pages page={page} onOpen={open} />
      </nav>
      <article ref={article} className={`cell scrolls lesson-page ${classes.page}`} tabIndex={-1}>
        <Boundary>
          {isLesson(page) ? (
            <Lesson key={page} id={page} onOpen={open} />
          ) : page === QUIZ ? (
            <>
              <h2>{t('quiz.title')}</h2>
              <QuizPage onLesson={open} />
            </>
          ) : page === ESSAYS ? (
            <>
              <h2>{t('essays.title')}</h2>
              <EssaysPage />
            </>
          ) : page === GLOSSARY ? (
            <>
              <h2>{t('glossary.title')}</h2>
              <GlossaryPage />
            </>
          ) : page === RESULT ? (
            <>
              <h2>{t('handIn.title')}</h2>
              <ResultPage />
            </>
          ) : page === TEACHER ? (
            <>
              <h2>{t('teacher.title')}</h2>
              <TeacherPage />
            </>
          ) : (
            <Overview page={page} onOpen={open} />
          )}
        </Boundary>
      </article>
    </div>
  );
}

interface PagesProps {
  page: string;
  onOpen: (page: string) => void;
}

function Pages({ page, onOpen }: PagesProps) {
  const { t } = useTranslation('learn');
  const done = useLessons((state) => state.done);
  // Where the list would stand above the page, rather than beside it. The style sheet's limit is the same.
  const isBelow = useMediaQuery('(width < 1280px)', false, { getInitialValueInEffect: false });
  const isAbove = useNarrow() || isBelow;
  const pages = [
    { id: '', title: t('overview'), place: '' },
    ...LESSONS.map((id, i) => ({ id, title: t(`lesson.${id}.title`), place: String(i + 1) })),
    { id: QUIZ, title: t('quiz.title'), place: '' },
    { id: ESSAYS, title: t('essays.title'), place: '' },
    { id: GLOSSARY, title: t('glossary.title'), place: '' },
    { id: RESULT, title: t('handIn.title'), place: '' },
    { id: TEACHER, title: t('teacher.title'), place: '' },
  ];
  if (isAbove)
    return (
      <NativeSelect
        aria-label={t('pages')}
        value={pages.some(({ id }) => id === page) ? page : ''}
        data={pages.map(({ id, title, place }) => ({
          value: id,
          label: place ? `${place}. ${title}` : title,
        }))}
        onChange={({ currentTarget: { value } }) => onOpen(value)}
      />
    );
  return (
    <ul>
      {pages.map(({ id, title, place }) => {
        const isDone = done.includes(id);
        return (
          <li key={id}>
            <UnstyledButton
              className={classes.item ?? ''}
              aria-current={id === page ? 'page' : undefined}
              onClick={() => onOpen(id)}
              aria-label={isDone ? t('done', { lesson: title }) : undefined}
            >
              <span className={classes.mark} data-done={isDone || undefined} aria-hidden>
                {isDone ? '✓' : place}
              </span>
              {title}
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}

function Overview({ page, onOpen }: PagesProps) {
  const { t } = useTranslation('learn');
  const { t: app } = useTranslation();
  const isPresenting = useView((state) => state.present !== '');
  const setPresent = useView((state) => state.setPresent);
  const done = useLessons((state) => state.done);
  const next = LESSONS.find((id) => !done.includes(id));
  return (
    <>
      <h2>{t('about.title')}</h2>
      {page !== '' && <p role="status">{t('unknown', { lesson: page })}</p>}
      <p>{t('about.why')}</p>
      <p>{t('about.lead')}</p>
      <p>
        {t('about.paper', { weights: count(countBaseParameters(SHIPPED.nano)) })} <PaperLink />
      </p>
      <Button
        size="sm"
        data-press="next"
        leftSection={<Icon name="play" />}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => onOpen(next ?? QUIZ)}
      >
        {next === LESSONS[0]
          ? t('about.start')
          : t('about.goOn', { lesson: next ? t(`lesson.${next}.title`) : t('quiz.title') })}
      </Button>
      {!isPresenting && (
        <div>
          <Button size="xs" variant="default" onClick={() => setPresent('1')}>
            {app('presenter.title')}
          </Button>
          <p className="hint">{app('presenter.about')}</p>
        </div>
      )}
    </>
  );
}

function Body({ id }: { id: LessonId }) {
  if (isTrained(id)) return <TrainedLesson id={id} />;
  if (isTaken(id)) return <TakenLesson id={id} />;
  switch (id) {
    case 'product':
      return <ProductLesson />;
    case 'step':
      return <StepLesson />;
    case 'secret':
      return <SecretLesson />;
    default:
      return id satisfies never;
  }
}

function Lesson({ id, onOpen }: { id: LessonId; onOpen: (page: string) => void }) {
  const { t } = useTranslation('learn');
  const at = LESSONS.indexOf(id);
  const next = LESSONS[at + 1];
  return (
    <>
      <p className="hint">{t('lessonOf', { place: String(at + 1), lessons: String(LESSONS.length) })}</p>
      <h2>{t(`lesson.${id}.title`)}</h2>
      <Body id={id} />
      <Button
        size="xs"
        variant="default"
        data-press="next"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => onOpen(next ?? QUIZ)}
      >
        {t('next', { lesson: next ? t(`lesson.${next}.title`) : t('quiz.title') })}
      </Button>
    </>
  );
}
