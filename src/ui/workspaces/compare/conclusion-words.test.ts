import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import type { Concluded, Conclusion } from '../../../core/conclusion.ts';
import { asLora, withRank } from '../../../core/methods/lora-config.ts';
import type { RunRecord } from '../../../core/run-record.ts';
import { record } from '../../../state/testing.ts';
import { lateStrings, startStrings } from '../../strings/index.ts';
import { settingNames, wordConclusion, wordNotCompared } from './conclusion-words.ts';

beforeAll(async () => {
  await startStrings();
  await lateStrings();
});

/** Runs of these ranks, each of a seed of its own. */
const runs = [1, 2, 4, 8, 16, 32, 64, 128].map((r, seed): RunRecord => {
  const run = record(`${r}`);
  return { ...run, config: { ...run.config, seed, method: withRank(asLora(run.config.method), r) } };
});
const of = (r: number): RunRecord => {
  const found = runs.find(({ id }) => id === `${r}`);
  if (!found) throw new Error(`There is no run of rank ${r}.`);
  return found;
};
const basis = { pairs: 'seeds', n: 3, tests: 3, level: 0.05 } as const;
const because = (found: Concluded['found']): Concluded => ({ found, diverged: [], leftOut: 0 });
const conclusion = (told: Partial<Conclusion>): Concluded =>
  because({ best: of(16), alike: [], worse: [], basis, ...told });
const words = () => i18next.getFixedT('en', 'workspaces');
const nameOf = (run: RunRecord) => settingNames(runs, i18next.getFixedT('en', 'charts'))(run);
const told = (concluded: Concluded, figure: 'finalLoss' | 'metric' = 'finalLoss') =>
  wordConclusion(concluded, figure, 'BLEU', nameOf, words());

it('names no winner inside the band, and says by how much others are worse', () => {
  const found = conclusion({
    alike: [{ run: of(8), mean: 0.02, margin: 0.21 }],
    worse: [{ run: of(1), mean: 0.5, margin: 0.0993 }],
  });
  expect(told(found)).toEqual({
    sentence:
      'By the last validation loss, r 16 and r 8 (difference 0.02 ± 0.21 nats) cannot be told apart with 3 seeds; r 1 is worse by 0.500 ± 0.099 nats.',
    test:
      'Pairs are runs of the same seed, which saw the same batches: 3 pairs. ' +
      'Student’s paired t-tests of each setting with each other, 3 in all, together at level 0.05 by Holm’s method. ' +
      'Differences are from r 16, whose mean is best; ± is half the 95 % interval of each difference by itself.',
  });
});

it('names the one that beats all others, and of one seed says that it is one', () => {
  const worse = [
    { run: of(2), mean: 3.21, margin: 1.44 },
    { run: of(1), mean: 12, margin: 11 },
  ];
  const found = conclusion({ worse, basis: { pairs: 'prompts', n: 128, tests: 1, level: 0.05 } });
  expect(told(found, 'metric')?.sentence).toBe(
    'By BLEU on the test prompts, r 16 is best in these runs of one seed (other seeds may differ); ' +
      'r 2 is worse by 3.2 ± 1.4 points, r 1 by 12 ± 11 points.',
  );
});

it('says that a loss of one seed is a mean over examples', () => {
  const found = conclusion({ basis: { pairs: 'examples', n: 64, tests: 1, level: 0.05 } });
  expect(told(found)?.sentence).toBe(
    'By the last validation loss, averaged over examples, r 16 is best in these runs of one seed (other seeds may differ).',
  );
});

it('says of two seeds that they seldom tell anything', () => {
  const alike = [{ run: of(8), mean: 0.9, margin: 1.2 }];
  expect(told(conclusion({ alike, basis: { ...basis, n: 2 } }))?.sentence).toMatch(
    /with 2 seeds\. With two seeds even large differences/,
  );
});

it('counts settings that are too many to name', () => {
  const alike = runs.filter((run) => run !== of(16)).map((run) => ({ run, mean: 0.1, margin: 0.2 }));
  expect(told(conclusion({ alike }))?.sentence).toBe(
    'By the last validation loss, ' +
      [1, 2, 4, 8, 32, 64].map((r) => `r ${r} (difference 0.10 ± 0.20 nats), `).join('') +
      'and 1 other cannot be told apart from r 16 with 3 seeds.',
  );
  const worse = runs.slice(1).map((run, i) => ({ run, mean: 0.1 + i / 10, margin: 0.05 }));
  expect(told(conclusion({ best: of(1), worse }))?.sentence).toBe(
    'By the last validation loss, r 1 is best with 3 seeds; 7 others are worse by 0.1 to 0.7 nats.',
  );
});

it('says what is missing, what diverged and what is left out', () => {
  const diverged = [
    { run: of(64), diverged: 1, of: 1 },
    { run: of(128), diverged: 2, of: 3 },
  ];
  expect(told(because('one-run'))).toBeNull();
  expect(wordNotCompared(because('one-run'), 0, nameOf, words())).toEqual([
    'With one run nothing can be compared.',
  ]);
  expect(wordNotCompared({ ...conclusion({}), diverged, leftOut: 2 }, 1, nameOf, words())).toEqual([
    'r 64 diverged and is not compared.',
    'r 128 diverged in 2 of 3 runs and is not compared.',
    '2 runs are left out: they did not finish, have not the seeds of the others, or their texts were cut short at other places.',
    '1 more run of the same experiment is not shown, and not compared.',
  ]);
});
