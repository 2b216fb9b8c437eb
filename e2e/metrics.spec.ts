/** Own data of other scripts and kinds: what it is judged by, how that is chosen, and what a run says of it. */
import { button, expect, open, scored, status, test } from './lab.ts';

/** Two labels to questions, in rows of CSV. */
const KOREAN = [
  'question,answer',
  ...Array.from({ length: 60 }, (_, i) => `상자 ${i}번이 있습니까?,${i % 3 ? '예' : '아니요'}`),
].join('\n');
/** STS-B's columns. */
const NUMBERS = [
  'index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2\tscore',
  ...Array.from(
    { length: 200 },
    (_, i) => `${i}\tnews\tf\t2012\t${i}\ta\tb\tA man ${i}.\tA dog ${i}.\t${(i % 26) / 5}`,
  ),
].join('\n');

test('the metric of own data is chosen among those that can judge it, kept, and named in a run’s scores', async ({
  page,
}) => {
  await open(page, '?backend=wasm&max_steps=4&eval_steps=4&batch_size=2&max_length=64&metric_steps=0');
  await button(page, 'Your own data…').click();
  await page.getByLabel('Or paste text').fill(KOREAN);
  await button(page, 'Read the text').click();
  const choice = page.getByLabel('Main metric');
  await expect(choice).toHaveValue('accuracy');
  await expect(choice.getByRole('option')).toHaveText([
    'ROUGE-1 (by character)',
    'ROUGE-L (by character)',
    'Exact match',
    'Accuracy',
    'F1 of “예”',
    'Matthews correlation',
  ]);
  await choice.focus();
  await choice.selectOption('f1');
  await expect(page.getByText('Harmonic mean of precision and recall')).toBeVisible();
  await expect(choice).toBeFocused();
  await button(page, 'Use this data').click();
  await expect(page.getByText('Metric: F1 of “예”')).toBeVisible();

  await page.reload();
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  await expect(page.getByText('Metric: F1 of “예”')).toBeVisible();
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  await scored(page);
  await page.getByRole('tab', { name: 'Scores' }).click();
  const scores = page.getByRole('table', { name: 'Scores' });
  await expect(scores.getByRole('rowheader', { name: /^F1 of “예”/ })).toBeVisible();
  await expect(scores.getByRole('rowheader', { name: /^Accuracy/ })).toBeVisible();
  await expect(page.getByRole('table', { name: /class by class/ })).toBeVisible();
});

test('texts that hold no number have no correlation, and the page says why', async ({ page }) => {
  await open(page, '?backend=wasm&max_steps=2&eval_steps=2&batch_size=2&max_length=96&metric_steps=0');
  await button(page, 'Your own data…').click();
  await page.getByLabel('Or paste text').fill(NUMBERS);
  await button(page, 'Read the text').click();
  await expect(page.getByLabel('Main metric')).toHaveValue('pearson');
  await button(page, 'Use this data').click();
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  await scored(page);
  await page.getByRole('tab', { name: 'Scores' }).click();
  const row = page.getByRole('row', { name: /^Pearson correlation/ });
  await expect(row).toContainText('not defined: half of the texts or more hold no number');
  await expect(row).toContainText('10 texts without a number left out');
  await expect(page.getByText('Tuned model: no number').first()).toBeVisible();
});
