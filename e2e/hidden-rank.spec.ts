/** The hidden rank as a person plays it, with the keyboard: texts from a teacher, a run, a guess, the answer. */
import { button, expect, expectAccessible, exportedRun, open, status, test } from './lab.ts';

test('a rank is hidden, learned from, guessed and shown; another can be had', async ({ page }) => {
  await open(page, '?task=hidden-rank&secret_seed=3&secret_rank=2&max_length=32&max_steps=40&eval_steps=20');
  await page.getByRole('tab', { name: 'What is k?' }).click();
  const panel = page.getByRole('region', { name: 'What is k?' });
  await button(page, 'Set Wq and Wv, r = 8, 300 steps, learning rate 0.01, weight decay 1').click();
  await expect(page).toHaveURL(/r=8.*learning_rate=0\.01.*weight_decay=1/);
  await page.getByRole('textbox', { name: 'Steps' }).fill('40');
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  await expect(panel).toContainText(/distance to the teacher \(KL divergence\) is \d/);
  await expect(panel).not.toContainText('Right');
  await expect(page.getByRole('table', { name: 'Singular values, hidden and learned' })).toHaveCount(0);
  await expectAccessible(page);

  // No guess, no answer.
  await expect(button(page, 'Reveal')).toBeDisabled();
  await panel.getByRole('radio', { name: '1', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await button(page, 'Reveal').focus();
  await page.keyboard.press('Enter');
  await expect(panel).toContainText('Right: k is 2.');
  await expect(panel).toBeFocused();
  await expect(
    page.getByRole('table', { name: 'Singular values, hidden and learned' }).getByRole('row'),
  ).toHaveCount(5);
  await expectAccessible(page);

  const run = await exportedRun(page);
  expect(run).toMatchObject({
    config: { task: 'hidden-rank', secret_seed: 3, secret_rank: 2 },
    dataset: { secret: { seed: 3, rank: 2 } },
  });

  // Who has seen the answer cannot guess it any more.
  await page.reload();
  await page.getByRole('tab', { name: 'What is k?' }).click({ timeout: 60_000 });
  await expect(panel).toContainText('Right: k is 2.');

  await button(page, 'Another secret').click();
  await expect(page).not.toHaveURL(/secret_seed=3/);
  await expect(panel).toContainText('Press Train to learn from that one.');
  await button(page, 'Train').click();
  // The new secret's answer is kept, too.
  await expect(panel).not.toContainText('k is 2.', { timeout: 60_000 });
  await expect(button(page, 'Reveal')).toBeDisabled();
  await expect(page.getByRole('table', { name: 'Singular values, hidden and learned' })).toHaveCount(0);
});

test('is asked as soon as the task is taken, whatever ran before', async ({ page }) => {
  await open(page, '?max_steps=4&eval_steps=4&batch_size=2&max_length=32&metric_steps=0');
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  await page.getByRole('button', { name: /^Task/ }).click();
  await page.getByRole('radio', { name: 'Hidden rank', exact: true }).click();
  const form = page.getByRole('region', { name: 'Settings' });
  await expect(form.getByText(/^Set so that k can be seen: .* weight decay 1\./)).toBeVisible();
  await expect(button(page, 'Read message')).toHaveCount(0);
  await page.getByRole('tab', { name: 'What is k?' }).click({ timeout: 60_000 });
  await expect(page).toHaveURL(/r=8/);
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
});
