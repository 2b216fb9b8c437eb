/** The page answers while five runs train: no task of its main thread takes 100 ms of CPU time. */
import { button, expect, go, open, reachStep, status, test } from './lab.ts';
import { tasksOf } from './main-tasks.ts';

/** Milliseconds. */
const LIMIT = 100;

test('no task of the page takes 100 ms while five runs train', async ({ page, browser }) => {
  await open(page, '?max_steps=120&eval_steps=40');
  const tasks = await tasksOf(page, browser, async () => {
    await button(page, 'Compare ranks').click();
    await expect(status(page)).toContainText('5 runs together');
    // Each workspace with charts is opened on the way and shown for a third of the steps.
    await reachStep(page, 40);
    await go(page, 'Compare');
    await reachStep(page, 80);
    await go(page, 'Inspect ΔW');
    await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  });
  expect(tasks.filter((ms) => ms > LIMIT)).toEqual([]);
});
