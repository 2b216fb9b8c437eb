/**
 * Two sentences and a label, or a number, for how they stand to each other, in any table or records: GLUE's RTE, QNLI and WNLI,
 * the Hub's exports of GLUE, SNLI, SICK, XNLI and their translations. The prompt holds both sentences.
 */
import { readNumber } from '../../core/metrics/correlation.ts';
import { isFields } from '../json-rows.ts';
import { badRow, collectPairs, drop, pairOf, refuse, type Found } from '../pairs.ts';
import { promptOf, TITLES, type Titles } from '../segments.ts';
import { asText, type Fields } from './context.ts';
import { LOOKED_AT, type Reader, type Source } from './reader.ts';

/** Names of two columns, as `plain` has them, with what stands before each sentence in the prompt. */
const SENTENCES: readonly (readonly [first: string, second: string, titles: Titles])[] = [
  ['premise', 'hypothesis', TITLES.inference],
  ['question', 'sentence', TITLES.answer],
  ['question1', 'question2', TITLES.questions],
  ['sentence1', 'sentence2', TITLES.sentences],
  ['sentencea', 'sentenceb', TITLES.sentences],
  ['text1', 'text2', TITLES.texts],
  ['texta', 'textb', TITLES.texts],
];
/** The likeliest first: SICK has several. */
const LABELS = ['goldlabel', 'label', 'entailmentjudgment', 'entailmentlabel', 'isduplicate'];
const SCORES = ['score', 'similarityscore', 'relatednessscore', 'similarity', 'label'];

/** What stands where a row has no label. */
const NO_LABEL = /^(-1|-|hidden)?$/;

const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');

/** Which of a record's keys hold what. */
interface Columns {
  sentences: readonly [string, string];
  titles: Titles;
  label: string;
}

function columnsOf(record: Fields, labels: readonly string[]): Columns | null {
  const keys = Object.keys(record);
  const find = (name: string) => keys.find((key) => plain(key) === name);
  const [label] = labels.map(find).filter((key) => key !== undefined);
  if (label === undefined) return null;
  for (const [first, second, titles] of SENTENCES) {
    const sentences = [find(first), find(second)] as const;
    const [one, two] = sentences;
    // Annotators' judgement on SNLI's and MNLI's premises.
    const isInference = plain(label) === 'goldlabel' && first === 'sentence1';
    if (one !== undefined && two !== undefined)
      return { sentences: [one, two], titles: isInference ? TITLES.inference : titles, label };
  }
  return null;
}

const firstColumns = ({ records }: Source, labels: readonly string[]): Columns | null => {
  for (const { value } of records.slice(0, LOOKED_AT)) {
    const columns = isFields(value) ? columnsOf(value, labels) : null;
    if (columns) return columns;
  }
  return null;
};

const labelOf = (value: unknown, { label }: Columns) =>
  isFields(value) ? (asText(value[label])?.trim() ?? '') : '';

const givenLabels = ({ records }: Source, columns: Columns): Set<string> =>
  new Set(records.map(({ value }) => labelOf(value, columns)).filter((label) => !NO_LABEL.test(label)));

const INFERENCE = { 0: 'entailment', 1: 'neutral', 2: 'contradiction' };
const ENTAILMENT = { 0: 'entailment', 1: 'not_entailment' };
const DUPLICATE = { 0: 'not duplicate', 1: 'duplicate' };
/** Tasks with the same columns whose numbers mean different words: the file's name may tell which it is. */
const BY_FILE_NAME: readonly (readonly [name: RegExp, words: Readonly<Record<string, string>>])[] = [
  [/(^|[\W_])rte([\W_]|$)/i, ENTAILMENT],
  [/(^|[\W_])wnli([\W_]|$)/i, { 0: 'not_entailment', 1: 'entailment' }],
  [/(^|[\W_])(mrpc|paws)([\W_]|$)/i, { 0: 'not equivalent', 1: 'equivalent' }],
];

