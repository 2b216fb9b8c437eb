/**
 * Pairs as readers hand them on: each with the line it begins on, and beside them the rows that were left out, with
 * line and reason. Every row becomes pairs or a drop; none goes missing.
 */
import { count } from '../core/count.ts';
import type { Tell } from '../core/file-progress.ts';
import { LabError } from '../core/lab-error.ts';
import type { DatasetSummary } from '../core/run-record.ts';
import type { Pair } from './tasks/task.ts';

/** A pair and the line of the file it begins on, from 1. An empty prompt marks plain text. */
export interface SourcePair extends Pair {
  line: number;
  /**
   * Pairs of one group stay in one split: those of one conversation, whose later prompts repeat its earlier answers.
   * Pairs of one prompt are of one group. The prompt itself where absent.
   */
  group?: string;
}

export type DropReason = DatasetSummary['dropped'][number]['reason'];
/** One row left out. */
export interface DroppedRow {
  reason: DropReason;
  line: number;
}

/** @param name the file's name */
export const tooManyRows = (name: string) =>
  refuse(
    `${name} has more than ${count(MOST_ROWS)} rows, the most that can be read. Cut it into smaller files.`,
  );

/** Why a row gives no pair: the reason it is counted under, and the problem in words. */
export interface Drop {
  reason: DropReason;
  problem: string;
}
/** What one row gives: pairs, and what of it is left out. */
export type Found = (Omit<SourcePair, 'line'> | Drop)[];

export interface PairsAndDrops {
  pairs: SourcePair[];
  dropped: DroppedRow[];
}

/** More rows, or pairs of them, would fill the memory. */
export const MOST_ROWS = 1_000_000;
/** More lines than rows may have: a quoted cell and a JSON object take several. */
export const MOST_LINES = 4 * MOST_ROWS;
/** More columns are no table of pairs, but a matrix, say. */
export const MOST_COLUMNS = 1000;
/** A longer prompt is read by no model: 1,024 tokens of 16 characters. */
export const MOST_PROMPT = 1024 * 16;
/** Characters of all pairs: prompts of chats repeat what was said before, and a file can grow a thousandfold. */
const MOST_CHARACTERS = 256e6;

export const refuse = (detail: string) => new LabError('data-format', detail);

/** A row that gives nothing. */
export const drop = (reason: DropReason, problem: string): Found => [{ reason, problem }];
export const badRow = (problem: string): Found => drop('bad-row', problem);

/** The pair of a row, both sides trimmed, with `more` beside it; a drop where a side is empty. */
export function pairOf(prompt: string, completion: string, more: Partial<SourcePair> = {}): Found {
  const pair = { ...more, prompt: prompt.trim(), completion: completion.trim() };
  if (pair.prompt === '') return drop('empty-prompt', 'the prompt is empty');
  if (pair.completion === '') return drop('empty-completion', 'the completion is empty');
  return [pair];
}

/** A plain text, learned by itself, after no prompt. */
export const textOf = (text: string): Found =>
  text.trim() === ''
    ? drop('empty-completion', 'the text is empty')
    : [{ prompt: '', completion: text.trim() }];

/**
 * Reads rows one by one.
 * @param file its name for messages, and who hears how far it is
 * @throws LabError `data-format` where not one row gives a pair
 */
export function collectPairs<T extends { line: number }>(
  { name, tell }: { name: string; tell: Tell },
  rows: readonly T[],
  read: (row: T) => Found,
): PairsAndDrops {
  const pairs: SourcePair[] = [];
  const dropped: DroppedRow[] = [];
  let firstProblem = '';
  let characters = 0;
  for (const [i, row] of rows.entries()) {
    tell('pairing', i, rows.length);
    const { line } = row;
    for (const found of read(row)) {
      if ('reason' in found) {
        if (dropped.length === 0) firstProblem = found.problem;
        dropped.push({ reason: found.reason, line });
      } else {
        pairs.push({ ...found, line });
        characters += found.prompt.length + found.completion.length;
      }
    }
    if (pairs.length > MOST_ROWS) throw tooManyRows(name);
    if (characters > MOST_CHARACTERS)
      throw refuse(
        `${name} gives pairs of more than ${count(MOST_CHARACTERS)} characters in all; each prompt repeats what was said before it. Give fewer or shorter conversations.`,
      );
  }
  const [first] = dropped;
  if (pairs.length === 0)
    throw refuse(
      first
        ? `No row of ${name} can be used. The first, on line ${first.line}: ${firstProblem}.`
        : `${name} has no rows of data. Each row needs a prompt and a completion.`,
    );
  return { pairs, dropped };
}
