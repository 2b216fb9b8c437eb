import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildDataset } from '../dataset.ts';
import { createTokenizer } from '../tokenizer.ts';
import { cardOf } from './card.ts';
import { generate, SIZES } from './splits.ts';
import { TASKS } from './tasks.ts';

const tokenizer = createTokenizer(
  JSON.parse(readFileSync(new URL('../../../public/models/nano/tokenizer.json', import.meta.url), 'utf8')),
);
/** The shipped models' n_positions. */
const CONTEXT = 128;

describe.each(Object.entries(TASKS))('%s', (id, task) => {
  const splits = generate(task, 1);
  const pairs = [...splits.train, ...splits.validation, ...splits.test];

  it('is registered under its id, with metrics', () => {
    expect(task.id).toBe(id);
    expect(task.metrics.length).toBeGreaterThan(0);
    expect(new Set(task.metrics).size).toBe(task.metrics.length);
  });

  it('has the sizes that all tasks have, and no prompt twice', () => {
    const sizes = {
      train: splits.train.length,
      validation: splits.validation.length,
      test: splits.test.length,
    };
    expect(sizes).toEqual(SIZES);
    expect(new Set(pairs.map(({ prompt }) => prompt)).size).toBe(pairs.length);
  });

  it('gives the same pairs for the same seed and others for another', () => {
    expect(generate(task, 1)).toEqual(splits);
    expect(generate(task, 2).train[0]).not.toEqual(splits.train[0]);
  });

  it('has a card, made of its first training pairs alone', () => {
    const first = generate(task, 1, { train: 40, validation: 0, test: 0 });
    expect(first).toEqual({ train: splits.train.slice(0, 40), validation: [], test: [] });
    const { example, chance, ...card } = cardOf(task, 1);
    expect(card).toEqual({ id, train: SIZES.train, metrics: task.metrics });
    expect(chance).toEqual(id === 'nli' ? expect.closeTo(33.33, 2) : null);
    expect(first.train).toContainEqual(expect.objectContaining(example));
    expect(example.prompt.length + example.completion.length).toBeLessThan(130);
  });

  it("fits the models' context whole", { timeout: 30_000 }, () => {
    const { summary } = buildDataset({
      task: id,
      name: id,
      source: splits,
      tokenizer,
      maxLength: CONTEXT,
      seed: 1,
    });
    expect(summary).toMatchObject({ truncated: 0, dropped: [] });
    expect(summary.longestTokens).toBeLessThanOrEqual(CONTEXT);
  });

  it('leaves no slot unfilled and no space too many', () => {
    for (const { prompt, completion } of pairs) {
      for (const text of [prompt, completion]) {
        expect(text).toBe(text.trim());
        expect(text).not.toMatch(/undefined|[{}|]| {2}| [.,?!;]|[.?!][.?!]/);
      }
    }
  });

  it('answers in its labels, if it has any, and uses each of them', () => {
    if (task.labels) expect(new Set(pairs.map(({ completion }) => completion))).toEqual(new Set(task.labels));
  });
});
