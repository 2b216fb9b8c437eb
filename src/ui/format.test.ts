import { beforeAll, describe, expect, it } from 'vitest';
import { bytes, columnBytes, count, duration, excerpt, percent, percentPoints, short } from './format.ts';
import { startStrings } from './strings/index.ts';

beforeAll(() => startStrings());

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
    [0, '0\u00A0B'],
    [999, '999\u00A0B'],
    [16_384, '16.4\u00A0kB'],
    [1_390_592, '1.39\u00A0MB'],
    [350e9, '350\u00A0GB'],
  ])('writes %d bytes as %s', (value, text) => expect(bytes(value)).toBe(text));

  it.each([
    [[8192, 4096, 2048], ['8.19', '4.10', '2.05'], 'kB'],
    [[71_000, 89_300, 195_000], ['71.0', '89.3', '195.0'], 'kB'],
    [[512, 12_000], ['0.51', '12.00'], 'kB'],
    [[999, 1_500_000], ['1.00', '1,500.00'], 'kB'],
    [[2_500_000, 350e6], ['2.50', '350.00'], 'MB'],
    [[123_456, 200_000], ['123', '200'], 'kB'],
    [[], [], 'kB'],
  ])('writes a column of %j bytes in one unit, with as many decimals', (values, texts, unit) =>
    expect(values.map(columnBytes(values))).toEqual(texts.map((text) => `${text}\u00A0${unit}`)),
  );

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
