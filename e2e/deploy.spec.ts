/** Deploy beside its shelf: what putting adapters to use costs on this computer. */
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { readBaseModel } from '../src/formats/base-model.ts';
import { readSafetensors } from '../src/formats/safetensors.ts';
import {
  button,
  csvOf,
  download,
  expect,
  expectAccessible,
  figure,
  go,
  open,
  scored,
  test,
  trainToEnd,
} from './lab.ts';

const SMALL = '?backend=wasm&max_steps=4&eval_steps=4&batch_size=2&metric_steps=0';

/** Chooses a view of Deploy. */
const view = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: 'View', exact: true }).getByText(name, { exact: true }).click();

test('a run is merged, compared with itself unmerged, and W₀ found again; on a phone, too', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, SMALL);
  await go(page, 'Deploy');
  await view(page, 'Merge');
  await expect(figure(page, 'Merged and unmerged')).toContainText('There is nothing to merge yet');
  await go(page, 'Train');
  await trainToEnd(page);
  await scored(page);
  await go(page, 'Deploy');
  await button(page, 'Merge and compare').press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Merged, ' })).toBeVisible({ timeout: 60_000 });
  const [, row] = await csvOf(page, 'Merged and unmerged');
  const [, matrices, difference, largest, same, places, error, weight] = (row ?? []).map(Number);
  expect(matrices).toBe(4);
  expect(difference).toBeLessThan(1e-4);
  expect(largest).toBeGreaterThan(1);
  expect(same).toBe(places);
  expect(error).toBeLessThan(1e-6);
  expect(weight).toBeGreaterThan(0.1);
  await expectAccessible(page);

  // As a model of its own, which needs no adapter any more.
  const zip = unzipSync(await download(page, () => button(page, 'Download the merged model').press('Enter')));
  const [weights = ''] = Object.keys(zip).filter((path) => path.endsWith('/model.safetensors'));
  const folder = weights.split('/')[0] ?? '';
  // With the run's name: two runs of the same settings do not share a folder.
  expect(folder).toMatch(/-lr[\d.]+-[a-z]+-[a-z]+-merged$/);
  expect(Object.keys(zip).sort()).toEqual(
    expect.arrayContaining(['config.json', 'tokenizer.json'].map((file) => `${folder}/${file}`)),
  );
  const bytes = Uint8Array.from(zip[weights] ?? []);
  const merged = readBaseModel(JSON.parse(new TextDecoder().decode(zip[`${folder}/config.json`])), () =>
    readSafetensors(bytes.buffer),
  );
  expect(merged.config).toMatchObject({ n_layer: 2, n_embd: 64 });
});

/** A card that is cut keeps what lies below out of reach of the mouse. */
const expectWhole = async (page: Page) => {
  const cut = await page
    .locator('.workspace .cell')
    .evaluateAll((cells) => cells.filter((cell) => cell.scrollHeight > cell.clientHeight + 1).length);
  expect(cut).toBe(0);
};

test('latency is measured way by way, told as table and file, and can be stopped', async ({ page }) => {
  await open(page, SMALL);
  await go(page, 'Deploy');
  await view(page, 'Latency');
  const latency = figure(page, 'Latency');
  await expect(latency).toContainText('Texts have 120 tokens at most');
  await expect(latency.getByRole('region', { name: /Table 1 of the LoRA paper/ })).toContainText('+30.3 %');
  await button(page, 'Measure').press('Enter');
  await expect(page.getByText(/^[1-9]\d?\s%\sdone$/)).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(/^(1[2-9]|[2-9]\d)\s%\sdone$/)).toBeVisible({ timeout: 120_000 });
  await button(page, 'Stop').press('Enter');
  await expect(page.getByText(/^Stopped after \d of 9 measurements\.$/)).toBeVisible();
  const [head, ...rows] = await csvOf(page, 'Latency');
  expect(head?.slice(0, 3)).toEqual(['Batch', 'Tokens', 'Way']);
  expect(rows.length % 6).toBe(0);
  expect(rows.slice(0, 6).map(([, length, way]) => [length, way])).toEqual([
    ['32', 'Base model'],
    ['32', '"LoRA'],
    ['32', '"LoRA'],
    ['32', 'AdapterH'],
    ['32', 'AdapterL'],
    ['32', '"Prefix (K'],
  ]);
  await expect(page.getByRole('region', { name: 'Latency', exact: true })).toContainText('ms');
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  // The worker is free again.
  await go(page, 'Train');
  await trainToEnd(page);
});

