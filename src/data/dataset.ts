/**
 * Pairs as token sequences in three splits, ready for batching: marks the completion, cuts or drops what does not
 * fit, splits own data by prompt, and counts all of it. Shapes are fixed here for the whole run, since a captured
 * training step cannot change them. Order within an epoch is batches.ts's business.
 */
import type { LoraPair } from '../core/methods/lora.ts';
import { fnv1a } from '../core/hash.ts';
import { LabError } from '../core/lab-error.ts';
import { createRng } from '../core/rng.ts';
import { labelOf } from '../core/metrics/accuracy.ts';
import { judgingOf } from '../core/metrics/judging.ts';
import type { MetricId } from '../core/metrics/metric-id.ts';
import type { DatasetSummary } from '../core/run-record.ts';
import type { SqlTable } from '../core/sql-table.ts';
import type { ReadPairs } from './import.ts';
import type { DroppedRow, DropReason, SourcePair } from './pairs.ts';
import { allAtOnce, PIECE } from './pieces.ts';
import type { Pair } from './tasks/task.ts';
import type { JoinedSegments, Tokenizer } from './tokenizer.ts';

/** One training sequence. */
export interface Example {
  /** As given; empty for plain text. */
  prompt: string;
  /** As given, even where `ids` holds only its beginning; a piece of a long plain text has its own text here. */
  completion: string;
  /**
   * `<|endoftext|>`, prompt and newline (unless empty), completion, `<|endoftext|>`: at most maxLength + 1. The
   * model reads ids[0 … n−2] and predicts ids[1 … n−1].
   */
  ids: Int32Array;
  /** Index in `ids` of the completion's first token: from here on predictions count. */
  completionStart: number;
  /**
   * Where the completion is a class that an encoder tells: the class's number, and the segment of each token. Then `ids` is all that
   * the encoder reads, of at most maxLength tokens, and there is nothing after it.
   */
  text?: { label: number; types: Int32Array };
  /** As of the pair it was made from. */
  table?: SqlTable;
  group?: string;
}

export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** What an encoder tells apart, and how it reads a prompt. */
export interface Classes {
  /** In the order of the head's outputs. */
  labels: readonly string[];
  read: (prompt: string) => JoinedSegments;
}

export interface Dataset extends Record<Split, Example[]> {
  summary: DatasetSummary;
  /** Tokens the model reads per sequence in every batch of the run: enough for all, a multiple of 8 if it fits. */
  sequenceLength: number;
  /** The id that fills up shorter sequences. */
  padId: number;
  /** Where the completions are classes that an encoder tells. */
  classes?: Classes;
  /** Where the texts are a teacher's: the ΔW* that makes the base model the teacher. */
  teacher?: readonly LoraPair[];
}

/** Seeds the splits of every dataset on the page: the same data for every run, whatever its own seed. */
export const DATA_SEED = 0;

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Own data needs this many different prompts (pieces of plain text, conversations), so that each split has its own. */
export const MIN_PROMPTS = 10;
/** Share of the prompts that validation gets, and test; at least one each. */
const HELD_OUT = 0.05;
const SHOWN_EXAMPLES = 3;

/**
 * @param source splits as they are, or pairs that are split 90/5/5 so that no prompt is in two splits
 * @param maxLength most tokens that the model reads of one sequence
 * @param seed decides who is in which split, and their order
 * @throws LabError `data-too-small` with fewer than `MIN_PROMPTS` usable prompts, or with an empty split
 */
export function buildDataset(request: DatasetRequest): Dataset {
  return allAtOnce(buildInPieces(request));
}

interface DatasetRequest {
  task: string;
  name: string;
  source: Record<Split, readonly Pair[]> | ReadPairs;
  tokenizer: Tokenizer;
  maxLength: number;
  seed: number;
  /** What the texts are judged by: of a task its own metrics, of own data the person's choice, if any. */
  metrics?: readonly MetricId[] | undefined;
  /** Of a dataset for an encoder. */
  classes?: Classes | undefined;
}

