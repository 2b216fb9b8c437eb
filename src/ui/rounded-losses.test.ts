import { expect, test } from 'vitest';
import { lossesApart } from './rounded-losses.ts';

test.each([
  [1.1164, 1.11598, { stored: '1.1164', rounded: '1.1160', change: '−0.0004' }],
  [1.1164, 1.2, { stored: '1.116', rounded: '1.200', change: '+0.084' }],
  [0.5, 0.5000031, { stored: '0.500000', rounded: '0.500003', change: '+0.000003' }],
  [1.1164, 1.1164, { stored: '1.116', rounded: '1.116', change: null }],
])('%d and %d are written apart', (stored, rounded, texts) => {
  expect(lossesApart(stored, rounded)).toEqual(texts);
});

test('no two losses that differ are written alike', () => {
  for (let i = 1; i < 400; i++) {
    const { stored, rounded } = lossesApart(1.1 + i / 7000, 1.1 + i / 7000 + 10 ** (-i / 50));
    expect(stored).not.toBe(rounded);
  }
});
