import { afterEach, expect, it, vi } from 'vitest';
import { firstLanguage, rememberLanguage } from './language.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A browser that asks for these languages, in this order. */
function visit(languages: string[]): void {
  const kept = new Map<string, string>();
  vi.stubGlobal('navigator', { languages });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
}

it.each([
  [['ko-KR', 'en-US'], 'ko'],
  [['de-DE', 'ko', 'en'], 'ko'],
  [['en-GB', 'ko'], 'en'],
  [['de'], 'en'],
  [[], 'en'],
])('opens for a browser that asks for %j in %s', (languages, language) => {
  visit(languages);
  expect(firstLanguage(null)).toBe(language);
});

it('follows the last choice before the browser, and the address before both', () => {
  visit(['en']);
  rememberLanguage('ko');
  expect(firstLanguage(null)).toBe('ko');
  expect(firstLanguage('en')).toBe('en');
  expect(firstLanguage('fr')).toBe('ko');
});

it('opens where the browser keeps nothing', () => {
  visit(['ko']);
  vi.stubGlobal('localStorage', undefined);
  rememberLanguage('en');
  expect(firstLanguage(null)).toBe('ko');
});
