/** The comparison of methods as Markdown: every method at its own learning rate, a table for each model and task. */
import { charts } from '../../src/ui/strings/en/charts.ts';
import type { CostOf, StepCost } from './costs.ts';
import type { Entry } from './log.ts';
import {
  FEW_PAIRS,
  FEW_PAIRS_ROWS,
  FEW_PAIRS_TASK,
  METHOD_ROWS,
  METHOD_TASKS,
  type Grid,
  type Row,
} from './plan.ts';
import {
  distinct,
  isBase,
  isRun,
  metricHeading,
  metricsOf,
  scoreOf,
  shelve,
  taskName,
  type Shelf,
} from './report.ts';
import { between, meanAndSpread, number, table } from './words.ts';

/** One table. @param seeds how many there should be @param costOf of the table's model */
function methodTable(
  shelf: Shelf,
  seeds: number,
  task: string,
  rows: readonly Row[],
  costOf: (method: Row['method']) => StepCost | undefined,
): string {
  const measured = rows
    .map((row) => ({ row, entries: shelf.of(task, row) }))
    .filter(({ entries }) => entries.length > 0);
  const all = measured.flatMap(({ entries }) => entries);
  const [first] = all;
  if (!first) return '';
  const metrics = metricsOf(all);
  const [judge] = metrics;
  const names = metrics.map(metricHeading);
  const interval = (entries: readonly Entry[], which: typeof isRun) => {
    const [one] = entries;
    return one && judge ? between(scoreOf(one, judge, which)) : '';
  };
  return table(
    [
      '',
      'trained weights',
      'learning rate',
      'validation loss',
      'lowest on the way',
      ...names,
      judge ? `${charts.metrics[judge]}, first seed` : '',
      'loss on held-out text',
      'step, × LoRA',
      'memory, MB',
    ],
    [
      [
        'base model',
        '0',
        '',
        number(first.evals.base.loss, 3),
        '',
        ...metrics.map((metric) => number(scoreOf(first, metric, isBase)?.value, 1)),
        interval(all, isBase),
        number(first.evals.base.heldOut, 3),
        '',
        '',
      ],
      ...measured.map(({ row, entries }) => {
        const cell = (value: (entry: Entry) => number | null | undefined, digits: number) =>
          meanAndSpread(entries.map(value), digits, seeds);
        const cost = costOf(row.method);
        return [
          row.name,
          entries[0]?.trainableParameters.toLocaleString('en-US') ?? '',
          String(row.training.learning_rate ?? ''),
          cell(({ evals }) => evals.final.loss, 3),
          cell(({ evals }) => evals.best.loss, 3),
          ...metrics.map((metric) => cell((entry) => scoreOf(entry, metric, isRun)?.value, 1)),
          interval(entries, isRun),
          cell(({ evals }) => evals.final.heldOut, 3),
          number(cost?.overLora, 2),
          number(cost?.bytes && cost.bytes / 1e6, 0),
        ];
      }),
    ],
  );
}

/**
 * The generated part of the comparison.
 * @param entries that count, see `counted`
 */
export function methodReport(entries: readonly Entry[], { seeds, max_steps }: Grid, costOf: CostOf): string {
  const sections = distinct(entries.map(({ config }) => config.model)).flatMap((model) => {
    const shelf = shelve(
      entries.filter(({ config }) => config.model === model),
      max_steps,
    );
    const costHere = ({ type }: Row['method']) => costOf(model, type);
    const parts = [
      ...METHOD_TASKS.map((task) => [
        `${model}, ${taskName(task)}`,
        methodTable(shelf, seeds.length, task, METHOD_ROWS, costHere),
      ]),
      [
        `${model}, ${taskName(FEW_PAIRS_TASK)}, ${FEW_PAIRS} pairs`,
        methodTable(shelf, seeds.length, FEW_PAIRS_TASK, FEW_PAIRS_ROWS, costHere),
      ],
    ];
    return parts.flatMap(([title, text]) => (text === '' ? [] : [`### ${title}\n\n${text}`]));
  });
  return sections.join('\n\n') || 'Nothing is measured yet.';
}
