/**
 * What is measured: every model on every task with every row of the tables, in an order in which a log that is cut short
 * is already of use; and what of it is still to do.
 */
import type { LoraConfig } from '../../src/core/methods/lora-config.ts';
import { METHOD_IDS, methodOf, type MethodId } from '../../src/core/methods/methods.ts';
import { runConfigSchema, THOROUGH, type RunConfig, type TrainingConfig } from '../../src/core/run-config.ts';
import { HIDDEN_RANK, PROPOSED, SECRET_RANKS } from '../../src/core/secret.ts';
import { GPT2_PROJECTIONS } from '../../src/core/models/gpt2.ts';
import { COMPARED_RANKS, OWN_TASK, TASKS } from '../../src/state/shelf.ts';
import { keyOf, type Entry, type Job } from './log.ts';

/** What every visitor has: all tasks but their own data. */
export const MEASURED_TASKS: readonly string[] = TASKS.filter((task) => task !== OWN_TASK);

/** One way to adapt, a row of the tables. */
export interface Row {
  name: string;
  /** What it sets; all else is the method's default. */
  method: { type: MethodId } & Partial<Omit<LoraConfig, 'type'>>;
  training: Partial<TrainingConfig>;
  /** Of the task `hidden-rank`. */
  secret_rank?: RunConfig['secret_rank'];
}

/** Of all rows of ranks but the long one: one rate, so that they differ in rank and matrices alone. */
export const RANK_RATE = 5e-3;

const onQueryAndValue = (r: number): Row => ({
  name: `Wq and Wv, r = ${r}`,
  method: { type: 'lora', r, target_modules: ['q', 'v'] },
  training: { learning_rate: RANK_RATE },
});
/** The row whose intervals are shown. */
export const DEFAULT_ROW = onQueryAndValue(4);
/** What the page proposes for the hardest tasks. */
export const LONGEST_ROW: Row = {
  name: `all six matrices, r = ${THOROUGH.method.r}, ${THOROUGH.training.max_steps.toLocaleString('en-US')} steps, learning rate ${THOROUGH.training.learning_rate}`,
  method: THOROUGH.method,
  training: THOROUGH.training,
};

export const ROWS: readonly Row[] = [
  ...COMPARED_RANKS.map(onQueryAndValue),
  {
    name: 'all six matrices, r = 4',
    method: { type: 'lora', r: 4, target_modules: [...GPT2_PROJECTIONS] },
    training: { learning_rate: RANK_RATE },
  },
  LONGEST_ROW,
];

/** Every method as the page first shows it, at its own learning rate. */
export const METHOD_ROWS: readonly Row[] = METHOD_IDS.map((type) => {
  const { name, learningRate } = methodOf({ type });
  return { name, method: { type }, training: { learning_rate: learningRate } };
});
/** The tasks that all methods are compared on. */
export const METHOD_TASKS: readonly string[] = ['restaurant', 'sql'];

/** How many pairs the comparison with little data has, after the paper's Table 16. */
export const FEW_PAIRS = 100;
export const FEW_PAIRS_TASK = 'restaurant';
export const FEW_PAIRS_ROWS: readonly Row[] = METHOD_ROWS.map((row) => ({
  ...row,
  training: { ...row.training, max_train_samples: FEW_PAIRS },
}));

/** Secrets of every rank, each learned from with the settings that the page proposes for them. */
export const SECRET_ROWS: readonly Row[] = SECRET_RANKS.map((k) => ({
  name: `k = ${k}`,
  method: PROPOSED.method,
  training: PROPOSED.training,
  secret_rank: k,
}));

/** k in the rows that all tasks have. */
export const SECRET_RANK = 2;

/** A base model and a task as they are in this checkout. */
export interface Subject {
  model: string;
  task: string;
  weights: string;
  /** Empty for `hidden-rank`, whose texts the model writes: weights and config say all of them. */
  fingerprint: string;
}

export interface Grid {
  subjects: readonly Subject[];
  seeds: readonly number[];
  max_steps: number;
}

