/** A lesson in which a figure of several runs is guessed, then trained, and both are drawn. */
import { Button, Group } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { estimator, totalSeconds } from '../../../core/estimate.ts';
import {
  BASE_LOSS,
  finishedRuns,
  GUESSED_LESSONS,
  lessonRuns,
  startGuess,
  type GuessedLesson as Lesson,
  type GuessedLessonId,
} from '../../../core/lessons.ts';
import { shippedModel } from '../../../core/models/shipped.ts';
import { sameConfig } from '../../../core/normal-config.ts';
import type { RunConfig } from '../../../core/run-config.ts';
import { figuresOf } from '../../../core/run-figures.ts';
import type { RunRecord } from '../../../core/run-record.ts';
import { projectionLabels } from '../../../core/site.ts';
import { formatLoss } from '../../charts/values.ts';
import { focusIfLost } from '../../focus.ts';
import { count, duration } from '../../format.ts';
import { Icon } from '../../icons.tsx';
import { usePage, useQueue, useSession } from '../../page-context.tsx';
import { useCalmRuns } from '../../use-calm-runs.ts';
import { GuessChart } from './guess-chart.tsx';
import { Claim, Meaning } from './lesson-words.tsx';
import classes from './learn.module.css';
import { useLessons } from './lessons-context.ts';
import { ResultChart } from './result-chart.tsx';
import { Section } from './section.tsx';
import { methodName } from '../../method-words.ts';

const formatAmount = (value: number) => count(Math.round(value));
/** No hand means a thousandth. */
const formatHundredths = (value: number) => value.toFixed(2);

/** What sets a run of the lesson apart. */
function nameRun(id: GuessedLessonId, { method, training }: RunConfig, t: TFunction<'learn'>): string {
  if (id === 'examples') return t('name.examples', { pairs: count(training.max_train_samples ?? 0) });
  if (id === 'full' || id === 'methods' || !('target_modules' in method) || !('r' in method))
    return methodName(method);
  const r = String(method.r);
  const matrices = projectionLabels(method.target_modules).join(' ');
  return id === 'rank' ? t('name.rank', { r }) : t('name.matrices', { matrices, r });
}

export function GuessedLesson({ id }: { id: GuessedLessonId }) {
  const { t } = useTranslation('learn');
  const lesson = GUESSED_LESSONS[id];
  const configs = useMemo(() => lessonRuns(lesson), [lesson]);
  const names = useMemo(() => configs.map((config) => nameRun(id, config, t)), [configs, id, t]);
  const { records } = useCalmRuns();
  const runs = finishedRuns(configs, records);
  const measured = runs.map((run) => (run ? figuresOf(run)[lesson.figure] : null));
  const isFinished = measured.every((value) => value !== null);
  // A guess of another number of runs was made on an older lesson.
  const kept = useLessons(({ guesses }) => guesses[id]);
  const guesses = kept && (kept.length === 0 || kept.length === configs.length) ? kept : null;
  const finish = useLessons((state) => state.finish);
  useEffect(() => {
    if (isFinished && guesses) finish(id);
  }, [isFinished, guesses, finish, id]);

  const place = useRef<HTMLElement>(null);
  const onPressed = () => focusIfLost(place);
  const model = shippedModel(configs[0]?.model ?? '');
  const width = model?.n_embd ?? 0;
  const words = {
    base: String(BASE_LOSS),
    layers: String(model?.n_layer ?? ''),
    width: count(width),
    square: count(width * width),
  };
  const format = lesson.log ? formatAmount : formatLoss;
  const formatGuess = lesson.log ? formatAmount : formatHundredths;
  return (
    <>
      <Claim id={id} />
      <Section title={t('step.guess')} ref={place}>
        <p>{t(`lesson.${id}.ask`, words)}</p>
        {guesses ? (
          <Made id={id} isSkipped={guesses.length === 0} onPressed={onPressed} />
        ) : (
          <Guess {...{ id, lesson, names, onPressed }} format={formatGuess} />
        )}
      </Section>
      <Section title={t('step.run')}>
        <Run {...{ id, configs, runs }} isReady={guesses !== null} />
      </Section>
      {guesses && measured.some((value) => value !== null) && (
        <Section title={t('step.result')}>
          <Result {...{ id, names, guesses, measured, format, formatGuess }} />
        </Section>
      )}
      {guesses && isFinished && <Meaning id={id} words={words} />}
    </>
  );
}

interface GuessProps {
  id: GuessedLessonId;
  lesson: Lesson;
  names: readonly string[];
  format: (value: number) => string;
  /** The button that was pressed goes away. */
  onPressed: () => void;
}

