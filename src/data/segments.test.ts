import { expect, it } from 'vitest';
import { promptOf, splitTexts, TITLES, titlesOf } from './segments.ts';

it.each(Object.values(TITLES))(
  'two texts after %s and %s come back apart, whatever lines they have',
  (...titles) => {
    const texts: [string, string] = ['One line.\nAnd another: two.', 'Question: which?'];
    const prompt = promptOf(texts, titles);
    expect(titlesOf([prompt, promptOf(['a', 'b'], titles)])).toBe(
      Object.values(TITLES).find((each) => each.join() === titles.join()),
    );
    expect(splitTexts(prompt, titles)).toEqual(texts);
  },
);

it('prompts that do not all have the titles are single texts', () => {
  expect(titlesOf([promptOf(['a', 'b'], TITLES.texts), 'Text 1: alone'])).toBeNull();
});

it('a prompt without titles is its first line and the rest', () => {
  expect(splitTexts('All bakers sing.\nSome sing.', TITLES.inference)).toEqual([
    'All bakers sing.',
    'Some sing.',
  ]);
  expect(splitTexts('All bakers sing.', TITLES.inference)).toEqual(['All bakers sing.', '']);
});

it('two texts of which one is empty make no prompt', () => {
  expect(promptOf(['', 'b'], TITLES.texts)).toBe('');
});
