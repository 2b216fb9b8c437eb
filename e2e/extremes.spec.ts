/** What the page says of a run at the ends of its settings, and of data that cannot be trained on. */
import type { Page } from '@playwright/test';
import { button, expect, expectAccessible, exportedRun, figure, open, status, test } from './lab.ts';

/** The paths that a chart draws, as SVG has them. */
const pathsOf = (page: Page, chart: string) =>
  figure(page, chart)
    .locator('.recharts-surface path')
    .evaluateAll((paths) => paths.map((path) => path.getAttribute('d') ?? ''));

test('a run with the highest learning rate, α and rank says that it diverged, what to do, and draws every chart', async ({
  page,
}) => {
  await open(
    page,
    '?learning_rate=1&lora_alpha=2048&r=64&target_modules=q,k,v,o,up,down&max_grad_norm=0&weight_decay=0' +
      '&lr_scheduler_type=constant&batch_size=1&max_steps=24&eval_steps=8&metric_steps=0',
  );
  await button(page, 'Train').click();
  await expect(status(page)).toContainText(/Finished|Failed/, { timeout: 200_000 });
  const said = page.getByText(/Lower the learning rate/).first();
  await expect(said).toBeVisible();
  await expect(page.getByText('Diverged').first()).toBeVisible();
  const { SHOTS } = process.env;
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/diverged.png` });
  for (const chart of ['Loss', 'Singular values of ΔW']) {
    // Lines and bars, not the axes alone; of numbers, not of NaN.
    await expect
      .poll(async () => (await pathsOf(page, chart)).filter((path) => path.length > 30).length, chart)
      .toBeGreaterThan(0);
    for (const path of await pathsOf(page, chart)) expect(path).not.toMatch(/NaN|Infinity/);
  }
  const { steps } = await exportedRun(page);
  expect(steps).toHaveLength(24);
  await expectAccessible(page);
});
