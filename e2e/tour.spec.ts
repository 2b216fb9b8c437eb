/** The tour: offered on a first visit without covering the page, led by keys, and never offered again. */
import type { Page } from '@playwright/test';
import { button, expect, expectAccessible, go, open, storedRuns, test, trainToEnd } from './lab.ts';

test.use({ isFirstVisit: true });

const OFFER = 'A tour of a minute shows the parts of this page.';
const card = (page: Page) => page.getByRole('dialog', { name: /.+/ });

test('the tour is offered once, points at real controls, and is led by keys', async ({ page }) => {
  await open(page);
  await expect(page.getByText(OFFER)).toBeVisible();
  // The recorded run is in sight, and nothing is over it.
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await button(page, 'Take the tour').click();
  await expect(card(page)).toContainText('Model and method');
  await expect(button(page, 'Next')).toBeFocused();
  await expectAccessible(page);
  const ring = page.locator('.tour-ring');
  for (const [title, part] of [
    ['The rank r', '.panel .rank'],
    ['Train', '[data-tour="train"]'],
    ['Loss', '.cell.loss'],
    ['Singular values of ΔW', '.cell.spectrum'],
    ['The other workspaces', '.views'],
  ] as const) {
    await page.keyboard.press(title === 'Train' ? 'Enter' : 'ArrowRight');
    await expect(page.getByRole('dialog', { name: title, exact: true })).toBeVisible();
    const [around, own, over] = await Promise.all([
      ring.boundingBox(),
      page.locator(part).boundingBox(),
      page.getByRole('dialog').boundingBox(),
    ]);
    if (!around || !own || !over) throw new Error('The ring, its part or the card has no place.');
    expect(Math.abs(around.x + 4 - own.x)).toBeLessThan(2);
    expect(Math.abs(around.y + 4 - own.y)).toBeLessThan(2);
    const isApart =
      over.x >= own.x + own.width ||
      over.x + over.width <= own.x ||
      over.y >= own.y + own.height ||
      over.y + over.height <= own.y;
    expect(isApart).toBe(true);
  }
  await page.keyboard.press('ArrowLeft');
  await expect(card(page)).toContainText('Singular values');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.reload();
  await expect(page.getByRole('status', { name: 'Training status' })).toContainText('press Train');
  await expect(button(page, 'Keyboard shortcuts')).toBeVisible();
  await expect(page.getByText(OFFER)).toHaveCount(0);

  // From the help it begins again, in Train, and ends with the last card.
  await go(page, 'Deploy');
  await button(page, 'Keyboard shortcuts').click();
  await button(page, 'Take the tour of a minute').click();
  await expect(page.getByRole('dialog', { name: 'Model and method' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Train', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(button(page, 'Next')).toBeFocused();
  for (let i = 0; i < 5; i++) await page.keyboard.press('Enter');
  await button(page, 'Done').press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('who has trained a run is not asked', async ({ page }) => {
  await open(page, '?batch_size=2&max_length=64&max_steps=8&eval_steps=4&metric_steps=0&r=2&backend=wasm');
  await expect(page.getByText(OFFER)).toBeVisible();
  await trainToEnd(page);
  await expect.poll(() => storedRuns(page)).toMatchObject([{ state: 'finished' }]);
  await page.reload();
  await expect(page.getByRole('status', { name: 'Training status' })).toContainText('Finished');
  await expect(page.getByText(OFFER)).toHaveCount(0);
});

test('who passes the offer over is not asked again', async ({ page }) => {
  await open(page, '?backend=wasm');
  await expect(page.getByText(OFFER)).toBeVisible();
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Dismiss' }).click();
  await page.reload();
  await expect(button(page, 'Keyboard shortcuts')).toBeVisible();
  await expect(page.getByText(OFFER)).toHaveCount(0);
});

for (const scheme of ['light', 'dark'] as const)
  test(`the tour is accessible on a phone in the ${scheme} scheme, in Korean`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/?lang=ko&backend=wasm');
    await page.getByRole('button', { name: '둘러보기', exact: true }).click();
    for (const title of ['모델과 방법', '랭크 r', '학습', '손실', 'ΔW의 특잇값', '다른 작업 공간']) {
      const dialog = page.getByRole('dialog', { name: title, exact: true });
      await expect(dialog).toBeVisible();
      await expect(page.locator('.tour-ring')).toBeInViewport();
      if (title === '모델과 방법' || title === '손실') await expectAccessible(page);
      await page.keyboard.press('Enter');
    }
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
