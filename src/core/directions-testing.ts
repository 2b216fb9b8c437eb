/** What the tests of ΔW's directions share. */
import type fixture from './directions.fixture.json';
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
