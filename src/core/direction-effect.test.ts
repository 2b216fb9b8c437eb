import { describe, expect, it } from 'vitest';
import { mostChanged, mostExcited } from './direction-effect.ts';

const WORDS = ['zero', 'one', 'two', 'three', ''];
const decode = (ids: readonly number[]) => ids.map((id) => WORDS[id] ?? `<${id}>`).join('');

describe('what excites a direction', () => {
  it('is the strongest token of each text, by its size, in its context', () => {
    const long = Array.from({ length: 40 }, (_, i) => (i === 30 ? -9 : 1));
    const found = mostExcited(
      [
        { ids: [0, 1, 2], strengths: [1, 3, -2] },
        { ids: long.map((_, i) => i), strengths: long },
        { ids: [], strengths: [] },
      ],
      decode,
    );
    expect(found).toEqual([
      {
        tokens: Array.from({ length: 22 }, (_, i) => `<${i + 18}>`),
        strengths: long.slice(18),
        peak: 12,
      },
      { tokens: ['zero', 'one', 'two'], strengths: [1, 3, -2], peak: 1 },
    ]);
  });

  it('is told of a few texts', () => {
    const texts = Array.from({ length: 30 }, (_, i) => ({ ids: [0], strengths: [i] }));
    expect(mostExcited(texts, decode).map(({ strengths }) => strengths[0])).toEqual(
      Array.from({ length: 12 }, (_, i) => 29 - i),
    );
  });
});

describe('what a direction changes', () => {
  it('is told by log p and by p, in both ways, of tokens that stand for text', () => {
    const { byLogp, byP } = mostChanged(
      {
        logp: [2, 0.5, -1, 0, 9],
        without: [0.001, 0.2, 0.5, 0.1, 0.1],
        whole: [0.005, 0.4, 0.3, 0.1, 0.1],
      },
      decode,
    );
    const tokensOf = (changes: readonly { token: string }[]) => changes.map(({ token }) => token);
    expect(tokensOf(byLogp.raised)).toEqual(['zero', 'one']);
    expect(tokensOf(byLogp.lowered)).toEqual(['two']);
    expect(tokensOf(byP.raised)).toEqual(['one', 'zero']);
    expect(byP.lowered).toEqual([{ token: 'two', logp: -1, without: 0.5, whole: 0.3 }]);
  });
});
