import { describe, expect, it } from 'vitest';
import { conclude, type JudgingFigure } from './conclusion.ts';
import { asLora, withRank } from './methods/lora-config.ts';
import { defaultRunConfig } from './run-config.ts';
import { noFindings, type Answer, type EvalPoint, type RunRecord } from './run-record.ts';

interface Told extends Partial<Omit<RunRecord, 'evals'>> {
  r: number;
  seed?: number;
  last?: Omit<EvalPoint, 'step'>;
  bleu?: number;
  accuracy?: number;
}

/** A run of 300 steps of some rank, which ended with a loss. */
function run({ r, seed = 0, last = { loss: 1 }, bleu, accuracy, ...findings }: Told): RunRecord {
  const config = defaultRunConfig();
  const value = bleu ?? accuracy;
  return {
    format: 'rankscope-run',
    version: 1,
    id: `${r}/${seed}`,
    name: 'calm otter',
    createdAt: '2026-01-01T00:00:00.000Z',
    config: { ...config, seed, method: withRank(asLora(config.method), r) },
    device: { backend: 'wasm', reason: 'no-webgpu', adapter: '', software: false, f16: false, threads: 1 },
    dataset: {
      task: 'restaurant',
      name: 'restaurant',
      train: 100,
      validation: 64,
      test: 64,
      prompts: 228,
      longestTokens: 50,
      truncated: 0,
      dropped: [],
      examples: [],
      fingerprint: '811c9dc5',
      metrics: ['bleu'],
    },
    state: 'finished',
    groupId: 'g',
    trainableParameters: 1024,
    totalParameters: 4096,
    ...noFindings(),
    evals: [
      { step: 0, loss: 5 },
      { step: 300, ...last },
    ],
    scores:
      value === undefined
        ? []
        : [
            {
              step: 300,
              split: 'test',
              metric: bleu === undefined ? 'accuracy' : 'bleu',
              value,
              interval: null,
              texts: 4,
            },
          ],
    ...findings,
  };
}

const losses = (r: number, ...bySeed: number[]) =>
  bySeed.map((loss, seed) => run({ r, seed, last: { loss } }));
const byExample = (r: number, ...examples: number[]) => run({ r, last: { loss: 1, examples } });
const answers = (...texts: [text: string, reference: string, score: number][]): Answer[] =>
  texts.map(([text, reference, score], i) => ({
    prompt: `name[${i}]`,
    text,
    references: [reference],
    score,
  }));

/** The conclusion, each setting by its rank. */
function concluded(runs: readonly RunRecord[], figure: JudgingFigure = 'finalLoss') {
  const rank = ({ config }: RunRecord) => asLora(config.method).r;
  const { found, diverged, leftOut } = conclude(runs, figure);
  const settings = diverged.map(({ run: one, ...counts }) => ({ r: rank(one), ...counts }));
  if (typeof found === 'string') return { found, diverged: settings, leftOut };
  const { best, alike, worse, basis } = found;
  return {
    best: rank(best),
    alike: alike.map((behind) => rank(behind.run)),
    worse: worse.map(({ run: one, mean, margin }) => ({
      r: rank(one),
      mean: Number(mean.toFixed(4)),
      margin: Number(margin.toFixed(4)),
    })),
    basis,
    diverged: settings,
    leftOut,
  };
}

const missing = (runs: readonly RunRecord[], figure: JudgingFigure = 'finalLoss') =>
  conclude(runs, figure).found;