function Guess({ id, lesson, names, format, onPressed }: GuessProps) {
  const { t } = useTranslation('learn');
  const guess = useLessons((state) => state.guess);
  const take = (taken: readonly number[]) => {
    guess(id, taken);
    onPressed();
  };
  const [values, setValues] = useState<readonly number[]>(() => names.map(() => startGuess(lesson)));
  return (
    <>
      <p className="hint">{t('guess.how')}</p>
      <div className={classes.chart}>
        <GuessChart
          lesson={lesson}
          title={t(`lesson.${id}.figure`)}
          names={names}
          xName={t(`lesson.${id}.x`)}
          values={values}
          format={format}
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

interface MadeProps extends Pick<GuessProps, 'id' | 'onPressed'> {
  isSkipped: boolean;
}

function Made({ id, isSkipped, onPressed }: MadeProps) {
  const { t } = useTranslation('learn');
  const takeBack = useLessons((state) => state.takeBack);
  return (
    <Group gap="xs">
      <span role="status">{t(isSkipped ? 'guess.skipped' : 'guess.made')}</span>
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

interface RunProps {
  id: GuessedLessonId;
  configs: readonly RunConfig[];
  /** Those that are finished, in the order of the configs. */
  runs: readonly (RunRecord | undefined)[];
  /** Something was guessed, or passed over. */
  isReady: boolean;
}

function Run({ id, configs, runs: finished, isReady }: RunProps) {
  const { t } = useTranslation('learn');
  const { actions, runs, view } = usePage();
  const device = useSession((state) => state.device);
  const { records } = useCalmRuns();
  const due = useQueue((state) => state.due);
  const left = configs.filter((_, i) => !finished[i]);
  const isGoing = left.some((config) => due.some((other) => sameConfig(other.config, config)));
  const seconds = device ? totalSeconds(left, estimator(records, device)) : null;
  const done = configs.length - left.length;
  const seeInCompare = () => {
    const ids = finished.flatMap((run) => run?.id ?? []);
    runs.setState({ ticked: ids, focused: ids[0] ?? null });
    view.getState().go('compare');
  };
  return (
    <>
      <p>{t(`run.same.${id}`)}</p>
      {left.length > 0 && (
        <Group gap="xs">
          <Button
            size="xs"
            leftSection={<Icon name="play" />}
            disabled={!isReady || isGoing || !device}
            onClick={() => actions.experiment(left)}
          >
            {t('run.train', { count: left.length })}
          </Button>
          <span className="hint">
            {isReady ? seconds !== null && t('run.about', { time: duration(seconds) }) : t('run.guessFirst')}
          </span>
        </Group>
      )}
      <p className="hint" role="status">
        {(isGoing || done > 0) && t('run.finished', { finished: String(done), runs: String(configs.length) })}
      </p>
      {left.length === 0 && (
        <Button size="xs" variant="default" onClick={seeInCompare}>
          {t('run.compare')}
        </Button>
      )}
    </>
  );
}

interface ResultProps {
  id: GuessedLessonId;
  names: readonly string[];
  guesses: readonly number[];
  measured: readonly (number | null)[];
  format: (value: number) => string;
  formatGuess: (value: number) => string;
}

function Result({ id, names, guesses, measured, format, formatGuess }: ResultProps) {
  const { t } = useTranslation('learn');
  const lesson = GUESSED_LESSONS[id];
  // Of amounts the ratio counts, of losses the difference.
  const scaled = (value: number) => (lesson.log ? Math.log(value) : value);
  const judged = guesses
    .flatMap((guess, i) => {
      const value = measured[i] ?? null;
      if (value === null) return [];
      const words = { name: names[i] ?? '', guess: formatGuess(guess), value: format(value) };
      return [{ words, off: Math.abs(scaled(guess) - scaled(value)) }];
    })
    .sort((a, b) => a.off - b.off);
  const [near, far] = [judged[0], judged.at(-1)];
  const summary = [
    ...(far ? [t('guess.far', far.words)] : []),
    ...(near && near !== far ? [t('guess.near', near.words)] : []),
  ].join(' ');
  return (
    <>
      <div className={classes.chart}>
        <ResultChart
          lesson={lesson}
          names={names}
          xName={t(`lesson.${id}.x`)}
          title={t(`lesson.${id}.figure`)}
          guesses={guesses}
          measured={measured}
          format={format}
          formatGuess={formatGuess}
        />
      </div>
      {summary !== '' && <p>{summary}</p>}
    </>
  );
}
