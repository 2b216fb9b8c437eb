import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Matrix } from 'ml-matrix';
import {
  asLora,
  atMatrix,
  deltaRank,
  scalesOf,
  loraConfigSchema,
  loraScale,
  PRESETS,
  ranksAreOwn,
  ratioOf,
  sortPattern,
  type LoraConfig,
  withRank,
} from './lora-config.ts';
import { drawA, lora, loraName } from './lora.ts';
import { countTrainable, GPT3 } from '../params.ts';
import { createRng } from '../rng.ts';
import { sizeOf } from '../tensors.ts';
import { denseSingularValues } from '../singular-values.ts';
import { defaultMethod } from './methods.ts';

const method = (changes: object) => loraConfigSchema.parse(changes);

it('every preset is valid', () => {
  for (const preset of PRESETS) expect(method(preset.method)).toMatchObject(preset.method);
});

it('the scale is α/r, or α/√r with rsLoRA', () => {
  expect(loraScale(method({ r: 16, lora_alpha: 32 }))).toBe(2);
  expect(loraScale(method({ r: 16, lora_alpha: 32, use_rslora: true }))).toBe(8);
});

it('LoRA+ gives its ratio to every B, and A the learning rate itself', () => {
  const config = method({ loraplus_lr_ratio: 16, target_modules: ['q', 'up'] });
  const factors = lora
    .slots(GPT3, config, 1)
    .map(({ name, rateFactor = 1 }) => [name.slice(name.indexOf('lora_')), rateFactor].join());
  expect(new Set(factors)).toEqual(new Set(['lora_A,1', 'lora_B,16']));
});

describe('ranks and alphas of single matrices', () => {
  const of = (config: LoraConfig, name: string) => {
    const { r, lora_alpha } = atMatrix(config, name);
    return [r, lora_alpha, loraScale(atMatrix(config, name))];
  };

  it('a site decides over its projection, and that over r and α', () => {
    const rank_pattern = { v: 8, '1.v': 16, down: 1 };
    const config = method({ r: 4, lora_alpha: 32, rank_pattern, alpha_pattern: { '0.v': 64, q: 8 } });
    expect(['0.q', '0.k', '0.v', '1.v', '2.v', 'v'].map((name) => of(config, name))).toEqual([
      [4, 8, 2],
      [4, 32, 8],
      [8, 64, 8],
      [16, 32, 2],
      [8, 32, 4],
      [8, 32, 4],
    ]);
    // Of the targets q and v alone: layer 1’s v at 64/8.
    expect(Math.max(...scalesOf(config))).toBe(8);
  });

  it('α follows a matrix’s own rank where it follows r, but for one of its own', () => {
    const patterns = { rank_pattern: { v: 8, q: 2 }, alpha_pattern: { q: 5 } };
    const config = method({ r: 4, lora_alpha: 8, alpha_ratio: 2, ...patterns });
    expect(['0.k', '0.v', '0.q'].map((name) => of(config, name))).toEqual([
      [4, 8, 2],
      [8, 16, 2],
      [2, 5, 2.5],
    ]);
  });

  it('another rank leaves those that name their own', () => {
    const config = withRank(method({ rank_pattern: { '0.v': 8 } }), 2);
    expect([of(config, '0.v')[0], of(config, '1.v')[0]]).toEqual([8, 2]);
    const model = { n_layer: 2 };
    expect(ranksAreOwn(model, config)).toBe(false);
    expect(ranksAreOwn(model, method({ rank_pattern: { '0.v': 8, '1.v': 2, q: 1 } }))).toBe(true);
  });

  it('each slot has its matrix’s rank, and ΔW its scale', () => {
    const config = method({ r: 2, rank_pattern: { '1.q': 3 }, alpha_pattern: { v: 4 }, lora_alpha: 6 });
    const model = { ...GPT3, n_layer: 2, n_embd: 4 };
    const slots = lora.slots(model, config, 1).filter(({ name }) => name.endsWith('A'));
    expect(slots.map(({ name, shape: [r] }) => `${name} ${r}`)).toEqual([
      '0.q.lora_A 2',
      '0.v.lora_A 2',
      '1.q.lora_A 3',
      '1.v.lora_A 2',
    ]);
    const tensors = Object.fromEntries(
      lora
        .slots(model, config, 1)
        .map(({ name, shape }) => [name, { shape: [...shape], values: new Float32Array(sizeOf(shape)) }]),
    );
    expect(lora.deltas(config, tensors, {}, model).map((delta) => 'scale' in delta && delta.scale)).toEqual([
      3, 2, 2, 2,
    ]);
  });

  it('stand in the order of the matrices', () => {
    expect(Object.keys(sortPattern({ '10.q': 1, '2.down': 1, v: 1, '2.k': 1, q: 1 }))).toEqual([
      'q',
      'v',
      '2.k',
      '2.down',
      '10.q',
    ]);
  });
});