describe('of several seeds', () => {
  it('pairs are the seeds; what the band holds is not told apart', () => {
    const runs = [...losses(1, 1.5, 1.62, 1.68), ...losses(8, 1.03, 1.08, 1.22), ...losses(16, 1, 1.1, 1.2)];
    expect(concluded(runs)).toEqual({
      best: 16,
      alike: [8],
      // 0.5, 0.52 and 0.48: a deviation of 0.02, and t of 2 degrees of freedom is 4.3027.
      worse: [{ r: 1, mean: 0.5, margin: 0.0497 }],
      basis: { pairs: 'seeds', n: 3, tests: 3, level: 0.05 },
      diverged: [],
      leftOut: 0,
    });
  });

  it('is told by the differences, not by the spread of the runs', () => {
    // Seeds differ by 1, settings by 0.1 ± 0.01 in each seed.
    const found = concluded([...losses(1, 1.11, 2.1, 3.09), ...losses(2, 1, 2, 3)]);
    expect(found).toMatchObject({ best: 2, alike: [], worse: [{ r: 1, mean: 0.1, margin: 0.0248 }] });
  });

  it('is harder on one of many: each is tested with each', () => {
    // 0.3, 0.4 and 0.6: t is 4.91, p 0.039.
    const two = [...losses(1, 1.3, 1.4, 1.6), ...losses(2, 1, 1, 1)];
    expect(concluded(two)).toMatchObject({ best: 2, alike: [], worse: [{ r: 1 }], basis: { tests: 1 } });
    const three = [...two, ...losses(4, 1.3, 1.1, 1.5)];
    expect(concluded(three)).toMatchObject({ best: 2, alike: [4, 1], worse: [], basis: { tests: 3 } });
  });

  it('judges a metric by the values of the whole texts, where more is better', () => {
    const scored = (r: number, ...values: number[]) => values.map((bleu, seed) => run({ r, seed, bleu }));
    const found = concluded([...scored(1, 30, 31.5), ...scored(2, 40, 41.4)], 'metric');
    // 10 and 9.9: a deviation of 0.0707, and t of 1 degree of freedom is 12.706.
    expect(found).toMatchObject({
      best: 2,
      worse: [{ r: 1, mean: 9.95, margin: 0.6353 }],
      basis: { pairs: 'seeds', n: 2 },
    });
  });

  it('takes the seeds that all share, and leaves a setting out that was tried once', () => {
    const runs = [...losses(1, 1.5, 1.9, 1.7), ...losses(2, 1, 1.1), ...losses(4, 0.1)];
    expect(concluded(runs)).toMatchObject({ best: 2, worse: [], alike: [1], basis: { n: 2 }, leftOut: 2 });
  });
});

describe('of settings that lack a seed', () => {
  it('leaves one of many out, so that the others keep all of their seeds', () => {
    const runs = [1, 2, 4, 8].flatMap((r) => losses(r, r + 0.01, r, r + 0.02));
    // Of rank 1 the third seed did not finish.
    const stopped = runs.map((own, i) => (i === 2 ? { ...own, state: 'stopped' as const } : own));
    expect(concluded(stopped)).toMatchObject({ best: 2, basis: { n: 3, tests: 3 }, leftOut: 3 });
  });
});

describe('of texts that were cut short at different places', () => {
  it('compares the most that were cut alike', () => {
    const cut = (runs: readonly RunRecord[]) =>
      runs.map((own) => ({ ...own, dataset: { ...own.dataset, truncated: 7 } }));
    const runs = [...losses(1, 2, 2.1), ...losses(2, 1, 1.1), ...cut(losses(4, 0.5, 0.6))];
    expect(concluded(runs)).toMatchObject({ best: 2, basis: { n: 2, tests: 1 }, leftOut: 2 });
  });
});

