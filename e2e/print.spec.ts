/** A lesson on paper, as a handout or as slides: words and whole figures, without the page's controls, in light colours. */
import { button, expect, figure, open, status, test } from './lab.ts';

test('a lesson prints as a handout', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 1920, height: 1080 });
  await open(page, '?backend=wasm&view=learn&lesson=full');
  await button(page, 'I would rather not guess').click();
  await button(page, 'Train 2 runs').click();
  await expect(page.getByText('2 of 2 runs are finished.')).toBeVisible({ timeout: 180_000 });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { name: 'What it means' })).toBeVisible();
  await expect(status(page)).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Pages of Learn' })).toBeHidden();
  await expect(button(page, 'See their curves in Compare')).toBeHidden();
  const chart = figure(page, 'Trained weights');
  await expect(chart).toBeVisible();
  // 12 mm margins leave A4 703 px.
  const right = await page
    .locator('.lesson-page *')
    .evaluateAll((nodes) => Math.max(...nodes.map((node) => node.getBoundingClientRect().right)));
  expect(right).toBeLessThanOrEqual(703);
  expect(await page.evaluate(() => document.documentElement.dataset['mantineColorScheme'])).toBe('light');
  // Nothing scrolls on paper.
  const cut = await page.locator('.lesson-page').evaluate((node) => node.scrollHeight - node.clientHeight);
  expect(cut).toBeLessThanOrEqual(1);

  await page.emulateMedia({ media: null });
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(status(page)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.style.fontSize)).toBe('');
});

test('in presenter mode a lesson prints as slides, one for each of its steps', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await open(page, '?backend=wasm&view=learn&lesson=rank&present=1');
  await expect(page.getByRole('heading', { name: 'The claim' })).toBeVisible();
  const steps = await page.locator('.lesson-page > section').count();
  expect(steps).toBeGreaterThan(1);
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
  const sizes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [
    Number(width),
    Number(height),
  ]);
  expect(sizes).toHaveLength(steps);
  for (const [width = 0, height = 0] of sizes) expect(width).toBeGreaterThan(height);
});
