/**
 * How fast the live runs go and how long they will take. Speed is of training steps alone; the time left counts all that a
 * run still has to do until it is finished: steps, spectra, validation losses, sample texts, and the texts for validation
 * scores on the way. Its last scores come afterwards and are not counted.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { median } from '../core/median.ts';
import {
  isLive,
  scoredTexts,
  spectrumEvery,
  stepsDone,
  VALIDATION_PAIRS,
  type BackendName,
  type RunRecord,
} from '../core/run-record.ts';
import type { Work } from '../worker/protocol.ts';
import { liveHere, type RunsState, type Spent } from './runs-store.ts';

/** Steps that count as "now". */
const WINDOW = 30;

/**
 * Tokens per second over the latest steps of runs that take turns on one device, or null before each has made two
 * steps. A step's time is its own, without the other runs' turns, so times add up.
 */
export function tokensPerSecond(runs: readonly Pick<RunRecord, 'steps'>[]): number | null {
  let tokens = 0;
  let ms = 0;
  for (const { steps } of runs) {
    const recent = steps.slice(-WINDOW - 1);
    const [first] = recent;
    const last = recent.at(-1);
    if (!first || !last || last.step <= first.step) return null;
    ms += last.elapsedMs - first.elapsedMs;
    // The first point only marks when the window began: its tokens were spent before.
    tokens += recent.slice(1).reduce((sum, point) => sum + point.tokens, 0);
  }
  return ms > 0 ? (1000 * tokens) / ms : null;
}

/** Pieces of work that tell what the next one costs: texts grow shorter or longer as a model learns. */
const RECENT = 5;

/**
 * So many times as long as the sample texts takes each text of a validation score, as measured on the shipped models. Counts
 * until the first score is taken.
 */
const TEXT_COST: Record<BackendName, number> = { webgpu: 0.17, wasm: 0.21, cpu: 0.21 };

/** A text's validation loss takes this share of a text's share of a step, as measured on the shipped models. */
const LOSS_COST = 0.8;
/** The sample texts take this share of a validation loss, as measured on the shipped models. */
const SAMPLES_COST = 0.2;

type Timed = Pick<
  RunRecord,
  'id' | 'groupId' | 'config' | 'dataset' | 'device' | 'steps' | 'spectra' | 'evals' | 'scores'
>;

/** How often something falls due in steps 1 … last; the last step is always one of them. */
const timesDue = (every: number, last: number): number => Math.ceil(last / every);

/** Milliseconds per step, or null before two reports: the first waits for kernels to be compiled. */
function stepMs(spent: readonly Spent[]): number | null {
  const steps = spent.flatMap(({ step = [] }) => step.slice(1));
  const times = steps.reduce((sum, cost) => sum + cost.times, 0);
  return times > 0 ? steps.reduce((sum, cost) => sum + cost.ms, 0) / times : null;
}

/** Milliseconds that a piece of work took of late, or null before any. @param recent pieces of each run that count */
function pieceMs(spent: readonly Spent[], work: Work, recent = RECENT): number | null {
  const pieces = spent.flatMap((own) => (own[work] ?? []).slice(-recent));
  return pieces.length > 0 ? median(pieces.map(({ ms }) => ms)) : null;
}

/** How many times validation texts have been scored, the base model's or the run's. */
const timesScored = ({ scores }: Pick<RunRecord, 'scores'>, base: boolean): number =>
  new Set(
    scores
      .filter(({ split, step }) => split === 'validation' && (step === 0) === base)
      .map(({ step }) => step),
  ).size;

/**
 * Milliseconds that the live runs still need, pauses excluded, or null before their steps have been timed. What has not
 * happened yet is estimated from what is most like it: a validation score from sample texts.
 * @param runs that take turns on one device, on the same data
 * @param others runs that the page has trained and that have ended: what those started together with these cost counts, too,
 * and of those on the same data the worker may still have the base model's scores
 */
