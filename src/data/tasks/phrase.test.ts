import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../core/rng.ts';
import { article, enumerate, phrase } from './phrase.ts';

const draws = (template: string, values: Record<string, string> = {}) =>
  new Set(Array.from({ length: 200 }, (_, seed) => phrase(template, values, createRng(seed))));

describe('phrase', () => {
  it('reaches every alternative and nothing else, empty and nested ones too', () => {
    expect(draws('(a|b) c')).toEqual(new Set(['a c', 'b c']));
    expect(draws('x(|y)')).toEqual(new Set(['x', 'xy']));
    expect(draws('((a|b)1|c)2')).toEqual(new Set(['a12', 'b12', 'c2']));
  });

  it('puts values in last, so that a value may hold brackets, bars and braces', () => {
    expect(draws('({x}|{x})', { x: '(a|b) {y}' })).toEqual(new Set(['(a|b) {y}']));
  });

  it('names the slot that has no value', () => {
    expect(() => phrase('{who} sat', {}, createRng(1))).toThrow('{who}');
  });

  it('says the same from the same seed', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const template = '(a|b|c)(d|e|(f|g))';
        expect(phrase(template, {}, createRng(seed))).toBe(phrase(template, {}, createRng(seed)));
      }),
    );
  });
});

describe('small words', () => {
  it('chooses the article by the first letter', () => {
    expect([article('Italian pub'), article('English pub'), article('cheap pub')]).toEqual(['an', 'an', 'a']);
  });

  it('joins a list as people write it', () => {
    expect([enumerate([]), enumerate(['a']), enumerate(['a', 'b']), enumerate(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });
});
