/** What Inspect ΔW says of trained weights: ΔW against W₀, ΔW cut to fewer directions, and its intruder dimensions. */
import type { Page } from '@playwright/test';
import {
  button,
  csvOf,
  expect,
  expectAccessible,
  figure,
  go,
  open,
  scored,
  status,
  test,
  trainToEnd,
} from './lab.ts';

const choose = (page: Page, view: string) =>
  page.getByRole('radiogroup', { name: 'View' }).getByText(view, { exact: true }).click();

test('ΔW is set against W₀ and scaled without its intruders, after a short run', async ({ page }) => {
  await open(page, '?backend=wasm&max_steps=30&eval_steps=30&metric_steps=0&learning_rate=0.03');
  await trainToEnd(page);
  await scored(page);
  await go(page, 'Inspect ΔW');

  await test.step('amplification, at the chosen matrix and at all', async () => {
    await choose(page, 'Against W₀');
    const table = figure(page, 'ΔW against W₀');
    await expect(table).toContainText('GPT-3 175B · Wq of layer 48', { timeout: 60_000 });
    await table.getByRole('combobox', { name: 'Matrix' }).selectOption('Wv · layer 2');
    await expect(table).toContainText(/r 4.* · Wv · layer 2/);
    const [headings, ...rows] = await csvOf(page, 'ΔW against W₀');
    // Four matrices at r = 1, 2 and 4, and the paper's two columns.
    expect(rows).toHaveLength(14);
    const columnOf = (name: string) => headings?.indexOf(name) ?? -1;
    for (const row of rows) {
      const [overlap = NaN, own = NaN, norm = NaN, factor = NaN] = [
        'ΔW’s',
        'W₀’s own',
        '‖ΔW‖F',
        'Amplification',
      ].map((name) => Number(row[columnOf(name)]));
      expect(overlap).toBeLessThan(own);
      expect(factor / (norm / overlap)).toBeCloseTo(1, 1);
    }
    await expect(figure(page, 'Amplification by matrix').locator('[data-point]')).toHaveCount(4);
    await expect(figure(page, 'Where ΔW lies on W₀’s spectrum').locator('[data-point]')).toHaveCount(4);
    const spectrum = await csvOf(page, 'Where ΔW lies on W₀’s spectrum');
    // Four directions along 64, each of which lies in W0's space as a whole.
    expect(spectrum).toHaveLength(1 + 4 * 64);
    expect(Number(spectrum.at(-1)?.at(-1))).toBeCloseTo(100, 3);
    await expectAccessible(page);
  });

  await test.step('intruders, and the losses without them', async () => {
    await choose(page, 'Intruders');
    const likeness = figure(page, 'Likeness to W₀');
    await expect(likeness.locator('[data-point]')).toHaveCount(10);
    const rows = (await csvOf(page, 'Likeness to W₀')).slice(1);
    for (const [, , cosine, kind] of rows) expect(kind === 'intruder').toBe(Number(cosine) < 0.5);
    const counts = (await csvOf(page, 'Intruders by matrix')).slice(1).map(([, , own]) => Number(own));
    expect(counts).toContain(rows.filter(([, , , kind]) => kind === 'intruder').length);
    // At so high a rate a short run has some.
    expect(Math.max(...counts)).toBeGreaterThan(0);
    await button(page, 'Measure λ').click();
    const lambda = figure(page, 'Losses with the intruders scaled by λ');
    await expect(lambda.locator('[data-point]')).toHaveCount(10, { timeout: 90_000 });
    const slider = page.getByRole('slider', { name: 'Points of Losses with the intruders scaled by λ' });
    await slider.press('End');
    await expect(slider).toHaveAttribute('aria-valuetext', /^λ = 1: /);
    await expectAccessible(page);
  });
});

test('runs are cut to fewer directions, beside those trained at that rank', async ({ page }) => {
  await open(page, '?backend=wasm&max_steps=12&eval_steps=12&metric_steps=0');
  await button(page, 'Compare ranks').click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  await scored(page);
  await go(page, 'Inspect ΔW');
  await choose(page, 'Cut');
  const title = 'Loss of ΔW cut to k directions';

  await button(page, 'Measure the cuts').click();
  await button(page, 'Cancel').click();
  await page.getByRole('button', { name: /^Measure the/ }).click();
  // r + 1 cuts of r = 1, 2, 4 and 8, and 0 … 8, 12 and 16 of the last.
  await expect(figure(page, title).locator('[data-point]')).toHaveCount(2 + 3 + 5 + 9 + 11, {
    timeout: 120_000,
  });
  const rows = (await csvOf(page, title)).slice(1);
  for (const [, rank, k, loss, , ended] of rows) {
    // All of ΔW is the run as it ended, and none of it the base model.
    if (k === rank) expect(Number(loss)).toBeCloseTo(Number(ended), 3);
    if (k === '0') expect(loss).toBe(rows[0]?.[3]);
  }

  const slider = page.getByRole('slider', { name: 'Directions kept, k' });
  await slider.focus();
  await slider.press('Home');
  await expect(slider).toHaveAttribute('aria-valuenow', '0');
  const cells = page.getByRole('region', { name: 'At k directions' }).locator('tbody td:nth-child(2)');
  const losses = await cells.allTextContents();
  expect(losses).toHaveLength(5);
  expect(new Set(losses).size).toBe(1);
  await button(page, 'Write with k = 0').click();
  const texts = page.getByRole('region', { name: 'At k directions' }).locator('dd');
  // Without ΔW the base model writes.
  await expect(texts.first()).toHaveText((await texts.nth(2).textContent()) ?? '', { timeout: 60_000 });
  await expectAccessible(page);

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(slider).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1440, height: 900 });

  await test.step('intruders of all shown runs stand side by side', async () => {
    await choose(page, 'Intruders');
    const counts = figure(page, 'Intruders by matrix');
    await expect(counts.locator('[data-point]')).toHaveCount(4, { timeout: 60_000 });
    await button(page, 'Count those of the 4 other shown runs').click();
    await expect(counts.locator('[data-point]')).toHaveCount(5 * 4, { timeout: 120_000 });
    const byRun = (await csvOf(page, 'Intruders by matrix')).slice(1);
    expect(new Set(byRun.map(([run]) => run)).size).toBe(5);
    await expect(counts).toContainText(/r 16.*: \d+ in all/);
    await expectAccessible(page);
  });
});
