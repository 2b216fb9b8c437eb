import { expect, test } from 'vitest';
import { geometryFor, hasInitials, SUM } from './block-geometry.ts';

const WIDTHS = [358, 700];
const decoder = { n_layer: 2 };
const encoder = { n_layer: 2, n_labels: 3 };

test.each(WIDTHS)('norms come before the sublayers under the stream of %i pixels', (width) => {
  const { norms, stream, sums } = geometryFor(width, [], decoder);
  norms.forEach(({ x, y }, i) => {
    expect(y).toBeGreaterThan(stream);
    expect(x).toBeLessThan(sums[i] ?? 0);
  });
});

test.each(WIDTHS)(
  "a BERT's stand in the stream of %i pixels, after each sum and before the next branch",
  (width) => {
    const { norms, norm, stream, sums, at, box, ...whole } = geometryFor(width, [], encoder);
    const ends = [(at.up?.x ?? 0) + box.width / 2, whole.width];
    norms.forEach(({ x, y }, i) => {
      expect(y).toBeLessThan(stream);
      expect(x - norm / 2).toBeGreaterThan((sums[i] ?? Infinity) + SUM);
      expect(x + norm / 2).toBeLessThan(ends[i] ?? 0);
    });
  },
);

test('a narrow drawing has room for the initials of a norm', () => {
  expect(WIDTHS.map((width) => hasInitials(geometryFor(width, [], encoder)))).toEqual([true, false]);
  expect(WIDTHS.map((width) => hasInitials(geometryFor(width, [], decoder)))).toEqual([false, false]);
});