/** How often the runs of the log were measured, before the page's defaults changed. */
export const MEASURED = { eval_steps: 20, metric_steps: 100 };

/**
 * The page's defaults but for what a row, a seed and a length say, measured as the log's runs were. Each seed has a secret of
 * its own.
 * @param max_steps of rows that say nothing of it
 */
export function configOf(
  { method, training, secret_rank = SECRET_RANK }: Row,
  { model, task, seed, max_steps }: Pick<RunConfig, 'model' | 'task' | 'seed'> & { max_steps: number },
): RunConfig {
  const secret = task === HIDDEN_RANK && { secret_seed: seed, secret_rank };
  return runConfigSchema.parse({
    model,
    task,
    seed,
    method,
    training: { ...MEASURED, max_steps, ...training },
    ...secret,
  });
}

/** The rows of a task that all tasks have and that take no longer than others, and then the rest. */
const PASSES: readonly ((task: string) => readonly Row[])[] = [
  () => ROWS.filter((row) => row !== LONGEST_ROW),
  (task) => (METHOD_TASKS.includes(task) ? METHOD_ROWS : []),
  (task) => (task === FEW_PAIRS_TASK ? FEW_PAIRS_ROWS : []),
  (task) => [LONGEST_ROW, ...(task === HIDDEN_RANK ? SECRET_ROWS : [])],
];

/**
 * All runs of a grid, each once: the quick ones of all before the long ones of any, of those the first seed of everything
 * before the second of anything, subjects in their order.
 */
export function plan({ subjects, seeds, max_steps }: Grid): Job[] {
  const jobs = PASSES.flatMap((rowsOf) =>
    seeds.flatMap((seed) =>
      subjects.flatMap(({ model, task, weights, fingerprint }) =>
        rowsOf(task).map((row) => ({
          config: configOf(row, { model, task, seed, max_steps }),
          weights,
          fingerprint,
        })),
      ),
    ),
  );
  // Rows of two tables may be one run.
  return [...new Map(jobs.map((job) => [keyOf(job), job])).values()];
}

/** The jobs that the log does not hold, in their order. */
export function missing(jobs: readonly Job[], entries: readonly Entry[]): Job[] {
  const done = new Set(entries.map(keyOf));
  return jobs.filter((job) => !done.has(keyOf(job)));
}

/** The entries that no subject's weights and data stand behind any more; a model or task not among them is not judged. */
export function outdated(entries: readonly Entry[], subjects: readonly Subject[]): Entry[] {
  return entries.filter(({ config, weights, fingerprint }) =>
    subjects.some(
      (subject) =>
        subject.model === config.model &&
        subject.task === config.task &&
        (subject.weights !== weights || subject.fingerprint !== fingerprint),
    ),
  );
}

/** Jobs of one group share the base model's scores if one worker does them without doing others between. */
const groupOf = ({ config: { model, task, seed, secret_rank, training } }: Job): string =>
  `${training.max_steps}/${seed}/${model}/${task}/${secret_rank ?? ''}`;

/**
 * Which job a worker takes: one of its own group, else of a group that no other worker is at, else the first.
 * @param waiting in order
 * @param own the worker's latest job
 * @param others what the other workers are doing
 */
export function nextJob(waiting: readonly Job[], own: Job | null, others: readonly Job[]): Job | undefined {
  const busy = new Set(others.map(groupOf));
  return (
    waiting.find((job) => own && groupOf(job) === groupOf(own)) ??
    waiting.find((job) => !busy.has(groupOf(job))) ??
    waiting[0]
  );
}

/** Seconds that these jobs take by what a step of the log's runs of the same model took; null where it has none of a model. */
export function secondsOf(jobs: readonly Job[], entries: readonly Entry[]): number | null {
  let total = 0;
  for (const { config } of jobs) {
    const alike = entries.filter((entry) => entry.config.model === config.model);
    if (alike.length === 0) return null;
    const perStep = alike.map((entry) => entry.seconds.whole / entry.config.training.max_steps);
    total += (config.training.max_steps * perStep.reduce((sum, s) => sum + s, 0)) / alike.length;
  }
  return total;
}
