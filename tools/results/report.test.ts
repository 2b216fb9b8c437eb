import { describe, expect, it } from 'vitest';
import { bitfit } from '../../src/core/methods/bitfit.ts';

import { entry, score, SUBJECT } from './fixture.ts';
import type { Entry } from './log.ts';
import { FEW_PAIRS, plan, RANK_RATE, type Grid, type Subject } from './plan.ts';
import { costsOf } from './costs.ts';
import { methodReport } from './methods-report.ts';
import { counted, isApart, report, withTables } from './report.ts';
import { between, list, meanAndSpread } from './words.ts';

const subjects: Subject[] = [SUBJECT, { ...SUBJECT, task: 'nli', fingerprint: '02' }];
const grid: Grid = { subjects, seeds: [1, 2, 3], max_steps: 300 };

/** Rank 4 on the restaurant task with each seed, rank 1 with the first; accuracy of the other task with the first. */
const entries: Entry[] = plan(grid).flatMap((job) => {
  const { task, seed, method, training } = job.config;
  if (method.type !== 'lora' || training.learning_rate !== RANK_RATE || training.max_train_samples) return [];
  const isDefault = method.r === 4 && method.target_modules.length === 2;
  const of = (...values: [number, number]) => ({
    scores: [
      score(0, 'bleu', 5),
      score(0, 'slot-error-rate', 90, 10),
      score(300, 'bleu', values[0]),
      score(300, 'slot-error-rate', values[1], 10),
    ],
  });
  if (task === 'nli')
    return isDefault && seed === 1
      ? [entry(job, { scores: [score(0, 'accuracy', 33), score(300, 'accuracy', 34.5)] })]
      : [];
  if (isDefault) return [entry(job, of(38 + 2 * seed, 50 + 10 * seed))];
  return method.r === 1 && seed === 1 ? [entry(job, { ...of(20, 80), trainableParameters: 512 })] : [];
});
/** A table's row, by its heading and first cell, without padding. */
const row = (text: string, heading: string, name: string) =>
  text
    .slice(text.indexOf(heading))
    .split('\n')
    .find((line) => line.startsWith(`| ${name} |`));

describe('the report of results', () => {
  const text = report(counted(entries, grid), grid);

  it('has a mean and a standard deviation over seeds, and says where seeds are missing', () => {
    expect(row(text, '### Scores', 'base model')).toBe(
      '| base model | 0 | 5.0 [4.0 – 6.0] | 33.0 [32.0 – 34.0] |',
    );
    // 40, 42, 44.
    expect(row(text, '### Scores', 'Wq and Wv, r = 4')).toBe(
      '| Wq and Wv, r = 4 | 2,048 | 42.0 ± 2.0 | 34.5 (n = 1) |',
    );
    expect(row(text, '### Scores', 'Wq and Wv, r = 1')).toBe('| Wq and Wv, r = 1 | 512 | 20.0 (n = 1) |  |');
    expect(row(text, '### Scores', 'Wq and Wv, r = 16')).toBe('| Wq and Wv, r = 16 |  |  |  |');
  });

  it('has losses before and after', () => {
    expect(row(text, '### Validation loss', 'base model')).toBe('| base model | 0 | 3.000 | 3.000 |');
    expect(row(text, '### The price', 'Wq and Wv, r = 4')).toBe(
      '| Wq and Wv, r = 4 | 2,048 | 2.000 ± 0.000 | 2.000 (n = 1) |',
    );
  });

  it('counts the seeds whose interval is better than the base model’s', () => {
    const heading = '### Is it better than the base model? Wq and Wv, r = 4';
    expect(row(text, heading, 'Restaurant descriptions: BLEU')).toMatch(/\| 3 of 3 \|$/);
    // 60 and its margin lie below 80, 70 touches it, 80 does not come near.
    expect(row(text, heading, 'Restaurant descriptions: Slot errors')).toMatch(/\| 1 of 3 \|$/);
    expect(row(text, heading, 'Premise and hypothesis: Accuracy')).toBe(
      '| Premise and hypothesis: Accuracy | 33.0 [32.0 – 34.0] | 34.5 [33.5 – 35.5] |  |  | 0 of 1 |',
    );
  });

  it('says on what, when, and on how many prompts', () => {
    expect(text).toContain(`5 of ${plan(grid).length} runs, 2026-11-21, on wasm, 2 threads, Chromium 156.`);
    expect(text).toContain('of the test split (128)');
    const later = entries.map((one, i) => (i === 0 ? { ...one, at: '2026-11-23T00:00:00.000Z' } : one));
    expect(report(later, grid)).toContain('2026-11-21 to 2026-11-23');
    expect(report([], grid)).toBe('Nothing is measured yet.');
  });

  it('has how many directions hold the energy of ΔW', () => {
    // By hand: 9 of 13.25 and 13 of it; 4 of 8.05 and 8 of it.
    expect(row(text, '### Directions', 'Wq and Wv, r = 4')).toBe(
      '| Wq and Wv, r = 4 | 2,048 | 2.0 ± 0.0 | 2.0 (n = 1) |',
    );
  });

  it('says of each hidden rank how far the teacher was and is, and how wide the gap is', () => {
    const hidden = {
      subjects: [{ ...SUBJECT, task: 'hidden-rank', fingerprint: '' }],
      seeds: [1],
      max_steps: 300,
    };
    const runs = plan(hidden).map((job) =>
      entry(job, {
        scores: [],
        evals: {
          base: { step: 0, loss: 3, divergence: 0.3 },
          best: { step: 300, loss: 2, divergence: 0.1 },
          final: { step: 300, loss: 2, divergence: 0.1 },
        },
      }),
    );
    const told = report(counted(runs, hidden), hidden);
    // 2 / 0.5 and 2 / 0.2, the widest of each; √40.
    expect(row(told, '### Can the hidden rank', 'k = 2')).toBe(
      '| k = 2 | 0.300 | 0.100 | 2.0 of 2 | 6.3 | 4.0 |',
    );
    expect(row(told, '### Can the hidden rank', 'k = 3')).toMatch(/\| 0\.0 of 2 \| 2\.0 \| 2\.0 \|$/);
    expect(told).not.toMatch(/NaN|Infinity/);
    expect(told).not.toContain('### Is it better');
    expect(row(told, '### KL to the teacher', 'base model')).toBe('| base model | 0 | 0.300 |');
    expect(row(told, '### KL to the teacher', 'Wq and Wv, r = 8')).toBe(
      '| Wq and Wv, r = 8 | 2,048 | 0.100 |',
    );
  });

  it('counts a run once, and none of other weights, data or settings', () => {
    const [first] = entries;
    if (!first) throw new Error('There is no entry.');
    const again = { ...first, at: '2026-11-22T00:00:00.000Z' };
    const { config } = first;
    const strange: Entry[] = [
      { ...first, weights: 'old' },
      { ...first, fingerprint: 'old' },
      { ...first, config: { ...config, training: { ...config.training, learning_rate: 0.5 } } },
      { ...first, config: { ...config, seed: 9 } },
    ];
    expect(counted([first, ...strange, again], grid)).toEqual([again]);
  });
});

