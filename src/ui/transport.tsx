/** The transport bar: train, pause, step, reset, compare; the state of training in words and as a bar. */
import { Button, Group, Progress, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLive, stepsDone } from '../core/run-record.ts';
import { verdict } from '../core/verdict.ts';
import { formDiffersFrom } from '../state/config-store.ts';
import { isOfPress } from '../state/calm-runs.ts';
import { continuesFrom, liveHere, type RunsState } from '../state/runs-store.ts';
import { OWN_TASK } from '../state/shelf.ts';
import { CompareButton } from './compare-button.tsx';
import { focusIfLost } from './focus.ts';
import { count, duration } from './format.ts';
import { Icon } from './icons.tsx';
import { Modal } from './overlays.ts';
import { useConfig, usePace, usePage, useRuns, useSession, useView } from './page-context.tsx';
import { useCalmRuns } from './use-calm-runs.ts';
import { useRankComparison } from './use-rank-comparison.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useStageWords } from './use-stage.ts';

type Liveness = 'none' | 'running' | 'paused';

type Listed = Pick<RunsState, 'records' | 'elsewhere'>;

const liveness = (listed: Listed): Liveness => {
  const live = liveHere(listed);
  if (live.length === 0) return 'none';
  return live.every(({ state }) => state === 'paused') ? 'paused' : 'running';
};

/** The runs that the bar speaks of: those going on here, or else the one in focus. As the whole page shows them at this moment. */
function useSpokenOf() {
  // The status is of a new run within the press that starts it.
  const { records, focused, elsewhere } = useCalmRuns(isOfPress);
  const live = liveHere({ records, elsewhere });
  const runs = live.length > 0 ? live : records.filter(({ id }) => id === focused);
  return {
    runs,
    live: liveness({ records, elsewhere }),
    isElsewhere: runs[0] !== undefined && elsewhere.includes(runs[0].id),
  };
}

/** True where Train would start something else than the live runs. */
function useChanged(): boolean {
  const form = useConfig((state) => state.config);
  const dataset = useSession((state) => state.dataset);
  return useRuns((state) => {
    const [live] = liveHere(state);
    return live !== undefined && formDiffersFrom(form, dataset, live);
  });
}

/** How much is there of what is fetched or made, weights or a teacher's texts, in percent; null while nothing is. */
function useShareThere(): number | null {
  return useSession(({ phase, download, making }) => {
    if (phase === 'data' && making !== null) return 100 * making;
    return phase === 'model' && download && download.total > 0
      ? (100 * download.loaded) / download.total
      : null;
  });
}

function useStateText({ runs, live, isElsewhere }: ReturnType<typeof useSpokenOf>): {
  text: string;
  busy: boolean;
} {
  const { t } = useTranslation();
  const phase = useSession((state) => state.phase);
  const there = useShareThere();
  const parsing = useSession((state) => (state.phase === 'data' ? state.parsing : null));
  const stageWords = useStageWords();
  const making = useConfig(({ config }) => (config.task === OWN_TASK ? 'building' : 'making'));
  const starting = useSession((state) => state.starting);
  const [first] = runs;
  if (live !== 'none') {
    const going = first?.state === 'waiting' ? 'waiting' : 'running';
    const shown = live === 'paused' ? 'paused' : going;
    const state = t(`transport.state.${shown}`);
    const detail =
      shown === 'waiting' && starting !== null
        ? t('transport.stateDetail.starting', { percent: String(Math.floor(100 * starting)) })
        : // The first figures of a run are those of the base model.
          shown === 'running' && first?.evals.length === 0 && t('transport.stateDetail.base');
    return { text: detail ? `${state}: ${detail}` : state, busy: live === 'running' };
  }
  if (phase === 'failed')
    return { text: `${t('transport.state.failed')}: ${t('transport.stateDetail.failed')}`, busy: false };
  if (phase === 'ready') {
    if (isElsewhere) return { text: t('transport.state.elsewhere'), busy: true };
    if (!first)
      return {
        text: `${t('transport.state.untrained')}: ${t('transport.stateDetail.untrained')}`,
        busy: false,
      };
    const { state, failure } = first;
    const failed = failure === 'device-lost' ? 'workerLost' : 'runFailed';
    const text = t(`transport.state.${state === 'failed' ? failed : state}`);
    const wrong = isLive(first) ? undefined : verdict(first)?.kind;
    return { text: wrong ? `${text} · ${t(`verdict.${wrong}`)}` : text, busy: false };
  }
  if (parsing) {
    const detail = t('transport.stateDetail.parsing', { stage: stageWords(parsing) });
    return { text: `${t('transport.state.loading')}: ${detail}`, busy: true };
  }
  const detail =
    there !== null
      ? t(`transport.stateDetail.${phase === 'data' ? making : 'modelPercent'}`, {
          percent: String(Math.floor(there)),
        })
      : t(`transport.stateDetail.${phase}`);
  return { text: `${t('transport.state.loading')}: ${detail}`, busy: true };
}

