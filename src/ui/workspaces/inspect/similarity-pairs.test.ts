import { expect, it } from 'vitest';
import { runConfigSchema } from '../../../core/run-config.ts';
import { record } from '../../../state/testing.ts';
import {
  commonSites,
  comparable,
  firstPair,
  partnersOf,
  rankPair,
  ranksToTrain,
  seedPair,
  seedsToTrain,
} from './similarity-pairs.ts';

function run(r: number, seed: number, { targets = ['q'], model = 'nano' } = {}) {
  const config = runConfigSchema.parse({ model, seed, method: { type: 'lora', r, target_modules: targets } });
  const sites = config.method.type === 'lora' ? config.method.target_modules : [];
  const spectra = [
    { step: 1, sites: sites.map((projection) => ({ site: { layer: 0, projection }, singularValues: [1] })) },
  ];
  return record(`${r}/${seed}/${model}`, { config, spectra });
}
const idsOf = (pair: readonly { id: string }[] | null) => pair?.map(({ id }) => id) ?? null;

it('compares runs of one model that have a ΔW, at matrices that both have changed', () => {
  const [one, other, micro] = [
    run(4, 1, { targets: ['q', 'v'] }),
    run(8, 1, { targets: ['v'] }),
    run(4, 1, { model: 'micro' }),
  ];
  const none = record('none', { spectra: [] });
  // micro has no other run, and nothing can be compared with a run without ΔW.
  expect(idsOf(comparable([one, none, other, micro], {}))).toEqual([one.id, other.id]);
  expect(comparable([one, none, micro], {})).toEqual([]);
  expect(idsOf(partnersOf(one, [one, other, micro], {}))).toEqual([other.id]);
  expect(commonSites(one, other)).toEqual([{ layer: 0, projection: 'v' }]);
});

it('finds the highest rank and the one nearest to its eighth, of two seeds where it can', () => {
  const runs = [run(2, 1), run(8, 1), run(64, 1), run(64, 2), run(1, 1, { model: 'micro' })];
  expect(idsOf(rankPair(runs))).toEqual(['8/1/nano', '64/2/nano']);
  expect(idsOf(rankPair(runs.slice(0, 3)))).toEqual(['8/1/nano', '64/1/nano']);
  expect(idsOf(rankPair([1, 2, 4, 16].map((r) => run(r, 1))))).toEqual(['2/1/nano', '16/1/nano']);
  expect(rankPair([run(4, 1), run(4, 2)])).toBeNull();
  expect(rankPair([])).toBeNull();
});

it('looks among other runs where those like the first have no pair', () => {
  const micro = run(4, 1, { model: 'micro' });
  expect(idsOf(firstPair(rankPair, [micro, run(8, 1), run(64, 2)]))).toEqual(['8/1/nano', '64/2/nano']);
  expect(firstPair(rankPair, [micro, run(8, 1)])).toBeNull();
});

it('finds two seeds of one setting, of the highest rank that has two', () => {
  const runs = [run(4, 1), run(4, 2), run(8, 1), run(8, 3), run(64, 1)];
  expect(idsOf(seedPair(runs))).toEqual(['8/1/nano', '8/3/nano']);
  expect(seedPair([run(4, 1), run(8, 2)])).toBeNull();
});

it('offers the secret of a run’s data, but not before the person has answered', () => {
  const hidden = run(8, 1);
  const secret = { seed: 1, rank: 2, sites: [], teacherLoss: 1 };
  const asked = { ...hidden, dataset: { ...hidden.dataset, fingerprint: 'riddle', secret } };
  expect(comparable([asked], {})).toEqual([]);
  expect(partnersOf(asked, [asked], { other: 2 })).toEqual([]);
  expect(comparable([asked], { riddle: 3 })).toEqual([asked]);
  expect(idsOf(partnersOf(asked, [asked], { riddle: 3 }))).toEqual(['secret riddle']);
});

it('knows what lacks for the paper’s figures, whose A are drawn from two seeds', () => {
  const trained = (configs: ReturnType<typeof ranksToTrain>) =>
    configs.map(({ method, seed }) => ['r' in method ? method.r : null, seed]);
  expect(trained(ranksToTrain(run(4, 1)))).toEqual([
    [8, 1],
    [64, 2],
  ]);
  expect(trained(ranksToTrain(run(8, 1)))).toEqual([[64, 2]]);
  expect(trained(ranksToTrain(run(64, 1)))).toEqual([[8, 2]]);
  expect(trained(seedsToTrain(run(64, 2 ** 31 - 1)))).toEqual([[64, 2 ** 31 - 2]]);
  const bitfit = { ...run(4, 1), config: runConfigSchema.parse({ method: { type: 'bitfit' } }) };
  expect(ranksToTrain(bitfit)).toEqual([]);
});
