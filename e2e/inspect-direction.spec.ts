/** What the directions of ΔW do, and whether those of a secret ΔW* are found. */
import {
  button,
  csvOf,
  expect,
  expectAccessible,
  figure,
  go,
  open,
  scored,
  status,
  test,
  trainToEnd,
} from './lab.ts';

test('a direction of ΔW is followed through the validation texts, and taken out', async ({ page }) => {
  await open(page, '?backend=wasm&max_steps=30&eval_steps=30&metric_steps=0&learning_rate=0.01');
  await trainToEnd(page);
  await scored(page);
  await go(page, 'Inspect ΔW');
  await page.getByRole('radiogroup', { name: 'View' }).getByText('Direction', { exact: true }).click();
  const excites = figure(page, 'What excites it');
  const predicts = figure(page, 'What it makes likelier');
  const worth = page.getByRole('region', { name: 'Without this direction' });

  await test.step('tokens that excite it, in their texts', async () => {
    await button(page, 'Measure this direction').click();
    await expect(excites).toContainText(/Direction 1 reads [\d.]+\s%/, { timeout: 60_000 });
    await expect(excites.getByRole('listitem')).toHaveCount(12);
    const [headings, ...rows] = await csvOf(page, 'What excites it');
    expect(headings).toEqual(['Text', 'Place', 'Token', 'vᵀx', 'Context']);
    const strongest = [1, 2, 3].map((text) =>
      Math.max(...rows.filter(([own]) => own === String(text)).map((row) => Math.abs(Number(row[3])))),
    );
    expect(strongest).toEqual(strongest.toSorted((a, b) => b - a));
  });

  await test.step('next tokens that it makes likelier', async () => {
    const [, ...rows] = await csvOf(page, 'What it makes likelier');
    for (const [way, , , without, whole] of rows)
      expect(Number(whole) > Number(without)).toBe(way === 'Raised');
    await predicts.getByRole('combobox', { name: 'Order by' }).selectOption('byLogp');
    const [, ...byLogp] = await csvOf(page, 'What it makes likelier');
    for (const [way, , logp] of byLogp) expect(Math.sign(Number(logp))).toBe(way === 'Raised' ? 1 : -1);
  });

  await test.step('what it is worth: losses, score and text', async () => {
    // Without its first direction the run is not what it was.
    const loss = worth.getByRole('row', { name: /^Validation loss/ });
    await expect(loss.getByRole('cell').nth(2)).toHaveText(/^[+−]\d\.\d{3}$/);
    expect(await loss.getByRole('cell').nth(2).textContent()).not.toMatch(/0\.000/);
    await button(page, 'Score without it').click();
    await expect(worth.getByRole('row', { name: /BLEU/ }).getByRole('cell').nth(1)).toHaveText(/\d/, {
      timeout: 60_000,
    });
    await button(page, 'Write without it').click();
    await expect(worth.locator('dd').first()).not.toBeEmpty();
    await expect(button(page, 'Write without it')).toHaveCount(0, { timeout: 60_000 });
  });

  await test.step('another one is measured when it is chosen', async () => {
    await excites.getByRole('combobox', { name: 'Direction' }).selectOption('2');
    await expect(excites).toContainText(/Direction 3 reads/, { timeout: 60_000 });
    await excites.getByRole('combobox', { name: 'Matrix' }).selectOption('Wv · layer 2');
    await expect(excites).toContainText(/Direction 3 reads/, { timeout: 60_000 });
  });

  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(worth).toBeAttached();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
});

test('the secret ΔW* is found among a run’s directions, which the page shows once k was guessed', async ({
  page,
}) => {
  test.slow();
  const settings = 'r=8&target_modules=q,v&max_steps=300&eval_steps=300&metric_steps=0';
  await open(
    page,
    `?backend=wasm&task=hidden-rank&secret_seed=3&secret_rank=2&${settings}&learning_rate=0.01&weight_decay=1`,
  );
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 400_000 });
  await go(page, 'Inspect ΔW');
  await page.getByRole('radiogroup', { name: 'View' }).getByText('Similarity', { exact: true }).click();
  const shared = figure(page, 'Directions that two runs share');
  await expect(shared).toContainText('Similarity is between two runs');

  await go(page, 'Train');
  await page.getByRole('tab', { name: 'What is k?' }).click();
  await page.getByRole('region', { name: 'What is k?' }).getByText('2', { exact: true }).click();
  await button(page, 'Reveal').click();
  await go(page, 'Inspect ΔW');
  await expect(page.getByRole('combobox', { name: 'Run, across (j)' }).locator('option:checked')).toHaveText(
    'the secret ΔW*',
  );
  await page.getByRole('combobox', { name: 'Directions of' }).selectOption('right');
  await expect(shared).toContainText('The secret’s 2 directions are found', { timeout: 60_000 });
  const rows = (await csvOf(page, 'Directions that two runs share')).slice(1).map((row) => row.map(Number));
  const phi = (i: number, j: number) => rows.find((row) => row[0] === i && row[1] === j)?.[2] ?? NaN;
  // Two directions are hidden, and two of the run's are theirs.
  expect(phi(2, 2)).toBeGreaterThan(0.8);
  expect(phi(8, 2)).toBeGreaterThan(phi(2, 2) - 1e-9);
  await expectAccessible(page);
});
