import { expect, it } from 'vitest';
import { deltaOf, difference, normOf, rowOf, TRACED_RANKS, traceRequest } from './step-trace.ts';

const a = { shape: [1, 3], values: Float32Array.of(1, 2, 3) };
const b = { shape: [2, 1], values: Float32Array.of(1, -1) };

it('multiplies B by A and by the scale', () => {
  const delta = deltaOf(a, b, 2);
  expect(delta.shape).toEqual([2, 3]);
  expect([...delta.values]).toEqual([2, 4, 6, -2, -4, -6]);
  expect([...rowOf(delta, 1).values]).toEqual([-2, -4, -6]);
  expect([...difference(delta, delta).values]).toEqual([0, 0, 0, 0, 0, 0]);
  expect(normOf({ shape: [2], values: Float32Array.of(3, 4) })).toBe(5);
});

it('asks for the default run at its own rank', () => {
  for (const r of TRACED_RANKS)
    expect(traceRequest(r, 'v')).toMatchObject({
      site: { layer: 0, projection: 'v' },
      config: { model: 'nano', task: 'restaurant', method: { type: 'lora', r, target_modules: ['q', 'v'] } },
    });
});
