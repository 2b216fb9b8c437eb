/** Nothing is cut: what the panels of Train hold has its room in a small window, with every kind of method and with large letters. */
import type { Page } from '@playwright/test';
import { button, expect, figure, go, open, reachStep, test, trainToEnd } from './lab.ts';

const QUICK = '?backend=wasm&max_steps=6&eval_steps=6&batch_size=2&metric_steps=0';

/** What scrolls within itself, though all of it is meant to be seen. */
const cut = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.cell, .blocks, .views, .transport .mantine-Button-label')]
      .filter((element) => element.checkVisibility() && element.clientWidth > 1)
      .filter(
        ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
          scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1,
      )
      .map((element) => `${element.className}: ${element.textContent.slice(0, 40)}`),
  );

const choose = (page: Page, method: string) =>
  page.getByLabel('Method', { exact: true }).selectOption(method);

async function trainWith(page: Page, method: string): Promise<void> {
  await choose(page, method);
  await trainToEnd(page);
}

test('at 1366 × 768 drawing, legend and charts are whole with each kind of method', async ({ page }) => {
  test.setTimeout(300_000);
  await page.setViewportSize({ width: 1366, height: 768 });
  await open(page, QUICK);
  const spectrum = figure(page, 'Singular values of ΔW');
  for (const method of ['LoRA', 'BitFit', 'VeRA']) {
    await trainWith(page, method);
    await expect.poll(() => cut(page), { message: method }).toEqual([]);
  }
  await expect(spectrum.getByText('singular value, largest first')).toBeInViewport({ ratio: 1 });
  // The next run's places are drawn beside those of the shown one.
  await choose(page, 'Full fine-tuning');
  await expect.poll(() => cut(page)).toEqual([]);
  await trainWith(page, 'BitFit');
  await expect(spectrum).toContainText('no ΔW to decompose');
  await expect(spectrum).not.toContainText('effective rank');
  await go(page, 'Inspect ΔW');
  await expect(page.getByText('no ΔW to decompose').filter({ visible: true }).first()).toBeVisible();
  await expect(page.getByText('effective rank').filter({ visible: true })).toHaveCount(0);
});

test('with letters of 20 px no word of the buttons is cut on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, QUICK);
  await page.addStyleTag({ content: 'html { font-size: 20px !important; }' });
  await expect.poll(() => cut(page)).toEqual([]);
});

test('a workspace that is opened again is seen with the steps of now', async ({ page }) => {
  test.setTimeout(240_000);
  await open(page, '?backend=wasm&max_steps=400&eval_steps=0&batch_size=2&metric_steps=0');
  await button(page, 'Train').click();
  await go(page, 'Compare');
  await reachStep(page, 5);
  await go(page, 'Deploy');
  const seen = await page.evaluate(async () => {
    const loss = document.querySelector('figure[aria-label="Loss"]');
    document.querySelector<HTMLElement>('[role="tab"][href$="#train"], [role="tab"]')?.click();
    // As it is first seen.
    while (loss?.checkVisibility() === false) await new Promise(requestAnimationFrame);
    // The first child is the sentence for screen readers, which keeps a pace of its own.
    return [...(loss?.children ?? [])]
      .slice(1)
      .map((part) => part.textContent)
      .join(' ');
  });
  expect(seen).toContain('Loss');
  expect(seen).not.toContain('appear here');
});
