import { expect, it } from 'vitest';
import { inkOn, luminance, shadeChannels, shadeOf, SHADES } from './heat-colours.ts';

const shades = Array.from({ length: SHADES }, (_, shade) => shade);

it('grows lighter from shade to shade, so that it can be read without hues', () => {
  const light = shades.map((shade) => luminance(shadeChannels(shade)));
  expect(light.slice(1).every((value, i) => value > (light[i] ?? 1))).toBe(true);
  expect(shadeChannels(0)).toEqual([68, 1, 84]);
  expect(shadeChannels(SHADES - 1)).toEqual([253, 231, 37]);
});

it('writes on every shade with a contrast of 4.5 or more', () => {
  for (const shade of shades) {
    const [ink, ground] = [inkOn(shade) === '#000' ? 0 : 1, luminance(shadeChannels(shade))];
    const [dark, light] = [Math.min(ink, ground), Math.max(ink, ground)];
    expect((light + 0.05) / (dark + 0.05)).toBeGreaterThan(4.5);
  }
});

it('gives values outside the scale the shade of its nearer end, and all of an empty scale the first', () => {
  expect([-1, 0, 2, 4, 9].map((value) => shadeOf(value, [0, 4]))).toEqual([0, 0, 32, 63, 63]);
  expect(shadeOf(0, [0, 0])).toBe(0);
});
