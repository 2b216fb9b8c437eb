import { describe, expect, it } from 'vitest';
import { promptValues } from './prompt-values.ts';

describe('promptValues', () => {
  it('finds what stands in brackets', () => {
    expect(promptValues('name[The Oak], priceRange[less than £20], area[]')).toEqual([
      'The Oak',
      'less than £20',
    ]);
  });
  it('passes over yes and no, which a sentence says in other words', () => {
    expect(promptValues('name[No Name], familyFriendly[no], open[Yes]')).toEqual(['No Name']);
  });
  it('finds nothing in a plain prompt', () => {
    expect(promptValues('Write a poem [')).toEqual([]);
  });
});
