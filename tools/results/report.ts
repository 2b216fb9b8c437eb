/**
 * From the log to docs/results.md: which of its entries count, and the tables that they give, each a mean over seeds with
 * its standard deviation. What is written by hand around the tables stays as it is.
 */
import { METRICS } from '../../src/core/metrics/metrics.ts';
import type { MetricId } from '../../src/core/metrics/metric-id.ts';
import type { Score } from '../../src/core/run-record.ts';
import { HIDDEN_RANK, PROPOSED } from '../../src/core/secret.ts';
import { energyRank } from '../../src/core/spectrum.ts';
import { app } from '../../src/ui/strings/en/app.ts';
import { charts } from '../../src/ui/strings/en/charts.ts';
import { keyOf, loggedEvalSchema, type Entry, type LoggedEval } from './log.ts';
import {
  configOf,
  DEFAULT_ROW,
  LONGEST_ROW,
  plan,
  RANK_RATE,
  ROWS,
  SECRET_RANK,
  SECRET_ROWS,
  type Grid,
  type Row,
} from './plan.ts';
import { between, list, meanAndSpread, table, type Value } from './words.ts';

/** The entries of a grid, each run once, its latest; whatever else the log holds does not count. */
export function counted(entries: readonly Entry[], grid: Grid): Entry[] {
  const latest = new Map(entries.map((entry) => [keyOf(entry), entry]));
  return plan(grid).flatMap((job) => latest.get(keyOf(job)) ?? []);
}

export const isBase = ({ step }: Score) => step === 0;
export const isRun = ({ step }: Score) => step > 0;
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
/** A task's name on the page. */
export const taskName = (task: string): string =>
  (app.panel.tasks as Partial<Record<string, string>>)[task] ?? task;

/** A metric's name on the page, with a word where less of it is better. */
export const metricHeading = (metric: MetricId): string =>
  `${charts.metrics[metric]}${METRICS[metric].higherIsBetter ? '' : ' (less is better)'}`;

/** The entries of one model, asked by task and row; all rows of ranks where none is named. */
export interface Shelf {
  tasks: string[];
  of(task: string, row?: Row): Entry[];
}

/** @param max_steps as `Grid` has it */
export function shelve(entries: readonly Entry[], max_steps: number): Shelf {
  const isOf = (entry: Entry, row: Row): boolean =>
    keyOf({ ...entry, config: configOf(row, { ...entry.config, max_steps }) }) === keyOf(entry);
  return {
    tasks: distinct(entries.map(({ config }) => config.task)),
    of: (task, row) =>
      entries.filter(
        (entry) => entry.config.task === task && (row ? [row] : ROWS).some((one) => isOf(entry, one)),
      ),
  };
}

export const metricsOf = (entries: readonly Entry[]): MetricId[] =>
  distinct(entries.flatMap(({ scores }) => scores.map(({ metric }) => metric)));
export const scoreOf = ({ scores }: Entry, metric: MetricId, which: (score: Score) => boolean) =>
  scores.find((score) => score.metric === metric && which(score));

/** A table with a row for the base model and one for every way to adapt. */
function rows(
  shelf: Shelf,
  seeds: number,
  columns: readonly {
    name: string;
    /** For the base model's row; the table has none where no column has it. */
    base?: (entries: Entry[]) => string;
    value: (entry: Entry) => Value;
    task: string;
    digits: number;
  }[],
): string {
  const weights = (row: Row) =>
    shelf.tasks.flatMap((task) => shelf.of(task, row))[0]?.trainableParameters.toLocaleString('en-US') ?? '';
  return table(
    ['', 'trained weights', ...columns.map(({ name }) => name)],
    [
      ...(columns.some(({ base }) => base)
        ? [['base model', '0', ...columns.map(({ task, base }) => base?.(shelf.of(task)) ?? '')]]
        : []),
      ...ROWS.map((row) => [
        row.name,
        weights(row),
        ...columns.map(({ task, value, digits }) =>
          meanAndSpread(shelf.of(task, row).map(value), digits, seeds),
        ),
      ]),
    ],
  );
}

/** A table of scores on the test split; `take` picks from a task's metrics, the first of which counts most. */
function scoreTable(shelf: Shelf, seeds: number, take: (metrics: MetricId[]) => MetricId[]): string {
  const columns = shelf.tasks.flatMap((task) =>
    take(metricsOf(shelf.of(task))).map((metric) => ({
      name: `${taskName(task)}: ${metricHeading(metric)}`,
      task,
      digits: 1,
      base: (entries: Entry[]) => between(entries.map((entry) => scoreOf(entry, metric, isBase))[0]),
      value: (entry: Entry) => scoreOf(entry, metric, isRun)?.value,
    })),
  );
  return columns.length === 0 ? '' : rows(shelf, seeds, columns);
}

