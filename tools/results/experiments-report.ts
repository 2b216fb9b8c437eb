/** The experiments as Markdown, from the files that the page exported: means over seeds with their standard deviations. */
import Papa from 'papaparse';
import { RATE_CURVES, TABLE_16 } from './experiments-plan.ts';
import { meanAndSpread, table } from './words.ts';

/** A run as the page's CSV has it, by heading. */
export type Row = Partial<Record<string, string>>;

/** The rows of a file that the page exported. */
export const readRows = (csv: string): Row[] =>
  Papa.parse<Row>(csv.trim(), { header: true }).data.map((row) =>
    // The page keeps a figure and its unit on one line.
    Object.fromEntries(
      Object.entries(row).map(([heading, value]) => [heading.replaceAll('\u00A0', ' '), value]),
    ),
  );

/** The runs of the page's table, the oldest first. */
export const readRuns = (csv: string): Row[] => readRows(csv).reverse();

export interface Figure {
  heading: string;
  /** Its heading in the page's file. */
  inFile: string;
  digits: number;
}

const LOSS: Figure = { heading: 'validation loss', inFile: 'Final val. loss', digits: 3 };
const BLEU: Figure = { heading: 'BLEU', inFile: 'Test score (95 %)', digits: 1 };
const FORGETTING: Figure = { heading: 'forgetting', inFile: 'Forgetting', digits: 2 };
const FIGURES: readonly Figure[] = [
  LOSS,
  BLEU,
  FORGETTING,
  { heading: 'effective rank', inFile: 'effective rank', digits: 2 },
];

const numberOf = (text: string) => (text ? Number(text) : undefined);

/** A run's cell under a heading. @throws where the file has no such heading: its table would be empty without a word */
export function cell(run: Row, heading: string): string {
  const text = run[heading];
  if (text === undefined) throw new Error(`The file has no column “${heading}”.`);
  return text;
}

/** The distinct values of a setting, in the order of their first run. */
const valuesOf = (runs: readonly Row[], setting: string): string[] => [
  ...new Set(runs.map((run) => cell(run, setting))),
];

const summary = (runs: readonly Row[], { inFile, digits }: Figure, seeds: number) =>
  meanAndSpread(
    runs.map((run) => numberOf(cell(run, inFile))),
    digits,
    seeds,
  );

/** A row for each value of the settings together, a column for each figure. */
export function figuresBy(runs: readonly Row[], settings: readonly string[], seeds: number): string {
  const nameOf = (run: Row) => settings.map((setting) => cell(run, setting)).join(', ');
  const names = [...new Set(runs.map(nameOf))];
  return table(
    [settings.join(', '), 'trained weights', ...FIGURES.map(({ heading }) => heading)],
    names.map((name) => {
      const own = runs.filter((run) => nameOf(run) === name);
      const weights = valuesOf(own, 'Trained weights')
        .map((count) => Number(count).toLocaleString('en-US'))
        .join(' to ');
      return [name, weights, ...FIGURES.map((figure) => summary(own, figure, seeds))];
    }),
  );
}

/** One figure by two settings. */
export function figureByBoth(
  runs: readonly Row[],
  [down, across]: readonly [string, string],
  figure: Figure,
  seeds: number,
): string {
  const columns = valuesOf(runs, across);
  return table(
    [`${down} (${figure.heading})`, ...columns],
    valuesOf(runs, down).map((value) => [
      value,
      ...columns.map((column) =>
        summary(
          runs.filter((run) => run[down] === value && run[across] === column),
          figure,
          seeds,
        ),
      ),
    ]),
  );
}

/** All tables, of the experiments that are there. @param runsOf the runs of an experiment, by its file's name; none where it is not there */
export function experimentsReport(runsOf: (id: string) => Row[], seeds: number): string {
  const both = (runs: Row[], settings: readonly [string, string], figures: readonly Figure[]) =>
    figures.map((figure) => figureByBoth(runs, settings, figure, seeds));
  const rates = RATE_CURVES.flatMap(({ name, id }) => runsOf(id).map((run): Row => ({ ...run, Run: name })));
  const parts: [string, string[], Row[]][] = [];
  const add = (title: string, runs: Row[], tables: (runs: Row[]) => string[]) => {
    if (runs.length > 0) parts.push([title, tables(runs), runs]);
  };
  add('Which matrices at one budget? (the paper’s Table 5)', runsOf('table-5'), (runs) => [
    figuresBy(runs, ['Matrices', 'Rank r'], seeds),
  ]);
  add('Which rank? (Table 6)', runsOf('table-6'), (runs) => both(runs, ['Rank r', 'Matrices'], [LOSS, BLEU]));
  add('How many examples? (Table 16)', Object.keys(TABLE_16).flatMap(runsOf), (runs) =>
    both(runs, ['Method', 'Pairs'], [LOSS, BLEU]),
  );
  add('Which learning rate?', rates, (runs) =>
    both(runs, ['Learning rate', 'Run'], [LOSS, BLEU, FORGETTING]),
  );
  return parts
    .map(([title, tables, runs]) => [`### ${title}`, ...tables, madeBy(runs)].join('\n\n'))
    .join('\n\n');
}

/** When and on what the runs were made. */
function madeBy(runs: readonly Row[]): string {
  const dates = runs.map((run) => run['Started']?.slice(0, 10) ?? '').sort();
  const devices = valuesOf(runs, 'Device').join(' and ');
  const days = [...new Set([dates[0] ?? '', dates.at(-1) ?? ''])].join(' to ');
  return `${runs.length} runs on ${devices}, ${days}.`;
}
