/**
 * The sweep of learning rates: for each method as the page first shows it, which rate leaves the lowest validation loss. It
 * walks over a grid until the best rate has a worse one on either side. Test prompts are never read.
 */
import { loraConfigSchema } from '../../src/core/methods/lora-config.ts';
import { METHOD_IDS, methodOf, type MethodId } from '../../src/core/methods/methods.ts';
import {
  defaultRunConfig,
  THOROUGH,
  trainingConfigSchema,
  withMethod,
  type RunConfig,
} from '../../src/core/run-config.ts';
import { keyOf, type Job, type RateEntry } from './log.ts';
import type { Subject } from './plan.ts';
import { taskName } from './report.ts';
import { number, table } from './words.ts';

/** Steps of 1, 2 and 5. */
export const RATES: readonly number[] = [
  1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1,
];

/** What the rates are chosen on. */
export const RATE_MODEL = 'micro';
/** The tasks that a method's rate is chosen on. */
export const METHOD_RATE_TASKS: readonly string[] = ['restaurant', 'sql'];
/** The tasks that the page proposes its longest settings for, and their rate is chosen on. */
export const HARD_TASKS: readonly string[] = ['sql', 'nli'];
export const RATE_TASKS: readonly string[] = [...new Set([...METHOD_RATE_TASKS, ...HARD_TASKS])];

/** What gets a rate of its own: each method, and the settings that the page proposes for the hardest tasks. */
export interface Swept {
  name: string;
  method: RunConfig['method'];
  tasks: readonly string[];
  max_steps: number;
  /** The rate in use, where the walk begins. */
  rate: number;
}

const { max_steps } = trainingConfigSchema.parse({});

export const sweptMethod = (type: MethodId): Swept => {
  const { method, training } = withMethod(defaultRunConfig(), type);
  return {
    name: methodOf({ type }).name,
    method,
    tasks: METHOD_RATE_TASKS,
    max_steps,
    rate: training.learning_rate,
  };
};

export const SWEPT: readonly Swept[] = [
  ...METHOD_IDS.map(sweptMethod),
  {
    name: `LoRA, all six matrices, ${THOROUGH.training.max_steps.toLocaleString('en-US')} steps`,
    method: loraConfigSchema.parse(THOROUGH.method),
    tasks: HARD_TASKS,
    max_steps: THOROUGH.training.max_steps,
    rate: THOROUGH.training.learning_rate,
  },
];

/** The runs that one rate is judged by, one a task. */
export function jobsOf(
  { method, tasks, max_steps }: Swept,
  learning_rate: number,
  subjects: readonly Subject[],
): Job[] {
  const { training, ...rest } = defaultRunConfig();
  return subjects
    .filter(({ model, task }) => model === RATE_MODEL && tasks.includes(task))
    .map(({ model, task, weights, fingerprint }) => ({
      config: {
        ...rest,
        model,
        task,
        method,
        training: { ...training, learning_rate, max_steps, eval_steps: max_steps / 3, metric_steps: 0 },
      },
      weights,
      fingerprint,
    }));
}

/** Validation losses after the last step at one rate, one a task; infinite where the run diverged. */
export interface RateLosses {
  rate: number;
  losses: number[];
}

/** What a log has of one method, by rising rate; a rate that lacks a task is left out. */
export function measuredRates(
  swept: Swept,
  entries: readonly RateEntry[],
  subjects: readonly Subject[],
): RateLosses[] {
  const known = new Map(entries.map((entry) => [keyOf(entry), entry]));
  return RATES.flatMap((rate) => {
    const found = jobsOf(swept, rate, subjects).map((job) => known.get(keyOf(job)));
    const losses = found.flatMap((entry) => (entry ? [entry.evals?.final.loss ?? Infinity] : []));
    return losses.length > 0 && losses.length === found.length ? [{ rate, losses }] : [];
  });
}

/**
 * The rate with the lowest geometric mean of the tasks' losses, so that each task counts alike; of equal ones, as where all
 * diverged, the lowest. Null where none is measured.
 */
export function bestRate(measured: readonly RateLosses[]): number | null {
  const score = ({ losses }: RateLosses) => losses.reduce((sum, loss) => sum + Math.log(loss), 0);
  const [best] = measured.toSorted((a, b) =>
    score(a) < score(b) ? -1 : score(a) > score(b) ? 1 : a.rate - b.rate,
  );
  return best?.rate ?? null;
}

/**
 * The rate to measure next: where the walk begins, or a neighbour of the best; null once both are known to be worse.
 * @throws RangeError for a start that is off the grid
 */
export function nextRate(start: number, measured: readonly RateLosses[]): number | null {
  if (!RATES.includes(start)) throw new RangeError(`${start} is none of the rates ${RATES.join(', ')}.`);
  const best = bestRate(measured);
  if (best === null) return start;
  const at = RATES.indexOf(best);
  const known = new Set(measured.map(({ rate }) => rate));
  return [RATES[at - 1], RATES[at + 1]].find((rate) => rate !== undefined && !known.has(rate)) ?? null;
}

/** The sweep's tables, as Markdown, one for each choice of tasks: a method a row, a rate a column, the tasks' losses in a cell. */
export function rateReport(entries: readonly RateEntry[], subjects: readonly Subject[]): string {
  const tableOf = (tasks: readonly string[]): string => {
    const rows = SWEPT.filter((swept) => swept.tasks === tasks)
      .map((swept) => ({ swept, measured: measuredRates(swept, entries, subjects) }))
      .filter(({ measured }) => measured.length > 0);
    const rates = RATES.filter((rate) =>
      rows.some(({ measured }) => measured.some((one) => one.rate === rate)),
    );
    return table(
      [tasks.map(taskName).join(' · '), ...rates.map(String)],
      rows.map(({ swept: { name }, measured }) => {
        const best = bestRate(measured);
        return [
          name,
          ...rates.map((rate) => {
            const losses = measured.find((one) => one.rate === rate)?.losses;
            const cell =
              losses?.map((loss) => (loss === Infinity ? 'diverged' : number(loss, 3))).join(' · ') ?? '';
            return rate === best ? `**${cell}**` : cell;
          }),
        ];
      }),
    );
  };
  return [METHOD_RATE_TASKS, HARD_TASKS].map(tableOf).join('\n\n');
}