/** How far the singular values of matrices without a low-rank form are, with a way not to wait for them. */
function Decomposing() {
  const { t } = useTranslation();
  const { session } = usePage();
  const progress = useSession((state) => state.decomposing);
  if (!progress) return null;
  const { step, done, matrices } = progress;
  return (
    <span className="status-decomposing">
      <span>
        {t('transport.decomposing', { step: count(step), done: count(done), matrices: count(matrices) })}
      </span>
      <Button size="compact-xs" variant="default" onClick={() => session.getState().skipSpectra()}>
        {t('transport.skipSpectra')}
      </Button>
    </span>
  );
}

/** Trains the run in focus on from its checkpoint, where it ended before its last step. */
function Continue() {
  const { t } = useTranslation();
  const { actions } = usePage();
  const focused = useRuns((state) => state.focused);
  const from = useRuns((state) => continuesFrom(state, state.focused));
  if (focused === null || from === null) return null;
  return (
    <Button size="compact-xs" onClick={() => void actions.continueRun(focused)}>
      {t('transport.continue', { step: count(from) })}
    </Button>
  );
}

/** How many of the texts for the last scores of finished runs are written. */
function Scoring() {
  const { t } = useTranslation();
  const scoring = Object.values(useRuns((state) => state.scoring));
  if (scoring.length === 0) return null;
  const sum = (part: 'written' | 'texts') => count(scoring.reduce((total, run) => total + run[part], 0));
  return (
    <span className="status-pace">
      {t('transport.scoring', { written: sum('written'), texts: sum('texts') })}
    </span>
  );
}