describe('of one seed', () => {
  it('pairs are the validation examples', () => {
    // 0.5, 0.4, 0.6 and 0.5: a deviation of 0.0816, and t of 3 degrees of freedom is 3.1824.
    expect(concluded([byExample(1, 1.5, 2.4, 3.6, 4.5), byExample(2, 1, 2, 3, 4)])).toMatchObject({
      best: 2,
      alike: [],
      worse: [{ r: 1, mean: 0.5, margin: 0.1299 }],
      basis: { pairs: 'examples', n: 4, tests: 1 },
    });
  });

  it('pairs are the prompts, by their own scores where the metric is a mean', () => {
    const wrong = Array.from({ length: 8 }, (): [string, string, number] => ['no', 'yes', 0]);
    const right = wrong.map((): [string, string, number] => ['yes', 'yes', 100]);
    const judged = (r: number, rights: number) =>
      run({
        r,
        accuracy: 12.5 * rights,
        answers: answers(...right.slice(0, rights), ...wrong.slice(rights)),
      });
    // Seven of eight differ by 100: the mean is 87.5, the deviation 35.36, and t of 7 degrees of freedom is 2.3646.
    expect(concluded([judged(1, 1), judged(2, 8)], 'metric')).toMatchObject({
      best: 2,
      worse: [{ r: 1, mean: 87.5, margin: 29.5578 }],
      basis: { pairs: 'prompts', n: 8 },
    });
    expect(concluded([judged(1, 7), judged(2, 8)], 'metric')).toMatchObject({ best: 2, alike: [1] });
  });

  it('tells texts apart by BLEU, which no sentence has alone', () => {
    const reference = 'The Mill serves cheap French food near the river in the old town.';
    const judged = (r: number, bleu: number, text: string) =>
      run({
        r,
        bleu,
        answers: answers(
          ...Array.from({ length: 6 }, (): [string, string, number] => [text, reference, bleu]),
        ),
      });
    const found = concluded([judged(1, 60, reference.slice(0, 40)), judged(2, 100, reference)], 'metric');
    expect(found).toMatchObject({ best: 2, worse: [{ r: 1 }], basis: { pairs: 'prompts', n: 6 } });
  });
});

describe('says what is missing', () => {
  const [one, other] = [byExample(1, 1, 2), byExample(2, 1.1, 2.2)];

  it('of too few runs or settings', () => {
    expect(missing([])).toBe('one-run');
    expect(missing([one])).toBe('one-run');
    expect(missing(losses(1, 1, 2, 3))).toBe('one-setting');
    expect(missing([one, { ...other, state: 'stopped' }])).toBe('unfinished');
    expect(missing([one, { ...other, state: 'running' }])).toBe('live');
  });

  it('of runs that cannot stand side by side', () => {
    const { config, dataset } = other;
    const { training } = config;
    expect(missing([one, { ...other, config: { ...config, model: 'micro' } }])).toBe('other-model');
    expect(missing([one, { ...other, dataset: { ...dataset, fingerprint: '0' } }])).toBe('other-data');
    expect(missing([one, { ...other, dataset: { ...dataset, truncated: 1 } }])).toBe('other-cut');
    const shorter = { ...config, training: { ...training, max_steps: 100 } };
    expect(missing([one, { ...other, config: shorter }])).toBe('other-steps');
    expect(missing([one, { ...other, config: { ...config, seed: 1 } }])).toBe('no-shared-seed');
  });

  it('of old runs, of other metrics, and of texts without a value', () => {
    expect(missing([one, run({ r: 2 })])).toBe('no-figures');
    expect(missing([one, other], 'metric')).toBe('no-figures');
    const texts = answers(['a', 'a', 100], ['b', 'a', 0]);
    const accuracy = run({ r: 1, accuracy: 50, answers: texts });
    expect(missing([accuracy, run({ r: 2, accuracy: 50, answers: texts })], 'metric')).toBeTypeOf('object');
    expect(missing([accuracy, run({ r: 2, bleu: 50, answers: texts })], 'metric')).toBe('no-figures');
    expect(missing([accuracy, run({ r: 2, accuracy: 50 })], 'metric')).toBe('no-figures');
  });
});

it('says which settings diverged, and compares the others', () => {
  const runs = [...losses(1, 1.5, 1.6), ...losses(2, 1, 1.1), ...losses(4, 1, 1)];
  const [bad = runs[0]] = runs.slice(-1);
  if (!bad) throw new Error('There is no run.');
  const failed = runs.map((own) =>
    own === bad ? { ...own, state: 'failed' as const, failure: 'non-finite' as const } : own,
  );
  expect(concluded(failed)).toMatchObject({
    best: 2,
    alike: [],
    worse: [{ r: 1 }],
    diverged: [{ r: 4, diverged: 1, of: 2 }],
    leftOut: 0,
  });
  expect(concluded(failed.slice(2))).toEqual({
    found: 'unfinished',
    diverged: [{ r: 4, diverged: 1, of: 2 }],
    leftOut: 0,
  });
});
