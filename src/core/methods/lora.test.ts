import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asLora, drawA, lora, loraConfigSchema, loraScale, PRESETS, ratioOf, withRank } from './lora.ts';
import { GPT3 } from '../params.ts';
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
