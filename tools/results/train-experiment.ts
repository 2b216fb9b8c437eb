/** How the tools of docs/results.md train an experiment: in the page, by the link a person would open. */
import type { Page } from '@playwright/test';
import { go, open, scored } from '../../e2e/lab.ts';

/**
 * Opens an experiment in a page that keeps no runs yet, trains its runs and waits for their scores. The page shows Compare then.
 * @param address what stands behind `?` in the experiment's link
 * @returns the number of runs
 */
export async function trainExperiment(page: Page, address: string): Promise<number> {
  page.setDefaultTimeout(0);
  page.on('pageerror', (error) => console.error(error.message));
  await open(page, `?${address}`);
  await go(page, 'Compare');
  const train = page.getByRole('button', { name: /^Train \d+ runs$/ });
  const count = Number(/\d+/.exec((await train.textContent()) ?? '')?.[0]);
  console.log(`${count} runs, ${new Date().toISOString()}`);
  await train.click();
  const due = page.getByRole('group', { name: 'Runs that are due' });
  await due.waitFor();
  await due.waitFor({ state: 'hidden' });
  await scored(page, 0);
  return count;
}