function Status({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  const spokenOf = useSpokenOf();
  const { text, busy } = useStateText(spokenOf);
  const phase = useSession((state) => state.phase);
  const ready = phase === 'ready';
  const { runs, live, isElsewhere } = spokenOf;
  const [first] = runs;
  const done = runs.reduce((sum, run) => sum + stepsDone(run), 0);
  const wanted = runs.reduce((sum, run) => sum + run.config.training.max_steps, 0);
  const pace = usePace();
  const there = useShareThere();
  // While this tab gets ready, the bar is about that.
  const ofRun = first && (ready || live !== 'none');
  const steps = {
    step: count(first ? stepsDone(first) : 0),
    steps: count(first?.config.training.max_steps ?? 0),
  };
  return (
    <div className="status">
      <div className="status-line">
        {/* While steps stream by, a screen reader asks when it wants to know; changes of state are announced. */}
        <span
          role="status"
          aria-label={t('transport.status')}
          aria-live={busy ? 'off' : 'polite'}
          className="status-state"
        >
          <strong>{text}</strong>
          {ofRun && <span>{t('transport.step_of', steps)}</span>}
          {!ofRun && isElsewhere && (
            <span className="status-elsewhere">{t('transport.elsewhereStep', steps)}</span>
          )}
          {runs.length > 1 && <span>{t('transport.runs', { count: runs.length })}</span>}
        </span>
        <Decomposing />
        {phase === 'failed' && live === 'none' && (
          <Button size="compact-xs" variant="default" onClick={onRetry}>
            {t('transport.retry')}
          </Button>
        )}
        {ready && live === 'none' && <Continue />}
        {live === 'none' && <Scoring />}
        {pace.tokensPerSecond !== null && (
          <span className="status-pace">
            <span>{t('transport.pace', { tokens: count(Math.round(pace.tokensPerSecond)) })}</span>
            {pace.secondsLeft !== null && (
              <span>{t('transport.left', { time: duration(pace.secondsLeft) })}</span>
            )}
          </span>
        )}
      </div>
      <Progress
        size={5}
        value={ofRun ? (100 * done) / wanted : (there ?? 0)}
        aria-label={t('transport.progress')}
        transitionDuration={0}
      />
    </div>
  );
}

interface TransportProps {
  onHelp: () => void;
  /** Opens the form where it is not in sight; null where it is. */
  onSettings: (() => void) | null;
}

export function Transport({ onHelp, onSettings }: TransportProps) {
  const { t } = useTranslation();
  const { actions, session } = usePage();
  const go = useView((state) => state.go);
  const live = useRuns(liveness);
  const hasUnsaved = useRuns((state) => state.unsaved.length > 0);
  const phase = useSession((state) => state.phase);
  const changed = useChanged();
  const [asked, setAsked] = useState<'train' | 'compareRanks' | 'reset'>('train');
  const [isAsking, { open: ask, close }] = useDisclosure();
  const bar = useRef<HTMLElement>(null);
  const train = useRef<HTMLButtonElement>(null);
  const pause = useRef<HTMLButtonElement>(null);

  // The button that was pressed goes grey, and the next one to press takes its focus.
  useEffect(() => {
    const from = live === 'none' ? pause : train;
    const to = live === 'none' ? train : pause;
    if (document.activeElement === from.current) to.current?.focus({ preventScroll: true });
    // What was asked about has ended.
    if (live === 'none') close();
  }, [live, close]);

  // A run that is going on, or paused, could not go on after the page is left; one that is not saved would be lost.
  useEffect(() => {
    if (live === 'none' && !hasUnsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [live, hasUnsaved]);

  const ready = phase === 'ready' || phase === 'failed';
  const act = (what: typeof asked) => {
    void actions[what]();
    if (what === 'compareRanks') go('compare');
  };
  /** Asks first where it would end what is live. */
  const begin = (what: typeof asked) => {
    if (!ready) return;
    if (live === 'none') act(what);
    else {
      setAsked(what);
      ask();
    }
  };
  const trainNow = () => begin('train');
  const { isPossible } = useRankComparison();
  const compare = () => {
    if (isPossible) begin('compareRanks');
  };
  const reset = () => begin('reset');
  const step = () => {
    if (live !== 'none' || ready) void actions.step();
  };
  const pauseOrResume = live === 'paused' ? actions.resume : actions.pause;
  const toggle = live === 'none' ? trainNow : pauseOrResume;
  useShortcuts({ ' ': toggle, t: toggle, s: step, r: reset, c: compare, '?': onHelp });

  const question = asked === 'reset' ? 'confirmReset' : 'confirmStart';
  return (
    <section ref={bar} tabIndex={-1} className="transport" aria-label={t('transport.title')}>
      <Group gap={6} wrap="nowrap" className="buttons">
        {onSettings && (
          <Button
            variant="default"
            className="compact"
            data-tour="settings"
            leftSection={<Icon name="settings" />}
            onClick={onSettings}
          >
            {t('settings', { ns: 'workspaces' })}
          </Button>
        )}
        <Button
          ref={train}
          data-tour="train"
          leftSection={<Icon name="play" />}
          disabled={!ready || (live !== 'none' && !changed)}
          onClick={trainNow}
        >
          {t('transport.train')}
        </Button>
        <Button
          ref={pause}
          variant="default"
          className="pause"
          leftSection={<Icon name={live === 'paused' ? 'play' : 'pause'} />}
          disabled={live === 'none'}
          onClick={pauseOrResume}
        >
          {t(live === 'paused' ? 'transport.resume' : 'transport.pause')}
        </Button>
        <Button
          variant="default"
          className="compact"
          leftSection={<Icon name="step" />}
          disabled={live === 'none' && !ready}
          onClick={step}
        >
          {t('transport.step')}
        </Button>
        <Button
          variant="default"
          className="compact"
          leftSection={<Icon name="reset" />}
          disabled={!ready}
          onClick={reset}
        >
          {t('transport.reset')}
        </Button>
        <CompareButton disabled={!ready} onClick={compare} />
      </Group>
      <Status
        onRetry={() => {
          void session.getState().prepare();
          focusIfLost(bar);
        }}
      />
      <Modal
        opened={isAsking}
        onClose={close}
        title={t(`transport.${question}.title`)}
        size="sm"
        withCloseButton={false}
      >
        <Text size="sm">{t(`transport.${question}.text`)}</Text>
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('transport.confirmNo')}
          </Button>
          <Button
            data-autofocus
            onClick={() => {
              act(asked);
              close();
            }}
          >
            {t(`transport.${question}.yes`)}
          </Button>
        </Group>
      </Modal>
    </section>
  );
}