test('adapters change places on the loaded model, and all of them answer one prompt', async ({ page }) => {
  await open(page, SMALL);
  await trainToEnd(page);
  await scored(page);
  await page.getByRole('slider', { name: 'Rank r' }).press('ArrowLeft');
  await trainToEnd(page);
  await scored(page);
  await go(page, 'Deploy');
  await view(page, 'Switch');
  const choice = page.getByRole('group', { name: 'Adapters', exact: true });
  await expect(choice.getByRole('checkbox', { checked: true })).toHaveCount(2);
  await button(page, 'Measure').press('Enter');
  const rows = page.getByRole('region', { name: 'Changing the adapter' }).getByRole('row');
  await expect(rows).toHaveCount(4, { timeout: 60_000 });
  await expect(rows.last()).toContainText('nano, loaded anew');
  const [, ...csv] = await csvOf(page, 'Changing the adapter');
  expect(csv.map((cells) => Number(cells.at(-5)))).toEqual([4096, 8192, 695_296]);

  await page.getByRole('textbox', { name: 'Your prompt' }).fill('name[Laker Table]');
  await page.keyboard.press('Control+Enter');
  const texts = page.getByRole('region', { name: 'Answers' });
  await expect(texts.getByRole('term')).toHaveCount(3, { timeout: 60_000 });
  await expect(texts.getByRole('term').first()).toHaveText('nano alone');
  await button(page, 'Measure as one batch').press('Enter');
  const batch = page.getByRole('status').filter({ hasText: 'as one batch' });
  await expect(batch).toContainText('3 of 3 texts are the same both ways.', { timeout: 60_000 });
  await expectAccessible(page);
  await expectWhole(page);
  await choice.getByRole('checkbox').first().press('Space');
  await page.getByRole('textbox', { name: 'Your prompt' }).focus();
  await page.keyboard.press('Control+Enter');
  await expect(texts.getByRole('term')).toHaveCount(2);
  await expectAccessible(page);

  await view(page, 'Combine');
  await page.getByLabel(/^Weight of r 4/).fill('0.5');
  await page.getByLabel('Name', { exact: true }).fill('both');
  // The part of the page that combines does not come, until it is asked for again.
  let isAsked = false;
  await page.route(/\/assets\/combination-.*\.js$/, async (route) => {
    if (isAsked) await route.continue();
    isAsked = true;
  });
  await button(page, 'Combine').press('Enter');
  await expect.poll(() => isAsked).toBe(true);
  await button(page, 'Stop').press('Enter');
  await button(page, 'Combine').press('Enter');
  const made = page.getByRole('status').filter({ hasText: '“both” is on the shelf.' });
  await expect(made).toBeVisible({ timeout: 60_000 });
  const exact = await csvOf(page, 'Adapters combined');
  // Matrix, rank, norm, relative error.
  expect(exact.slice(1, -1).map(([, r]) => Number(r))).toEqual([6, 6, 6, 6]);
  expect(Number(exact.at(-1)?.at(-1))).toBeLessThan(1e-6);
  await page.getByLabel('How', { exact: true }).selectOption({ label: 'The closest of rank' });
  await page.getByLabel('Rank', { exact: true }).fill('1');
  await page.getByLabel('Name', { exact: true }).fill('closest');
  await button(page, 'Combine').press('Enter');
  await expect(page.getByText('“closest” is on the shelf.').last()).toBeVisible();
  const cut = Number((await csvOf(page, 'Adapters combined')).at(-1)?.at(-1));
  expect(cut).toBeGreaterThan(1e-3);
  expect(cut).toBeLessThan(1);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  await view(page, 'Shelf');
  const row = page.getByRole('row').filter({ hasText: 'both' });
  await expect(row).toContainText('combined here');
  await row.getByRole('button', { name: 'Measure: both' }).press('Enter');
  await expect(row).toContainText('combined here, measured on', { timeout: 60_000 });
});

test('savings are shown once there are runs of both methods, and larger models are counted', async ({
  page,
}) => {
  await open(page, SMALL.replace('max_steps=4', 'max_steps=12'));
  await trainToEnd(page);
  await scored(page);
  await go(page, 'Deploy');
  await view(page, 'Savings');
  const measured = figure(page, 'LoRA against full fine-tuning');
  await expect(measured).toContainText('Train a run with full fine-tuning');
  const counted = figure(page, 'What it would be in larger models');
  await counted.getByRole('combobox', { name: 'Model' }).selectOption('gpt3');
  await expect(counted).toContainText('18,874,368');
  await counted.getByRole('checkbox', { name: 'Wk' }).press('Space');
  await expect(counted).toContainText('28,311,552');
  await counted.getByRole('combobox', { name: 'Method' }).selectOption('adapter-h');
  await counted.getByRole('textbox', { name: 'Bottleneck m' }).fill('1');
  await expect(counted).toContainText('7,078,080');
  await go(page, 'Train');
  await page.getByRole('combobox', { name: 'Method' }).selectOption({ label: 'Full fine-tuning' });
  await trainToEnd(page);
  await scored(page);
  await go(page, 'Deploy');
  const rows = await csvOf(page, 'LoRA against full fine-tuning');
  expect(rows[1]?.slice(0, 3)).toEqual(['Trained weights', '2048', '173824']);
  const valuesOf = (name: string) => (rows.find(([first]) => first === name) ?? []).slice(1, 3).map(Number);
  const [lora = NaN, full = NaN] = valuesOf('Peak memory of training');
  expect(full - lora).toBeGreaterThan(16 * (173_824 - 2048));
  const [model, sameModel] = valuesOf('of it the base model');
  expect(model).toBeGreaterThan(4 * 173_824 - 1);
  expect(sameModel).toBe(model);
  expect(valuesOf('Time of a step')[0]).toBeGreaterThan(0);
  await expect(measured.getByRole('row', { name: /^Peak memory/ })).toContainText('3 times less');
  await expectAccessible(page);
  await expectWhole(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
});