/** The words that numbers stand for in the Hub's order; null where labels are words, or nothing tells what the numbers mean. */
function wordsOf(name: string, source: Source, columns: Columns): Readonly<Record<string, string>> | null {
  const given = [...givenLabels(source, columns)];
  if (given.some((label) => !/^[012]$/.test(label))) return null;
  if (given.includes('2')) return INFERENCE;
  const [first] = columns.sentences.map(plain);
  if (first === 'premise' || first === 'question') return ENTAILMENT;
  if (first === 'question1') return DUPLICATE;
  return BY_FILE_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

const quoted = (words: Readonly<Record<string, string>>) =>
  Object.entries(words)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');

const naming = ({ sentences, label }: Columns) => `columns ${[...sentences].join(', ')} and ${label}`;

/** The pair of a record's sentences and what `wordOf` makes of its label; null there for a label that is none. */
function readRecord(
  value: unknown,
  problem: string | undefined,
  columns: Columns,
  wordOf: (label: string) => string | null,
): Found {
  if (!isFields(value)) return badRow(problem ?? 'there are no columns in it');
  const label = labelOf(value, columns);
  if (NO_LABEL.test(label))
    return drop(
      'no-label',
      `its ${columns.label} is "${label}", as in test sets, whose labels are not public`,
    );
  const word = wordOf(label);
  if (word === null) return badRow(`the ${columns.label} is "${label}", unlike those of the other rows`);
  const textIn = (key: string) => asText(value[key])?.trim() ?? '';
  const [first, second] = columns.sentences;
  return pairOf(promptOf([textIn(first), textIn(second)], columns.titles), word);
}

/** GLUE's test files: index, both sentences and nothing else. */
const isTest = ({ kind, text }: Source) =>
  kind === 'delimited' && /^index\t(sentence1\tsentence2|question\tsentence)[^\S\n]*\n/.test(text);

export const sentencePairs: Reader = {
  id: 'sentence-pairs',
  name: 'Sentence pairs with labels',
  metrics: ['accuracy'],
  recognise(source) {
    if (isTest(source)) return { sure: true, evidence: 'columns of a GLUE task, no label' };
    const columns = firstColumns(source, LABELS);
    if (!columns) return null;
    const given = givenLabels(source, columns);
    // Numbers in between are a measure.
    if ([...given].some((label) => /^-?\d*\.\d+$|^\d*[3-9]$/.test(label))) return null;
    const words = wordsOf(source.name, source, columns);
    if (words) return { sure: false, evidence: `${naming(columns)}; the numbers read as ${quoted(words)}` };
    const areNumbers = [...given].every((label) => /^\d+$/.test(label));
    const note = areNumbers ? '; what the numbers stand for is not told, so they stay numbers' : '';
    return { sure: !areNumbers, evidence: `${naming(columns)}${note}` };
  },
  read(source) {
    const columns = firstColumns(source, LABELS);
    if (!columns)
      throw refuse(
        `${source.name} is one of GLUE's test files, whose labels are not public. Give the task's train.tsv or its dev file.`,
      );
    const words = wordsOf(source.name, source, columns);
    const wordOf = (label: string) => (words ? (words[label] ?? null) : label);
    return collectPairs(source, source.records, ({ value, problem }) =>
      readRecord(value, problem, columns, wordOf),
    );
  },
};

export const sentenceScores: Reader = {
  id: 'sentence-scores',
  name: 'Sentence pairs with scores',
  metrics: ['pearson', 'spearman'],
  recognise(source) {
    const columns = firstColumns(source, SCORES);
    if (!columns) return null;
    const given = [...givenLabels(source, columns)].slice(0, LOOKED_AT);
    const areNumbers = given.length > 0 && given.every((label) => Number.isFinite(readNumber(label)));
    return areNumbers ? { sure: true, evidence: `${naming(columns)}, a number` } : null;
  },
  read(source) {
    const columns = firstColumns(source, SCORES);
    if (!columns) throw refuse(`${source.name} has no column of scores. Add one called "score".`);
    const wordOf = (label: string) => (Number.isFinite(readNumber(label)) ? label : null);
    return collectPairs(source, source.records, ({ value, problem }) =>
      readRecord(value, problem, columns, wordOf),
    );
  },
};
