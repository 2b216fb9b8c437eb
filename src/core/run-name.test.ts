import { describe, expect, test } from 'vitest';
import { loraConfigSchema, type LoraConfig } from './methods/lora-config.ts';
import { defaultMethod, type MethodConfig } from './methods/methods.ts';
import { defaultRunConfig, runConfigSchema, type RunConfig } from './run-config.ts';
import {
  configSummary,
  dataNames,
  describeDifference,
  isNamedByPerson,
  repeatNumbers,
  runName,
} from './run-name.ts';

describe('runName', () => {
  test('two words, the same for the same id', () => {
    expect(runName('a')).toMatch(/^[a-z]+ [a-z]+$/);
    expect(runName('a')).toBe(runName('a'));
    expect(runName('')).toMatch(/^[a-z]+ [a-z]+$/);
  });

  test('no word that insults or disgusts', () => {
    const words = new Set(Array.from({ length: 20_000 }, (_, i) => runName(String(i)).split(' ')).flat());
    expect(words.size).toBeGreaterThan(250);
    const unfit =
      'ape ass baboon bat blowfish booby boar buzzard chicken chimp cockroach cow cuckoo donkey dodo flea fly gnat hog ' +
      'hyena jackal jackass leech louse maggot mite monkey mosquito mule ox parasite pig piranha prawn rat roach ' +
      'scorpion shrew shrimp skunk slug snake sow spider swine tapeworm tarantula tick tit toad turkey urchin vermin ' +
      'viper vulture wasp weasel whelk wolf worm';
    expect(unfit.split(' ').filter((word) => words.has(word))).toEqual([]);
  });

  test('ids that differ a little, anagrams too, have different names', () => {
    expect(runName('abc')).not.toBe(runName('cba'));
    const names = Array.from({ length: 30 }, (_, i) => runName(`run-${i}`));
    expect(new Set(names).size).toBe(30);
  });
});

test('a name is a person’s where the record says so, or where an older record has another than its id gives', () => {
  expect(isNamedByPerson({ id: 'a', name: runName('a') })).toBe(false);
  expect(isNamedByPerson({ id: 'a', name: 'my run' })).toBe(true);
  expect(isNamedByPerson({ id: 'a', name: 'calm otter (2)', named: false })).toBe(false);
  expect(isNamedByPerson({ id: 'a', name: runName('a'), named: true })).toBe(true);
});

describe('configSummary', () => {
  const summary = (config: object) => configSummary(runConfigSchema.parse(config));

  test('rank, matrices and learning rate of the default', () => {
    expect(summary({ seed: 7 })).toEqual([
      { key: 'method.r', value: 4 },
      { key: 'method.target_modules', value: ['q', 'v'] },
      { key: 'training.learning_rate', value: 0.01 },
    ]);
  });

  test('α by its rule, rsLoRA and layers where they are not the default’s', () => {
    const others = (method: object) =>
      summary({ method })
        .filter(({ key }) => !['method.r', 'method.target_modules', 'training.learning_rate'].includes(key))
        .map(({ key, value }) => [key, value]);
    expect(others({ lora_alpha: 16 })).toEqual([['method.lora_alpha', 16]]);
    expect(others({ lora_alpha: 32, alpha_ratio: 8 })).toEqual([['method.alpha_ratio', 8]]);
    expect(others({ use_rslora: true, layers_to_transform: [1] })).toEqual([
      ['method.use_rslora', true],
      ['method.layers_to_transform', [1]],
    ]);
  });

  test('settings of other methods that are not 0, by the method’s name', () => {
    expect(summary({ method: { type: 'prefix-layer', prefix_tokens: 4 } })).toEqual([
      { key: 'method.type', value: 'prefix-layer' },
      { key: 'method.prefix_tokens', value: 4 },
      { key: 'training.learning_rate', value: 0.01 },
    ]);
    expect(summary({ method: { type: 'lora-prefix-embed', prefix_tokens: 4 } })).toEqual([
      { key: 'method.type', value: 'lora-prefix-embed' },
      { key: 'method.r', value: 4 },
      { key: 'method.target_modules', value: ['q', 'v'] },
      { key: 'method.prefix_tokens', value: 4 },
      { key: 'training.learning_rate', value: 0.01 },
    ]);
    expect(summary({ method: { type: 'bitfit' } })).toEqual([
      { key: 'method.type', value: 'bitfit' },
      { key: 'training.learning_rate', value: 0.01 },
    ]);
  });
});

