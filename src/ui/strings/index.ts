/**
 * The page's words. A language has two files: `first` for the first paint, `late` for the parts that come after it. English is
 * the shape of both; another language is a folder of the same shape and a line in `FILES`.
 */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { plainName } from '../../core/plain-name.ts';
import type { Language } from '../../state/language.ts';
import { words as first } from './en/first.ts';
import type { words as late } from './en/late.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: typeof first & typeof late;
  }
}

type Part = 'first' | 'late';

/** What a file of words gives. */
interface Words {
  /** By namespace. */
  words: object;
  /** Puts a sentence that a room below the page says in English into this language; undefined where it does not know it. */
  say?: (english: string) => string | undefined;
}

const FILES: Record<Language, Record<Part, () => Promise<Words>>> = {
  en: { first: () => Promise.resolve({ words: first }), late: () => import('./en/late.ts') },
  ko: { first: () => import('./ko/first.ts'), late: () => import('./ko/late.ts') },
};

/** The language that the page opens in, then the one that was chosen last. */
let language: Language = 'en';
let hasLate = false;
const sayers: Partial<Record<string, Words['say']>> = {};

/** A sentence that a room below the page says in English, as a method's name or what is wrong with a file, in the page's language. */
export const said = (english: string): string =>
  sayers[`${language} first`]?.(english) ?? sayers[`${language} late`]?.(english) ?? english;

async function add(to: Language, part: Part): Promise<void> {
  const { words, say } = await FILES[to][part]();
  for (const [namespace, bundle] of Object.entries(words))
    i18next.addResourceBundle(to, namespace, bundle, true);
  sayers[`${to} ${part}`] = say;
}

async function turnTo(next: Language): Promise<void> {
  language = next;
  await i18next.changeLanguage(next);
}

/**
 * Makes `useTranslation` ready for the first paint; call once before rendering. Where the words of another language cannot be
 * fetched, the page speaks English.
 */
export async function startStrings(opensIn: Language = 'en'): Promise<void> {
  // At once: the words of later parts may be asked for before these are there.
  language = opensIn;
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'app',
    resources: { en: first },
    showSupportNotice: false,
    // React escapes what it renders; names and values must not change the sentence that they stand in.
    interpolation: { escapeValue: true, escape: plainName },
  });
  if (opensIn !== 'en')
    await add(opensIn, 'first').then(
      () => turnTo(opensIn),
      () => speak('en'),
    );
}

/** Fetches the words of the parts that come after the first paint. */
export async function lateStrings(): Promise<void> {
  hasLate = true;
  await add(language, 'late');
}

/** Changes the language of the open page. Rejects where its words cannot be fetched. */
export async function speak(next: Language): Promise<void> {
  await Promise.all([add(next, 'first'), hasLate && add(next, 'late')]);
  await turnTo(next);
}
