/** Which two columns of a plain table make the pairs, or which one its plain texts: known by name, or picked by a person. */
import { count } from '../core/count.ts';
import { MOST_COLUMNS, refuse } from './pairs.ts';

/** Which column is which, by name. `prompt` is empty where each completion is a plain text, learned by itself. */
export interface PairColumns {
  prompt: string;
  completion: string;
  /** The second text of a prompt that is two, as a premise and a hypothesis. */
  second?: string | undefined;
}

/** Column names that are understood without asking, in any case. */
const KNOWN_COLUMNS = [
  ['mr', 'ref'],
  ['prompt', 'completion'],
  ['prompt', 'response'],
  ['prompt', 'answer'],
  ['input', 'output'],
  ['input', 'target'],
  ['input_text', 'target_text'],
  ['source', 'target'],
  ['question', 'answer'],
  ['question', 'response'],
  ['query', 'response'],
  ['query', 'answer'],
  ['instruction', 'output'],
  ['instruction', 'response'],
  ['instruction', 'completion'],
  ['context', 'completion'],
  ['user', 'assistant'],
  ['article', 'highlights'],
  ['document', 'summary'],
  ['text', 'summary'],
] as const;

/** Texts and their labels, where no names of `KNOWN_COLUMNS` are there. */
const LABELLED = ['sentence', 'text', 'review', 'content', 'question', 'comment', 'title'] as const;
const LABELS = ['label', 'labels', 'class', 'sentiment', 'category', 'coarse_label'] as const;

/** Columns of plain texts … */
const TEXTS = ['text', 'content', 'sentence', 'document', 'article', 'body', 'story'];
/** … and what may stand beside them without being data to learn. */
const ABOUT_TEXT =
  /^(|unnamed: \d+|__index_level_\d+__|_?id|idx|index|uu?id|url|link|source|meta|metadata|timestamp|date|created|dump|file_path|path|language|lang|language_score|token_count|tokens|length|n_tokens|license|split|added|version|title|author)$/;

const plain = (name: string) => name.trim().toLowerCase();

/** The one column that was found; null where none or several were. */
function onlyOf(found: readonly (string | undefined)[]): string | null {
  const [only = null, ...others] = found.filter((column) => column !== undefined);
  return others.length === 0 ? only : null;
}

/** The columns that are known by name; null where none or several pairs of them are. */
export function findColumns(columns: readonly string[]): PairColumns | null {
  const find = (known: string) => columns.find((column) => plain(column) === known);
  const found = KNOWN_COLUMNS.flatMap((known) => {
    const [prompt, completion] = known.map(find);
    return prompt !== undefined && completion !== undefined ? [{ prompt, completion }] : [];
  });
  const [only, ...others] = found;
  if (only) return others.length === 0 ? only : null;
  const labelled = onlyOf(LABELLED.map(find));
  const label = onlyOf(LABELS.map(find));
  if (labelled !== null && label !== null) return { prompt: labelled, completion: label };
  // Lists without a header have no names to go by, but two columns have an order.
  if (columns.length === 2 && columns.every((column, i) => column === `column ${i + 1}`))
    return { prompt: columns[0] ?? '', completion: columns[1] ?? '' };
  const [text, ...rest] = columns.filter((column) => !ABOUT_TEXT.test(plain(column)));
  return text !== undefined && rest.length === 0 && TEXTS.includes(plain(text))
    ? { prompt: '', completion: text }
    : null;
}

/** @param name the file's name */
export const tooManyColumns = (name: string, columns: number) =>
  refuse(
    `${name} has ${count(columns)} columns; at most ${count(MOST_COLUMNS)} can be read. Keep those of the prompt and the completion.`,
  );

/** So many columns are named in a message, and so much of each name. */
const NAMED = 20;
const NAME_LENGTH = 60;

function listed(columns: readonly string[]): string {
  const names = columns.slice(0, NAMED).map((column) => `"${column.slice(0, NAME_LENGTH)}"`);
  return names.join(', ') + (columns.length > NAMED ? ` and ${columns.length - NAMED} others` : '');
}

/**
 * The picked columns if the file has them, else those known by name; null if a person must pick.
 * @throws LabError `data-format` where the columns make no pairs
 */
export function chooseColumns(
  name: string,
  columns: readonly string[],
  picked: PairColumns | 'ask' | null,
): PairColumns | null {
  if (columns.length > MOST_COLUMNS) throw tooManyColumns(name, columns.length);
  const list = listed(columns);
  const seen = new Set<string>();
  const twin = columns.find((column) => seen.size === seen.add(plain(column)).size);
  if (twin !== undefined) throw refuse(`${name} has two columns called "${twin}". Rename one of them.`);
  if (columns.length === 0)
    throw refuse(`${name} has no columns of text. Each row needs a prompt and a completion, or a text.`);
  if (picked === 'ask') return null;
  if (!picked) {
    const found = findColumns(columns);
    if (!found && columns.length < 2)
      throw refuse(
        `${name} has too few columns: ${list}. Pairs need two, a prompt and a completion. To train on plain text, call the column "text" or use a .txt file.`,
      );
    return found;
  }
  const missing = [picked.prompt, picked.second ?? '', picked.completion].find(
    (column) => column !== '' && !columns.includes(column),
  );
  if (missing !== undefined) throw refuse(`${name} has no column "${missing}". Pick from ${list}.`);
  if (picked.prompt === picked.completion)
    throw refuse(
      `Column "${picked.prompt}" is picked as prompt and as completion. Pick two different columns.`,
    );
  if (picked.second !== undefined && [picked.prompt, picked.completion].includes(picked.second))
    throw refuse(`Column "${picked.second}" is picked twice. Pick different columns.`);
  return picked;
}
