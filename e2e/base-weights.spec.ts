/** Base weights at int8: chosen in the form, trained on, and what the rounding does to the base model's loss. */
import {
  button,
  expect,
  expectAccessible,
  figure,
  open,
  reachStep,
  status,
  storedRuns,
  test,
  trainToEnd,
} from './lab.ts';

const SHORT = '?backend=wasm&max_steps=4&eval_steps=4&metric_steps=0&batch_size=8';

test('a run on int8 weights tells the base model’s loss with and without rounding', async ({ page }) => {
  await open(page, SHORT);
  await page.getByText('More', { exact: true }).click();
  const field = page.getByLabel('Base weights', { exact: true });
  await expect(field).toHaveValue('stored');
  await field.selectOption('int8');
  await expect(page).toHaveURL(/base_dtype=int8/);
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  await trainToEnd(page);
  const note = page.getByText(
    /^Base model’s validation loss: \d\.\d{3,} as stored → \d\.\d{3,} with int8 weights \([−+]\d\.\d{3,}\)/,
  );
  await expect(note).toBeVisible();
  await expectAccessible(page);
  // What is kept of the run has both losses, and they differ.
  const kept = await storedRuns(page);
  expect(kept).toHaveLength(1);
  const [run] = kept as { config: { training: object }; evals: { loss: number; stored?: number }[] }[];
  expect(run?.config.training).toMatchObject({ base_dtype: 'int8' });
  const { loss, stored = NaN } = run?.evals[0] ?? { loss: NaN };
  expect(loss).not.toBe(stored);
  expect(Math.abs(loss - stored)).toBeLessThan(0.05);
  // The run's shape in the table of differences, and the form's, survive a reload.
  await page.reload();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  await expect(note).toBeVisible();
  // As stored there is nothing to tell.
  await page.getByText('More', { exact: true }).click();
  await field.selectOption('stored');
  await trainToEnd(page);
  await expect(figure(page, 'Loss')).toBeVisible();
  await expect(page.getByText(/^Base model’s validation loss/)).toHaveCount(0);
});

test('while a run is live the choice waits for the next one', async ({ page }) => {
  await open(page, '?backend=wasm&max_steps=2000&eval_steps=1000&metric_steps=0');
  await button(page, 'Train').click();
  await reachStep(page, 5);
  await page.getByText('More', { exact: true }).click();
  const field = page.getByLabel('Base weights', { exact: true });
  await field.selectOption('int8');
  await expect(page.getByText(/^The loaded model’s base weights: as stored\./)).toBeVisible();
  await reachStep(page, 30);
  await expectAccessible(page);
  await expect(status(page)).not.toContainText('Stopped');
});

test('full fine-tuning refuses int8, with a remedy', async ({ page }) => {
  await open(page, '?backend=wasm&method=full&base_dtype=int8&max_steps=2');
  await page.getByText('More', { exact: true }).click();
  await expect(page.getByText(/Full fine-tuning trains the base weights themselves/)).toBeVisible();
  await expectAccessible(page);
});
