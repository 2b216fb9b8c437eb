import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Limit } from '../core/limit.ts';
import { bitfit as bitfitMethod } from '../core/methods/bitfit.ts';
import { prefixLayer } from '../core/methods/prefix.ts';
import { asLora, LORA_LIMITS, PRESETS } from '../core/methods/lora-config.ts';
import { METHOD_IDS, methodOf, type MethodId } from '../core/methods/methods.ts';
import {
  defaultRunConfig,
  defaultsOfVersion,
  LIMITS,
  runConfigSchema,
  SCHEDULES,
  withMethod,
  type RunConfig,
} from '../core/run-config.ts';
import { BACKENDS } from '../core/run-record.ts';
import { GPT2_PROJECTIONS } from '../core/models/gpt2.ts';
import { PROJECTIONS } from '../core/site.ts';
import { SECRET_RANKS } from '../core/secret.ts';
import { TASKS } from './shelf.ts';
import { normalise } from '../core/normal-config.ts';
import { LANGUAGES } from './language.ts';
import { fromQuery, presetOf, toQuery } from './url.ts';
import { VIEWS } from './view-store.ts';

const within = ({ min, max, integer }: Limit) =>
  integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
const number = (key: keyof typeof LIMITS) => within(LIMITS[key]);
const loraNumber = (key: keyof typeof LORA_LIMITS) => within(LORA_LIMITS[key]);

const siteName = fc
  .tuple(fc.option(fc.integer({ min: 0, max: 999 })), fc.constantFrom(...PROJECTIONS))
  .map(([layer, projection]) => (layer === null ? projection : `${layer}.${projection}`));

const loraSettings = {
  r: loraNumber('r'),
  lora_alpha: loraNumber('lora_alpha'),
  alpha_ratio: fc.option(loraNumber('alpha_ratio')),
  lora_dropout: loraNumber('lora_dropout'),
  use_rslora: fc.boolean(),
  target_modules: fc.subarray([...PROJECTIONS], { minLength: 1 }),
  rank_pattern: fc.dictionary(siteName, loraNumber('r'), { maxKeys: 4, noNullPrototype: true }),
  alpha_pattern: fc.dictionary(siteName, loraNumber('lora_alpha'), { maxKeys: 4, noNullPrototype: true }),
  layers_to_transform: fc.option(
    fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 5 }),
  ),
};
const prefixSettings = {
  prefix_tokens: fc.integer({ min: 1, max: 32 }),
  infix_tokens: fc.integer({ min: 0, max: 32 }),
};
const anyMethod = fc.oneof(
  fc.record(loraSettings),
  fc.record({ type: fc.constant('bitfit') }),
  fc.record({ type: fc.constantFrom('prefix-embed', 'prefix-layer'), ...prefixSettings }),
  fc.record({ type: fc.constant('prefix-kv'), prefix_tokens: prefixSettings.prefix_tokens }),
  fc.record({
    type: fc.constantFrom('lora-prefix-embed', 'lora-prefix-layer'),
    ...loraSettings,
    ...prefixSettings,
  }),
  fc.record({
    type: fc.constantFrom('adapter-h', 'adapter-l'),
    bottleneck: fc.integer({ min: 1, max: 64 }),
  }),
);

const anyConfig: fc.Arbitrary<RunConfig> = fc
  .record({
    seed: number('seed'),
    task: fc.constantFrom(...TASKS),
    secret_seed: number('secret_seed'),
    secret_rank: fc.option(fc.constantFrom(...SECRET_RANKS)),
    method: anyMethod,
    training: fc.record({
      learning_rate: number('learning_rate'),
      lr_scheduler_type: fc.constantFrom(...SCHEDULES),
      max_steps: number('max_steps'),
      eval_steps: number('eval_steps'),
      max_length: number('max_length'),
      max_train_samples: fc.option(fc.integer({ min: 10, max: 1_000_000 })),
    }),
  })
  .map((fields) => normalise(runConfigSchema.parse(fields)));

/** docs/reliability.md counts them: so many addresses of hostile pairs, and as many of any text. */
const FUZZED = 1500;

