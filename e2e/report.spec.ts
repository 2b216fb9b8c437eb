/** A report of the compared runs: saved from Compare, it opens from a folder without a network, and prints. */
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { button, download, expect, expectAccessible, go, open, scored, test, trainToEnd } from './lab.ts';

const SMALL = '?backend=wasm&max_steps=60&eval_steps=3&batch_size=2&metric_steps=0';
const NAME = '<script>document.title = "run"</script>';

/** Trains two runs of different ranks, gives one a name, and saves the report. @returns where it lies */
async function savedReport(page: Page, folder: (name: string) => string): Promise<string> {
  await open(page, SMALL);
  await trainToEnd(page);
  await page.getByRole('slider', { name: 'Rank r' }).press('ArrowRight');
  await trainToEnd(page);
  await scored(page);
  await go(page, 'Compare');
  await page
    .getByRole('button', { name: /^Menu of (?!Loss|By|Singular|All)/ })
    .last()
    .click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  const field = page.getByRole('textbox', { name: /^New name/ });
  await field.fill(NAME);
  await field.press('Enter');
  const boxes = page.getByRole('checkbox', { name: /^Show .* on the charts/ });
  for (const box of await boxes.all()) await box.check();
  await expect(page.getByRole('row').filter({ hasText: 'script' })).toHaveCount(1);
  const file = await download(page, () => button(page, 'Report').click());
  await expect(button(page, 'Report')).toBeEnabled();
  const at = folder('report.html');
  await writeFile(at, file);
  return at;
}

test('a report has all shown runs, opens without a network, breaks no rule of accessibility, and prints', async ({
  page,
  secondTab,
}, info) => {
  test.slow();
  const at = await savedReport(page, (name) => info.outputPath(name));
  const asked: string[] = [];
  secondTab.on('request', (request) => asked.push(request.url()));
  await secondTab.context().setOffline(true);
  await secondTab.goto(pathToFileURL(at).href);
  expect(asked).toEqual([pathToFileURL(at).href]);

  await expect(secondTab).toHaveTitle('2 runs compared by Rank\u00A0r');
  for (const name of ['Table: Settings that differ', 'Table: Results']) {
    const table = secondTab.getByRole('region', { name });
    await expect(table.getByRole('row')).toHaveCount(3);
    await expect(table.getByRole('row').filter({ hasText: NAME })).toHaveCount(1);
  }
  await expect(secondTab.getByRole('region', { name: 'Table: Results' })).toContainText('4,096 (2.36 %)');
  for (const chart of [
    'Loss',
    'By setting',
    'Trade-off',
    'Singular values of ΔW',
    'All matrices at a glance',
  ]) {
    const drawing = secondTab.getByRole('img', { name: new RegExp(`^${chart}\\. `) });
    await expect(drawing.locator('text').first()).toBeVisible();
  }
  await expect(secondTab.getByRole('link', { name: 'Open this experiment' })).toHaveAttribute(
    'href',
    /^http:\/\/localhost:\d+\/\?.*view=compare&vary=r:/,
  );
  // Ids would have to be unique in the whole page.
  const ids = await secondTab.locator('[id]').evaluateAll((elements) => elements.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);

  await expectAccessible(secondTab);
  await secondTab.setViewportSize({ width: 390, height: 844 });
  const room = await secondTab.evaluate(() => document.documentElement.scrollWidth);
  expect(room).toBeLessThanOrEqual(390);
  await expectAccessible(secondTab);

  const config = secondTab.locator('pre').first();
  await expect(config).toBeHidden();
  await secondTab.emulateMedia({ media: 'print' });
  expect((await config.boundingBox())?.height).toBeGreaterThan(100);
  const pdf = (
    await secondTab.pdf({ preferCSSPageSize: true, path: info.outputPath('report.pdf') })
  ).toString('latin1');
  const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(1);
  expect(pages).toBeLessThan(8);
});

test('there is no report of the recorded run, and the page says why', async ({ page }) => {
  await open(page, '?backend=wasm&view=compare');
  await expect(button(page, 'Report')).toBeDisabled();
  await expect(page.getByText('There is a report as soon as one of your runs is shown.')).toBeVisible();
});