export function msLeft(
  runs: readonly Timed[],
  spentById: RunsState['spent'],
  others: readonly Timed[] = [],
): number | null {
  const [first] = runs;
  if (!first || runs.some(({ id }) => !spentById[id]?.step)) return null;
  const group = others.filter(({ groupId }) => groupId !== null && groupId === first.groupId);
  const spent = [...runs, ...group].map(({ id }) => spentById[id] ?? {});
  const perStep = stepMs(spent);
  if (perStep === null) return null;

  /** The base model's work, which the run that was first in turn did for all. */
  const baseMs = (work: Work) => Math.max(...spent.map((own) => own[work]?.[0]?.ms ?? 0));
  const base = baseMs('base');
  // The first one, of ΔW = 0, may take less than the others.
  const perSpectrum = pieceMs(spent, 'spectrum', 1) ?? 0;
  const { batch_size } = first.config.training;
  const perEval = pieceMs(spent, 'eval') ?? (LOSS_COST * perStep * VALIDATION_PAIRS) / batch_size;
  const perSamples = pieceMs(spent, 'samples') ?? SAMPLES_COST * perEval;
  // What took long by chance must not be multiplied.
  const quickest = Math.min(perSamples, ...spent.flatMap(({ samples = [] }) => samples.map(({ ms }) => ms)));
  const perValidation =
    // The first texts of a kind take longer than the next.
    pieceMs(spent, 'validation', 1) ??
    (baseMs('base-validation') ||
      quickest * scoredTexts(first.dataset, 'validation') * TEXT_COST[first.device.backend]);

  // The base model is measured anew with other data; else what an earlier run brought, or came with the page, serves again.
  // A run that does not start as the base model has its own first loss measured with it.
  const ownStart = runs.some(({ evals }) => evals[0]?.start !== undefined) ? perEval : 0;
  const isFresh = base - ownStart > perEval / 4;
  const sharing = others.filter(({ dataset }) => dataset.fingerprint === first.dataset.fingerprint);
  const isKnown =
    (!isFresh && sharing.length === 0) ||
    [...runs, ...(isFresh ? group : sharing)].some((run) => timesScored(run, true) > 0);
  const validationsLeft = runs.map((run) => {
    const { max_steps, metric_steps } = run.config.training;
    // Those of the last step are last scores.
    const due = metric_steps > 0 ? timesDue(metric_steps, max_steps) - 1 : 0;
    return scoredTexts(run.dataset, 'validation') > 0 ? due - timesScored(run, false) : 0;
  });
  const left = runs.map((run, i) => {
    const { max_steps, eval_steps } = run.config.training;
    const evals = timesDue(eval_steps, max_steps) - run.evals.filter(({ step }) => step > 0).length;
    // Pauses and single steps add spectra.
    const spectra = Math.max(
      0,
      timesDue(spectrumEvery(run.config), max_steps) - run.spectra.filter(({ step }) => step > 0).length,
    );
    const training = (max_steps - stepsDone(run)) * perStep + spectra * perSpectrum;
    return training + evals * (perEval + perSamples) + (validationsLeft[i] ?? 0) * perValidation;
  });
  const shared = !isKnown && validationsLeft.some((times) => times > 0) ? perValidation : 0;
  return left.reduce((sum, ms) => sum + ms, shared);
}

/** What is not yet known is null. */
export interface Pace {
  tokensPerSecond: number | null;
  /** Until every live run is finished. */
  secondsLeft: number | null;
}

/** Milliseconds between two looks at the clock while no news comes, as when a score takes seconds. */
const TICK = 1000;

/** @param now milliseconds on a clock that never goes back */
export function createPaceStore(
  runs: StoreApi<RunsState>,
  now: () => number = () => performance.now(),
): StoreApi<Pace> {
  const store = createStore<Pace>(() => ({ tokensPerSecond: null, secondsLeft: null }));
  let ticking: ReturnType<typeof setInterval> | undefined;
  /** The estimate at the latest news, and the milliseconds of work since. */
  let left: number | null = null;
  let passed = 0;
  /** Since when the clock has gone on beyond `passed`; null while nothing runs. */
  let running: number | null = null;
  const worked = () => passed + (running === null ? 0 : now() - running);
  const tell = () =>
    store.setState({ secondsLeft: left === null ? null : Math.max(0, left - worked()) / 1000 });
  runs.subscribe(({ records, elsewhere, spent }, before) => {
    if (records === before.records) return;
    const live = liveHere({ records, elsewhere });
    const others = records.filter((record) => !isLive(record) && record.id in spent);
    // Only what a piece of work took is news. A new name or a pause ends no piece: the one under way has gone on so far.
    const isNews = live.length === 0 || live.some(({ id }) => spent[id] !== before.spent[id]);
    passed = isNews ? 0 : worked();
    running = live.some(({ state }) => state === 'running') ? now() : null;
    left = live.length > 0 ? msLeft(live, spent, others) : null;
    store.setState({ tokensPerSecond: live.length > 0 ? tokensPerSecond(live) : null });
    tell();
    clearInterval(ticking);
    if (running !== null) ticking = setInterval(tell, TICK);
  });
  return store;
}
