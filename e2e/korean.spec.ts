/** The page in Korean: every workspace and some pages of Learn, without an English sentence left, and the way between the languages. */
import { englishLeft, expectAccessible, expect, test } from './lab.ts';
import type { Page } from '@playwright/test';

const KOREAN = '?lang=ko&backend=wasm';
const status = (page: Page) => page.getByRole('status', { name: '학습 상태' });

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const)
  test(`speaks Korean in every workspace at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto(`/${KOREAN}`);
    await expect(status(page)).toContainText('학습을 누르십시오', { timeout: 60_000 });
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    for (const [view, name] of [
      ['train', '학습'],
      ['compare', '비교'],
      ['inspect', 'ΔW 살펴보기'],
      ['deploy', '배포'],
      ['learn', '배우기'],
    ] as const) {
      await page.goto(`/${KOREAN}&view=${view}`);
      await expect(page.getByRole('tab', { name, exact: true })).toHaveAttribute('aria-selected', 'true');
      await expect(status(page)).toContainText('학습을 누르십시오', { timeout: 60_000 });
      await page.waitForLoadState('networkidle');
      expect.soft(await englishLeft(page), view).toEqual([]);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      await expectAccessible(page);
    }
    for (const [lesson, title] of [
      ['rank', '어느 랭크?'],
      ['product', '손으로 해 보는 W0 + BA'],
      ['essays', '에세이'],
    ] as const) {
      await page.goto(`/${KOREAN}&view=learn&lesson=${lesson}`);
      await expect(page.getByRole('heading', { name: title })).toBeVisible();
      expect.soft(await englishLeft(page), lesson).toEqual([]);
      await expectAccessible(page);
    }
  });

test('explains a term of a lesson in Korean', async ({ page }) => {
  await page.goto(`/${KOREAN}&view=learn&lesson=rank`);
  await page.getByRole('button', { name: '내재적 랭크' }).hover();
  await expect(page.getByRole('tooltip')).toContainText('과제를 위한 변화에 실제로 필요한 랭크입니다.');
  await expectAccessible(page);
});

test('goes through two training steps in Korean, also on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/${KOREAN}&view=learn&lesson=step`);
  await page.getByRole('button', { name: '두 스텝 계산' }).click();
  const viewer = page.getByRole('group', { name: '두 스텝' });
  await expect(viewer).toContainText('스텝 1 / 2, 단계 1 / 8', { timeout: 60_000 });
  await viewer.getByRole('switch', { name: '칸에 수 보이기' }).press(' ');
  for (let stage = 1; stage <= 16; stage++) {
    expect.soft(await englishLeft(page), String(stage)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await page.keyboard.press('ArrowRight');
  }
  await expect(viewer).toContainText('스텝 2 / 2, 단계 8 / 8');
  await expectAccessible(page);
});

test('tells what a link asks in vain, and what is wrong with a file, in Korean', async ({ page }) => {
  await page.goto(`/${KOREAN}&r=900`);
  await expect(page.getByRole('region', { name: '메시지' })).toContainText('링크가 “랭크 r”을(를)', {
    timeout: 60_000,
  });
  await page.getByRole('button', { name: '내 데이터…' }).click();
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('only\none\n') });
  await expect(page.getByRole('dialog')).toContainText('a.csv: 열이 너무 적습니다');
});

test('changes its language while it is open, says so in the address, and keeps it', async ({
  page,
  secondTab,
}) => {
  await page.goto('/?view=learn&lesson=rank');
  await page.getByRole('button', { name: '한국어' }).click();
  await expect(page.getByRole('heading', { name: '어느 랭크?' })).toBeVisible();
  await expect(page).toHaveURL(/lang=ko/);
  await expect(page).toHaveTitle('배우기 · Rankscope');
  await secondTab.goto('/');
  await expect(secondTab.getByRole('tab', { name: '배우기' })).toBeVisible();
  // The link's language comes before what was chosen.
  await secondTab.goto('/?lang=en');
  await expect(secondTab.getByRole('tab', { name: 'Learn' })).toBeVisible();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Which rank?' })).toBeVisible();
  await expect(page).toHaveURL(/lang=en/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('opens in the language that the browser asks for, and fetches no other', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'ko-KR' });
  const page = await context.newPage();
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(request.url()));
  // Nothing English is painted before the Korean words are there.
  await page.goto('/');
  await expect(page.getByRole('tab', { name: '학습', exact: true })).toBeVisible();
  const words = () => scripts.filter((url) => /\/(first|late)-(?!worker)[^/]*\.js$/.test(url));
  await expect.poll(() => words().length).toBe(2);
  await page.waitForLoadState('networkidle');
  expect(words()).toHaveLength(2);
  await context.close();
});
