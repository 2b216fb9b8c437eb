/** The language of the page: what the address asks for, else what was chosen last, else what the browser asks for. */

export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: unknown): text is Language =>
  LANGUAGES.some((language) => language === text);

const KEY = 'rankscope-language';

/** Keeps a choice for the next visit, where the browser keeps anything. */
export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // The choice then lasts as long as the address says it.
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** The language that the page opens in. @param asked what the address asks for, if it does */
export function firstLanguage(asked: string | null): Language {
  const wanted = [asked, remembered(), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find(isLanguage) ?? 'en';
}
