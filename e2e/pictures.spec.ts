/** The pictures of Compare: what a small comparison draws, with marks, tables and files, for the eye, the keyboard and the screen reader. */
import type { Page } from '@playwright/test';
import {
  button,
  chartFile,
  csvOf,
  expect,
  expectAccessible,
  figure,
  go,
  open,
  scored,
  status,
  test,
} from './lab.ts';

const choose = (page: Page, picture: string) =>
  page.getByRole('radiogroup', { name: 'Picture' }).getByText(picture, { exact: true }).click();

/** Rows of a chart's table, headings first; the chart is a chart again afterwards. */
async function tableOf(page: Page, chart: string): Promise<string[][]> {
  const menu = figure(page, chart).getByRole('button', { name: `Menu of ${chart}` });
  await menu.click();
  await page.getByRole('menuitem', { name: 'View as table' }).click();
  const rows = await figure(page, chart)
    .getByRole('row')
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
  await menu.click();
  await page.getByRole('menuitem', { name: 'View as chart' }).click();
  return rows;
}

test('each picture of a comparison has marks, a table and a CSV', async ({ page }) => {
  await open(page, '?max_steps=8&eval_steps=4&metric_steps=0');
  await button(page, 'Compare ranks').click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  await scored(page);
  await go(page, 'Compare');

  await test.step('curves, along tokens', async () => {
    const loss = figure(page, 'Loss');
    await expect(loss.locator('svg text', { hasText: /^r 16$/ })).toBeVisible();
    await loss.getByRole('combobox', { name: 'Along' }).selectOption('tokens');
    await expect(loss.locator('svg text', { hasText: /^tokens$/ })).toBeVisible();
    const [headings, first] = await csvOf(page, 'Loss');
    expect(headings?.slice(0, 4)).toEqual(['Run', 'step', 'tokens', 'Training loss']);
    expect(first?.slice(1, 3)).toEqual(['0', '0']);
    // The cursor still counts steps, and goes from one to the next.
    const slider = page.getByRole('slider', { name: 'Step on Loss' });
    await slider.focus();
    await slider.press('Home');
    await slider.press('ArrowRight');
    await expect(slider).toHaveAttribute('aria-valuenow', '1');
    await page.keyboard.press('Escape');
  });

  await test.step('by setting, from point to point by the keyboard', async () => {
    await choose(page, 'By setting');
    const chart = figure(page, 'By setting');
    await expect(chart.locator('[data-point]')).toHaveCount(5);
    const rows = await tableOf(page, 'By setting');
    expect(rows[0]).toEqual(['Rank\u00A0r', 'Seeds', 'Lowest validation loss', '± sd']);
    expect(rows.slice(1).map(([rank]) => rank)).toEqual(['1', '2', '4', '8', '16']);
    const slider = page.getByRole('slider', { name: 'Points of By setting' });
    await slider.focus();
    await slider.press('Home');
    await slider.press('ArrowRight');
    await expect(slider).toHaveAttribute('aria-valuetext', /Rank\sr 2: Lowest validation loss \d/);
    expect(await csvOf(page, 'By setting')).toHaveLength(6);
  });

  await test.step('what was published of the setting, as nothing measured here', async () => {
    await choose(page, 'Published');
    const chart = figure(page, 'Published figures');
    await expect(chart).toContainText('Not measured here · Table 6 of the LoRA paper · GPT-3 175B · WikiSQL');
    await expect(chart).toContainText('rank 1 does almost as well as rank 64');
    await expect(chart.locator('[data-point]')).toHaveCount(15);
    const slider = page.getByRole('slider', { name: 'Points of Published figures' });
    await slider.focus();
    await slider.press('Home');
    await expect(slider).toHaveAttribute('aria-valuetext', /Rank\sr 1, Wq: Accuracy, % 68\.8/);
    await chart
      .getByRole('combobox', { name: 'Table' })
      .selectOption({ label: '18 · E2E NLG · GPT-2 Medium · BLEU' });
    await expect(chart.locator('[data-point]')).toHaveCount(11);
    const rows = await tableOf(page, 'Published figures');
    expect(rows[0]).toEqual(['Rank\u00A0r', 'Curve', 'Here', 'BLEU', '±', 'Source']);
    // The page's ranks end at 64.
    expect(rows.slice(7, 9).map((row) => row.slice(0, 4))).toEqual([
      ['64', '', '64', '69.24'],
      ['128', '', '–', '68.73'],
    ]);
    const [, first] = await csvOf(page, 'Published figures');
    expect(first).toEqual(['1', '', '1', '68.72', '', 'Table 18 of the LoRA paper · GPT-2 Medium · E2E NLG']);
  });

  await test.step('trade-off, and it is left and found as it was', async () => {
    await choose(page, 'Trade-off');
    const chart = figure(page, 'Trade-off');
    await expect(chart.locator('[data-point]')).toHaveCount(5);
    await expect(chart).toContainText(/Pareto front/);
    await chart.getByRole('button', { name: 'Forgetting, loss' }).click();
    const across = chart.getByRole('combobox', { name: 'Across' });
    await expect(across).toHaveValue('forgetting');
    await go(page, 'Train');
    await go(page, 'Compare');
    await expect(across).toHaveValue('forgetting');
    await chart.getByRole('button', { name: 'Weights, loss' }).click();
    const rows = await tableOf(page, 'Trade-off');
    expect(rows).toHaveLength(6);
    // The smallest run is beaten by none in its size.
    expect(rows.find(([run]) => run === 'r 1')?.at(-1)).toBe('yes');
    const svg = await chartFile(page, 'Trade-off', 'SVG');
    expect(svg.toString('utf8')).toMatch(/^<svg .*Lowest validation loss against Trained weights/);
  });

  await test.step('spectra and energy', async () => {
    await choose(page, 'Spectra');
    const spectra = figure(page, 'Spectra of ΔW, run by run');
    await expect(spectra.locator('[data-point]')).toHaveCount(5);
    await spectra.getByRole('combobox', { name: 'Matrix' }).selectOption({ index: 1 });
    await expect(spectra.locator('[data-point]')).toHaveCount(5);
    const sigma = await tableOf(page, 'Spectra of ΔW, run by run');
    expect(sigma[0]).toContain('σ16');

    await choose(page, 'Energy');
    const energy = figure(page, 'Energy of ΔW against k');
    await expect(energy.locator('[data-point]')).toHaveCount(5);
    // 1 + 2 + 4 + 8 + 16 values of k, and the headings.
    expect(await csvOf(page, 'Energy of ΔW against k')).toHaveLength(32);
  });

  for (const [picture, chart] of [
    ['Curves', 'Loss'],
    ['By setting', 'By setting'],
    ['Published', 'Published figures'],
    ['Trade-off', 'Trade-off'],
    ['Spectra', 'Spectra of ΔW, run by run'],
    ['Energy', 'Energy of ΔW against k'],
  ] as const)
    await test.step(`${picture} is accessible`, async () => {
      await choose(page, picture);
      await expect(figure(page, chart).locator('svg text').first()).toBeVisible();
      await expectAccessible(page);
    });
});

test('on a phone no choice of a picture is cut; without published figures the picture says of what there are some', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, '?max_steps=2&eval_steps=2&metric_steps=0');
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  await go(page, 'Compare');
  await choose(page, 'Published');
  await expect(figure(page, 'Published figures')).toContainText(
    /some of these settings: Matrices, Rank\sr, Pairs, Method\./,
  );
  const cut = await page
    .getByRole('radiogroup', { name: 'Picture' })
    .locator('label')
    .evaluateAll((labels) =>
      labels
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ textContent }) => textContent),
    );
  expect(cut).toEqual([]);
  await expect(
    page.getByRole('radiogroup', { name: 'Picture' }).getByText('Energy', { exact: true }),
  ).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
