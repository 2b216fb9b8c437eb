import i18next from 'i18next';
import { expect, it } from 'vitest';
import { lateStrings, startStrings } from './index.ts';

it('puts what it is given into a sentence without characters that turn the sentence around', async () => {
  await startStrings();
  await lateStrings();
  expect(i18next.t('notice.imported', { count: 1, name: '\u202e\u2066<evil> & “co”\n2\0' })).toBe(
    'Imported “<evil> & “co” 2”.',
  );
});
