import { describe, expect, it } from 'vitest';
import { SHIPPED } from '../core/models/shipped.ts';
import { withClassOrder } from './class-order.ts';
import { record } from './testing.ts';

describe('the order of an encoder’s classes in files', () => {
  const old = { ...SHIPPED.encoder, file_outputs: undefined };
  const config = { ...record('a').config, model: 'my-encoder' };
  const run = (shape: object) => ({ ...record('a', { config, weights: 'w' }), shape: { ...old, ...shape } });
  const loaded = {
    model: 'my-encoder',
    weights: 'w',
    config: { ...old, file_outputs: [1, 2, 0] },
    totalParameters: 1,
    scores: {},
  };

  it('is the run’s own where it kept one', () => {
    expect(withClassOrder(run({ file_outputs: null }), loaded)).toMatchObject({ file_outputs: null });
    expect(withClassOrder(run({ file_outputs: [2, 1, 0] }), null)).toMatchObject({ file_outputs: [2, 1, 0] });
  });

  it('is that of the loaded model where an older run kept none', () => {
    expect(withClassOrder(run({}), loaded)).toMatchObject({ file_outputs: [1, 2, 0] });
  });

  it.each([
    ['no model', null],
    ['other weights', { ...loaded, weights: 'other' }],
    ['other classes', { ...loaded, config: { ...loaded.config, labels: ['a', 'b', 'c'] } }],
  ])('is asked for where %s is loaded', (_name, model) => {
    expect(() => withClassOrder(run({}), model)).toThrow('Load that model and the data of the run');
  });

  it('does not matter of models that write', () => {
    expect(withClassOrder(record('a'), null)).toEqual(SHIPPED.nano);
  });
});
