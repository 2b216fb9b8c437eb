import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  defaultRunConfig,
  isLast,
  LIMITS,
  loraScale,
  PRESETS,
  ratioOf,
  repairRunConfig,
  runConfigSchema,
  withRank,
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

test('every preset is a valid method', () => {
  for (const preset of PRESETS)
    expect(repairRunConfig({ method: preset.method })).toMatchObject({
      config: { method: preset.method },
      notices: [],
    });
});

test('loraScale is α/r, or α/√r with rsLoRA', () => {
  expect(loraScale(method({ r: 16, lora_alpha: 32 }))).toBe(2);
  expect(loraScale(method({ r: 16, lora_alpha: 32, use_rslora: true }))).toBe(8);
});

test('α stays at another rank where it is fixed, and follows as c·r where it has a c', () => {
  expect(withRank(method({ lora_alpha: 32 }), 16)).toMatchObject({ r: 16, lora_alpha: 32 });
  const follows = method({ r: 4, lora_alpha: 8, alpha_ratio: 2 });
  expect(withRank(follows, 16)).toMatchObject({ r: 16, lora_alpha: 32, alpha_ratio: 2 });
  // No digits that only a float has.
  expect(withRank(method({ alpha_ratio: 0.1 }), 3).lora_alpha).toBe(0.3);
});

test('the c that leaves α as it is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 64 }),
      fc.double({ min: 1, max: 32, noNaN: true }),
      (r, lora_alpha) => {
        const kept = withRank(method({ alpha_ratio: ratioOf({ r, lora_alpha }) }), r).lora_alpha;
        expect(Math.abs(kept / lora_alpha - 1)).toBeLessThan(1e-5);
      },
    ),
  );
  // As near as it may be.
  expect(ratioOf({ r: 1, lora_alpha: 2048 })).toBe(32);
});

test('only what is left alone must stay', () => {
  expect(isLast(['q'], 'q')).toBe(true);
  expect(isLast(['q'], 'v')).toBe(false);
  expect(isLast([0, 1], 1)).toBe(false);
});

describe('repairRunConfig', () => {
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

  const keys = [...Object.keys(defaultRunConfig().method), ...Object.keys(defaultRunConfig().training)];
  const settings = fc.dictionary(fc.constantFrom(...keys), fc.anything({ withBigInt: true }));

  test('anything at all becomes a valid config, and a repaired config needs no repair', () => {
    const input = fc.oneof(
      fc.anything({ withBigInt: true, withNullPrototype: true }),
      fc.record({ method: settings, training: settings, seed: fc.anything(), version: fc.anything() }),
    );
    fc.assert(
      fc.property(input, (given) => {
        const { config, notices } = repairRunConfig(given);
        expect(runConfigSchema.parse(config)).toEqual(config);
        const again = repairRunConfig(config);
        expect(again).toEqual({ config, notices: [] });
        for (const notice of notices) expect(notice.given).toBeTypeOf('string');
      }),
      { numRuns: 500 },
    );
  });

  test('any finite number becomes the nearest allowed one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('r', 'lora_alpha', 'lora_dropout'),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (key, given) => {
          const limit = LIMITS[key];
          const { config, notices } = repairRunConfig({ method: { [key]: given } });
          const used = config.method[key];
          expect(used).toBeGreaterThanOrEqual(limit.min);
          expect(used).toBeLessThanOrEqual(limit.max);
          if (given > limit.min && given < limit.max)
            expect(Math.abs(used - given)).toBeLessThanOrEqual(limit.integer ? 0.5 : 0);
          expect(notices).toHaveLength(used === given ? 0 : 1);
        },
      ),
    );
  });
});
