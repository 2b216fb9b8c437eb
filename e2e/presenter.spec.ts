/** Presenter mode: its keys, its address, its type and lines, and what it leaves out. */
import type { Page } from '@playwright/test';
import { button, expect, expectAccessible, figure, go, open, status, test, trainToEnd } from './lab.ts';

const SMALL = 'batch_size=2&max_length=64&max_steps=8&eval_steps=4&r=2';

test('a key turns presenter mode on, the address keeps it, and Escape leaves', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await open(page, `?${SMALL}`);
  const rootSize = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  const before = await rootSize();
  await page.keyboard.press('p');
  await expect(page).toHaveURL(/present=1/);
  await expect.poll(rootSize).toBeGreaterThan(1.3 * before);
  await expect(button(page, 'Copy link')).toBeHidden();
  await trainToEnd(page);
  const loss = figure(page, 'Loss');
  await expect(loss.getByRole('button', { name: /^Menu of/ })).toBeHidden();
  // A curve's line grows with the type.
  const widest = await loss
    .locator('svg path')
    .evaluateAll((paths) =>
      Math.max(...paths.map((path) => parseFloat(getComputedStyle(path).strokeWidth) || 0)),
    );
  expect(widest).toBeGreaterThan(3);
  // The form opens at a press.
  await button(page, 'Settings').click();
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeHidden();
  await expect(page).toHaveURL(/present=1/);

  // The pointer's ring follows the mouse, and a key takes it away.
  await page.mouse.move(300, 300);
  const ring = page.locator('.pointer-ring');
  await expect(ring).toBeVisible();
  await page.keyboard.press('l');
  await expect(ring).toHaveCount(0);

  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/present/);
  await expect.poll(rootSize).toBe(before);
  await expect(button(page, 'Copy link')).toBeVisible();
});

test('keys lead a class through the lessons', async ({ page }) => {
  await open(page, '?view=learn&backend=wasm');
  await button(page, 'Presenter mode').click();
  await expect(page).toHaveURL(/present=1/);
  await expect(button(page, 'Leave')).toBeVisible();
  await page.keyboard.press('n');
  await expect(page).toHaveURL(/lesson=full/);
  await page.keyboard.press('n');
  await expect(page).not.toHaveURL(/lesson=full/);
  await expect(page).toHaveURL(/lesson=/);
  await page.getByRole('combobox', { name: 'Pages of Learn' }).selectOption('step');
  await page.keyboard.press('Tab');
  await page.keyboard.press('e');
  await expect(page.getByText(/stage 1 of/i)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('n');
  await expect(page.getByText(/stage 2 of/i)).toBeVisible();
  await page.keyboard.press('t');
  await expect(status(page)).toContainText(/Training|Starting/);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await help.getByRole('switch', { name: 'Presenter mode' }).press('Space');
  await expect(page).not.toHaveURL(/present/);
});

/** The places that the Tab key leads through, each named once in a row, until it comes to a place again. */
async function tabbedThrough(page: Page, places: string): Promise<string[]> {
  const found: string[] = [];
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    const place = await page.evaluate((selector) => {
      const at = document.activeElement?.closest(selector);
      return at ? (selector.split(', ').find((each) => at.matches(each)) ?? '') : '';
    }, places);
    if (place === '' || place === found.at(-1)) continue;
    if (found.includes(place)) break;
    found.push(place);
  }
  return found;
}

for (const [width, height] of [
  [1280, 720],
  [1024, 768],
] as const)
  test(`at ${width} × ${height} the Tab key goes as the eye does`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, `?${SMALL}&present=1`);
    await trainToEnd(page);
    await page.locator('#workspace').focus();
    expect(await tabbedThrough(page, '.train .loss, .train .spectrum, .train .model, .train .texts')).toEqual(
      ['.train .loss', '.train .spectrum', '.train .model', '.train .texts'],
    );
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
    // Loss and spectrum side by side fill the window, the drawing has its whole width below.
    const [loss, spectrum, model] = await Promise.all(
      ['.loss', '.spectrum', '.model'].map((part) => page.locator(`.train ${part}`).boundingBox()),
    );
    if (!loss || !spectrum || !model) throw new Error('A part of Train has no place.');
    expect(Math.abs(loss.width - spectrum.width)).toBeLessThan(2);
    expect(Math.abs(loss.y - spectrum.y)).toBeLessThan(2);
    expect(model.y).toBeGreaterThanOrEqual(loss.y + loss.height);
    expect(model.width).toBeGreaterThan(0.95 * width);
  });

for (const scheme of ['light', 'dark'] as const)
  test(`presenter mode is accessible in the ${scheme} scheme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 1280, height: 720 });
    await open(page, `?${SMALL}&present=1`);
    await expect(button(page, 'Leave')).toBeVisible();
    await trainToEnd(page);
    await expectAccessible(page);
    for (const workspace of ['Compare', 'Inspect ΔW', 'Deploy', 'Learn'] as const) {
      await go(page, workspace);
      await expectAccessible(page);
    }
  });

test('an unknown value of present is told and left out', async ({ page }) => {
  await open(page, '?present=yes');
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText('present');
  await expect(button(page, 'Leave')).toHaveCount(0);
});
