/** The texts for a run's last scores come once it is finished, with a progress of their own. */
import { button, expect, expectAccessible, go, open, scored, status, test, trainToEnd } from './lab.ts';

/** A run that goes wrong, whose status is the longest, of a model that takes seconds to write the 160 texts. */
const SHORT = '?backend=wasm&model=micro&max_steps=4&eval_steps=4&batch_size=2&learning_rate=1';
const SCORING = /^Scoring: \d+ of 160 texts$/;

test('a run is finished before its scores are there; they come, unless the page is left', async ({
  page,
}) => {
  await open(page, SHORT);
  await page.getByRole('tab', { name: 'Scores' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Scores' });
  const transport = page.getByRole('region', { name: 'Transport' });
  const main = page.getByRole('main');
  const before = await main.boundingBox();
  await trainToEnd(page);
  await expect(transport.getByText(SCORING)).toBeVisible();
  await expect(panel.getByText(SCORING)).toBeVisible();
  expect(await main.boundingBox()).toEqual(before);
  await expectAccessible(page, ['color-contrast']);

  await expect(panel.getByRole('columnheader', { name: 'Test, first 128 prompts' })).toBeVisible({
    timeout: 120_000,
  });
  await scored(page);
  await expect(panel.getByRole('article')).toHaveCount(20);
  expect(await main.boundingBox()).toEqual(before);

  await trainToEnd(page);
  await expect(transport.getByText(SCORING)).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(transport.getByText(SCORING)).toBeInViewport({ ratio: 1 });
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  expect(scrollWidth).toBe(clientWidth);
  await page.reload();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  await expect(transport.getByText(SCORING)).toBeHidden();
  await page.getByRole('tab', { name: 'Scores' }).click();
  await expect(panel).toContainText('This run has no scores after its last step');

  // Its adapter was kept: it is scored as the run before it, of the same settings, was.
  await page.setViewportSize({ width: 1440, height: 900 });
  await go(page, 'Compare');
  const missing = page.getByText('1 finished run has no scores after its last step');
  await expect(missing).toBeVisible();
  await expectAccessible(page);
  await button(page, 'Score now').click();
  await expect(transport.getByText(SCORING)).toBeVisible();
  await expect(missing).toBeHidden({ timeout: 120_000 });
  await scored(page);
  await page.reload();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  await expect(missing).toBeHidden();
  await expect(page.getByRole('cell', { name: /^\d+\.\d \d+\.\d–\d+\.\d$/ })).toHaveCount(2);
});

test('all runs of a comparison are finished before the first is scored on the test split', async ({
  page,
}) => {
  await open(page, '?backend=wasm&max_steps=24&eval_steps=8');
  await button(page, 'Compare ranks').click();
  await expect(status(page)).toContainText('5 runs together');
  const first = await page.waitForFunction(
    () => {
      const all = (role: string) =>
        [...document.querySelectorAll(`[role="${role}"]`)].map(({ textContent }) => textContent);
      const finished = all('cell').filter((text) => text.includes('finished, 24 steps')).length;
      const hasScore = all('columnheader').some((text) => text.includes('BLEU, test'));
      return finished === 5 || hasScore ? { finished, hasScore } : null;
    },
    null,
    { polling: 'raf', timeout: 180_000 },
  );
  expect(await first.jsonValue()).toEqual({ finished: 5, hasScore: false });
  await expect(page.getByRole('columnheader', { name: /^BLEU, test/ })).toBeVisible({ timeout: 120_000 });
  const conclusion = page.getByRole('region', { name: 'Comparison', exact: true });
  await expect(conclusion).toContainText(
    /By the last validation loss, averaged over examples, r \d+.* in these runs of one seed/,
  );
  await scored(page, 120_000);

  await expect(conclusion).toContainText(/By BLEU on the test prompts, r \d+.* in these runs of one seed/);
  await conclusion.getByRole('button', { name: 'How this was tested' }).first().hover();
  await expect(page.getByRole('tooltip')).toContainText(
    'on the same validation example, each counted alike: 64 pairs.',
  );
  await expect(page.getByRole('tooltip')).toContainText(
    '10 in all, together at level 0.05 by Holm’s method.',
  );
  await page.setViewportSize({ width: 390, height: 844 });
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  expect(scrollWidth).toBe(clientWidth);
  await expectAccessible(page);
});
