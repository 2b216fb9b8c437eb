import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fnv1a } from './hash.ts';
import { limitOf } from './limit.ts';
import { defaultMethod, METHOD_IDS, methodOf, type MethodConfig } from './methods/methods.ts';
import {
  DEFAULTS_VERSION,
  defaultRunConfig,
  defaultsOfVersion,
  isLast,
  LIMITS,
  repairRunConfig,
  runConfigSchema,
  textLength,
  withMethod,
} from './run-config.ts';

const method = (changes: object) => ({ ...defaultRunConfig().method, ...changes });

test('the default is the paper’s first preset', () => {
  const config = defaultRunConfig();
  expect(config.method).toMatchObject({
    r: 4,
    lora_alpha: 32,
    target_modules: ['q', 'v'],
    use_rslora: false,
  });
  for (const [key, limit] of Object.entries(LIMITS))
    expect({ key, inside: limit.min <= limit.default && limit.default <= limit.max }).toEqual({
      key,
      inside: true,
    });
});

/**
 * An address leaves out what is the default. Where a default changes, `DEFAULTS_VERSION` moves, and `defaultsOfVersion` keeps what it
 * was. A new method or setting changes the number alone.
 */
test('the defaults are those of the version', () => {
  const defaults = [defaultRunConfig(), ...METHOD_IDS.map(defaultMethod)];
  expect([DEFAULTS_VERSION, fnv1a(JSON.stringify(defaults))]).toEqual([2, 1_323_858_529]);
});

test('defaults of earlier versions stay what they were', () => {
  expect(defaultsOfVersion(DEFAULTS_VERSION)).toEqual(defaultRunConfig());
  const first = [defaultsOfVersion(1), ...METHOD_IDS.map(defaultMethod)];
  expect(fnv1a(JSON.stringify(first))).toBe(2_122_824_425);
  expect(defaultsOfVersion(DEFAULTS_VERSION + 1)).toBeNull();
});

test('only what is left alone must stay', () => {
  expect(isLast(['q'], 'q')).toBe(true);
  expect(isLast(['q'], 'v')).toBe(false);
  expect(isLast([0, 1], 1)).toBe(false);
});

describe('textLength', () => {
  const { training } = defaultRunConfig();
  const length = (method: MethodConfig, max_length: number, n_positions: number) =>
    textLength({ method, training: { ...training, max_length } }, { n_positions });

  test.each(['lora', 'bitfit'] as const)('%s: the setting, within the context', (type) => {
    expect(length(defaultMethod(type), 96, 128)).toBe(96);
    expect(length(defaultMethod(type), 300, 128)).toBe(128);
  });

  test('virtual tokens take places of the context, not of what the setting allows', () => {
    const method: MethodConfig = { type: 'prefix-layer', prefix_tokens: 8, infix_tokens: 3 };
    expect(length(method, 300, 128)).toBe(117);
    expect(length(method, 118, 128)).toBe(117);
    expect(length(method, 117, 128)).toBe(117);
    expect(length(method, 96, 128)).toBe(96);
    expect(length({ ...method, prefix_tokens: 0, infix_tokens: 0 }, 300, 128)).toBe(128);
  });
});

