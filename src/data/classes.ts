/** The classes that an encoder learns to tell apart in a person's own data: the different labels among its completions. */
import { count } from '../core/count.ts';
import { LabError } from '../core/lab-error.ts';
import { labelOf } from '../core/metrics/accuracy.ts';
import { readNumber } from '../core/metrics/correlation.ts';
import { NLI_LABELS } from '../core/nli-labels.ts';
import type { ReadPairs } from './import.ts';
import { splitTexts, titlesOf } from './segments.ts';

/** More different labels than this are numbers, names or texts, and no classes. */
export const MOST_CLASSES = 200;
/** So often, on average, a label of a class occurs at least. */
const LEAST_REPEATS = 2;
const SHOWN = 3;
const SHOWN_LENGTH = 40;

const refuse = (detail: string) => new LabError('no-classes', detail);

/**
 * The classes in the order of the head's outputs: as the format numbers them, where one was recognised that does; numbers by their
 * size; nli's as that task has them; else by their names. The order of the rows does not matter.
 * @param name the file's name
 * @throws LabError `no-classes` where the completions are no labels
 */
export function classesOf(
  name: string,
  { pairs, recognised }: Pick<ReadPairs, 'pairs' | 'recognised'>,
): string[] {
  const names = new Map<string, string>();
  for (const { prompt, completion } of pairs) {
    if (prompt === '')
      throw refuse(
        `${name} holds texts without labels. An encoder learns from a table with a column of texts, or two, and a column of labels.`,
      );
    const label = labelOf(completion);
    if (!names.has(label)) names.set(label, completion);
  }
  const labels = [...names.values()];
  const shown = labels
    .slice(0, SHOWN)
    .map((label) => `"${label.slice(0, SHOWN_LENGTH)}"`)
    .join(', ');
  const numbers = labels.map(readNumber);
  const areNumbers = numbers.every(Number.isFinite);
  if (areNumbers && !numbers.every(Number.isInteger))
    throw refuse(
      `The labels of ${name} are numbers with fractions (${shown}), so to predict them is regression, as on STS-B. An encoder here tells classes apart. Round the numbers to a few classes, or choose a model that writes.`,
    );
  const [only = ''] = labels;
  if (labels.length < 2)
    throw refuse(
      only === '-1'
        ? `Every label of ${name} is -1, as in test sets, whose labels are not public. Give the training or development set.`
        : `Every label of ${name} is ${shown}. An encoder needs two classes or more to tell apart.`,
    );
  if (labels.length > MOST_CLASSES || pairs.length < LEAST_REPEATS * labels.length)
    throw refuse(
      `${name} has ${count(labels.length)} different labels in ${count(pairs.length)} rows (${shown}, …), so they are rather numbers, names or texts than classes. Choose another column of labels, or a model that writes.`,
    );
  return inOrder(labels, areNumbers, recognised?.labels);
}

function inOrder(labels: readonly string[], areNumbers: boolean, numbered: readonly string[] = []): string[] {
  const keys = labels.map(labelOf);
  const isNli = keys.length === NLI_LABELS.length && NLI_LABELS.every((label) => keys.includes(label));
  const first = (isNli ? NLI_LABELS : numbered).map(labelOf);
  const place = (label: string) => {
    const at = first.indexOf(labelOf(label));
    return at < 0 ? first.length : at;
  };
  const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...labels].sort(
    (a, b) => place(a) - place(b) || (areNumbers ? readNumber(a) - readNumber(b) : byName(a, b)),
  );
}

/** How prompts of own data are cut into the texts that an encoder reads: one each, or two. */
export function segmentsOf({ pairs }: Pick<ReadPairs, 'pairs'>): (prompt: string) => readonly string[] {
  const titles = titlesOf(pairs.map(({ prompt }) => prompt));
  return (prompt) => (titles ? splitTexts(prompt, titles) : [prompt.trim()]);
}
