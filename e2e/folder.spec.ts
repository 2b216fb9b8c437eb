/** The built page works from any folder of a site, and asks no other host for anything (see lab.ts). */
import { FOLDER_URL } from './ports.ts';
import { button, expect, status, test } from './lab.ts';

test('runs from a sub-path', async ({ page }) => {
  await page.goto(`${FOLDER_URL}?max_steps=2&eval_steps=2&batch_size=1`);
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
});
