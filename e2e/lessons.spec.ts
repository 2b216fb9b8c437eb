/**
 * Every lesson of Learn from its claim to its meaning in both languages, half of them trained in one and half in the other.
 */
import type { Page } from '@playwright/test';
import { LESSONS, type LessonId } from '../src/core/lessons.ts';
import { later as laterEnglish } from '../src/ui/strings/en/later.ts';
import { learn as learnEnglish } from '../src/ui/strings/en/learn.ts';
import { later as laterKorean } from '../src/ui/strings/ko/later.ts';
import { learn as learnKorean } from '../src/ui/strings/ko/learn.ts';
import { button, englishLeft, expect, expectAccessible, test } from './lab.ts';

const WORDS = {
  en: { learn: learnEnglish, secret: laterEnglish.secret },
  ko: { learn: learnKorean, secret: laterKorean.secret },
};
type Language = keyof typeof WORDS;

const meaning = (page: Page, language: Language) =>
  page.getByRole('heading', { name: WORDS[language].learn.step.meaning });

async function openLesson(page: Page, id: LessonId, language: Language): Promise<void> {
  await page.goto(`/?lang=${language}&backend=wasm&view=learn&lesson=${id}`);
  const { title } = WORDS[language].learn.lesson[id];
  await expect(page.getByRole('heading', { name: title, exact: true })).toBeVisible({ timeout: 60_000 });
}

/** Passes over the guess; one that was made before is taken back. */
async function passOver(page: Page, language: Language): Promise<void> {
  const { guess } = WORDS[language].learn;
  const [skip, again] = [button(page, guess.skip), button(page, guess.again)];
  await expect(skip.or(again)).toBeVisible();
  if (await again.isVisible()) await again.click();
  await skip.click();
}

/** Presses what a lesson has to be pressed until it says what came out. */
async function runThrough(page: Page, id: LessonId, language: Language): Promise<void> {
  if (id !== 'step') await passOver(page, language);
  const press = page.locator('[data-press="experiment"]');
  const end = meaning(page, language);
  await expect(press.or(end).first()).toBeVisible();
  // Runs of before are taken as they are; times are measured each time, of what was trained just now or before.
  while (!(await end.isVisible())) {
    await press.click({ timeout: 180_000 });
    await expect(press.and(page.locator(':enabled')).or(end).first()).toBeVisible({ timeout: 180_000 });
  }
}

async function expectReadable(page: Page, language: Language): Promise<void> {
  await expect(meaning(page, language)).toBeVisible();
  await page.waitForLoadState('networkidle');
  if (language === 'ko') expect(await englishLeft(page)).toEqual([]);
  await expectAccessible(page);
}

/** Its answer, once seen, is known, so that each language has a riddle of its own. */
const RIDDLE = 'secret' satisfies LessonId;

for (const [i, id] of LESSONS.filter((lesson) => lesson !== RIDDLE).entries()) {
  const languages: Language[] = i % 2 === 0 ? ['en', 'ko'] : ['ko', 'en'];
  test(`lesson “${id}” is gone through in ${languages.join(', then in ')}`, async ({ page }) => {
    for (const language of languages) {
      await openLesson(page, id, language);
      await runThrough(page, id, language);
      await expectReadable(page, language);
    }
  });
}

for (const language of ['en', 'ko'] as const)
  test(`lesson “${RIDDLE}” is gone through in ${language}`, async ({ page }) => {
    await openLesson(page, RIDDLE, language);
    const { learn, secret } = WORDS[language];
    await button(page, learn.lesson.secret.hide).click();
    await page
      .getByRole('article')
      .getByRole('button', { name: learn.lesson.secret.train, exact: true })
      .click();
    await page
      .getByRole('radiogroup', { name: secret.guess })
      .getByText('3', { exact: true })
      .click({ timeout: 60_000 });
    await button(page, secret.reveal).click({ timeout: 120_000 });
    await expectReadable(page, language);
  });