/** A table of what evaluations measure besides scores, after the last step. */
function evalTable(shelf: Shelf, seeds: readonly number[], key: keyof LoggedEval): string {
  const measured = shelf.tasks.filter((task) =>
    shelf.of(task).some(({ evals }) => evals.final[key] !== undefined),
  );
  /** The base model's; of a hidden rank each seed has another. */
  const bases = (task: string, entries: Entry[]): Value[] =>
    (task === HIDDEN_RANK ? seeds : seeds.slice(0, 1)).map(
      (seed) => entries.find(({ config }) => config.seed === seed)?.evals.base[key],
    );
  const columns = measured.map((task) => ({
    name: taskName(task),
    task,
    digits: 3,
    base: (entries: Entry[]) => meanAndSpread(bases(task, entries), 3, bases(task, entries).length),
    value: ({ evals }: Entry) => evals.final[key],
  }));
  return columns.length === 0 ? '' : rows(shelf, seeds.length, columns);
}

/** How many directions ΔW needs for 90 % of Σσ² (Biderman et al. 2024), mean over the adapted matrices. */
function energyTable(shelf: Shelf, seeds: number): string {
  const columns = shelf.tasks.map((task) => ({
    name: taskName(task),
    task,
    digits: 1,
    value: ({ spectrum }: Entry) => mean(spectrum.map(({ singularValues }) => energyRank(singularValues))),
  }));
  return rows(shelf, seeds, columns);
}

/** σ_i / σ_(i+1) for i from 1, as far as there is something to divide by. */
function gapsOf(singularValues: readonly number[]): number[] {
  const present = singularValues.filter((value) => value > 0);
  return present.slice(0, -1).map((value, i) => value / (present[i + 1] ?? NaN));
}

/** Whether the rank that was hidden can be seen in the matrices' spectra. */
function secretTable(shelf: Shelf, seeds: number): string {
  const gapsAtK = ({ config, spectrum }: Entry): number[] =>
    spectrum.flatMap(({ singularValues }) => gapsOf(singularValues)[(config.secret_rank ?? 0) - 1] ?? []);
  const tellK = ({ config, spectrum }: Entry): number =>
    spectrum.filter(({ singularValues }) => {
      const gaps = gapsOf(singularValues);
      return gaps.indexOf(Math.max(...gaps)) + 1 === config.secret_rank;
    }).length;
  const ofGaps =
    (sum: (gaps: number[]) => number) =>
    (entry: Entry): Value => {
      const gaps = gapsAtK(entry);
      return gaps.length > 0 ? sum(gaps) : undefined;
    };
  const shown = SECRET_ROWS.filter((row) => shelf.of(HIDDEN_RANK, row).length > 0);
  if (shown.length === 0) return '';
  return table(
    [
      '',
      'KL before',
      'KL after',
      'matrices whose widest gap tells k',
      'σ_k / σ_(k+1), geometric mean',
      'the least',
    ],
    shown.map((row) => {
      const runs = shelf.of(HIDDEN_RANK, row);
      const cell = (value: (entry: Entry) => Value, digits: number) =>
        meanAndSpread(runs.map(value), digits, seeds);
      return [
        row.name,
        cell(({ evals }) => evals.base.divergence, 3),
        cell(({ evals }) => evals.final.divergence, 3),
        `${cell(tellK, 1)} of ${runs[0]?.spectrum.length ?? 0}`,
        cell(
          ofGaps((gaps) => Math.exp(mean(gaps.map(Math.log)))),
          1,
        ),
        cell(
          ofGaps((gaps) => Math.min(...gaps)),
          1,
        ),
      ];
    }),
  );
}

/** Whether a run's interval is better than the base model's, without overlap. False where either has none. */
export function isApart(base: Score, run: Score): boolean {
  if (!base.interval || !run.interval) return false;
  return METRICS[run.metric].higherIsBetter
    ? run.interval.low > base.interval.high
    : run.interval.high < base.interval.low;
}

