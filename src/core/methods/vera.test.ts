import { expect, it } from 'vitest';
import type { TransformerConfig } from '../site.ts';
import { vera, VERA_A, VERA_B, veraConfigSchema } from './vera.ts';

const MODEL: TransformerConfig = {
  n_layer: 1,
  n_head: 2,
  n_embd: 6,
  n_inner: 24,
  n_positions: 16,
  vocab_size: 20,
  layer_norm_epsilon: 1e-5,
};

/** The rows of a shared matrix, as training starts with it. */
function rowsOf(name: string, r: number): number[][] {
  const config = veraConfigSchema.parse({ type: 'vera', r, target_modules: ['q', 'up'] });
  const slot = vera.slots(MODEL, config, 0).find((candidate) => candidate.name === name);
  if (typeof slot?.initial !== 'function') throw new Error(`There is no ${name}.`);
  const [rows = 0, columns = 0] = slot.shape;
  const values = Array.from(slot.initial());
  return Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns));
}

it('draws A and B of a rank as the first part of those of a higher one', () => {
  expect(rowsOf(VERA_A, 8).slice(0, 3)).toEqual(rowsOf(VERA_A, 3));
  const [narrow, wide] = [rowsOf(VERA_B, 3), rowsOf(VERA_B, 8)];
  expect(narrow).toHaveLength(24);
  // Kaiming's bound is √(6 / r).
  narrow.forEach((row, i) =>
    row.forEach((value, j) =>
      expect(value * Math.sqrt(3)).toBeCloseTo((wide[i]?.[j] ?? NaN) * Math.sqrt(8), 5),
    ),
  );
  const all = rowsOf(VERA_B, 8).flat();
  expect(Math.max(...all.map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / 8));
  expect(new Set(all).size).toBe(all.length);
});
