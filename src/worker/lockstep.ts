/**
 * The runs that the worker holds. They step in lockstep: the one that is furthest behind is always next, so that compared
 * runs grow side by side. A run that has taken its last step and its measurements is finished; the texts for its last scores
 * are written afterwards, one run after the other, while no live run may go on.
 */
import { LabError, messageOf, type ErrorCode } from '../core/lab-error.ts';
import type { RunConfig } from '../core/run-config.ts';
import { isLive, noFindings, type RunState, type SpectrumSnapshot } from '../core/run-record.ts';
import type { Finding, Piece } from '../engine/run.ts';
import type { Scoring } from '../engine/scorer.ts';
import type { Trainer } from '../engine/trainer.ts';
import { sleep } from '../core/sleep.ts';
import { errorCode, errorEvent } from './error-event.ts';
import { nextTask } from './pieces.ts';
import type { LabEvent, Work } from './protocol.ts';
import { nextRuns, type Scheduled } from './schedule.ts';

type Report = Extract<LabEvent, { type: 'progress' }>['runs'][number];

/** At most ten progress events a second. */
export const REPORT_INTERVAL_MS = 100;
/** How long after the first broken call the loss of a device is heard at the latest. */
const LOSS_IS_HEARD_MS = 200;

/** What a run does, and with what. */
export interface RunWork {
  config: RunConfig;
  trainer: Trainer;
  /** Of an encoder, the classes that the run learns. */
  labels?: readonly string[];
  pieces: AsyncGenerator<Piece, void>;
}

interface Run extends RunWork, Omit<Scheduled, 'step' | 'together'> {
  id: string;
  state: RunState;
  /** It ends after the piece under way. */
  isLeaving: boolean;
  /** How far its last scores are; null before and after. */
  scoring: Scoring | null;
  /** The step of the latest spectrum. */
  spectrumStep: number | null;
  /** The step of the checkpoint that was told last, or that the run went on from; 0 before any. */
  checkpointStep: number;
  /** Milliseconds spent since the latest finding, on what the next one brings. */
  spentMs: number;
  /** What happened since the last progress event. */
  report: Report;
}

const statusEvent = (
  runId: string,
  state: RunState,
  { trainableParameters, memory }: Pick<Trainer, 'trainableParameters' | 'memory'>,
  failure?: ErrorCode,
): LabEvent => ({
  ...{ type: 'status', runId, state, trainableParameters },
  ...(failure && { failure }),
  ...(memory && { memory }),
});
/** Of a run that did not start. */
const NOTHING = { trainableParameters: 0, memory: null };

const emptyReport = (runId: string): Report => ({ runId, ...noFindings(), costs: [] });

/** What a finding was work for. */
function workFor(finding: Finding): Work {
  switch (finding.kind) {
    case 'spectrum':
      return 'spectrum';
    case 'eval':
      return finding.point.step === 0 ? 'base' : 'eval';
    case 'samples':
      return finding.samples[0]?.step === 0 ? 'base' : 'samples';
    case 'scores':
      return finding.scores[0]?.step === 0 ? 'base-validation' : 'validation';
  }
}

export interface Lockstep {
  /** A run that is held, live or ended. */
  get(runId: string): Readonly<RunWork> | undefined;
  /**
   * Stops what is live and begins these instead; a run of the same id is let go.
   * @throws what a `begin` throws: all of these have failed then and are let go; "abandoned" stops them instead
   */
  start(wanted: readonly { runId: string; begin: () => Promise<RunWork> }[], paused: boolean): Promise<void>;
  /** Comes to rest after the piece under way; last scores go on. */
  pause(): Promise<void>;
  resume(): void;
  /** Every live run takes one more step and what is measured after it. */
  step(): Promise<void>;
  /** Tells a checkpoint of every live run after the piece under way; one that rests has told it. */
  checkpoint(): void;
  /** Ends what is live, or this run alone, while the others go on; what ends keeps what it learned. */
  stop(runId?: string): Promise<void>;
  /** Lets go of a run, after stopping whatever is live if it is among that. */
  release(runId: string): Promise<void>;
  /** Lets go of all runs. */
  reset(): Promise<void>;
  /**
   * Fails whatever is live and drops the last scores that are still due: for what the device reports and no call does, after
   * which nothing computed can be trusted.
   */
  fail(error: LabError): void;
}

