/**
 * A worker or a device that goes away: killed, hanging, closed, lost. In each case the page says so within five seconds,
 * keeps what the run had, and the next Train trains.
 */
import type { Page } from '@playwright/test';
import { button, expect, exportedRun, go, open, reachStep, status, stepNow, test } from './lab.ts';

/** Milliseconds until the page must know, with one second for it to draw. */
const TOLD = 6000;

const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });

/** Lets the test reach the page's workers: `terminate` ends the latest in silence. */
async function holdWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const held: Worker[] = [];
    const Plain = window.Worker;
    window.Worker = class extends Plain {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        held.push(this);
      }
    };
    Object.assign(window, { killWorker: () => held.at(-1)?.terminate() });
  });
}
const kill = (page: Page) => page.evaluate(() => (Reflect.get(window, 'killWorker') as () => void)());

/** Blocks the worker's event loop for so many milliseconds. */
function block(page: Page, ms: number): void {
  // Never answered where the worker is ended meanwhile.
  void page
    .workers()
    .at(0)
    ?.evaluate((length) => {
      const end = performance.now() + length;
      while (performance.now() < end);
    }, ms)
    .catch(() => undefined);
}

/** The page says that the worker stopped, in time. */
const expectNotice = (page: Page) =>
  expect(messages(page)).toContainText('The worker, which trains the model, stopped', { timeout: TOLD });

/** The run in sight ended by itself, and the next one trains. */
async function expectTold(page: Page, reached: number): Promise<void> {
  await expectNotice(page);
  // A fresh worker has loaded all by then.
  await expect(status(page)).toContainText('Ended because the worker stopped', { timeout: 60_000 });
  expect(await stepNow(page)).toBeGreaterThanOrEqual(reached);
  const lost = await exportedRun(page);
  expect(lost.steps.length).toBeGreaterThanOrEqual(reached);
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Training', { timeout: 30_000 });
  await reachStep(page, 2);
  await button(page, 'Pause').click();
  await go(page, 'Compare');
  await expect(page.getByRole('checkbox', { name: /^Show / })).toHaveCount(2);
}

const LONG = '?max_steps=2000&eval_steps=1000';

test.describe('a worker', () => {
  test('that is ended in silence while it trains', async ({ page }) => {
    await holdWorkers(page);
    await open(page, LONG);
    await button(page, 'Train').click();
    await reachStep(page, 20);
    await kill(page);
    await expectTold(page, 20);
  });

  test('that is ended where the page has no locks', async ({ page }) => {
    await holdWorkers(page);
    await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }));
    await open(page, LONG);
    await button(page, 'Train').click();
    await reachStep(page, 20);
    await kill(page);
    await expectTold(page, 20);
  });

  test('that hangs', async ({ page }) => {
    await open(page, LONG);
    await button(page, 'Train').click();
    await reachStep(page, 20);
    block(page, 3_600_000);
    await expectTold(page, 20);
  });

  test('that closes itself', async ({ page }) => {
    await open(page, LONG);
    await button(page, 'Train').click();
    await reachStep(page, 20);
    await page
      .workers()
      .at(0)
      ?.evaluate(() => self.close());
    await expectTold(page, 20);
  });

  test('that is ended while it trains several runs', async ({ page }) => {
    await holdWorkers(page);
    await open(page, LONG);
    await button(page, 'Compare ranks').click();
    await reachStep(page, 3);
    await kill(page);
    await expectNotice(page);
    await expect(status(page)).toContainText('Ended because the worker stopped', { timeout: 60_000 });
    await expect(page.getByRole('checkbox', { name: /^Show / })).toHaveCount(5);
  });

  test('that is ended while its run is paused, and Reset is pressed at once', async ({ page }) => {
    await holdWorkers(page);
    await open(page, LONG);
    await button(page, 'Train').click();
    await reachStep(page, 5);
    await button(page, 'Pause').click();
    await expect(status(page)).toContainText('Paused');
    await kill(page);
    await expectNotice(page);
    await button(page, 'Reset').click();
    await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  });

  test('that is ended while it does nothing starts again by itself, once', async ({ page }) => {
    await holdWorkers(page);
    await open(page);
    await kill(page);
    await expectNotice(page);
    await expect(status(page)).toContainText('Untrained: press Train', { timeout: 30_000 });
    await kill(page);
    await expect(status(page)).toContainText('Not ready', { timeout: TOLD });
    await button(page, 'Try again').click();
    await expect(status(page)).toContainText('Untrained: press Train', { timeout: 30_000 });
  });

  test('that works for long without a word is not ended', async ({ page }) => {
    await open(page, LONG);
    await button(page, 'Train').click();
    await reachStep(page, 5);
    block(page, 3000);
    await page.waitForTimeout(3000);
    await reachStep(page, (await stepNow(page)) + 5);
    await expect(messages(page)).toBeEmpty();
  });

  test('whose steps take longer than a hang may last is not ended', async ({ page }) => {
    test.setTimeout(600_000);
    await open(
      page,
      '?model=micro&batch_size=64&max_length=128&target_modules=q,k,v,o,up,down&r=64&max_steps=2&eval_steps=2',
    );
    const began = Date.now();
    await button(page, 'Train').click();
    await reachStep(page, 1, 300_000);
    console.log(`The first step of the longest batch came after ${Date.now() - began} ms.`);
    await reachStep(page, 2, 300_000);
    await expect(messages(page)).toBeEmpty();
  });
});

const GPU = '?backend=webgpu&batch_size=2&max_length=64&max_steps=400&eval_steps=400&warmup_steps=0&r=3';

test.describe('a GPU device', () => {
  test('whose process is killed', async ({ page, browser }) => {
    test.setTimeout(600_000);
    await open(page, GPU);
    await button(page, 'Train').click();
    await reachStep(page, 5, 240_000);
    const session = await browser.newBrowserCDPSession();
    await session.send('Browser.crashGpuProcess');
    await expectTold(page, 5);
  });
});
