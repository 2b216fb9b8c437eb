/** The whole story on real WebGPU (a software adapter): a small run, every control, and the exported adapter. */
import { attentionSpectrum } from './adapter.ts';
import {
  button,
  csvOf,
  expect,
  exportedAdapter,
  figure,
  open,
  reachStep,
  status,
  stepNow,
  test,
} from './lab.ts';

const SMALL = '?backend=webgpu&batch_size=2&max_length=64&max_steps=40&eval_steps=100&warmup_steps=0&r=3';

test('trains, pauses, steps, resumes, exports and resets on WebGPU', async ({ page }) => {
  test.setTimeout(600_000);
  await open(page, SMALL);
  await expect(page.getByText('WebGPU', { exact: true })).toBeVisible();
  await expect(page.getByText('1,536 of 173,824 weights trained (0.88 %)')).toBeVisible();

  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Training');
  await reachStep(page, 5, 240_000);
  await button(page, 'Pause').click();
  await expect(status(page)).toContainText('Paused');
  // The steps told before the pause are on screen within a second.
  await page.waitForTimeout(1000);
  const paused = await stepNow(page);
  // Time for several steps.
  await page.waitForTimeout(3000);
  expect(await stepNow(page)).toBe(paused);

  await button(page, 'Step').click();
  await reachStep(page, paused + 1);
  await page.waitForTimeout(2000);
  expect(await stepNow(page)).toBe(paused + 1);

  // What the chart shows is what the exported file holds.
  await expect(figure(page, 'Singular values of ΔW')).toBeVisible();
  const [header = [], ...rows] = await csvOf(page, 'Singular values of ΔW');
  const shown = (rows.at(-1) ?? []).filter((_, column) => header[column]?.startsWith('σ')).map(Number);
  const zip = await exportedAdapter(page);
  const exported = attentionSpectrum(zip, 0, 0);
  expect(shown).toHaveLength(3);
  for (const [i, value] of shown.entries())
    expect(Math.abs(value - (exported[i] ?? NaN)) / (exported[0] ?? NaN)).toBeLessThan(1e-6);
  // Beyond the rank there is nothing.
  for (const value of exported.slice(3)) expect(value / (exported[0] ?? NaN)).toBeLessThan(1e-5);

  await button(page, 'Resume').click();
  await reachStep(page, 40, 400_000);
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  const [lossHeader = [], ...losses] = await csvOf(page, 'Loss');
  const column = lossHeader.findIndex((name) => /training loss$/i.test(name));
  const curve = losses
    .map((row) => row[column])
    .filter((cell) => cell !== undefined && cell !== '')
    .map(Number);
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  expect(curve).toHaveLength(40);
  expect(mean(curve.slice(-8))).toBeLessThan(mean(curve.slice(0, 8)));

  await button(page, 'Reset').click();
  await expect(status(page)).toContainText('press Train');
});
