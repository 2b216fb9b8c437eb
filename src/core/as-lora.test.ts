import { expect, it } from 'vitest';
import { asLora } from './as-lora.ts';
import { deltaMatrix } from './directions.ts';
import { lora } from './methods/lora.ts';
import type { LowRankDelta } from './methods/method.ts';
import { SMALL_MODEL } from './methods/testing.ts';
import { createRng } from './rng.ts';
import { siteShape, sitesOf } from './site.ts';

const sites = sitesOf(SMALL_MODEL, ['q', 'down'], [1]);
const { normal } = createRng(1);
const draw = (length: number) => Float32Array.from({ length }, normal);
const deltas = sites.map((site, i): LowRankDelta => {
  const { dIn, dOut } = siteShape(SMALL_MODEL, site.projection);
  return { site, r: i + 1, dIn, dOut, a: draw((i + 1) * dIn), b: draw(dOut * (i + 1)), scale: 0.5 };
});

it('is LoRA’s own form of the same ΔW, each matrix at its own rank', () => {
  const { method, tensors } = asLora(deltas);
  const again = lora.deltas(method, tensors, {}, SMALL_MODEL);
  expect(again.map((delta) => deltaMatrix(delta))).toEqual(deltas.map((delta) => deltaMatrix(delta)));
  const slots = lora.slots(SMALL_MODEL, method, 1);
  expect(slots.map(({ name, shape }) => [name, shape])).toEqual(
    Object.entries(tensors).map(([name, { shape }]) => [name, shape]),
  );
});

it('refuses a rank that LoRA does not have here', () => {
  expect(() => asLora(deltas.map((delta) => ({ ...delta, r: 65 })))).toThrow();
});
