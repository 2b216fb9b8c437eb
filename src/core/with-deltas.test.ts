import { describe, expect, it } from 'vitest';
import { deltaMatrix, deltaSvd } from './directions.ts';
import { scaleIntruders } from './directions-testing.ts';
import { findIntruders, withScaledIntruders } from './intruders.ts';
import { loraConfigSchema } from './methods/lora-config.ts';
import { loraName } from './methods/lora.ts';
import type { LowRankDelta } from './methods/method.ts';
import { methodConfigSchema, methodOf, type MethodConfig } from './methods/methods.ts';
import { SMALL_MODEL } from './methods/testing.ts';
import { createRng } from './rng.ts';
import { dense, svd } from './svd.ts';
import { sizeOf, type NamedTensors } from './tensors.ts';
import {
  cutTo,
  factoredDeltas,
  hasFactoredDeltas,
  inFewFactors,
  leaveOut,
  withDeltas,
} from './with-deltas.ts';

const { normal } = createRng(1);
const draw = (length: number) => Float32Array.from({ length }, normal);
/** A run of a method, as if it had trained every tensor to random values. */
function trained(given: object) {
  const method = methodConfigSchema.parse(given);
  const slots = methodOf(method).slots(SMALL_MODEL, method, 1);
  const tensors: NamedTensors = Object.fromEntries(
    slots.map(({ name, shape }) => [name, { shape: [...shape], values: draw(sizeOf(shape)) }]),
  );
  return { method, tensors };
}
const matricesOf = (deltas: readonly LowRankDelta[]) => deltas.map((delta) => deltaMatrix(delta).values);
function expectClose(found: readonly Float64Array[], expected: readonly Float64Array[]) {
  expect(found.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  const far = found.flatMap((values, i) =>
    Array.from(values, (value, at) => Math.abs(value - (expected[i]?.[at] ?? NaN))),
  );
  expect(Math.max(...far)).toBeLessThan(1e-4);
}
/** Each tensor that a method asks for, with its shape. */
const shapesOf = (method: MethodConfig) =>
  methodOf(method)
    .slots(SMALL_MODEL, method, 1)
    .map(({ name, shape }) => [name, [...shape]])
    .sort();

const METHODS = {
  lora: { type: 'lora', r: 3, use_rslora: true, bias: 'all', alpha_pattern: { q: 5 } },
  ranks: { type: 'lora', r: 3, rank_pattern: { '0.q': 2, v: 1 }, target_modules: ['q', 'v', 'down'] },
  pissa: { type: 'lora', r: 2, init_lora_weights: 'pissa', layers_to_transform: [1] },
  dora: { type: 'lora', r: 2, use_dora: true },
  prefix: { type: 'lora-prefix-embed', r: 2 },
  vera: { type: 'vera', r: 4 },
};

describe('a run with other ΔW', () => {
  it.each(Object.entries(METHODS))('has those, and all else that it trained: %s', (_name, given) => {
    const run = trained(given);
    const deltas = factoredDeltas(run, SMALL_MODEL);
    const cut = deltas.map((delta) => cutTo(delta.site, 1, deltaSvd(delta)));
    const changed = withDeltas(run, cut);
    expectClose(matricesOf(factoredDeltas(changed, SMALL_MODEL)), matricesOf(cut));
    expect(
      Object.entries(changed.tensors)
        .map(([name, { shape }]) => [name, shape])
        .sort(),
    ).toEqual(shapesOf(changed.method));
    const others = Object.keys(changed.tensors).filter(
      (name) => !name.includes('.lora_A') && !name.includes('.lora_B'),
    );
    for (const name of others) expect(changed.tensors[name]).toBe(run.tensors[name]);
  });

  it('keeps biases, lengths of rows and virtual tokens', () => {
    for (const [given, kept] of [
      [METHODS.lora, 'lnF.bias'],
      [METHODS.dora, '0.q.lora_magnitude_vector'],
    ] as const) {
      const run = trained(given);
      const changed = withDeltas(run, factoredDeltas(run, SMALL_MODEL));
      expect(changed.tensors[kept]).toBe(run.tensors[kept]);
      expect(run.tensors[kept]).toBeDefined();
    }
  });

  it('is the run itself where each ΔW is cut to all of its directions, and has none where it is cut to 0', () => {
    const run = trained({ type: 'lora', r: 3 });
    const deltas = factoredDeltas(run, SMALL_MODEL);
    const cutAll = (k: number) => deltas.map((delta) => cutTo(delta.site, k, deltaSvd(delta)));
    const whole = withDeltas(run, cutAll(3));
    expectClose(matricesOf(factoredDeltas(whole, SMALL_MODEL)), matricesOf(deltas));
    const none = withDeltas(run, cutAll(0));
    expect(loraConfigSchema.parse(none.method)).toMatchObject({ r: 1 });
    expect(none.tensors[loraName({ layer: 0, projection: 'q' }, 'B')]?.values.every((x) => x === 0)).toBe(
      true,
    );
  });

  it('is told of methods whose ΔW has factors', () => {
    const has = (type: string) => hasFactoredDeltas(methodConfigSchema.parse({ type }));
    expect(['lora', 'vera', 'lora-prefix-layer'].map(has)).toEqual([true, true, true]);
    expect(['full', 'bitfit', 'prefix-kv'].map(has)).toEqual([false, false, false]);
  });
});

describe('ΔW without its intruders', () => {
  const site = { layer: 0, projection: 'q' } as const;
  const sized = (r: number, d: number): LowRankDelta => ({
    ...{ site, r, dIn: d, dOut: d, scale: 1 },
    a: draw(r * d),
    b: draw(d * r),
  });
  const intrudersOf = (delta: LowRankDelta) => {
    const w0 = dense(
      delta.dOut,
      delta.dIn,
      draw(delta.dOut * delta.dIn).map((x) => x / 100),
    );
    return findIntruders(w0, deltaMatrix(delta), svd(w0));
  };

  it('is what the dense form is, also where its factors would be more than LoRA can have', () => {
    for (const delta of [sized(3, 12), sized(64, 64)]) {
      const found = intrudersOf(delta);
      expect(found.intruders.length).toBeGreaterThan(0);
      const soft = inFewFactors(withScaledIntruders(delta, found, 0.25));
      expect(soft.r).toBeLessThanOrEqual(64);
      expectClose([deltaMatrix(soft).values], [scaleIntruders(delta, found, 0.25).values]);
    }
  });

  it('is refused where LoRA’s highest rank cannot hold it', () => {
    const delta = sized(64, 80);
    expect(() => inFewFactors(withScaledIntruders(delta, intrudersOf(delta), 0.5))).toThrow(
      expect.objectContaining({ code: 'bad-adapter' }),
    );
  });
});

it('ΔW without a direction is ΔW less σuvᵀ', () => {
  const [delta] = factoredDeltas(trained({ type: 'lora', r: 3 }), SMALL_MODEL);
  if (!delta) throw new Error('the run has a ΔW');
  const { sigma, left, right } = deltaSvd(delta);
  for (let k = 0; k < right.rows; k++) {
    const u = left.values.subarray(k * left.columns, (k + 1) * left.columns);
    const v = right.values.subarray(k * right.columns, (k + 1) * right.columns);
    const expected = deltaMatrix(delta).values.map((value, at) => {
      const [i, j] = [Math.floor(at / right.columns), at % right.columns];
      return value - (sigma[k] ?? 0) * (u[i] ?? 0) * (v[j] ?? 0);
    });
    expectClose([deltaMatrix(leaveOut(delta, v)).values], [expected]);
  }
});
