import { describe, expect, it } from 'vitest';
import { FIRST_NAMES } from './lexicon.ts';
import { summary } from './summary.ts';
import { generate } from './splits.ts';

const { train, validation, test } = generate(summary, 1);
const talks = [...train, ...validation, ...test].map(({ prompt, completion }) => {
  const turns = prompt.split('\n').map((line) => {
    const [, who = '', said = ''] = /^([A-Z][a-z]+): (.+)$/.exec(line) ?? [];
    return { who, said };
  });
  return { prompt, completion, turns };
});

/** Days, prices, and hours or other numbers. */
const figures = (text: string): string[] =>
  text.replaceAll('Half', 'half').match(/\b[A-Z]\w+day\b|£\d+|\b(?:half past )?\d+(?:\.\d+)?\b/g) ?? [];

describe('summary', () => {
  it('has four to nine turns of two or three people', () => {
    const counts = new Map<number, number>();
    for (const { turns } of talks) {
      for (const { who, said } of turns) {
        expect(who).not.toBe('');
        expect(said).toMatch(/^[A-Z£\d].*[.?!]$/);
      }
      const people = new Set(turns.map(({ who }) => who)).size;
      expect(people === 2 || people === 3).toBe(true);
      counts.set(turns.length, (counts.get(turns.length) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([4, 5, 6, 7, 8, 9]);
  });

  it('comes to one sentence in the third person', () => {
    for (const { completion } of talks) {
      expect(completion).toMatch(/^[A-Z].*[^.]\.$/);
      expect(completion).not.toMatch(/\?|!|[a-z]\. |\b(I|me|my|you|your|we|us|our)\b/i);
    }
  });

  it('says nothing that nobody said', () => {
    for (const { prompt, completion } of talks) {
      const spoken = new Set(figures(prompt));
      for (const figure of figures(completion))
        expect([prompt, completion, spoken.has(figure)]).toEqual([prompt, completion, true]);
      for (const name of FIRST_NAMES)
        if (completion.includes(name)) expect([prompt, prompt.includes(name)]).toEqual([prompt, true]);
    }
  });

  it('tells how it ends, not what was taken back', () => {
    let changed = 0;
    for (const { prompt, completion, turns } of talks) {
      for (const { said } of turns) {
        const [, now = '', before = ''] = /^(?:Sorry|Wait|No|Oh), (.+), not (.+)\.$/.exec(said) ?? [];
        if (figures(now)[0] !== now || figures(before)[0] !== before) continue;
        changed++;
        const told = figures(completion);
        expect([prompt, completion, told.includes(now), told.includes(before)]).toEqual([
          prompt,
          completion,
          true,
          false,
        ]);
      }
    }
    expect(changed).toBeGreaterThan(100);
  });

  it('cannot be had by repeating the first day, hour or price', () => {
    const withFigures = talks.filter(({ completion }) => figures(completion).length > 0);
    const first = withFigures.filter(({ prompt, completion }) =>
      figures(completion).includes(figures(prompt)[0] ?? ''),
    );
    expect(withFigures.length / talks.length).toBeGreaterThan(0.5);
    expect(first.length / withFigures.length).toBeLessThan(0.6);
  });

  it('says the same kind of thing in several ways', () => {
    const openings = new Set(
      talks.map(({ completion }) =>
        completion
          .replace(/\b[A-Z]\w+('s)?/g, 'N')
          .split(' ')
          .slice(0, 5)
          .join(' '),
      ),
    );
    expect(openings.size).toBeGreaterThan(100);
  });
});
