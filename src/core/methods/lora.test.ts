import { describe, expect, it } from 'vitest';
import { drawA } from './lora.ts';

describe('the draw of A', () => {
  it('nests: a smaller rank is the beginning of a larger one', () => {
    const site = { layer: 1, projection: 'v' } as const;
    expect(drawA(site, 2, 16, 9)).toEqual(drawA(site, 8, 16, 9).slice(0, 32));
    expect(drawA(site, 2, 16, 9)).not.toEqual(drawA({ ...site, layer: 0 }, 2, 16, 9));
  });

  it('has standard deviation 1/√dIn', () => {
    const draw = drawA({ layer: 0, projection: 'q' }, 64, 256, 1);
    const variance = draw.reduce((sum, x) => sum + x * x, 0) / draw.length;
    expect(variance * 256).toBeCloseTo(1, 1);
  });
});