/** @param post hears what becomes of the runs: `status`, `progress`, `checkpoint`, `scoring`, `error` */
export function createLockstep(post: (event: LabEvent) => void): Lockstep {
  const runs = new Map<string, Run>();
  let paused = false;
  /** The loop that pulls pieces, while it runs. */
  let pumping: Promise<void> | null = null;
  /** The loop that writes texts for last scores, while it runs. */
  let scoring: Promise<void> | null = null;
  let isCheckpointDue = false;
  let lastReport = 0;
  let lapBegan = 0;

  const liveRuns = () => [...runs.values()].filter(isLive);

  const report = () => {
    lastReport = performance.now();
    for (const run of runs.values()) run.report.steps.push(...run.trainer.take());
    const changed = [...runs.values()].filter(
      ({ report: { steps, evals, spectra, alignments, samples, scores } }) =>
        [steps, evals, spectra, alignments, samples, scores].some((found) => found.length > 0),
    );
    if (changed.length === 0) return;
    post({ type: 'progress', runs: changed.map((run) => run.report) });
    for (const run of changed) run.report = emptyReport(run.id);
  };

  const setState = (run: Run, state: RunState, failure?: ErrorCode) => {
    if (run.state === state) return;
    run.state = state;
    report();
    post(statusEvent(run.id, state, run.trainer, failure));
  };

  /** Ends a run's work and keeps what it learned. */
  const end = (run: Run, state: 'finished' | 'stopped' | 'failed', failure?: ErrorCode) => {
    // A run that failed has come to no final place.
    if (state !== 'failed') run.report.alignments.push(...run.trainer.alignments());
    run.trainer.finish();
    setState(run, state, failure);
  };

  const tellScoring = ({ id, scoring: progress }: Run) => {
    if (progress && progress.texts === 0) return;
    post({ type: 'scoring', runId: id, progress });
  };

  /** What is left of the run are its last scores. */
  const finish = (run: Run, progress: Scoring) => {
    run.scoring = progress;
    tellScoring(run);
    end(run, 'finished');
  };

  /** The run's last scores are there, or will never be. */
  const endScoring = (run: Run) => {
    if (!run.scoring) return;
    run.scoring = null;
    report();
    tellScoring(run);
  };

  /** Milliseconds since the last call. */
  const lap = () => {
    const before = lapBegan;
    lapBegan = performance.now();
    return lapBegan - before;
  };

  /** Charges what was spent since the latest finding. Steps are told together, all else each by itself. */
  const charge = (run: Run, work: Work, times: number) => {
    const { costs } = run.report;
    const last = costs.at(-1);
    if (work === 'step' && last?.work === 'step') {
      last.times += times;
      last.ms += run.spentMs;
    } else costs.push({ work, times, ms: run.spentMs });
    run.spentMs = 0;
  };

  const keepSpectrum = (run: Run, snapshot: SpectrumSnapshot) => {
    // One that was long in the taking may come after a later one.
    if (run.spectrumStep !== null && snapshot.step <= run.spectrumStep) return;
    run.report.spectra.push(snapshot);
    run.spectrumStep = snapshot.step;
  };

  const note = (run: Run, finding: Finding) => {
    switch (finding.kind) {
      case 'eval':
        run.report.evals.push(finding.point);
        break;
      case 'spectrum':
        keepSpectrum(run, finding.snapshot);
        break;
      case 'samples':
        run.report.samples.push(...finding.samples);
        break;
      case 'scores':
        run.report.scores.push(...finding.scores);
        run.report.answers.push(...finding.answers);
        break;
      default:
        finding satisfies never;
    }
  };

  /** What a lost device breaks can be heard before the loss, which then says more. */
  const untilLossIsHeard = async (error: unknown) => {
    if (!(error instanceof LabError)) await sleep(LOSS_IS_HEARD_MS);
  };

  /** Does something for a run; if that throws, a live run has failed, and one that has ended goes without its last scores. */
  const guarded = async (run: Run, act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      await untilLossIsHeard(error);
      // What the device reported has failed it already.
      if (isLive(run)) end(run, 'failed', errorCode(error));
      else if (!run.scoring) return;
      post(errorEvent(error, null, run.id));
      endScoring(run);
    }
  };

  /** Pulls one piece of a live run's work. @param spent the milliseconds it took, once it is there */
  const advance = (run: Run, spent: () => number) =>
    guarded(run, async () => {
      const { value, done } = await run.pieces.next();
      run.spentMs += spent();
      if (!isLive(run)) return;
      if (run.next === 'step') charge(run, 'step', 1);
      run.next = value === 'step' ? 'step' : 'measure';
      if (done) end(run, 'finished');
      else if (value === 'step') charge(run, 'step', 0);
      else if (typeof value === 'object') {
        if (value.kind === 'scoring') finish(run, value);
        else {
          charge(run, workFor(value), 1);
          note(run, value);
        }
      }
    });

  /** Pulls one piece of the last scores of a run. */
  const advanceScoring = (run: Run) =>
    guarded(run, async () => {
      const { value, done } = await run.pieces.next();
      if (!run.scoring) return;
      if (done) endScoring(run);
      else if (typeof value === 'object') {
        if (value.kind === 'scoring') run.scoring = value;
        else note(run, value);
      }
    });

  const upNext = (): Run[] =>
    nextRuns(
      liveRuns().map((run) => {
        const { step, together } = run.trainer;
        return { run, next: run.next, until: run.until, step, together };
      }),
      paused,
    ).map(({ run }) => run);

  /** Tells what a live run could go on from, where it has taken a step since that was told last. */
  const tellCheckpoint = async (run: Run) => {
    if (!isLive(run) || run.trainer.step === run.checkpointStep) return;
    // What the steps until now have computed wrong fails the run.
    await guarded(run, () => run.trainer.settle());
    if (!isLive(run)) return;
    try {
      const checkpoint = await run.trainer.checkpoint();
      if (!isLive(run)) return;
      run.checkpointStep = checkpoint.step;
      report();
      post({ type: 'checkpoint', runId: run.id, checkpoint });
    } catch (error) {
      await untilLossIsHeard(error);
      // For want of memory, say. The run itself can go on, and the checkpoint of before stays.
      if (isLive(run)) post({ type: 'checkpointFailed', runId: run.id, detail: messageOf(error) });
    }
  };

  const endEarly = async (run: Run) => {
    await tellCheckpoint(run);
    await run.pieces.return(undefined);
    if (isLive(run)) end(run, 'stopped');
  };

  const endLeaving = async () => {
    for (const run of liveRuns()) if (run.isLeaving) await endEarly(run);
  };

  const pull = async () => {
    await scoring;
    lap();
    for (let next = upNext(); next.length > 0; next = upNext()) {
      for (const run of next) setState(run, paused ? 'paused' : 'running');
      // In one task, so that runs that can go through the model together do.
      let share: number | null = null;
      const spent = () => (share ??= lap() / next.length);
      await Promise.all(next.map((run) => advance(run, spent)));
      if (performance.now() - lastReport >= REPORT_INTERVAL_MS) report();
      await nextTask();
      await endLeaving();
      if (isCheckpointDue) {
        isCheckpointDue = false;
        for (const run of liveRuns()) await tellCheckpoint(run);
        // Nothing is charged for it.
        lap();
      }
    }
    // Where training rests every loss is known, and the spectrum shown is that of the weights as they are. It is charged to
    // nothing: what was spent so far is for the piece of work that the rest interrupts.
    for (const run of liveRuns())
      await guarded(run, async () => {
        await run.trainer.settle();
        const begun = await run.trainer.spectrum();
        const snapshot = await begun?.taken;
        if (snapshot) keepSpectrum(run, snapshot);
      });
    report();
    for (const run of liveRuns()) await tellCheckpoint(run);
    isCheckpointDue = false;
    // Some may have been stopped meanwhile.
    await endLeaving();
  };

  /** Keeps pulling pieces while any run may go on. */
  const pump = () => {
    pumping ??= pull().finally(() => {
      pumping = null;
      if (upNext().length > 0) pump();
      else scoreMore();
    });
  };

  const nextToScore = () => (pumping ? undefined : [...runs.values()].find((run) => run.scoring));

  const score = async () => {
    for (let run = nextToScore(); run; run = nextToScore()) {
      await advanceScoring(run);
      if (performance.now() - lastReport >= REPORT_INTERVAL_MS) {
        report();
        if (run.scoring) tellScoring(run);
      }
      await nextTask();
    }
  };

  /** Keeps writing texts for last scores until training goes on. */
  const scoreMore = () => {
    scoring ??= score().finally(() => {
      scoring = null;
    });
  };

  const pause = async () => {
    paused = true;
    for (const run of liveRuns()) run.until = null;
    await pumping;
    for (const run of liveRuns()) setState(run, 'paused');
  };

  const stop = async () => {
    await pause();
    for (const run of liveRuns()) await endEarly(run);
  };

  const stopOne = async (runId: string) => {
    const run = runs.get(runId);
    if (!run || !isLive(run)) return;
    run.isLeaving = true;
    if (!pumping) await endLeaving();
  };

  const letGo = async (run: Run) => {
    runs.delete(run.id);
    endScoring(run);
    await run.pieces.return(undefined);
    run.trainer.dispose();
  };

  return {
    get: (runId) => runs.get(runId),

    async start(wanted, startPaused) {
      await stop();
      try {
        for (const { runId: id, begin } of wanted) {
          const old = runs.get(id);
          if (old) await letGo(old);
          const work = await begin();
          runs.set(id, {
            ...work,
            id,
            state: 'waiting',
            isLeaving: false,
            next: 'measure',
            until: null,
            scoring: null,
            spectrumStep: null,
            checkpointStep: work.trainer.step,
            spentMs: 0,
            report: emptyReport(id),
          });
        }
      } catch (error) {
        for (const { runId } of wanted) {
          const begun = runs.get(runId);
          if (begun) await letGo(begun);
        }
        const code = errorCode(error);
        const isEnded = code === 'abandoned';
        for (const { runId } of wanted)
          post(
            isEnded ? statusEvent(runId, 'stopped', NOTHING) : statusEvent(runId, 'failed', NOTHING, code),
          );
        if (!isEnded) throw error;
        return;
      }
      for (const { id, trainer } of liveRuns()) post(statusEvent(id, 'waiting', trainer));
      paused = startPaused;
      if (paused) for (const run of liveRuns()) setState(run, 'paused');
      pump();
    },

    pause,

    resume() {
      paused = false;
      pump();
    },

    async step() {
      // While it is paused, what earlier calls still allow comes first.
      if (!paused) await pause();
      for (const run of liveRuns()) run.until = (run.until ?? run.trainer.step) + 1;
      pump();
    },

    checkpoint() {
      isCheckpointDue = pumping !== null;
    },

    stop: (runId) => (runId === undefined ? stop() : stopOne(runId)),

    async release(runId) {
      const run = runs.get(runId);
      if (!run) return;
      if (isLive(run)) await stop();
      await letGo(run);
    },

    async reset() {
      await stop();
      for (const run of [...runs.values()]) await letGo(run);
    },

    fail(error) {
      for (const run of runs.values()) endScoring(run);
      for (const run of liveRuns()) end(run, 'failed', error.code);
      post(errorEvent(error, null, null));
    },
  };
}
