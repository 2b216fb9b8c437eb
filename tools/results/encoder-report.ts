/** The table after the paper's Table 2: the encoder and the models that write on nli, by the metrics of GLUE. */
import { evaluate, type Example } from '../../src/core/metrics/metrics.ts';
import type { Answer, Score } from '../../src/core/run-record.ts';
import { charts } from '../../src/ui/strings/en/charts.ts';
import { SUBJECTS } from './encoder-plan.ts';
import type { Entry } from './log.ts';
import type { Row } from './plan.ts';
import { between, meanAndSpread, number, table } from './words.ts';

/** Beside accuracy, which is the task's own. */
const OTHERS = ['f1', 'matthews'] as const;
const METRICS = ['accuracy', ...OTHERS] as const;

/** F1 and the Matthews correlation of a run's answers after its last step, and of the base model's. @param step the last one */
export function otherScores(answers: readonly Answer[], step: number): Score[] {
  const judged = (at: number, textOf: (answer: Answer) => string | undefined): Score[] => {
    const examples = answers.flatMap((answer): Example[] => {
      const prediction = textOf(answer);
      return prediction === undefined ? [] : [{ ...answer, prediction }];
    });
    if (examples.length === 0) return [];
    return OTHERS.map((metric) => {
      const { value, notDefined, interval } = evaluate(metric, examples);
      return {
        step: at,
        split: 'test',
        metric,
        value,
        ...(notDefined && { notDefined }),
        interval,
        texts: examples.length,
      };
    });
  };
  return [...judged(0, ({ base }) => base?.text), ...judged(step, ({ text }) => text)];
}

const isOf = (entry: Entry, model: string, { method, training }: Row): boolean =>
  entry.config.model === model &&
  entry.config.training.learning_rate === training.learning_rate &&
  Object.entries(method).every(
    ([key, value]) =>
      JSON.stringify(Object.entries(entry.config.method).find(([own]) => own === key)?.[1]) ===
      JSON.stringify(value),
  );

const scoreOf = ({ scores }: Entry, metric: Score['metric'], isBase: boolean) =>
  scores.find((score) => score.metric === metric && (score.step === 0) === isBase);

/** @param entries the log's @param seeds how many there should be of each row */
export function encoderReport(entries: readonly Entry[], seeds: number): string {
  const head = [
    '',
    'trained weights',
    'learning rate',
    ...METRICS.map((metric) => charts.metrics[metric]),
    'Accuracy, first seed',
    'Matthews, first seed',
  ];
  const rows = SUBJECTS.flatMap(({ model, rows: own }) => {
    const of = own.map((row) => ({ row, runs: entries.filter((entry) => isOf(entry, model, row)) }));
    const [first] = of.flatMap(({ runs }) => runs);
    if (!first) return [];
    const base = METRICS.map((metric) => scoreOf(first, metric, true));
    return [
      [
        `**${model}**, before adapting`,
        '0',
        '',
        ...base.map((score) => number(score?.value, 1)),
        between(base[0]),
        between(base[2]),
      ],
      ...of
        .filter(({ runs }) => runs.length > 0)
        .map(({ row, runs }) => [
          `${model}: ${row.name}`,
          runs[0]?.trainableParameters.toLocaleString('en-US') ?? '',
          String(row.training.learning_rate ?? ''),
          ...METRICS.map((metric) =>
            meanAndSpread(
              runs.map((run) => scoreOf(run, metric, false)?.value),
              1,
              seeds,
            ),
          ),
          ...(['accuracy', 'matthews'] as const).map((metric) =>
            between(runs[0] && scoreOf(runs[0], metric, false)),
          ),
        ]),
    ];
  });
  const [some] = entries;
  if (!some) return '';
  const { backend, threads } = some.device;
  const days = entries.map(({ at }) => at.slice(0, 10)).sort();
  const said = `${entries.length} runs on ${backend}, ${threads} thread${threads === 1 ? '' : 's'}, ${some.browser}, ${[...new Set([days[0] ?? '', days.at(-1) ?? ''])].join(' to ')}.`;
  return [table(head, rows), said].join('\n\n');
}
