/** The page answers while five or twenty runs train, whichever workspace is open. What was measured is printed. */
import { button, expect, go, open, reachStep, status, stepNow, test } from './lab.ts';
import { tasksOf } from './main-tasks.ts';

/** CPU milliseconds of a task. */
const LIMIT = 50;
/**
 * Of a task that draws much at once: runs that start, and a workspace that opens, which the browser lays out as its parts measure
 * themselves. It takes from 50 to 90, and half as much again on a slower machine.
 */
const WHOLE_LIMIT = 150;

/** Steps by which a workspace that was opened is drawn. */
const DRAWN_BY = 3;

/** Steps over which each workspace is watched. */
const WATCHED = 12;

/** Compare was open at the start, and has to catch up at the end. */
const WORKSPACES = ['Inspect ΔW', 'Deploy', 'Train', 'Compare'] as const;

test('no task of the page takes 50 ms while five runs train', async ({ page, browser }) => {
  await open(page, '?max_steps=300&eval_steps=20');
  // What loads after the first paint is no drawing of runs.
  await page.waitForLoadState('networkidle');
  // It opens Compare, too.
  const whole = await tasksOf(page, browser, async () => {
    await button(page, 'Compare ranks').click();
    await expect(status(page)).toContainText('5 runs together');
    await reachStep(page, 8);
  });
  const training: number[] = [];
  for (const workspace of WORKSPACES) {
    const watch = async (steps: number) => reachStep(page, (await stepNow(page)) + steps);
    const opened = await tasksOf(page, browser, async () => {
      await go(page, workspace);
      await watch(DRAWN_BY);
    });
    whole.push(...opened);
    training.push(...(await tasksOf(page, browser, () => watch(WATCHED))));
  }
  const ended = await tasksOf(page, browser, async () => {
    await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  });
  whole.push(...ended);
  expect(training.filter((ms) => ms > LIMIT)).toEqual([]);
  expect(whole.filter((ms) => ms > WHOLE_LIMIT)).toEqual([]);
});

test('no task of the page takes 50 ms while twenty runs train', async ({ page, browser }) => {
  const ranks = Array.from({ length: 20 }, (_, i) => i + 1).join(',');
  const small = 'backend=wasm&max_steps=40&eval_steps=20&batch_size=2&metric_steps=0';
  await open(page, `?${small}&view=compare&vary=r:${ranks}`);
  await page.waitForLoadState('networkidle');
  const started = await tasksOf(page, browser, async () => {
    await button(page, 'Train 20 runs').click();
    await reachStep(page, 3);
  });
  const training = await tasksOf(page, browser, () => reachStep(page, 30));
  expect(training.filter((ms) => ms > LIMIT)).toEqual([]);
  expect(started.filter((ms) => ms > WHOLE_LIMIT)).toEqual([]);
});