describe('describeDifference', () => {
  const base = defaultRunConfig();
  const of = (method: MethodConfig): RunConfig => ({ ...base, method });
  const withMethod = (changes: Partial<LoraConfig>) => of(loraConfigSchema.parse(changes));
  const dataset = { name: 'restaurant', fingerprint: '0a' };
  const differences = (...configs: RunConfig[]) =>
    describeDifference(configs.map((config) => ({ config, dataset })));

  test('only the settings that differ, with each run’s own value', () => {
    expect(differences(withMethod({ r: 1 }), withMethod({ r: 8 }), withMethod({ r: 8 }))).toEqual([
      [{ key: 'method.r', value: 1 }],
      [{ key: 'method.r', value: 8 }],
      [{ key: 'method.r', value: 8 }],
    ]);
  });

  test('tells the adapter that a run trains on', () => {
    const on = { ...base, start: { adapter: '1f', name: 'otter' } };
    expect(differences(base, on)).toEqual([
      [{ key: 'start', value: '' }],
      [{ key: 'start', value: 'otter' }],
    ]);
    expect(configSummary(on).at(-1)).toEqual({ key: 'start', value: 'otter' });
  });

  test('of runs that are compared, and with it the values of others', () => {
    const [a, b, other] = [withMethod({ r: 1 }), withMethod({ r: 8 }), { ...withMethod({ r: 2 }), seed: 9 }];
    const runs = [a, other, b].map((config) => ({ config, dataset }));
    expect(describeDifference(runs, ({ config }) => config !== other)).toEqual(
      [1, 2, 8].map((value) => [{ key: 'method.r', value }]),
    );
  });

  test('reaches every level, lists and null included', () => {
    const other = {
      ...withMethod({ target_modules: ['q'], layers_to_transform: [0] }),
      seed: 2,
      training: { ...base.training, learning_rate: 0.02 },
    };
    expect(differences(base, other)).toEqual([
      [
        { key: 'method.target_modules', value: ['q', 'v'] },
        { key: 'method.layers_to_transform', value: null },
        { key: 'seed', value: 1 },
        { key: 'training.learning_rate', value: base.training.learning_rate },
      ],
      [
        { key: 'method.target_modules', value: ['q'] },
        { key: 'method.layers_to_transform', value: [0] },
        { key: 'seed', value: 2 },
        { key: 'training.learning_rate', value: 0.02 },
      ],
    ]);
  });

  test('α that follows every rank is not told rank by rank; its c is, where that differs', () => {
    const follows = (r: number, c: number) => withMethod({ r, alpha_ratio: c, lora_alpha: c * r });
    expect(differences(follows(1, 8), follows(2, 8))).toEqual([
      [{ key: 'method.r', value: 1 }],
      [{ key: 'method.r', value: 2 }],
    ]);
    expect(differences(follows(4, 1), follows(4, 2))).toEqual([
      [{ key: 'method.alpha_ratio', value: 1 }],
      [{ key: 'method.alpha_ratio', value: 2 }],
    ]);
    // Beside an α that is fixed, α itself is told; where it is the same, the runs are.
    expect(differences(withMethod({}), follows(4, 8))).toEqual([[], []]);
    expect(differences(withMethod({}), follows(4, 2))).toEqual([
      [{ key: 'method.lora_alpha', value: 32 }],
      [{ key: 'method.lora_alpha', value: 8 }],
    ]);
  });

  test('among runs of several methods, the method and what is not its default', () => {
    const bitfit = of(defaultMethod('bitfit'));
    const isLora = { key: 'method.type', value: 'lora' };
    const isBitfit = { key: 'method.type', value: 'bitfit' };
    expect(differences(withMethod({ r: 8 }), withMethod({ r: 4 }), bitfit)).toEqual([
      [isLora, { key: 'method.r', value: 8 }],
      [isLora, { key: 'method.r', value: 4 }],
      [isBitfit],
    ]);
    expect(differences(withMethod({ r: 8 }), bitfit)).toEqual([
      [isLora, { key: 'method.r', value: 8 }],
      [isBitfit],
    ]);
    expect(differences(bitfit, withMethod({}))).toEqual([[isBitfit], [isLora]]);
    expect(differences(bitfit, bitfit)).toEqual([[], []]);
    expect(differences(bitfit, of({ type: 'prefix-layer', prefix_tokens: 4, infix_tokens: 0 }))).toEqual([
      [isBitfit],
      [
        { key: 'method.type', value: 'prefix-layer' },
        { key: 'method.prefix_tokens', value: 4 },
      ],
    ]);
  });

  test('beside another method, α is told by its rule where that is not the default', () => {
    const bitfit = of(defaultMethod('bitfit'));
    const told = (changes: Partial<LoraConfig>) => differences(withMethod(changes), bitfit)[0]?.slice(1);
    expect(told({ lora_alpha: 16 })).toEqual([{ key: 'method.lora_alpha', value: 16 }]);
    expect(told({ alpha_ratio: 2, lora_alpha: 8 })).toEqual([{ key: 'method.alpha_ratio', value: 2 }]);
  });

  test('nothing differs among equals, one, or none', () => {
    expect(differences(base, defaultRunConfig())).toEqual([[], []]);
    expect(differences(base)).toEqual([[]]);
    expect(differences()).toEqual([]);
  });

  test('other data is told by its name, and the task by the data', () => {
    const own = { ...base, task: 'own' };
    expect(
      describeDifference([
        { config: base, dataset },
        { config: own, dataset: { name: 'inns.csv', fingerprint: '1b' } },
      ]),
    ).toEqual([[{ key: 'data', value: 'restaurant' }], [{ key: 'data', value: 'inns.csv' }]]);
    expect(
      describeDifference([
        { config: own, dataset: { name: 'a.csv', fingerprint: '1b' } },
        { config: own, dataset: { name: 'b.csv', fingerprint: '1b' } },
      ]),
    ).toEqual([[], []]);
  });
});

