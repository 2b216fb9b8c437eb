/** The lessons of Learn: what each lets a person guess, and the runs that answer. Their words are the page's. */
import { MATRICES_AXIS, runsOf, type Axis } from './experiment.ts';
import { configKey } from './normal-config.ts';
import { defaultRunConfig, type RunConfig } from './run-config.ts';
import type { FigureId } from './run-figures.ts';
import type { RunRecord } from './run-record.ts';

/** In the order in which they are taken. */
export const LESSONS = [
  'full',
  'product',
  'step',
  'rank',
  'matrices',
  'secret',
  'amplify',
  'latency',
  'switch',
  'examples',
  'methods',
] as const;
export type LessonId = (typeof LESSONS)[number];
/** A figure of each of several runs is guessed before they are trained. */
export type TrainedLessonId = 'full' | 'rank' | 'matrices' | 'examples' | 'methods';
/** Figures are guessed that the lab then takes of weights or times. */
export type TakenLessonId = 'amplify' | 'latency' | 'switch';
/** The others have a question of their own kind. */
export type GuessedLessonId = TrainedLessonId | TakenLessonId;

/** The range in which a guess can lie, and the axis that it is made on. */
export interface GuessRange {
  least: number;
  most: number;
  log: boolean;
}

export interface TrainedLesson extends GuessRange {
  axis: Axis;
  /** What is guessed of each run. */
  figure: FigureId;
}

/** So few steps that the runs of a lesson together take less than a minute on two cores. */
const STEPS = 150;

/** The base model's validation loss on restaurant descriptions, in nats a token, to one decimal. */
export const BASE_LOSS = 2.7;
/** From nothing learnt to nothing left to learn. */
const LOSSES = { figure: 'bestLoss', least: 0, most: 2.8, log: false } as const;

export const TRAINED_LESSONS: Readonly<Record<TrainedLessonId, TrainedLesson>> = {
  full: {
    axis: { setting: 'method', values: ['full', 'lora'] },
    figure: 'parameters',
    least: 100,
    most: 1_000_000,
    log: true,
  },
  rank: { axis: { setting: 'r', values: [1, 2, 4, 8, 16] }, ...LOSSES },
  matrices: { axis: MATRICES_AXIS, ...LOSSES },
  examples: { axis: { setting: 'max_train_samples', values: [10, 30, 100, 1000] }, ...LOSSES },
  methods: {
    axis: {
      setting: 'method',
      values: ['bitfit', 'prefix-layer', 'lora', 'lora-prefix-layer', 'adapter-h', 'full'],
    },
    ...LOSSES,
  },
};

/** In per cent of W0's norm, in per cent of the base model's time, and in bytes. */
export const TAKEN_LESSONS: Readonly<Record<TakenLessonId, GuessRange>> = {
  amplify: { least: 0, most: 100, log: false },
  latency: { least: 50, most: 250, log: false },
  switch: { least: 1000, most: 10_000_000, log: true },
};

/** What varies among the runs that a figure is taken of. Lesson `rank` has trained that of `amplify`. */
export const TAKEN_OF = {
  amplify: { setting: 'r', values: [4] },
  switch: { setting: 'task', values: ['restaurant', 'sql'] },
} as const satisfies Partial<Record<TakenLessonId, Axis>>;

export const isTrained = (id: LessonId): id is TrainedLessonId => Object.hasOwn(TRAINED_LESSONS, id);
export const isTaken = (id: LessonId): id is TakenLessonId => Object.hasOwn(TAKEN_LESSONS, id);

/** True where the lesson's figures follow a number, so that a line through them means something. */
export const isOrdered = (id: GuessedLessonId): boolean =>
  isTrained(id) && TRAINED_LESSONS[id].axis.values.every((value) => typeof value === 'number');

/** The runs of a lesson, in the axis's order: the same for everyone, whatever the form says. */
export function lessonRuns(axis: Axis): RunConfig[] {
  const base = defaultRunConfig();
  const training = { ...base.training, max_steps: STEPS, eval_steps: STEPS / 6, metric_steps: 0 };
  return runsOf({ base: { ...base, training }, axes: [axis] });
}

/** The newest run of each config that has come to its end; undefined where there is none. */
export function finishedRuns<Run extends Pick<RunRecord, 'config' | 'state'>>(
  configs: readonly RunConfig[],
  records: readonly Run[],
): (Run | undefined)[] {
  const finished = records.filter(({ state }) => state === 'finished');
  const newest = new Map(finished.map((record) => [configKey(record.config), record]));
  return configs.map((config) => newest.get(configKey(config)));
}

/** A guess in so few digits as a hand can mean: hundredths, or of an amount two digits. */
export function roundGuess({ log, least, most }: GuessRange, value: number): number {
  const within = Math.min(most, Math.max(least, value));
  return log ? Number(within.toPrecision(2)) : Math.round(within * 100) / 100;
}

/** The guess one step of the arrow keys further: a fiftieth of the range, or of its decades. */
export function stepGuess(range: GuessRange, value: number, steps: number): number {
  const { least, most, log } = range;
  const next = log ? value * (most / least) ** (steps / 50) : value + ((most - least) * steps) / 50;
  return roundGuess(range, next);
}

/** Where a guess begins: in the middle of the range. */
export function startGuess(range: GuessRange): number {
  const { least, most, log } = range;
  return roundGuess(range, log ? Math.sqrt(least * most) : (least + most) / 2);
}
