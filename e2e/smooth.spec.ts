/** The page answers while five runs train, whichever workspace is open. What was measured is printed. */
import { button, expect, go, open, reachStep, status, stepNow, test } from './lab.ts';
import { tasksOf } from './main-tasks.ts';

/** CPU milliseconds of a task. */
const LIMIT = 50;
/** Of a task that opens a workspace: the browser lays all of it out at once, and its parts measure themselves then. */
const OPENING_LIMIT = 80;

/** Steps by which a workspace that was opened is drawn. */
const DRAWN_BY = 3;

const STOPS = [
  ['Inspect ΔW', 24],
  ['Deploy', 40],
  ['Train', 56],
  // It was open at the start, and has to catch up.
  ['Compare', 72],
] as const;

test('no task of the page takes 50 ms while five runs train', async ({ page, browser }) => {
  await open(page, '?max_steps=80&eval_steps=20');
  const opening: number[] = [];
  const training = await tasksOf(page, browser, async () => {
    // It opens Compare.
    await button(page, 'Compare ranks').click();
    await expect(status(page)).toContainText('5 runs together');
    await reachStep(page, 8);
  });
  for (const [workspace, step] of STOPS) {
    const opened = await tasksOf(page, browser, async () => {
      await go(page, workspace);
      await reachStep(page, (await stepNow(page)) + DRAWN_BY);
    });
    opening.push(...opened);
    training.push(...(await tasksOf(page, browser, () => reachStep(page, step))));
  }
  const ending = await tasksOf(page, browser, async () => {
    await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  });
  expect([...training, ...ending].filter((ms) => ms > LIMIT)).toEqual([]);
  expect(opening.filter((ms) => ms > OPENING_LIMIT)).toEqual([]);
});
