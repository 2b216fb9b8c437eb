/** What the tests of ΔW's directions share. */
import { deltaMatrix, type Delta } from './directions.ts';
import type fixture from './directions.fixture.json';
import type { Intruders } from './intruders.ts';
import type { LowRankDelta } from './methods/method.ts';
import { multiplyTransposed, type Dense } from './svd.ts';

/** Where every ΔW of the fixture stands. */
export const site = { layer: 0, projection: 'q' } as const;

/** A ΔW of the fixture. */
export const deltaOf = ({ a, b, ...sizes }: typeof fixture.one): LowRankDelta => ({
  ...sizes,
  site,
  a: Float32Array.from(a),
  b: Float32Array.from(b),
});

/** |cos| of the angle between the k-th directions of two sets, for each k that both have. */
export function alignment(one: Dense, other: Dense): number[] {
  const products = multiplyTransposed(one, other);
  return Array.from({ length: Math.min(one.rows, other.rows) }, (_, k) =>
    Math.min(1, Math.abs(products.values[k * other.rows + k] ?? 0)),
  );
}

/**
 * What `withScaledIntruders` makes, as a whole matrix.
 * @returns the changed ΔW, dOut × dIn
 */
export function scaleIntruders(delta: Delta, { intruders, tuned }: Intruders, lambda: number): Dense {
  const changed = deltaMatrix(delta);
  const { left, right, sigma } = tuned;
  for (const k of intruders) {
    const loss = (1 - lambda) * (sigma[k] ?? 0);
    for (let i = 0; i < changed.rows; i++)
      for (let j = 0; j < changed.columns; j++) {
        const at = i * changed.columns + j;
        const part = (left.values[k * left.columns + i] ?? 0) * (right.values[k * right.columns + j] ?? 0);
        changed.values[at] = (changed.values[at] ?? 0) - loss * part;
      }
  }
  return changed;
}
