/**
 * What the readers of GLUE's tasks share (Wang et al. 2019): tab-separated rows in which quote marks are ordinary
 * characters, one or two sentences as prompt, the label in a word as completion.
 */
import { readNumber } from '../../core/metrics/correlation.ts';
import { badRow, collectPairs, drop, pairOf, refuse } from '../pairs.ts';
import { LOOKED_AT, type Reader, type Recognition } from './reader.ts';

interface GlueTask extends Pick<Reader, 'id' | 'name' | 'positiveLabel' | 'inText'> {
  /** As GLUE's leaderboard reports them; default accuracy alone. */
  metrics?: Reader['metrics'];
  /** The header of a file that has none. */
  header?: readonly string[];
  /** The header row of the task's test file, which has no labels. */
  testHeader?: string;
  /** Columns that make the prompt, with what stands before each where there are two. */
  sentences: Readonly<Record<string, string>>;
  label: string;
  /** Each label's word, or that labels are numbers, which stay as they are. */
  labels: Readonly<Record<string, string>> | 'numbers';
  /** What stands where a row has no label, and why it has none. */
  unlabelled?: Readonly<Record<string, string>>;
  /** How sure a file is the task's whose columns and labels fit, and by what else. */
  judge: (header: readonly string[], rows: readonly string[][]) => Recognition | null;
}

/** As exports of the test sets have it. */
const SECRET_LABEL = {
  '-1': 'its label is -1, as in test sets, whose labels are not public; take the training or development set',
};

/** Rows as cells with their lines, blank ones passed over; quote marks mean nothing. */
const tabRows = (text: string, limit?: number) =>
  text
    .split('\n', limit)
    .map((row, index) => ({ line: index + 1, cells: row.split('\t') }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));

export function glueReader(task: GlueTask): Reader {
  const {
    id,
    name,
    metrics = ['accuracy'],
    positiveLabel,
    inText,
    sentences,
    label,
    labels,
    judge,
    testHeader,
  } = task;
  const words = labels === 'numbers' ? null : new Map(Object.entries(labels));
  const wordOf = (given: string) =>
    words ? words.get(given) : Number.isFinite(readNumber(given)) ? given : undefined;
  const unlabelled = new Map(Object.entries({ ...SECRET_LABEL, ...task.unlabelled }));
  const parts = Object.entries(sentences);
  const isTest = (header: readonly string[]) => header.join('\t') === testHeader;

  /** Header and body, where the file has a header or needs none. */
  const open = (text: string, limit?: number) => {
    const rows = tabRows(text, limit);
    const header = task.header ?? rows.shift()?.cells.map((cell) => cell.trim()) ?? [];
    return { header, rows };
  };

  return {
    id,
    name,
    metrics,
    ...(positiveLabel && { positiveLabel }),
    ...(labels !== 'numbers' && { labels: Object.values(labels) }),
    ...(inText && { inText }),
    recognise({ kind, text }) {
      if (kind !== 'delimited' && !(kind === 'text' && inText)) return null;
      const { header, rows } = open(text, LOOKED_AT);
      if (isTest(header)) return { sure: true, evidence: `columns ${header.join(', ')}, no label` };
      const at = header.indexOf(label);
      if (at < 0 || parts.some(([column]) => !header.includes(column))) return null;
      const isKnown = (given: string) => wordOf(given) !== undefined || unlabelled.has(given);
      if (!rows.some(({ cells }) => isKnown(cells[at]?.trim() ?? ''))) return null;
      return judge(
        header,
        rows.map(({ cells }) => cells),
      );
    },
    read(source) {
      const { header, rows } = open(source.text);
      if (isTest(header))
        throw refuse(
          `${source.name} is one of GLUE's test files, whose labels are not public. Give the task's train.tsv or its dev file.`,
        );
      return collectPairs(source, rows, ({ cells }) => {
        if (cells.length !== header.length)
          return badRow(`the row has ${cells.length} cells between tabs where ${header.length} are expected`);
        const cell = (column: string) => cells[header.indexOf(column)]?.trim() ?? '';
        const given = cell(label);
        const problem = unlabelled.get(given);
        if (problem) return drop('no-label', problem);
        const word = wordOf(given);
        if (word === undefined) {
          const wanted = words ? `one of ${[...words.keys()].join(', ')}` : 'a number';
          return badRow(`the label is "${given}", not ${wanted}`);
        }
        const texts = parts.map(([column, title]) => ({ title, text: cell(column) }));
        // A title alone would hide that its sentence is empty.
        if (texts.some((part) => part.text === '')) return pairOf('', word);
        return pairOf(texts.map((part) => `${part.title}${part.text}`).join('\n'), word);
      });
    },
  };
}