describe('repairRunConfig', () => {
  test('numbers by the names of matrices: near ones are clamped, others left out one by one', () => {
    const rank_pattern = { q: 8, '0.v': 99, '3.down': 1.6, x: 4, '01.q': 4, k: 'four', v: null, __proto: 2 };
    const { config, notices } = repairRunConfig({ method: { rank_pattern, alpha_pattern: 7 } });
    expect(config.method).toMatchObject({
      rank_pattern: { q: 8, '0.v': 64, '3.down': 2 },
      alpha_pattern: {},
    });
    expect(notices.map(({ code, key, given, used }) => [code, key, given, used])).toEqual([
      ['clamped', 'method.rank_pattern.0.v', '99', '64'],
      ['clamped', 'method.rank_pattern.3.down', '1.6', '2'],
      ['unknown-key', 'method.rank_pattern.x', '4', ''],
      ['unknown-key', 'method.rank_pattern.01.q', '4', ''],
      ['bad-value', 'method.rank_pattern.k', 'four', ''],
      ['bad-value', 'method.rank_pattern.v', 'null', ''],
      ['unknown-key', 'method.rank_pattern.__proto', '2', ''],
      ['bad-value', 'method.alpha_pattern', '7', '{}'],
    ]);
  });

  test('a valid config passes untouched', () => {
    const config = { ...defaultRunConfig(), seed: 7, method: method({ layers_to_transform: [0, 1] }) };
    expect(repairRunConfig(JSON.parse(JSON.stringify(config)))).toEqual({ config, notices: [] });
  });

  test('what is not named comes from the base', () => {
    const base = { ...defaultRunConfig(), seed: 9 };
    expect(repairRunConfig({ method: { r: 8 } }, base).config).toEqual({ ...base, method: method({ r: 8 }) });
    expect(repairRunConfig(undefined, base)).toEqual({ config: base, notices: [] });
  });

  test.each([
    [{ method: { r: 100 } }, { code: 'clamped', key: 'method.r', given: '100', used: '64' }],
    [{ method: { r: 0 } }, { code: 'clamped', key: 'method.r', given: '0', used: '1' }],
    [{ method: { r: 3.6 } }, { code: 'clamped', key: 'method.r', given: '3.6', used: '4' }],
    [{ method: { r: '8' } }, { code: 'bad-value', key: 'method.r', given: '8', used: '4' }],
    [{ method: { r: NaN } }, { code: 'bad-value', key: 'method.r', given: 'NaN', used: '4' }],
    [{ method: 3 }, { code: 'bad-value', key: 'method', given: '3', used: '' }],
    [
      { method: { target_modules: ['q', 'x'] } },
      { code: 'bad-value', key: 'method.target_modules', given: '["q","x"]', used: '["q","v"]' },
    ],
    [
      { training: { lr_scheduler_type: 'polynomial' } },
      { code: 'bad-value', key: 'training.lr_scheduler_type', given: 'polynomial', used: 'linear' },
    ],
    [{ method: { type: 'magic' } }, { code: 'bad-value', key: 'method.type', given: 'magic', used: 'lora' }],
    [{ method: { type: 3 } }, { code: 'bad-value', key: 'method.type', given: '3', used: 'lora' }],
    [
      { method: { prefix_tokens: 4 } },
      { code: 'unknown-key', key: 'method.prefix_tokens', given: '4', used: '' },
    ],
    [{ version: 2 }, { code: 'bad-version', key: 'version', given: '2', used: '1' }],
    [{ r: 8 }, { code: 'unknown-key', key: 'r', given: '8', used: '' }],
    [[1, 2], { code: 'bad-value', key: '', given: '[1,2]', used: '' }],
  ])('%j is mended with a notice', (input, notice) => {
    const { config, notices } = repairRunConfig(input);
    expect(notices).toEqual([notice]);
    expect(runConfigSchema.parse(config)).toEqual(config);
    if (notice.code !== 'clamped') expect(config).toEqual(defaultRunConfig());
  });

  test('the names of Object’s own machinery are unknown keys like any other', () => {
    const input: unknown = JSON.parse(
      '{"__proto__": {"r": 8}, "constructor": 1, "toString": 2, "method": {"__proto__": {"r": 8}, "hasOwnProperty": 1}}',
    );
    const { config, notices } = repairRunConfig(input);
    expect(config).toEqual(defaultRunConfig());
    expect(notices.map(({ code, key }) => `${code} ${key}`)).toEqual([
      'unknown-key __proto__',
      'unknown-key constructor',
      'unknown-key toString',
      'unknown-key method.__proto__',
      'unknown-key method.hasOwnProperty',
    ]);
    expect(Object.getPrototypeOf(config.method)).toBe(Object.prototype);
  });

  test('what cannot be written as JSON is no obstacle', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const { config, notices } = repairRunConfig({
      model: cycle,
      task: 1n,
      seed: () => 1,
      version: Symbol('v'),
    });
    expect(config).toEqual(defaultRunConfig());
    expect(notices.map((n) => n.given)).toEqual(['object', 'bigint', 'function', 'symbol']);
  });

  test('another method than the base’s starts from its own defaults, and has no setting of the base’s', () => {
    const base = { ...defaultRunConfig(), seed: 9, method: method({ r: 8 }) };
    expect(repairRunConfig({ method: { type: 'bitfit' } }, base)).toEqual({
      config: withMethod(base, 'bitfit'),
      notices: [],
    });
    expect(repairRunConfig({ method: { infix_tokens: 99, type: 'prefix-layer', r: 2 } }, base)).toEqual({
      config: {
        ...withMethod(base, 'prefix-layer'),
        method: { type: 'prefix-layer', prefix_tokens: 8, infix_tokens: 32 },
      },
      notices: [
        { code: 'clamped', key: 'method.infix_tokens', given: '99', used: '32' },
        { code: 'unknown-key', key: 'method.r', given: '2', used: '' },
      ],
    });
    const named = { method: { type: 'bitfit' }, training: { learning_rate: 0.3 } };
    expect(repairRunConfig(named, base).config.training).toEqual({ ...base.training, learning_rate: 0.3 });
    const other = { ...base, method: defaultMethod('bitfit') };
    expect(repairRunConfig({ method: { type: 'lora', r: 2 } }, other).config.method).toEqual(
      method({ r: 2 }),
    );
    // The base's own type changes nothing else.
    expect(repairRunConfig({ method: { type: 'lora', lora_alpha: 1 } }, base).config.method).toEqual(
      method({ r: 8, lora_alpha: 1 }),
    );
  });

  const fieldsOf = (type: MethodConfig['type']) => Object.entries(methodOf({ type }).schema.shape);
  const keys = [
    ...METHOD_IDS.flatMap((type) => fieldsOf(type).map(([key]) => key)),
    ...Object.keys(defaultRunConfig().training),
  ];
  const settings = fc.dictionary(fc.constantFrom(...keys), fc.anything({ withBigInt: true }));
  const typed = fc
    .tuple(settings, fc.constantFrom(...METHOD_IDS))
    .map(([values, type]) => ({ ...values, type }));

  test('anything at all becomes a valid config, and a repaired config needs no repair', () => {
    const input = fc.oneof(
      fc.anything({ withBigInt: true, withNullPrototype: true }),
      fc.record({
        method: fc.oneof(settings, typed),
        training: settings,
        seed: fc.anything(),
        version: fc.anything(),
      }),
    );
    fc.assert(
      fc.property(input, fc.constantFrom(...METHOD_IDS), (given, type) => {
        const base = { ...defaultRunConfig(), method: defaultMethod(type) };
        const { config, notices } = repairRunConfig(given, base);
        expect(runConfigSchema.parse(config)).toEqual(config);
        const again = repairRunConfig(config);
        expect(again).toEqual({ config, notices: [] });
        for (const notice of notices) expect(notice.given).toBeTypeOf('string');
      }),
      { numRuns: 1000 },
    );
  });

  test('any finite number becomes the nearest allowed one', () => {
    const numbers = METHOD_IDS.flatMap((type) =>
      fieldsOf(type).flatMap(([key, field]) => {
        const limit = limitOf(field);
        return limit ? [{ type, key, limit }] : [];
      }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...numbers),
        fc.oneof(
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.double({ min: -10, max: 100, noNaN: true }),
        ),
        ({ type, key, limit }, given) => {
          const { config, notices } = repairRunConfig({ method: { type, [key]: given } });
          const used: unknown = Object.entries(config.method).find(([name]) => name === key)?.[1];
          expect(used).toBeGreaterThanOrEqual(limit.min);
          expect(used).toBeLessThanOrEqual(limit.max);
          if (given > limit.min && given < limit.max)
            expect(Math.abs(Number(used) - given)).toBeLessThanOrEqual(limit.integer ? 0.5 : 0);
          expect(notices).toHaveLength(used === given ? 0 : 1);
        },
      ),
    );
  });
});
