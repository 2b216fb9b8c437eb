/** Choosing what is learned: the cards of the tasks, and how many of the pairs are used. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, open, status, test } from './lab.ts';

const chosen = (page: Page) => page.getByRole('button', { name: /^Task / });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'What the model should learn' });
const card = (page: Page, name: string) => dialog(page).getByRole('radio', { name, exact: true });
const pairs = (page: Page) => page.getByRole('slider', { name: 'Training examples' });
const settings = (page: Page) => new URL(page.url()).searchParams;

test('each task has a card with an example, its metric, its size and what the base model scores', async ({
  page,
}) => {
  const measured = { step: 0, split: 'test', metric: 'accuracy', value: 12.34, interval: null, texts: 128 };
  const shipped = async (file: string) =>
    JSON.parse(await readFile(`public/models/nano/${file}`, 'utf8')) as Record<string, object>;
  const { tasks, ...baseline } = await shipped('baseline.json');
  const known = (tasks as Record<string, { dataset: object }>)['nli'];
  const dataset = { ...known?.dataset, fingerprint: 'of other pairs' };
  const nli = { ...known, dataset, scores: [measured] };
  const scores = JSON.stringify({ ...baseline, tasks: { nli } });
  const sha256 = createHash('sha256').update(scores).digest('hex');
  const manifest = await shipped('manifest.json');
  const files = { ...manifest.files, 'baseline.json': { bytes: Buffer.byteLength(scores), sha256 } };
  await page.route('**/models/nano/baseline.json', (route) => route.fulfill({ body: scores }));
  await page.route('**/models/nano/manifest.json', (route) =>
    route.fulfill({ json: { ...manifest, files } }),
  );
  await open(page);
  await expect(chosen(page)).toHaveAccessibleName('Task Restaurant descriptions');
  await expect(chosen(page)).toHaveAccessibleDescription(/^name\[.*\].*Metric: BLEU$/);
  await chosen(page).click();
  await expect(page.getByRole('radiogroup', { name: 'Task' }).getByRole('radio')).toHaveCount(6);
  await expect(card(page, 'Restaurant descriptions')).toBeChecked();
  await expect(card(page, 'Questions to SQL')).toContainText(/SELECT .*Execution accuracy.*12,000/);
  await expect(card(page, 'Questions to SQL')).not.toContainText('Base model');
  await expect(card(page, 'Questions to SQL')).toContainText('Hard for models this small');
  await expect(card(page, 'Premise and hypothesis')).toContainText(
    /Premise: .*Hard.*Accuracy.*Base model 12\.3.*Chance 33\.3/s,
  );
  await expect(card(page, 'Hidden rank')).toContainText('A text has no prompt');
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);

  await card(page, 'Premise and hypothesis').click();
  await expect(dialog(page)).toBeHidden();
  await expect(chosen(page)).toContainText('Premise and hypothesis');
  await expectAccessible(page);
  expect(settings(page).get('task')).toBe('nli');
  await expect(status(page)).toContainText('press Train');
  // Loaded, the data turns out to be other than what the score was measured on.
  await expect(chosen(page)).toContainText('Metric: Accuracy, chance 33.3 %');
  // What a hard task asks for is one press away.
  const thorough = page.getByRole('button', { name: /^Take micro, all matrices/ });
  // It can be read in full.
  const isCut = await thorough.evaluate((node) =>
    [node, ...node.querySelectorAll('*')].some(
      (part) => part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight,
    ),
  );
  expect(isCut).toBe(false);
  await thorough.focus();
  await page.keyboard.press('Enter');
  await expect(thorough).toBeHidden();
  await expect(chosen(page)).toBeFocused();
  await expect(page.getByRole('combobox', { name: 'Model' })).toHaveValue('micro');
  await expect(page).toHaveURL(/max_steps=1200/);
});

test('a task is taken by keyboard, or left as it was', async ({ page }) => {
  await open(page);
  await chosen(page).focus();
  await page.keyboard.press('Enter');
  await expect(card(page, 'Restaurant descriptions')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(card(page, 'Dialogue summaries')).toBeFocused();
  await expect(card(page, 'Dialogue summaries')).toBeChecked();
  // Looking around loads nothing.
  expect(settings(page).get('task')).toBeNull();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(chosen(page)).toBeFocused();
  await expect(chosen(page)).toContainText('Restaurant descriptions');

  await page.keyboard.press('Enter');
  await expect(card(page, 'Restaurant descriptions')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(card(page, 'Your own data…')).toBeChecked();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await expect(chosen(page)).toContainText('Premise and hypothesis');
  expect(settings(page).get('task')).toBe('nli');

  // Own data that is not there yet is asked for.
  await expect(dialog(page)).toBeHidden();
  await expect(chosen(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(card(page, 'Premise and hypothesis')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const own = page.getByRole('dialog', { name: 'Your own data' });
  await expect(own).toBeVisible();
  await expect(own.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(own).toBeHidden();
  expect(settings(page).get('task')).toBe('nli');
});

test('a dialog that is asked for before it is loaded takes the focus, and gives it back', async ({
  page,
}) => {
  let load = (): void => undefined;
  let held = false;
  const asked = new Promise<void>((resolve) => {
    load = resolve;
  });
  await page.route('**/train-*.js', async (route) => {
    held = true;
    await asked;
    await route.continue();
  });
  await open(page);
  await chosen(page).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => held).toBe(true);
  load();
  await expect(card(page, 'Restaurant descriptions')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(chosen(page)).toBeFocused();
});

test('the slider sets how many pairs are used; a size between its marks stays', async ({ page }) => {
  await open(page, '?max_train_samples=250');
  await page.getByText('More', { exact: true }).click();
  await expect(pairs(page)).toHaveAttribute('aria-valuetext', '250');
  expect(settings(page).get('max_train_samples')).toBe('250');
  await pairs(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(pairs(page)).toHaveAttribute('aria-valuetext', '1,000');
  await page.keyboard.press('ArrowRight');
  await expect(pairs(page)).toHaveAttribute('aria-valuetext', '10,000');
  await page.keyboard.press('ArrowRight');
  await expect(pairs(page)).toHaveAttribute('aria-valuetext', 'all 12,000');
  expect(settings(page).get('max_train_samples')).toBeNull();
  await page.keyboard.press('Home');
  await expect(pairs(page)).toHaveAttribute('aria-valuetext', '100');
  expect(settings(page).get('max_train_samples')).toBe('100');
});
