/** Lessons in which figures are guessed that the lab takes of weights, of times, or of bytes that move. */
import { Button, Group, Progress } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Amplification } from '../../../core/amplification.ts';
import { latencies, verdictOf } from '../../../core/latency.ts';
import { TAKEN_LESSONS, TAKEN_OF, type TakenLessonId } from '../../../core/lessons.ts';
import { quartiles } from '../../../core/quantile.ts';
import type { SwitchFigures } from '../../../core/switch-figures.ts';
import { WAYS } from '../../../core/timed-work.ts';
import { isOfModel } from '../../../state/ready-for.ts';
import { measuredSites } from '../../charts/series.ts';
import { formatValue } from '../../charts/values.ts';
import { bytes, count, inPercent, percentDone, short } from '../../format.ts';
import { usePage, useSession } from '../../page-context.tsx';
import { useDeviceName } from '../deploy/device-name.ts';
import { useDeployment, useIsBusy } from '../deploy/use-deployment.ts';
import { useLatency } from '../deploy/use-latency.ts';
import { WhyBusy } from '../deploy/why-busy.tsx';
import { alignmentOf, chanceFactor, judged } from '../inspect/base-figures.ts';
import { writePlace } from '../inspect/place.ts';
import { TakingNote } from '../inspect/taking-note.tsx';
import { useFigures } from '../inspect/use-figures.ts';
import { GuessedLesson } from './guessed-lesson.tsx';
import { LessonRuns, useLessonRuns } from './lesson-runs.tsx';

export function TakenLesson({ id }: { id: TakenLessonId }) {
  switch (id) {
    case 'amplify':
      return <AmplifyLesson />;
    case 'latency':
      return <LatencyLesson />;
    case 'switch':
      return <SwitchLesson />;
    default:
      return id satisfies never;
  }
}

const inWholePercent = (value: number) => percentDone(value / 100);

/** Of ΔW, and of the directions that are compared with its own. */
const [RANK] = TAKEN_OF.amplify.values;

function AmplifyLesson() {
  const { t } = useTranslation('learn');
  const { runs: store, view } = usePage();
  const { configs, runs } = useLessonRuns(TAKEN_OF.amplify);
  const [run] = runs;
  const sites = run ? measuredSites(run) : [];
  const taking = useFigures('base', run ? [run] : [], sites);
  const found =
    taking.outcome.state === 'done' ? taking.outcome.figures.flatMap((each) => judged(each) ?? []) : [];
  const mean = (of: (each: Amplification) => number | null): number | null => {
    const values = found.flatMap((each) => of(each) ?? []);
    return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
  };
  const share = (of: (each: Amplification) => number) => mean((each) => (100 * of(each)) / each.baseNorm);
  const factor = mean((each) => each.factor);
  const byChance = mean(chanceFactor);
  const [overlap, own, random] = [
    share((each) => each.overlap),
    share((each) => each.own),
    share((each) => each.random),
  ];
  const names = useMemo(
    () => [t('lesson.amplify.delta'), t('lesson.amplify.own'), t('lesson.amplify.random')],
    [t],
  );
  return (
    <GuessedLesson
      id="amplify"
      range={TAKEN_LESSONS.amplify}
      names={names}
      figures={[overlap, own, random]}
      format={inPercent}
      formatGuess={inWholePercent}
      experiment={(isReady) => (
        <>
          <p>{t('lesson.amplify.how')}</p>
          <LessonRuns configs={configs} runs={runs} isReady={isReady} />
          {isReady && run && <TakingNote taking={taking} />}
        </>
      )}
    >
      {overlap !== null && own !== null && random !== null && (
        <p>{t(`lesson.amplify.reading.${alignmentOf({ r: RANK, overlap, own, random })}`)}</p>
      )}
      {factor !== null && byChance !== null && (
        <p>
          {t('lesson.amplify.factor', {
            factor: formatValue(factor),
            chance: formatValue(byChance),
            count: found.filter((each) => each.factor !== null).length,
          })}
        </p>
      )}
      <Group>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            if (run) store.setState({ ticked: [run.id], focused: run.id });
            view.getState().setInspect(writePlace({ view: 'base', run: '', site: null, pair: null }));
            view.getState().go('inspect');
          }}
        >
          {t('lesson.amplify.see')}
        </Button>
      </Group>
    </GuessedLesson>
  );
}

