/** Experiments in Compare: from a link or the menu to runs in batches, held, dropped, and going on after a reload. */
import type { Page } from '@playwright/test';
import { button, expect, expectAccessible, go, open, reachStep, status, test } from './lab.ts';
import { tasksOf } from './main-tasks.ts';

const SHORT = 'max_steps=30&eval_steps=15&metric_steps=0';

const experiment = (page: Page) => page.getByRole('region', { name: 'Experiment' });
const due = (page: Page) => page.getByRole('group', { name: 'Runs that are due' });
const rows = (page: Page) => page.locator('[role="rowheader"] > button');

test('a link holds an experiment, which trains seed after seed and goes on after a reload', async ({
  page,
}) => {
  await open(
    page,
    `?backend=wasm&${SHORT.replace('max_steps=30', 'max_steps=100')}&view=compare&vary=r:1,4;seed:1,2`,
  );
  await expect(experiment(page)).toContainText('4 runs');
  await button(page, 'Train 4 runs').click();
  await expect(due(page)).toContainText('4 runs to go · 2 of them wait');
  await reachStep(page, 5);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(page.getByText(/Runs that had begun: 2, .* Runs still to come: 2\./)).toBeVisible({
    timeout: 30_000,
  });
  // The list of what is due comes with the workspace's code, after the message.
  await expect(due(page)).toBeVisible();
  await expectAccessible(page);
  await expect(due(page)).toBeHidden({ timeout: 180_000 });
  await expect(rows(page)).toHaveCount(4);
  await expect(page.getByText('finished, 100 steps')).toHaveCount(4);
  await expect(page.getByText(/By the last validation loss, .* with 2 seeds/)).toBeVisible();
});

test('one run of several is stopped alone, and trained anew for longer', async ({ page }) => {
  await open(page, `?backend=wasm&${SHORT.replace('max_steps=30', 'max_steps=400')}&view=compare&vary=r:1,4`);
  await button(page, 'Train 2 runs').click();
  await reachStep(page, 5);
  const row = page.getByRole('row').filter({ hasText: 'r 1' });
  await row.getByRole('button', { name: /^Menu of/ }).click();
  await page.getByRole('menuitem', { name: 'Stop this run' }).click();
  await expect(row).toContainText('stopped at step');
  await expect(due(page)).toContainText('1 run to go');
  await button(page, 'Reset').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await row.getByRole('button', { name: /^Menu of/ }).click();
  await page.getByRole('menuitem', { name: 'Train anew with 800 steps' }).click();
  await expect(status(page)).toContainText('of 800');
});

test('an experiment is built by hand or taken ready-made; what waits is held, goes on, or is dropped', async ({
  page,
}) => {
  // Long enough for a press while the first run trains.
  await open(page, `?backend=wasm&${SHORT.replace('max_steps=30', 'max_steps=120')}`);
  await go(page, 'Compare');
  const values = page.getByRole('textbox', { name: 'Values of: Rank r' });
  await values.fill('1, 900');
  await expect(experiment(page)).toContainText('“900” is not possible here.');
  await expect(experiment(page).getByRole('button', { name: /^Train \d+ run/ })).toBeDisabled();
  await values.fill('8');
  await expect(experiment(page)).toContainText('One run is no comparison');
  await button(page, 'Ready-made').click();
  await page.getByRole('menuitem', { name: 'Which matrices at one budget?' }).click();
  await expect(experiment(page)).toContainText('7 runs');
  await expect(page).toHaveURL(/vary=matrices:q\.8,k\.8,v\.8,o\.8,q\.k\.4,q\.v\.4,q\.k\.v\.o\.2/);

  // Full fine-tuning has no rank: 3 × 5 runs of LoRA, 5 of full fine-tuning. A fourth setting is not offered.
  await button(page, 'Ready-made').click();
  await page.getByRole('menuitem', { name: 'Which learning rate?' }).click();
  await expect(experiment(page)).toContainText('20 runs');
  await expect(button(page, 'Vary another setting, too')).toHaveCount(0);
  await button(page, 'Do not vary: Learning rate').click();
  await expect(experiment(page)).toContainText('4 runs');
  await button(page, 'Vary another setting, too').click();
  await expect(page).toHaveURL(/vary=method:lora,full;r:1,8,64;seed:1,2,3/);
  await button(page, 'Do not vary: Seed').click();
  await button(page, 'Do not vary: Method').click();

  await page.getByRole('combobox', { name: 'What varies' }).selectOption({ label: 'Seed' });
  await button(page, 'Train 3 runs').click();
  await expect(due(page)).toContainText('3 runs to go · 2 of them wait');
  await due(page).getByRole('button', { name: 'Hold' }).click();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  await expect(due(page)).toContainText('2 runs to go · 2 of them wait · ');
  await expect(due(page)).toContainText('held');
  await due(page).getByRole('button', { name: 'Go on' }).click();
  await expect(due(page)).toContainText('1 run to go', { timeout: 60_000 });
  await expect(due(page)).toBeHidden({ timeout: 60_000 });
  await expect(rows(page)).toHaveCount(3);
  await button(page, 'Train 3 runs').click();
  await due(page).getByRole('button', { name: 'Drop 2 waiting runs' }).click();
  await expect(due(page)).toContainText('1 run to go');
  await expect(due(page)).toBeHidden({ timeout: 60_000 });
  await expect(rows(page)).toHaveCount(4);
});