describe('repeatNumbers', () => {
  const base = defaultRunConfig();
  const dataset = { name: 'restaurant', fingerprint: '0a' };
  const run = (id: string, seed: number, name = runName(id)) => ({
    id,
    name,
    dataset,
    config: { ...base, seed },
  });

  test('count the runs of the same settings and data in the order started; a run without an equal has none', () => {
    expect(repeatNumbers([run('a', 1), run('b', 2), run('c', 1), run('d', 3), run('e', 1)])).toEqual([
      1,
      null,
      2,
      null,
      3,
    ]);
    const other = { ...run('b', 1), dataset: { ...dataset, fingerprint: '99' } };
    expect(repeatNumbers([run('a', 1), other])).toEqual([null, null]);
  });

  test('a name that a person gave counts in place of the settings', () => {
    expect(repeatNumbers([run('a', 1), run('b', 1, 'mine'), run('c', 2, 'mine')])).toEqual([null, 1, 2]);
  });
});

test('data of one name is told apart by its fingerprint, and equal data is one', () => {
  expect(
    dataNames([
      { name: 'a.csv', fingerprint: '01' },
      { name: 'a.csv', fingerprint: '02' },
      { name: 'b.csv', fingerprint: '03' },
      { name: 'copy of b.csv', fingerprint: '03' },
    ]),
  ).toEqual(['a.csv (01)', 'a.csv (02)', 'b.csv', 'b.csv']);
});