describe('the report of methods', () => {
  const measured = plan(grid)
    .filter(({ config }) => config.method.type === 'bitfit')
    .map((job) => entry(job, { trainableParameters: 1216 }));
  const lab = (ms_per_step: number) => ({ lab: { ms_per_step, wasm_bytes: 34.6e6 } });
  const methods = [
    { method: 'lora', results: lab(10) },
    { method: 'bitfit', results: lab(12.5) },
  ];
  const costOf = costsOf({ cases: [{ name: 'nano', methods }] });
  const text = methodReport(counted(measured, grid), grid, costOf);

  it('has each method with its learning rate, what it scores and what it forgets', () => {
    expect(row(text, '### nano, Restaurant descriptions\n', 'base model')).toBe(
      '| base model | 0 |  | 3.000 |  | 5.0 | 5.0 [4.0 – 6.0] | 1.000 |  |  |',
    );
    expect(row(text, '### nano, Restaurant descriptions\n', 'BitFit')).toBe(
      `| BitFit | 1,216 | ${String(bitfit.learningRate)} | 0.600 ± 0.000 | 0.500 ± 0.000 | 40.0 ± 0.0 | 40.0 [39.0 – 41.0] | 2.000 ± 0.000 | 1.25 | 35 |`,
    );
    expect(text).not.toContain('AdapterH');
  });

  it('has the comparison with little data, of that task alone', () => {
    expect(row(text, `, ${FEW_PAIRS} pairs`, 'BitFit')).toContain('| 0.600 ± 0.000 |');
    expect(text.match(/^### .*$/gm)).toEqual([
      '### nano, Restaurant descriptions',
      `### nano, Restaurant descriptions, ${FEW_PAIRS} pairs`,
    ]);
    expect(methodReport([], grid, costOf)).toBe('Nothing is measured yet.');
  });
});

describe('the place of the tables', () => {
  const page = 'Above.\n<!-- tables -->\nold\n<!-- /tables -->\nBelow.\n';

  it('leaves what is around them as it is, each time', () => {
    const once = withTables(page, 'tables', '| a |');
    expect(once).toBe('Above.\n<!-- tables -->\n\n| a |\n\n<!-- /tables -->\nBelow.\n');
    expect(withTables(once, 'tables', '| a |')).toBe(once);
  });

  it('is not guessed', () => {
    expect(() => withTables('Above.', 'tables', '| a |')).toThrow('<!-- tables -->');
  });
});

describe('words', () => {
  it('has the standard deviation of a sample', () => {
    // By hand: mean 5, squares of differences 9 1 1 1 0 0 4 16 = 32, 32 / 7 = 4.571, its root 2.138.
    expect(meanAndSpread([2, 4, 4, 4, 5, 5, 7, 9], 3, 8)).toBe('5.000 ± 2.138');
    expect(meanAndSpread([2, undefined, 4], 1, 3)).toBe('3.0 ± 1.4 (n = 2)');
    expect(meanAndSpread([7], 1, 1)).toBe('7.0');
    expect(meanAndSpread([], 1, 3)).toBe('');
  });

  it('has intervals where there are any, and lists', () => {
    expect(between({ ...score(0, 'bleu', 5), interval: null })).toBe('5.0');
    expect(between(undefined)).toBe('');
    expect(['', 'a', 'a and b', 'a, b and c']).toEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(list));
  });

  it('calls no run better that has no interval', () => {
    const base = score(0, 'bleu', 5);
    expect(isApart(base, score(300, 'bleu', 8))).toBe(true);
    expect(isApart(base, { ...score(300, 'bleu', 8), interval: null })).toBe(false);
  });
});
