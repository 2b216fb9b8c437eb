/** Adapters combined in their worker: the sum that was asked for, until nobody wants it. */
import { expect, it } from 'vitest';
import { deltaMatrix } from '../core/directions.ts';
import { defaultMethod, methodOf } from '../core/methods/methods.ts';
import { SHIPPED } from '../core/models/shipped.ts';
import { createRng } from '../core/rng.ts';
import { sizeOf } from '../core/tensors.ts';
import { factoredDeltas } from '../core/with-deltas.ts';
import { combineApart } from './combination-client.ts';

const method = defaultMethod('lora');
const drawn = (seed: number) => {
  const rng = createRng(seed, 'adapter');
  return Object.fromEntries(
    methodOf(method)
      .slots(SHIPPED.nano, method, 0)
      .map(({ name, shape }) => [
        name,
        { shape: [...shape], values: Float32Array.from({ length: sizeOf(shape) }, () => rng.normal()) },
      ]),
  );
};
const parts = [
  { method, tensors: drawn(1), weight: 1 },
  { method, tensors: drawn(2), weight: -0.5 },
];
const never = new AbortController().signal;

it('gives an adapter of LoRA whose ΔW are the weighted sums, and how far they are off', async () => {
  const found = await combineApart({ model: SHIPPED.nano, parts, rank: null }, never);
  const made = factoredDeltas(found, SHIPPED.nano);
  const [one, other] = parts.map((part) =>
    factoredDeltas(part, SHIPPED.nano).map((delta) => deltaMatrix(delta).values),
  );
  expect(made.map(({ r }) => r)).toEqual([8, 8, 8, 8]);
  made.forEach((delta, i) => {
    const off = deltaMatrix(delta).values.map(
      (value, at) => value - ((one?.[i]?.[at] ?? NaN) - 0.5 * (other?.[i]?.[at] ?? NaN)),
    );
    expect(Math.hypot(...off)).toBeLessThan(1e-5 * (found.sites[i]?.norm ?? 0));
  });
});

it('ends when nobody wants it any more', async () => {
  await expect(
    combineApart({ model: SHIPPED.nano, parts, rank: 2 }, AbortSignal.abort()),
  ).rejects.toMatchObject({
    code: 'abandoned',
  });
});