/** `buildDataset` piece by piece, since large files take long. Yields the share of the pairs that are encoded, from 0 to 1. */
export function* buildInPieces({
  task,
  name,
  source,
  tokenizer,
  maxLength,
  seed,
  metrics,
  classes,
}: DatasetRequest): Generator<number, Dataset> {
  const { encode, tally } = createEncoder(tokenizer, maxLength, classes);
  const splits =
    'pairs' in source
      ? splitByGroup(yield* encode(source.pairs), seed)
      : {
          train: yield* encode(source.train),
          validation: yield* encode(source.validation),
          test: yield* encode(source.test),
        };
  const dropped = countByReason([...('pairs' in source ? source.dropped : []), ...tally.dropped]);

  const examples = SPLITS.flatMap((split) => splits[split]);
  // A piece of plain text counts as a prompt of its own.
  const prompts = new Set(examples.map((example) => example.prompt || example)).size;
  const groups = new Set(examples.map(groupOf)).size;
  if (groups < MIN_PROMPTS || SPLITS.some((split) => splits[split].length === 0)) {
    const leftOut = dropped.map(
      ({ reason, count, firstLine }) =>
        ` Rows or answers left out: ${count} (${reason.replaceAll('-', ' ')}; the first is in line ${firstLine}).`,
    );
    throw new LabError(
      'data-too-small',
      `${name} gives ${counted(examples.length, 'example')} of at most ${maxLength} tokens, with ` +
        `${counted(groups, 'different prompt')}; at least ${MIN_PROMPTS} different prompts (or pieces of plain text, or ` +
        `conversations) are needed.${leftOut.join('')}`,
    );
  }

  const longestInput = examples.reduce(
    (longest, { ids, text }) => Math.max(longest, text ? ids.length : ids.length - 1),
    0,
  );
  const fingerprint = examples.reduce(
    (hash, { prompt, completion }) => fnv1a(`${prompt}\0${completion}\0`, hash),
    fnv1a(''),
  );
  return {
    ...splits,
    sequenceLength: Math.min(maxLength, Math.ceil(longestInput / 8) * 8),
    padId: tokenizer.padId,
    ...(classes && { classes }),
    summary: {
      task,
      name,
      train: splits.train.length,
      validation: splits.validation.length,
      test: splits.test.length,
      prompts: prompts - examples.filter(({ prompt }) => prompt === '').length,
      validationPrompts: groupByPrompt(splits.validation).length,
      testPrompts: groupByPrompt(splits.test).length,
      longestTokens: tally.longestTokens,
      truncated: tally.truncated,
      dropped,
      examples: splits.train
        .slice(0, SHOWN_EXAMPLES)
        .map(({ prompt, completion, text, ids, completionStart }) => ({
          prompt,
          completion: text ? completion : tokenizer.decode([...ids.subarray(completionStart)]),
        })),
      fingerprint: fingerprint.toString(16).padStart(8, '0'),
      ...('pairs' in source
        ? {
            ...summarizeJudging(source, metrics, classes),
            ...summarizeFormat(source),
            ...(classes && { classes: countClasses(classes.labels, splits.train) }),
          }
        : { metrics: [...(metrics ?? [])] }),
    },
  };
}

/** What a summary says of how own data is judged: by the choice, else as is usual for the format. */
function summarizeJudging(
  { recognised, pairs }: ReadPairs,
  chosen: readonly MetricId[] | undefined,
  classes: Classes | undefined,
) {
  const { offered, ...judging } = judgingOf(pairs, {
    usual: recognised?.metrics,
    chosen,
    positiveLabel: recognised?.positiveLabel,
    areClasses: classes !== undefined,
  });
  return { ...judging, offeredMetrics: offered };
}

