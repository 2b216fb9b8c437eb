/** What a run's texts are worth, and what is asked of the models: the lower tabs, by mouse and by keyboard. */
import { button, expect, expectAccessible, open, reachStep, scored, status, test } from './lab.ts';

test('answers say right or wrong beside the base model’s; the cell is enlarged by keyboard', async ({
  page,
}) => {
  await open(page, '?backend=wasm&task=nli&max_steps=4&eval_steps=4&batch_size=2');
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  await scored(page);
  await page.getByRole('tab', { name: 'Scores' }).click();
  const scores = page.getByRole('tabpanel', { name: 'Scores' });
  await expect(scores.getByRole('columnheader', { name: 'Test, first 128 prompts' })).toBeVisible();
  await expect(scores.getByText('Underlined: words that only one of the two texts has')).toBeVisible();
  const answer = scores.getByRole('article').first();
  await expect(answer.getByText('Base model: wrong')).toBeVisible();
  await expect(answer.getByText('Tuned model: wrong')).toBeVisible();

  // Every text is counted once, in the row of its right label.
  const classes = scores.getByRole('table', { name: 'Test answers of the tuned model, class by class' });
  const counts = await classes
    .getByRole('row')
    .evaluateAll((rows) =>
      rows
        .slice(1)
        .map((row) => [...row.querySelectorAll('td')].slice(0, -1).map((cell) => Number(cell.textContent))),
    );
  expect(counts.map((row) => row.length)).toEqual([4, 4, 4]);
  expect(counts.flat().reduce((a, b) => a + b)).toBe(128);

  const enlarge = button(page, 'Enlarge');
  const height = async () => (await scores.boundingBox())?.height ?? 0;
  for (const [width, tall] of [
    [1440, 900],
    [1024, 768],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height: tall });
    const small = await height();
    await enlarge.press('Enter');
    await expect(enlarge).toHaveAttribute('aria-pressed', 'true');
    expect(await height()).toBeGreaterThan(1.5 * small);
    expect(await height()).toBeLessThan(tall);
    await expectAccessible(page);
    await enlarge.press('Enter');
    await expect(enlarge).toHaveAttribute('aria-pressed', 'false');
    expect(await height()).toBe(small);
  }
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  expect(scrollWidth).toBe(clientWidth);
});

test('what was asked stays, under who wrote it and how; a run of another task than the form’s says so', async ({
  page,
}) => {
  await open(page, '?backend=wasm&max_steps=4&eval_steps=4&batch_size=2&metric_steps=0');
  await button(page, 'Train').click();
  await reachStep(page, 4);
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  await button(page, 'Your own prompt…').click();
  const text = page.getByRole('region', { name: 'Answers of the models' });
  const heading = text.getByRole('term');
  await page.getByLabel('Your prompt').fill('name[The Mill], food[French]');
  await page.getByLabel('Your prompt').press('Control+Enter');
  // The run's answer is the first, so that it is in sight at once.
  await expect(heading.nth(1)).toHaveText('Base model nano · Greedy');
  await expect(text.locator('dd').first()).toBeInViewport();
  await page.getByLabel('Decoding').selectOption('sampling');
  await button(page, 'Write').click();
  await expect(heading.first()).toHaveText(/, step 4 · Sampling, T = 0\.8$/);
  await expect(heading.nth(1)).toHaveText('Base model nano · Sampling, T = 0.8');
  await expect(heading.nth(3)).toHaveText('Base model nano · Greedy');
  await page.getByRole('tab', { name: 'Scores' }).click();
  await page.getByRole('tab', { name: 'What it writes' }).click();
  await expect(heading.nth(3)).toHaveText('Base model nano · Greedy');

  const differs = page.getByText(
    'The shown run learned “Restaurant descriptions” on nano; the settings at the left have another task or model.',
  );
  await expect(differs).toBeHidden();
  await page.getByRole('button', { name: /^Task / }).click();
  await page.getByRole('radio', { name: 'Premise and hypothesis', exact: true }).click();
  await expect(differs).toBeVisible();
  await page.getByRole('tab', { name: 'Scores' }).click();
  await expect(differs).toBeVisible();
});
