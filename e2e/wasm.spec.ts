/** The lab's main job on WASM: the default run, comparing ranks, and what stays after a reload. */
import {
  button,
  expect,
  expectAccessible,
  exportedAdapter,
  exportedRun,
  figure,
  go,
  open,
  reachStep,
  status,
  test,
} from './lab.ts';

test('the default run learns the task within three minutes and survives a reload', async ({ page }) => {
  test.setTimeout(300_000);
  const opened = Date.now();
  await open(page);
  expect(Date.now() - opened).toBeLessThan(5000);
  await expect(page.getByText(/WASM/).first()).toBeVisible();

  const pressed = Date.now();
  await button(page, 'Train').click();
  await reachStep(page, 1);
  expect(Date.now() - pressed).toBeLessThan(3000);
  await expect(status(page)).toContainText('Finished', { timeout: 180_000 });

  const run = await exportedRun(page);
  const base = run.evals[0];
  const best = Math.min(...run.evals.map(({ loss }) => loss));
  expect(base?.step).toBe(0);
  expect(best).toBeLessThanOrEqual((base?.loss ?? 0) / 2);
  await expectAccessible(page);

  const tuned = page.getByRole('region', { name: 'Answers of the models' }).locator('dd').first();
  const write = async () => {
    await button(page, 'Your own prompt…').click();
    // Deploy has a box for prompts, too.
    const texts = page.getByRole('region', { name: 'What it writes' });
    await texts.getByLabel('Your prompt').fill('name[The Copper Kettle], eatType[pub], area[riverside]');
    await texts.getByLabel('Decoding').selectOption('beams');
    await texts.getByRole('button', { name: 'Write', exact: true }).click();
    await expect(tuned).toContainText('The Copper Kettle');
    return tuned.textContent();
  };
  const written = await write();

  await page.reload();
  await expect(status(page)).toContainText('step 300 of 300', { timeout: 60_000 });
  await expect(figure(page, 'Loss')).toBeVisible();
  const again = await exportedRun(page);
  expect(again.name).toBe(run.name);
  expect(again.steps).toEqual(run.steps);
  expect(again.samples).toEqual(run.samples);
  // The adapter is kept too, and still writes.
  expect(await write()).toBe(written);
  const zip = await exportedAdapter(page);
  expect(zip.length).toBeGreaterThan(1000);
});

test('the same seed gives the same curve', async ({ page }) => {
  await open(page, '?max_steps=6&eval_steps=6&batch_size=2');
  const curves: number[][] = [];
  for (let i = 0; i < 2; i++) {
    await button(page, 'Train').click();
    await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
    curves.push((await exportedRun(page)).steps.map(({ loss }) => loss));
    if (i === 0) {
      await page.getByRole('button', { name: 'Reset', exact: true }).click();
      await expect(status(page)).toContainText('press Train');
    }
  }
  expect(curves[0]).toHaveLength(6);
  expect(curves[1]).toEqual(curves[0]);
});

test('compares ranks from one start and overlays them', async ({ page }) => {
  await open(page, '?max_steps=24&eval_steps=8');
  await button(page, 'Compare ranks').click();
  await expect(status(page)).toContainText('5 runs together');
  await expect(status(page)).toContainText('Finished', { timeout: 180_000 });
  // Compare opens by itself.
  await expect(page).toHaveURL(/view=compare/);
  const table = page.getByRole('region', { name: 'Table: Runs' }).getByRole('table');
  for (const [rank, parameters] of [
    [1, '512'],
    [2, '1,024'],
    [4, '2,048'],
    [8, '4,096'],
    [16, '8,192'],
  ] as const) {
    const row = table.getByRole('row').filter({ hasText: parameters });
    await expect(
      row
        .getByRole('cell')
        .filter({ hasText: new RegExp(`^${rank}$`) })
        .first(),
    ).toBeVisible();
  }
  // Every run is on the charts, called by its rank.
  for (const [workspace, chart] of [
    ['Compare', 'Loss'],
    ['Train', 'Singular values of ΔW'],
  ] as const) {
    await go(page, workspace);
    for (const rank of [1, 2, 4, 8, 16])
      await expect(figure(page, chart).getByText(`r ${rank}`, { exact: true }).first()).toBeVisible();
  }
});
