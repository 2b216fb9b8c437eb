/** Full fine-tuning, which trains W itself, in the views of Inspect ΔW that put another ΔW in the place of the run's own. */
import {
  button,
  csvOf,
  expect,
  expectAccessible,
  figure,
  go,
  open,
  scored,
  test,
  trainToEnd,
} from './lab.ts';

test('ΔW of full fine-tuning is cut, followed by direction and searched for intruders', async ({ page }) => {
  test.setTimeout(240_000);
  await open(page, '?backend=wasm&method=full&max_steps=12&eval_steps=12&metric_steps=0&learning_rate=0.01');
  await trainToEnd(page);
  await scored(page);
  await go(page, 'Inspect ΔW');
  const choose = (view: string) =>
    page.getByRole('radiogroup', { name: 'View' }).getByText(view, { exact: true }).click();

  await test.step('cut to k directions, all of which are the run itself', async () => {
    await choose('Cut');
    const title = 'Loss of ΔW cut to k directions';
    await button(page, 'Measure the cuts').click();
    // 0 … 8, 12, 16, 24, 32, 48 and all 64.
    await expect(figure(page, title).locator('[data-point]')).toHaveCount(15, { timeout: 120_000 });
    await expect(figure(page, title)).toContainText('Of full fine-tuning every matrix is cut');
    const rows = (await csvOf(page, title)).slice(1);
    const [none, whole] = [rows[0], rows.at(-1)];
    expect(whole?.slice(1, 3)).toEqual(['64', '64']);
    expect(Number(whole?.[3])).toBeCloseTo(Number(whole?.[5]), 3);
    expect(none?.[3]).not.toBe(whole?.[3]);
    // 48 of 64 directions lose next to nothing.
    expect(Math.abs(Number(rows.at(-2)?.[3]) - Number(whole?.[3]))).toBeLessThan(
      Math.abs(Number(none?.[3]) - Number(whole?.[3])) / 4,
    );
    await expectAccessible(page);
  });

  await test.step('without one direction', async () => {
    await choose('Direction');
    await button(page, 'Measure this direction').click();
    await expect(figure(page, 'What excites it')).toContainText(/Direction 1 reads [\d.]+\s%/, {
      timeout: 90_000,
    });
    const worth = page.getByRole('region', { name: 'Without this direction' });
    const change = worth
      .getByRole('row', { name: /^Validation loss/ })
      .getByRole('cell')
      .nth(2);
    await expect(change).toHaveText(/^[+−]\d\.\d{3}$/);
    expect(await change.textContent()).not.toMatch(/0\.000/);
  });

  await test.step('without intruders, which it says', async () => {
    await choose('Intruders');
    await expect(figure(page, 'Likeness to W₀').locator('[data-point]')).toHaveCount(10, { timeout: 60_000 });
    // Not even at so high a rate: src/engine/methods/updated.test.ts scales those of a made-up W0.
    const counts = (await csvOf(page, 'Intruders by matrix')).slice(1).map(([, , own]) => Number(own));
    expect(counts).toEqual(Array.from({ length: 12 }, () => 0));
    await expect(figure(page, 'Losses with the intruders scaled by λ')).toContainText(
      'This run has no intruders that could be scaled down.',
    );
  });
});