describe('toQuery and fromQuery', () => {
  it('writes the default experiment as its preset, seed, learning rate and version alone', () => {
    expect(toQuery(defaultRunConfig(), null)).toBe('?v=2&preset=paper&seed=1&learning_rate=0.01');
  });

  it('writes what differs under its own name', () => {
    const config = defaultRunConfig();
    asLora(config.method).r = 8;
    config.seed = 3;
    config.training.learning_rate = 0.02;
    expect(toQuery(config, 'webgpu')).toBe('?v=2&preset=paper&seed=3&r=8&learning_rate=0.02&backend=webgpu');
  });

  it('keeps lists readable', () => {
    const config = defaultRunConfig();
    asLora(config.method).target_modules = ['k', 'up'];
    expect(toQuery(config, null)).toContain('target_modules=k,up');
  });

  it('keeps the defaults that an address of an earlier version left out', () => {
    const first = fromQuery('?v=1&preset=paper&seed=1&learning_rate=0.01');
    expect(first).toMatchObject({ config: defaultsOfVersion(1), notices: [] });
    expect(toQuery(first.config, null)).toBe(
      '?v=2&preset=paper&seed=1&learning_rate=0.01&eval_steps=20&metric_steps=100',
    );
  });

  it('tells an α that follows the rank by its c alone', () => {
    const config = defaultRunConfig();
    Object.assign(config.method, { r: 8, alpha_ratio: 2, lora_alpha: 16 });
    const query = '?v=2&preset=paper&seed=1&r=8&alpha_ratio=2&learning_rate=0.01';
    expect(toQuery(config, null)).toBe(query);
    expect(fromQuery(query)).toMatchObject({ config, notices: [] });
    // A c is stronger than an α beside it.
    expect(fromQuery(`${query}&lora_alpha=64`).config).toEqual(config);
    expect(fromQuery('?r=8&lora_alpha=64').config.method).toMatchObject({
      lora_alpha: 64,
      alpha_ratio: null,
    });
    expect(fromQuery('?alpha_ratio=-1').notices).toEqual([
      { code: 'clamped', key: 'method.alpha_ratio', given: '-1', used: '0.01' },
    ]);
  });

  it('carries ranks and alphas of single matrices by their names, in the order of the matrices', () => {
    const query = '?v=2&preset=paper&seed=1&rank_pattern=v:8,1.q:2&alpha_pattern=0.v:0.5&learning_rate=0.01';
    const patterns = { rank_pattern: { v: 8, '1.q': 2 }, alpha_pattern: { '0.v': 0.5 } };
    const { config, notices } = fromQuery('?rank_pattern=1.q:2,v:8&alpha_pattern=0.v:0.5');
    expect([config.method, notices]).toMatchObject([patterns, []]);
    expect(toQuery(config, null)).toBe(query);
    expect(fromQuery(query).config).toEqual(config);
    expect(presetOf(config)).toBe(null);
    expect(fromQuery('?rank_pattern=').config).toEqual(defaultRunConfig());
    expect(fromQuery('?rank_pattern=v:99,w:1,q').notices).toEqual([
      { code: 'clamped', key: 'method.rank_pattern.v', given: '99', used: '64' },
      { code: 'unknown-key', key: 'method.rank_pattern.w', given: '1', used: '' },
      { code: 'bad-value', key: 'method.rank_pattern.q', given: '', used: '' },
    ]);
  });

  it('carries a secret with the task that has one, and with no other', () => {
    const config = { ...defaultRunConfig(), task: 'hidden-rank', secret_seed: 9, secret_rank: 2 as const };
    const query = '?v=2&preset=paper&task=hidden-rank&seed=1&secret_seed=9&secret_rank=2&learning_rate=0.01';
    expect(toQuery(config, null)).toBe(query);
    expect(fromQuery(query)).toMatchObject({ config, notices: [] });
    expect(fromQuery(`${query}&task=sql`).config).toMatchObject({ secret_seed: 1, secret_rank: null });
  });

  it('names another method in place of a preset, and what differs from its defaults', () => {
    const bitfit = withMethod(defaultRunConfig(), 'bitfit');
    expect(toQuery(bitfit, null)).toBe(
      `?v=2&method=bitfit&seed=1&learning_rate=${bitfitMethod.learningRate}`,
    );
    expect(fromQuery('?v=2&method=bitfit&seed=1')).toMatchObject({ config: bitfit, notices: [] });
    const prefix: RunConfig = {
      ...withMethod(defaultRunConfig(), 'prefix-layer'),
      method: { type: 'prefix-layer', prefix_tokens: 8, infix_tokens: 2 },
    };
    const query = `?v=2&method=prefix-layer&seed=1&infix_tokens=2&learning_rate=${prefixLayer.learningRate}`;
    expect(toQuery(prefix, null)).toBe(query);
    expect(fromQuery(query)).toMatchObject({ config: prefix, notices: [] });
    expect(fromQuery('?method=lora')).toMatchObject({ config: defaultRunConfig(), notices: [] });
    const rate = { ...bitfit, training: { ...bitfit.training, learning_rate: 0.3 } };
    expect(toQuery(rate, null)).toBe('?v=2&method=bitfit&seed=1&learning_rate=0.3');
  });

  it('has one name for each setting, of whichever method', () => {
    const { method, training, version, ...top } = defaultRunConfig();
    const others = [
      'v',
      'preset',
      'method',
      'backend',
      'view',
      'present',
      'lang',
      ...Object.keys({ ...top, ...training }),
    ];
    const ofMethods = METHOD_IDS.flatMap((type) => Object.keys(methodOf({ type }).schema.shape));
    expect(ofMethods.filter((key) => others.includes(key))).toEqual([]);
    expect([version, method.type]).toEqual([1, 'lora']);
  });

  it('gives every config back, without a notice', () => {
    fc.assert(
      fc.property(
        anyConfig,
        fc.option(fc.constantFrom(...BACKENDS)),
        fc.record({
          view: fc.constantFrom(...VIEWS),
          vary: fc.constantFrom('', 'r:1,8;seed:1,2', 'matrices:q.8,q.v.4'),
          lesson: fc.constantFrom('', 'rank'),
          inspect: fc.constantFrom('', 'map', 'similarity;0.q;a;a,secret 1f'),
          present: fc.constantFrom('', '1'),
          lang: fc.constantFrom('', ...LANGUAGES),
          classLink: fc.constantFrom('', '1;fixed:r,task;hidden:seed;seed:student;bcdf'),
        }),
        (config, backend, place) => {
          const query = toQuery(config, backend, place);
          expect(fromQuery(query)).toEqual({
            config,
            backend,
            ...place,
            student: '',
            result: '',
            notices: [],
          });
        },
      ),
    );
  });

  it('settles: what was read is written the same way again', () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), (query) => {
        const first = toQuery(fromQuery(`?${query}`).config, null);
        expect(toQuery(fromQuery(first).config, null)).toBe(first);
      }),
    );
  }, 30_000);
});