function LatencyLesson() {
  const { t } = useTranslation('learn');
  const { t: deploy } = useTranslation('deploy');
  const nameDevice = useDeviceName();
  const isBusy = useIsBusy();
  // One text of 32 tokens, as the first of Deploy's.
  const { model, ways, works, measured, share, measure, stop } = useLatency(1);
  const [first] = measured?.times ?? [];
  const found =
    measured && first
      ? latencies(
          measured.ways.map(({ way }) => way),
          first,
        ).slice(1)
      : [];
  const timed = ways.length > 0 ? ways.map(({ way }) => way) : WAYS;
  const names = timed.slice(1).map((way) => deploy(`latency.ways.${way}`));
  const merged = found.find(({ way }) => way === 'merged');
  return (
    <GuessedLesson
      id="latency"
      range={TAKEN_LESSONS.latency}
      names={names}
      figures={names.map((_, i) => {
        const over = found[i]?.over;
        return over ? 100 * (1 + over.share) : null;
      })}
      format={inPercent}
      formatGuess={inWholePercent}
      experiment={(isReady) => (
        <>
          <p>
            {t('lesson.latency.how', { length: count(works[0]?.length ?? 0), model: model?.model ?? '' })}
          </p>
          <Group gap="xs">
            {share === null ? (
              <Button
                size="xs"
                data-press="experiment"
                disabled={!isReady || isBusy}
                onClick={() => void measure()}
              >
                {t('take.measure')}
              </Button>
            ) : (
              <>
                <Button size="xs" variant="default" onClick={stop}>
                  {deploy('stop')}
                </Button>
                <Progress w="8em" color="gray" aria-label={deploy('measuring')} value={100 * share} />
                <span>{percentDone(share)}</span>
              </>
            )}
            <Why isReady={isReady} isBusy={isBusy && share === null} />
          </Group>
        </>
      )}
    >
      {merged && measured && (
        <>
          <p>{t(verdictOf(merged) === 0 ? 'lesson.latency.same' : 'lesson.latency.apart')}</p>
          <p className="hint">
            {deploy('latency.on', { model: measured.model, device: nameDevice(measured.device) })}
          </p>
        </>
      )}
    </GuessedLesson>
  );
}

function SwitchLesson() {
  const { t } = useTranslation('learn');
  const deployment = useDeployment();
  const isBusy = useIsBusy();
  const model = useSession((state) => state.model);
  const { configs, runs } = useLessonRuns(TAKEN_OF.switch);
  const finished = runs.flatMap((run) => run ?? []);
  const isTrained = finished.length === configs.length;
  const isOther = isTrained && model !== null && !finished.every((run) => isOfModel(run, model));
  const [figures, setFigures] = useState<SwitchFigures | null>(null);
  const [measuring, setMeasuring] = useState(false);
  const measure = async () => {
    setMeasuring(true);
    const found = await deployment.switchBetween(finished.map(({ id }) => id));
    if (found) setFigures(found);
    setMeasuring(false);
  };
  const names = useMemo(() => [t('lesson.switch.adapter'), t('lesson.switch.model')], [t]);
  const { view } = usePage();
  return (
    <GuessedLesson
      id="switch"
      range={TAKEN_LESSONS.switch}
      names={names}
      figures={[figures?.adapters[0]?.bytes ?? null, figures?.model.bytes ?? null]}
      format={bytes}
      formatGuess={bytes}
      experiment={(isReady) => (
        <>
          <p>{t('lesson.switch.how')}</p>
          <LessonRuns configs={configs} runs={runs} isReady={isReady} />
          {isTrained && (
            <Group gap="xs">
              <Button
                size="xs"
                data-press="experiment"
                loading={measuring}
                disabled={!isReady || isOther || (isBusy && !measuring)}
                onClick={() => void measure()}
              >
                {t('take.measure')}
              </Button>
              {isOther ? (
                <span className="hint">{t('take.otherModel', { model: configs[0]?.model ?? '' })}</span>
              ) : (
                <Why isReady={isReady} isBusy={isBusy && !measuring} />
              )}
            </Group>
          )}
        </>
      )}
    >
      {figures && (
        <p>
          {t('lesson.switch.times', {
            ms: short(quartiles(figures.adapters.flatMap(({ ms }) => ms)).middle),
            modelMs: short(quartiles(figures.model.ms).middle),
          })}
        </p>
      )}
      <Group>
        <Button size="xs" variant="default" onClick={() => view.getState().go('deploy')}>
          {t('lesson.switch.see')}
        </Button>
      </Group>
    </GuessedLesson>
  );
}

/** Why nothing can be measured now. */
function Why({ isReady, isBusy }: { isReady: boolean; isBusy: boolean }) {
  const { t } = useTranslation('learn');
  return isReady ? <WhyBusy isOwn={!isBusy} /> : <span className="hint">{t('run.guessFirst')}</span>;
}
