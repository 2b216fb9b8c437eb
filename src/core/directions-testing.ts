/** What the tests of ΔW's directions share. */
import type fixture from './directions.fixture.json';
import type { LowRankDelta } from './methods/method.ts';

/** Where every ΔW of the fixture stands. */
export const site = { layer: 0, projection: 'q' } as const;

/** A ΔW of the fixture. */
export const deltaOf = ({ a, b, ...sizes }: typeof fixture.one): LowRankDelta => ({
  ...sizes,
  site,
  a: Float32Array.from(a),
  b: Float32Array.from(b),
});