describe('α at another rank', () => {
  it('stays where it is fixed, and follows as c·r where it has a c', () => {
    expect(withRank(method({ lora_alpha: 32 }), 16)).toMatchObject({ r: 16, lora_alpha: 32 });
    const follows = method({ r: 4, lora_alpha: 8, alpha_ratio: 2 });
    expect(withRank(follows, 16)).toMatchObject({ r: 16, lora_alpha: 32, alpha_ratio: 2 });
    // No digits that only a float has.
    expect(withRank(method({ alpha_ratio: 0.1 }), 3).lora_alpha).toBe(0.3);
  });

  it('has a c that leaves it as it is', () => {
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
});

it('asLora gives LoRA’s settings themselves, and refuses another method’s', () => {
  const settings = defaultMethod('lora');
  expect(asLora(settings)).toBe(settings);
  expect(() => asLora(defaultMethod('bitfit'))).toThrow('bitfit');
});

describe('the draw of A', () => {
  it('nests: a smaller rank is the beginning of a larger one', () => {
    const site = { layer: 1, projection: 'v' } as const;
    expect(drawA(site, 2, 16, 9)).toEqual(drawA(site, 8, 16, 9).slice(0, 32));
    expect(drawA(site, 2, 16, 9)).not.toEqual(drawA({ ...site, layer: 0 }, 2, 16, 9));
  });

  it('has standard deviation 1/√dIn', () => {
    const draw = drawA({ layer: 0, projection: 'q' }, 64, 256, 1);
    const variance = draw.reduce((sum, x) => sum + x * x, 0) / draw.length;
    expect(variance * 256).toBeCloseTo(1, 1);
  });
});

describe.each(['pissa', 'olora'] as const)('%s', (init_lora_weights) => {
  const site = { layer: 0, projection: 'up' } as const;

  it('trains what plain LoRA trains, and keeps what A and B started from', () => {
    const plain = method({ target_modules: ['q', 'up'], loraplus_lr_ratio: 16 });
    const factored = { ...plain, init_lora_weights };
    expect(countTrainable(GPT3, factored)).toBe(countTrainable(GPT3, plain));
    const slots = lora.slots(GPT3, factored, 1);
    // A pull towards 0 would undo the base model.
    expect(slots.every(({ decayFactor }) => decayFactor === 0)).toBe(true);
    const frozen = slots.filter(({ isFrozen }) => isFrozen);
    expect(frozen.slice(0, 2).map(({ name }) => name)).toEqual(['0.q.lora_A0', '0.q.lora_B0']);
    expect(frozen).toHaveLength(2 * 2 * GPT3.n_layer);
  });

  it('has ΔW = s·(BA − B0A0), of rank 2r at most, and 0 to the bit where nothing was trained', () => {
    const sizes = fc.record({
      r: fc.integer({ min: 1, max: 4 }),
      dIn: fc.integer({ min: 1, max: 12 }),
      dOut: fc.integer({ min: 1, max: 12 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(sizes, ({ r, dIn, dOut, seed }) => {
        const { normal } = createRng(seed, 'change');
        const draw = (rows: number, columns: number) => ({
          shape: [rows, columns],
          values: Float32Array.from({ length: rows * columns }, normal),
        });
        const [a0, b0] = [draw(r, dIn), draw(dOut, r)];
        const config = method({ r, lora_alpha: 3, init_lora_weights });
        const model = { ...GPT3, n_layer: 1, n_embd: dIn, n_inner: dOut };
        const deltaOf = (a: typeof a0, b: typeof b0) => {
          const tensors = {
            [loraName(site, 'A')]: a,
            [loraName(site, 'B')]: b,
            [loraName(site, 'A0')]: a0,
            [loraName(site, 'B0')]: b0,
          };
          const [delta] = lora.deltas(config, tensors, {}, model);
          if (!delta || !('a' in delta)) throw new Error('There is no ΔW of low rank');
          expect(delta.r).toBe(deltaRank(config));
          return Matrix.from1DArray(dOut, delta.r, delta.b)
            .mmul(Matrix.from1DArray(delta.r, dIn, delta.a))
            .mul(delta.scale);
        };
        expect(
          deltaOf(a0, b0)
            .to1DArray()
            .every((value) => value === 0),
        ).toBe(true);

        const [a, b] = [draw(r, dIn), draw(dOut, r)];
        const product = (left: typeof b, right: typeof a) =>
          Matrix.from1DArray(dOut, r, left.values).mmul(Matrix.from1DArray(r, dIn, right.values));
        const expected = Matrix.sub(product(b, a), product(b0, a0)).mul(3 / r);
        const delta = deltaOf(a, b);
        expect(Matrix.sub(delta, expected).norm()).toBeLessThan(1e-5 * expected.norm());
        const sigma = denseSingularValues(Float64Array.from(delta.to1DArray()), dOut, dIn);
        expect(Math.max(0, ...sigma.slice(2 * r))).toBeLessThan(1e-9 * (sigma[0] ?? NaN));
      }),
    );
  });
});