/** A row's run of each seed beside the base model, with 95 % intervals. */
function apartTable(shelf: Shelf, seeds: readonly number[], row: Row): string {
  const judged = shelf.tasks.filter((task) => metricsOf(shelf.of(task, row)).length > 0);
  if (judged.length === 0) return '';
  return table(
    ['', 'base model', ...seeds.map((seed) => `seed ${seed}`), 'apart'],
    judged.flatMap((task) =>
      metricsOf(shelf.of(task)).map((metric) => {
        const runs = shelf.of(task, row);
        const base = shelf.of(task).map((entry) => scoreOf(entry, metric, isBase))[0];
        const bySeed = seeds.map((seed) => {
          const entry = runs.find(({ config }) => config.seed === seed);
          return entry && scoreOf(entry, metric, isRun);
        });
        const taken = bySeed
          .filter((score) => score !== undefined)
          .filter(({ interval }) => interval !== null);
        const apart = base ? taken.filter((score) => isApart(base, score)).length : 0;
        return [
          `${taskName(task)}: ${charts.metrics[metric]}`,
          between(base),
          ...bySeed.map(between),
          taken.length === 0 ? '' : `${apart} of ${taken.length}`,
        ];
      }),
    ),
  );
}

const EVAL_TITLES: Partial<Record<keyof LoggedEval, string>> = {
  divergence: `KL to the teacher (nats a token), k = ${SECRET_RANK}`,
  loss: 'Validation loss (nats a token)',
  heldOut: 'The price of adapting: loss on held-out pretraining text (nats a token)',
};

/**
 * The generated part of docs/results.md, as Markdown.
 * @param entries that count, see `counted`
 * @param grid that they belong to, to say what is missing
 */
export function report(entries: readonly Entry[], grid: Grid): string {
  if (entries.length === 0) return 'Nothing is measured yet.';
  const { seeds, max_steps } = grid;
  const days = entries.map(({ at }) => at.slice(0, 10)).sort();
  const devices = distinct(
    entries.map(({ device: { backend, threads, adapter }, browser }) =>
      [backend, threads > 1 ? `${threads} threads` : '1 thread', adapter, browser].filter(Boolean).join(', '),
    ),
  );
  const prompts = distinct(entries.flatMap(({ scores }) => scores.map(({ texts }) => texts)));
  const sections = distinct(entries.map(({ config }) => config.model)).map((model) => {
    const shelf = shelve(
      entries.filter(({ config }) => config.model === model),
      max_steps,
    );
    const evals = loggedEvalSchema.keyof().options.filter((key) => key !== 'step');
    const parts: [string, string][] = [
      ['Scores', scoreTable(shelf, seeds.length, (metrics) => metrics.slice(0, 1))],
      ...[DEFAULT_ROW, LONGEST_ROW].map((row): [string, string] => [
        `Is it better than the base model? ${row.name}`,
        apartTable(shelf, seeds, row),
      ]),
      ['Other metrics', scoreTable(shelf, seeds.length, (metrics) => metrics.slice(1))],
      ...evals.map((key): [string, string] => [EVAL_TITLES[key] ?? key, evalTable(shelf, seeds, key)]),
      ['Directions that hold 90 % of ΔW’s energy', energyTable(shelf, seeds.length)],
      [
        `Can the hidden rank be seen? r = ${PROPOSED.method.r}, learning rate ${PROPOSED.training.learning_rate}, weight decay ${PROPOSED.training.weight_decay}`,
        secretTable(shelf, seeds.length),
      ],
    ];
    const shown = parts.filter(([, text]) => text !== '').map(([title, text]) => `### ${title}\n\n${text}`);
    return [`## ${model}`, ...shown].join('\n\n');
  });
  return [
    `${entries.length} of ${plan(grid).length} runs, ${distinct([days[0], days.at(-1)]).join(' to ')}, on ` +
      `${list(devices)}. Where a row does not say otherwise, ${max_steps} steps at learning rate ${RANK_RATE}. ` +
      `Scores are of greedy texts for the first prompts of the test split (${list(prompts.map(String))}). ` +
      `± is the standard deviation over ${seeds.length} seeds; n says of how many there are where some are missing. ` +
      `[low – high] is the 95 % interval over the choice of prompts: Wilson's for right or wrong, the bootstrap's else; ` +
      `none where all are alike; "apart" counts, of the seeds with an interval, those whose is better than the base model's without overlap.`,
    ...sections,
  ].join('\n\n');
}

/**
 * Puts tables between their marks, `<!-- tables -->` and `<!-- /tables -->` for those of that name, and leaves all else.
 * @throws Error if the marks are not there
 */
export function withTables(document: string, name: string, tables: string): string {
  const marks = [`<!-- ${name} -->`, `<!-- /${name} -->`] as const;
  const [from, to] = marks.map((mark) => document.indexOf(mark));
  if (from === undefined || to === undefined || from < 0 || to < from)
    throw new Error(`The document has no place for tables between ${marks.join(' and ')}.`);
  return `${document.slice(0, from + marks[0].length)}\n\n${tables}\n\n${document.slice(to)}`;
}