describe('fromQuery on hostile addresses', () => {
  const keys = [
    'r',
    'seed',
    'preset',
    'method',
    'prefix_tokens',
    'v',
    'backend',
    'model',
    'task',
    'secret_rank',
    'target_modules',
    'layers_to_transform',
  ];
  const values = [
    '',
    'NaN',
    'Infinity',
    '-1',
    'bitfit',
    'prefix-layer',
    '1e999',
    '0x10',
    ',,,',
    'all',
    'true',
    '__proto__',
    '9'.repeat(400),
  ];

  it('never throws and always gives a config that the schema accepts', () => {
    const pair = fc.tuple(
      fc.oneof(
        fc.constantFrom(
          ...keys,
          ...Object.keys(LIMITS),
          ...Object.keys(LORA_LIMITS),
          '__proto__',
          'constructor',
          'type',
          'version',
        ),
        fc.string(),
      ),
      fc.oneof(fc.constantFrom(...values), fc.string()),
    );
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const { config, notices } = fromQuery(`?${new URLSearchParams(pairs).toString()}`);
        expect(runConfigSchema.parse(config)).toEqual(config);
        expect(TASKS).toContain(config.task);
        for (const notice of notices)
          expect(Object.values(notice).every((told) => typeof told === 'string')).toBe(true);
      }),
      { numRuns: FUZZED, seed: 1 },
    );
    fc.assert(
      fc.property(fc.string(), (text) => runConfigSchema.safeParse(fromQuery(text).config).success),
      { numRuns: FUZZED, seed: 1 },
    );
  });

  it.each([
    ['600 unknown keys', Array.from({ length: 600 }, (_, i) => `wobble${i}=1`).join('&')],
    ['a key of a million characters', `${'k'.repeat(1e6)}=1`],
    ['a hundred thousand layers', `layers_to_transform=${'1,'.repeat(1e5)}1`],
    ['a hundred thousand matrices', `target_modules=${'q,'.repeat(1e5)}z`],
    ['a million-fold number', `r=${'9'.repeat(1e6)}`],
  ])('reads %s in a second', (_, query) => {
    const start = process.cpuUsage();
    const { config } = fromQuery(`?${query}`);
    expect(runConfigSchema.parse(config)).toEqual(config);
    expect(toQuery(config, null).length).toBeLessThan(2000);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(1000);
  });

  it('clamps a number out of range and says so', () => {
    const { config, notices } = fromQuery('?r=9999&max_steps=-4');
    expect(asLora(config.method).r).toBe(64);
    expect(config.training.max_steps).toBe(1);
    expect(notices).toEqual([
      { code: 'clamped', key: 'method.r', given: '9999', used: '64' },
      { code: 'clamped', key: 'training.max_steps', given: '-4', used: '1' },
    ]);
  });

  it.each([
    ['?wobble=1', { code: 'unknown-key', key: 'wobble', given: '1', used: '' }],
    ['?r=banana', { code: 'bad-value', key: 'method.r', given: 'banana', used: '4' }],
    ['?seed=', { code: 'bad-value', key: 'seed', given: '', used: '1' }],
    ['?secret_rank=7', { code: 'bad-value', key: 'secret_rank', given: '7', used: 'null' }],
    ['?model=../../etc', { code: 'bad-value', key: 'model', given: '../../etc', used: 'nano' }],
    ['?preset=best', { code: 'bad-value', key: 'preset', given: 'best', used: 'paper' }],
    ['?method=magic', { code: 'bad-value', key: 'method', given: 'magic', used: 'lora' }],
    ['?method=', { code: 'bad-value', key: 'method', given: '', used: 'lora' }],
    ['?prefix_tokens=4', { code: 'other-method', key: 'prefix_tokens', given: '4', used: '' }],
    ['?view=cellar', { code: 'bad-value', key: 'view', given: 'cellar', used: 'train' }],
    ['?backend=abacus', { code: 'bad-value', key: 'backend', given: 'abacus', used: '' }],
    ['?v=99', { code: 'bad-version', key: 'v', given: '99', used: '2' }],
    ['?target_modules=', { code: 'bad-value', key: 'method.target_modules', given: '[]', used: '["q","v"]' }],
  ])('%s is ignored with a notice', (query, notice) => {
    const { config, notices } = fromQuery(query);
    expect(config).toEqual(defaultRunConfig());
    expect(notices).toEqual([notice]);
  });

  it.each<[MethodId, string]>([
    ['bitfit', 'r'],
    ['bitfit', 'prefix_tokens'],
    ['prefix-layer', 'r'],
    ['prefix-layer', 'alpha_ratio'],
    ['prefix-layer', 'target_modules'],
  ])('%s has no setting %s', (type, key) => {
    const { config, notices } = fromQuery(`?${key}=8&method=${type}`);
    expect(config).toEqual(withMethod(defaultRunConfig(), type));
    expect(notices).toEqual([{ code: 'other-method', key, given: '8', used: '' }]);
  });

  it('says that a preset is LoRA’s, and takes it where LoRA is combined with another method', () => {
    const ignored = fromQuery('?preset=everything&method=bitfit');
    expect(ignored.config.method).toEqual({ type: 'bitfit' });
    expect(ignored.notices).toEqual([{ code: 'needs-lora', key: 'preset', given: 'everything', used: '' }]);
    const taken = fromQuery('?preset=everything&method=lora-prefix-embed');
    expect(taken.config.method).toMatchObject({
      type: 'lora-prefix-embed',
      r: 4,
      target_modules: GPT2_PROJECTIONS,
    });
    expect(taken.notices).toEqual([]);
  });

  it('clamps the numbers of another method, too', () => {
    const { config, notices } = fromQuery('?method=prefix-layer&prefix_tokens=99');
    expect(config.method).toEqual({ type: 'prefix-layer', prefix_tokens: 32, infix_tokens: 0 });
    expect(notices).toEqual([{ code: 'clamped', key: 'method.prefix_tokens', given: '99', used: '32' }]);
  });

  it('does not let a key reach an object’s prototype', () => {
    fromQuery('?__proto__=1&constructor=2&toString=3');
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('1');
    expect(fromQuery('?__proto__=1').notices).toHaveLength(1);
  });
});

describe('presetOf', () => {
  it('names each preset and nothing else', () => {
    for (const { id } of PRESETS) expect(presetOf(fromQuery(`?preset=${id}`).config)).toBe(id);
    expect(presetOf(fromQuery('?r=64').config)).toBeNull();
  });
  it('is null of another method', () => {
    expect(presetOf(fromQuery('?method=bitfit').config)).toBeNull();
  });
  it('is not misled by the order in which matrices were picked', () => {
    expect(presetOf(fromQuery('?target_modules=v,q,q').config)).toBe('paper');
  });
});
