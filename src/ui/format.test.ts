import { describe, expect, it } from 'vitest';
import { bytes, count, duration, excerpt, percent, percentPoints, short } from './format.ts';

describe('texts', () => {
  it('are shown whole up to a length, then by their beginning and their length', () => {
    expect(excerpt('a'.repeat(4000))).toBe('a'.repeat(4000));
    expect(excerpt('ab'.repeat(3_000_000))).toBe(`${'ab'.repeat(2000)} … (6,000,000 characters)`);
    expect(excerpt('abcdef', 3)).toBe('abc … (6 characters)');
  });
});

describe('numbers as the page writes them', () => {
  it('counts with thousands apart', () => expect(count(18_874_368)).toBe('18,874,368'));

  it.each([
    [1024 / 137_216, '0.75\u00A0%'],
    [2048 / 173_824, '1.18\u00A0%'],
    [18_874_368 / 175e9, '0.011\u00A0%'],
    [1, '100.00\u00A0%'],
  ])('writes the share %d as %s', (share, text) => expect(percent(share)).toBe(text));

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [16_384, '16.4 kB'],
    [1_390_592, '1.39 MB'],
    [350e9, '350 GB'],
  ])('writes %d bytes as %s', (value, text) => expect(bytes(value)).toBe(text));

  it.each([
    [0.4, '0 s'],
    [59.6, '1 min 00 s'],
    [185, '3 min 05 s'],
    [-3, '0 s'],
  ])('writes %d seconds as %s', (seconds, text) => expect(duration(seconds)).toBe(text));

  it.each([
    [57.66, '57.7'],
    [-3, '−3.0'],
    [-0.04, '0.0'],
  ])('writes %d hundredths as %s', (value, text) => expect(percentPoints(value)).toBe(text));

  it('keeps three digits', () => expect([0.010_84, 8, 1284].map(short)).toEqual(['0.0108', '8', '1,280']));
});