test('methods at equal parameters tell their sizes before they train', async ({ page }) => {
  await open(page, `?backend=wasm&${SHORT}&view=compare`);
  await button(page, 'Ready-made').click();
  await page.getByRole('menuitem', { name: 'Which method?' }).click();
  await expect(experiment(page)).toContainText('12 runs');
  const sizes = page.getByRole('list', { name: 'Sizes on nano, for about 2,048 trained weights' });
  const size = (start: string) => sizes.getByRole('listitem').filter({ hasText: new RegExp(`^${start} `) });
  // 2 layers of width 64: LoRA trains 2 · 2 · 4 · (64 + 64) weights, AdapterH 4 · (129 m + 64), BitFit every bias.
  await expect(size('LoRA r')).toHaveText('LoRA r 4 · 2,048 (+0)');
  await expect(size('AdapterH')).toHaveText('AdapterH bottleneck 3 · 1,804 (−244)');
  await expect(size('BitFit')).toContainText('no size to choose');
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('textbox', { name: 'Values of: Method at budget' }).fill('lora, ia3, nothing');
  await expect(experiment(page)).toContainText('“nothing” is not possible here. Methods: lora (LoRA)');
  await expect(sizes).toBeHidden();
});

test('each run that waits is listed, and dropped alone; 200 of them stay short on the page', async ({
  page,
  browser,
}) => {
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1).join(',');
  await open(
    page,
    `?backend=wasm&${SHORT.replace('max_steps=30', 'max_steps=400')}&view=compare&vary=seed:${seeds};r:1,2,3,4,5,6,7,8,9,10`,
  );
  await button(page, 'Train 200 runs').click();
  await expect(due(page)).toContainText('200 runs to go · 190 of them wait');
  await reachStep(page, 12);
  const list = page.getByRole('list', { name: 'Waiting runs' });
  const waiting = list.getByRole('listitem');
  await expect(list).toBeHidden();
  const lister = due(page).getByRole('button', { name: 'List' });
  const tasks = await tasksOf(page, browser, async () => {
    await lister.click();
    await expect(waiting).toHaveCount(190);
  });
  expect(tasks.filter((ms) => ms > 150)).toEqual([]);
  expect((await list.boundingBox())?.height).toBeLessThan(200);
  await expect(list).toBeInViewport({ ratio: 1 });
  await expect(button(page, 'Train 200 runs')).toBeInViewport({ ratio: 1 });
  await expect(waiting.first()).toHaveText(/^1r 1 · seed 2 \w+ \w+about .+×$/);
  await expectAccessible(page);

  const drop = (run: string) => list.getByRole('button', { name: new RegExp(`^Drop ${run}, `) });
  await drop('r 2 · seed 2').click();
  await expect(waiting).toHaveCount(189);
  await expect(drop('r 2 · seed 2')).toHaveCount(0);
  // The next one has the focus, and goes by the keyboard.
  await expect(drop('r 3 · seed 2')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(waiting).toHaveCount(188);
  await expect(drop('r 4 · seed 2')).toBeFocused();
  await expect(due(page)).toContainText('198 runs to go · 188 of them wait');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect((await list.boundingBox())?.height).toBeLessThan(200);

  await due(page).getByRole('button', { name: 'Drop 188 waiting runs' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Experiment' })).toBeFocused();
});