/** How many examples of each class there are. */
function countClasses(
  labels: readonly string[],
  examples: readonly Pick<Example, 'completion'>[],
): { label: string; train: number }[] {
  const counts = new Map(labels.map((label) => [labelOf(label), 0]));
  for (const { completion } of examples) {
    const label = labelOf(completion);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return labels.map((label) => ({ label, train: counts.get(labelOf(label)) ?? 0 }));
}

/** What a summary says of the public format that own data was recognised as, if any. */
function summarizeFormat({ recognised, pairs }: ReadPairs) {
  if (!recognised) return {};
  const { id, name, sure, evidence } = recognised;
  const prompts = new Set(pairs.map(({ prompt }) => prompt)).size;
  return { format: id, recognition: { name, sure, evidence, pairs: pairs.length, prompts } };
}

/** A prompt and all that people wrote for it. */
export interface References {
  prompt: string;
  references: string[];
  /** The table that the references, SQL queries, are asked of. */
  table?: SqlTable;
}

/**
 * A split by prompt, for metrics that take several references: each prompt once, with every completion it has there
 * in full, both in the split's order. The same words asked of another table, and each piece of plain text, stand alone.
 */
export function groupByPrompt(split: readonly Example[]): References[] {
  const byTable = new Map<SqlTable | undefined, Map<string, References>>();
  const all: References[] = [];
  for (const { prompt, completion, table } of split) {
    const byPrompt = byTable.get(table) ?? new Map<string, References>();
    byTable.set(table, byPrompt);
    const known = prompt === '' ? undefined : byPrompt.get(prompt);
    if (known) known.references.push(completion);
    else {
      const first = { prompt, references: [completion], ...(table && { table }) };
      byPrompt.set(prompt, first);
      all.push(first);
    }
  }
  return all;
}

/** How every sequence begins: the start mark, then the prompt and a newline unless it is empty. */
export function promptTokens(tokenizer: Tokenizer, prompt: string): number[] {
  return [tokenizer.startOfTextId, ...(prompt === '' ? [] : tokenizer.encode(`${prompt}\n`))];
}

/**
 * Documents one after the other, cut into pieces that are full but for the last: to measure a model on plain text.
 * @param text documents separated by `<|endoftext|>`
 * @param length tokens that the model reads of a piece
 * @param limit most pieces; what lies beyond is not even tokenised
 */
export function windows(tokenizer: Tokenizer, text: string, length: number, limit: number): Example[] {
  if (text.trim() === '') return [];
  const end = tokenizer.endOfTextId;
  const ids = [tokenizer.startOfTextId];
  for (const document of text.split('<|endoftext|>')) {
    if (ids.length > limit * length) break;
    ids.push(...tokenizer.encode(document), end);
  }
  return cut(ids, length)
    .slice(0, limit)
    .map((piece) => ({ prompt: '', completion: '', ids: piece, completionStart: 1 }));
}

/** Pieces of `length` inputs. They overlap by a token, the last of one being the first input of the next: each is predicted once. */
function cut(ids: readonly number[], length: number): Int32Array[] {
  return Array.from({ length: Math.ceil((ids.length - 1) / length) }, (_, i) =>
    Int32Array.from(ids.slice(i * length, (i + 1) * length + 1)),
  );
}

/** The examples as they are where a text has room for so many tokens: cut at their ends, and without those whose prompts fill it. */
export const fitted = (examples: readonly Example[], length: number): Example[] =>
  examples.flatMap((example) =>
    example.completionStart > length ? [] : { ...example, ids: example.ids.subarray(0, length + 1) },
  );

/** Turns pairs into examples that fit and keeps count of those that did not. Exact repeats are dropped. */
function createEncoder(tokenizer: Tokenizer, maxLength: number, classes: Classes | undefined) {
  const end = tokenizer.endOfTextId;
  const tally = { dropped: [] as DroppedRow[], truncated: 0, longestTokens: 0 };
  /** By table: the same words about another table are another question. */
  const seen = new Map<SqlTable | undefined, Set<string>>();
  /** Data such as E2E's repeats each prompt many times. */
  const promptIds = new Map<string, number[]>();
  const numbers = new Map(classes?.labels.map((label, number) => [labelOf(label), number]));

  const encodePair = ({
    prompt,
    completion,
    table,
    group,
  }: Pair & Partial<SourcePair>): Example[] | 'prompt-too-long' => {
    let start = promptIds.get(prompt);
    if (!start) {
      start = promptTokens(tokenizer, prompt);
      promptIds.set(prompt, start);
    }
    if (start.length > maxLength) return 'prompt-too-long';
    const answer = tokenizer.encode(completion);
    answer.push(end);
    const length = start.length + answer.length;
    tally.longestTokens = Math.max(tally.longestTokens, length);
    if (length > maxLength + 1) tally.truncated++;
    const ids = new Int32Array(Math.min(length, maxLength + 1));
    ids.set(start);
    ids.set(answer.slice(0, ids.length - start.length), start.length);
    return [
      {
        prompt,
        completion,
        ids,
        completionStart: start.length,
        ...(table && { table }),
        ...(group !== undefined && { group }),
      },
    ];
  };

  /** @throws LabError `internal` where the completion is none of the classes */
  const encodeClassified = (
    { prompt, completion, group }: Pair & Partial<SourcePair>,
    { labels, read }: Classes,
  ): Example[] | 'prompt-too-long' => {
    const { ids, types } = read(prompt);
    tally.longestTokens = Math.max(tally.longestTokens, ids.length);
    if (ids.length > maxLength) return 'prompt-too-long';
    const label = numbers.get(labelOf(completion));
    if (label === undefined)
      throw new LabError('internal', `"${completion}" is none of ${labels.join(', ')}.`);
    return [
      {
        prompt,
        completion,
        ids: Int32Array.from(ids),
        completionStart: ids.length,
        text: { label, types: Int32Array.from(types) },
        ...(group !== undefined && { group }),
      },
    ];
  };

  /** A text that is too long becomes several examples. */
  const encodeText = (text: string): Example[] => {
    const ids = [tokenizer.startOfTextId, ...tokenizer.encode(text), end];
    tally.longestTokens = Math.max(tally.longestTokens, Math.min(ids.length, maxLength + 1));
    return cut(ids, maxLength).map((piece, _, pieces) => ({
      prompt: '',
      completion: pieces.length === 1 ? text : tokenizer.decode([...piece.subarray(1)]),
      ids: piece,
      completionStart: 1,
    }));
  };

  const encodeAny = (pair: Pair & Partial<SourcePair>) => {
    if (classes) return encodeClassified(pair, classes);
    return pair.prompt === '' ? encodeText(pair.completion) : encodePair(pair);
  };

  function* encode(pairs: readonly (Pair & Partial<SourcePair>)[]): Generator<number, Example[]> {
    const all: Example[] = [];
    for (const [index, pair] of pairs.entries()) {
      if (index % PIECE === 0) yield index / pairs.length;
      const line = pair.line ?? index + 1;
      const key = `${pair.prompt}\0${pair.completion}`;
      const known = seen.get(pair.table) ?? new Set();
      seen.set(pair.table, known);
      if (known.has(key)) {
        tally.dropped.push({ reason: 'duplicate', line });
        continue;
      }
      known.add(key);
      const examples = encodeAny(pair);
      if (examples === 'prompt-too-long') tally.dropped.push({ reason: examples, line });
      else all.push(...examples);
    }
    return all;
  }

  return { encode, tally };
}

/** What must not straddle splits: the group, else the prompt, or a piece of plain text itself. */
const groupOf = (example: Example) => (example.prompt === '' ? example : (example.group ?? example.prompt));

function splitByGroup(examples: readonly Example[], seed: number): Record<Split, Example[]> {
  const rng = createRng(seed, 'split');
  const groups = rng.shuffle([...new Set(examples.map(groupOf))]);
  const heldOut = Math.max(1, Math.round(groups.length * HELD_OUT));
  const validation = new Set(groups.slice(0, heldOut));
  const test = new Set(groups.slice(heldOut, 2 * heldOut));
  // Shuffled, so that the first few of a split are a fair sample of it.
  const shuffled = rng.shuffle(examples);
  return {
    train: shuffled.filter((example) => !validation.has(groupOf(example)) && !test.has(groupOf(example))),
    validation: shuffled.filter((example) => validation.has(groupOf(example))),
    test: shuffled.filter((example) => test.has(groupOf(example))),
  };
}

function countByReason(rows: readonly DroppedRow[]): DatasetSummary['dropped'] {
  const counts = new Map<DropReason, DatasetSummary['dropped'][number]>();
  for (const { reason, line } of rows) {
    const known = counts.get(reason);
    if (known) known.count++;
    else counts.set(reason, { reason, count: 1, firstLine: line });
  }
  return [...counts.values()];
}
