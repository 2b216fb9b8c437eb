import { describe, expect, it } from 'vitest';
import { RUN_COLOUR_COUNT } from '../../core/run-record.ts';
import { faintest, RUN_COLOURS, runStyles } from './run-styles.ts';

/** Linear-light RGB of #rrggbb (IEC 61966-2-1). */
const linear = (hex: string): [number, number, number] => {
  const channel = (from: number) => {
    const c = parseInt(hex.slice(from, from + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};

/** WCAG 2.2 contrast ratio. */
const contrast = (a: string, b: string): number => {
  const luminance = (hex: string) => {
    const [r, g, blue] = linear(hex);
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

/** Deuteranopia in linear RGB (Machado et al. 2009, severity 1). */
const deuteranopia = ([r, g, b]: [number, number, number]): [number, number, number] => [
  0.367322 * r + 0.860646 * g - 0.227968 * b,
  0.280085 * r + 0.672501 * g + 0.047413 * b,
  -0.01182 * r + 0.04294 * g + 0.968881 * b,
];

/** Distance in Oklab (Ottosson 2020). */
const distance = (a: [number, number, number], b: [number, number, number]): number => {
  const oklab = ([r, g, blue]: [number, number, number]) => {
    const root = (x: number) => Math.cbrt(Math.max(0, x));
    const l = root(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * blue);
    const m = root(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * blue);
    const s = root(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * blue);
    return [
      0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    ];
  };
  const second = oklab(b);
  return Math.hypot(...oklab(a).map((x, i) => x - (second[i] ?? 0)));
};

describe('runStyles', () => {
  const runs = Array.from({ length: 35 }, (_, i) => ({ id: `run-${i}` }));

  it('gives 35 runs 35 different looks', () => {
    const looks = [...runStyles(runs).values()].map(({ colour, dash }) => `${colour}|${dash}`);
    expect(new Set(looks).size).toBe(35);
  });

  it('gives neighbours both another colour and another dash', () => {
    const looks = [...runStyles(runs).values()];
    looks.slice(1).forEach((look, i) => {
      expect(look.colour).not.toBe(looks[i]?.colour);
      expect(look.dash).not.toBe(looks[i]?.dash);
    });
  });

  it('keeps the look of earlier runs when a run is added', () => {
    const before = runStyles([{ id: 'a' }, { id: 'b' }]);
    const after = runStyles([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    expect(after.get('a')).toEqual(before.get('a'));
    expect(after.get('b')).toEqual(before.get('b'));
  });

  it('gives a run the colour that a person chose, of a palette as large as the record allows', () => {
    expect(RUN_COLOURS).toHaveLength(RUN_COLOUR_COUNT);
    const [plain, , chosen] = runStyles([{ id: 'a' }, { id: 'b' }, { id: 'c', colour: 0 }]).values();
    expect(chosen?.colour).toBe(plain?.colour);
    expect(chosen?.faint).toBe(plain?.faint);
    expect(chosen?.dash).not.toBe(plain?.dash);
  });

  it.each([
    ['light', 0, '#ffffff'],
    ['dark', 1, '#1a1e24'],
  ] as const)('has a contrast of 3:1 with the %s page', (_, theme, page) => {
    for (const colour of RUN_COLOURS) expect(contrast(colour[theme], page)).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['light', 0, '#ffffff'],
    ['dark', 1, '#1a1e24'],
  ] as const)('has 3:1 also where a line is as pale as may be, and hardly more, %s', (_, theme, page) => {
    const hex = (rgb: string) =>
      `#${(rgb.match(/\d+/g) ?? []).map((value) => Number(value).toString(16).padStart(2, '0')).join('')}`;
    for (const colour of RUN_COLOURS) {
      const ratio = contrast(hex(faintest(colour[theme], page)), page);
      expect(ratio).toBeGreaterThanOrEqual(3);
      expect(ratio).toBeLessThan(Math.max(3.3, contrast(colour[theme], page) + 0.01));
    }
  });

  it.each([
    ['light', 0],
    ['dark', 1],
  ] as const)('keeps neighbours apart without red–green vision, %s', (_, theme) => {
    RUN_COLOURS.forEach((colour, i) => {
      const next = RUN_COLOURS[(i + 1) % RUN_COLOURS.length] ?? RUN_COLOURS[0];
      const apart = distance(deuteranopia(linear(colour[theme])), deuteranopia(linear(next[theme])));
      expect(apart).toBeGreaterThan(0.1);
    });
  });
});
