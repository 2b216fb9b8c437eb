/**
 * A run that is cut in its middle goes on: after a reload, a killed worker, a lost device, a full disk. What it learns is the
 * same to the last bit as without the cut, and a damaged checkpoint costs nothing but itself.
 */
import type { Page } from '@playwright/test';
import { button, expect, exportedRun, open, reachStep, status, test, trainToEnd } from './lab.ts';

/** So many that no run is over before it is cut. */
const STEPS = 300;
const RUN = `?max_steps=${STEPS}&eval_steps=100&lora_dropout=0.1`;

const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });
const goOn = (page: Page) => page.getByRole('button', { name: /^Continue from step / });

/** The steps of the checkpoints in the browser's storage. */
const kept = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('rankscope');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error('The database does not open.'));
    });
    const keys = await new Promise<IDBValidKey[]>((resolve) => {
      const asking = db.transaction('checkpoints').objectStore('checkpoints').getAllKeys();
      asking.onsuccess = () => resolve(asking.result);
    });
    db.close();
    return keys.map((key) => (typeof key === 'string' ? Number(key.split(' ').at(-1)) : NaN));
  });

/** Trains until a checkpoint is stored, by a pause. */
async function trainToCheckpoint(page: Page): Promise<number> {
  await button(page, 'Train').click();
  await reachStep(page, 5);
  await button(page, 'Pause').click();
  await expect.poll(() => kept(page)).toHaveLength(1);
  const [step = 0] = await kept(page);
  return step;
}

/** The same, and goes on for a while. */
async function trainPastCheckpoint(page: Page): Promise<number> {
  const step = await trainToCheckpoint(page);
  await button(page, 'Resume').click();
  await reachStep(page, step + 2);
  return step;
}

/** Presses Continue, and holds the whole run against one that nothing cut. */
async function expectWhole(page: Page): Promise<void> {
  await goOn(page).click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  const cut = await exportedRun(page);
  await expect.poll(() => kept(page)).toEqual([]);
  await trainToEnd(page);
  const whole = await exportedRun(page);
  const losses = ({ steps }: typeof cut) => steps.map(({ loss }) => loss);
  expect(losses(cut)).toEqual(losses(whole));
  expect(cut.evals).toEqual(whole.evals);
  expect(cut.samples).toEqual(whole.samples);
  expect(losses(cut)).toHaveLength(STEPS);
}

test('a run goes on after its page was loaded anew, and keeps what came before', async ({ page }) => {
  await open(page, RUN);
  const step = await trainPastCheckpoint(page);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(messages(page)).toContainText('stopped while the page was left', { timeout: 60_000 });
  await expect(goOn(page)).toBeVisible({ timeout: 60_000 });
  // The hidden page may have stored a later one.
  expect(Number(/\d+/.exec((await goOn(page).textContent()) ?? '')?.[0])).toBeGreaterThanOrEqual(step);
  await expectWhole(page);
});

test('a run goes on after its worker was killed', async ({ page }) => {
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
  await open(page, RUN);
  const step = await trainPastCheckpoint(page);
  await page.evaluate(() => (Reflect.get(window, 'killWorker') as () => void)());
  await expect(goOn(page)).toHaveText(`Continue from step ${step}`, { timeout: 60_000 });
  await expectWhole(page);
});

test('a damaged checkpoint is told, and the run stays as it was', async ({ page }) => {
  await open(page, RUN);
  await trainToCheckpoint(page);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(goOn(page)).toBeVisible({ timeout: 60_000 });
  const before = await exportedRun(page);
  await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('rankscope');
      opening.onsuccess = () => resolve(opening.result);
    });
    const store = db.transaction('checkpoints', 'readwrite').objectStore('checkpoints');
    await new Promise<void>((resolve) => {
      store.openCursor().onsuccess = ({ target }) => {
        const cursor = (target as IDBRequest<IDBCursorWithValue>).result;
        const whole = cursor.value as Uint8Array;
        cursor.update(whole.slice(0, whole.length / 2)).onsuccess = () => resolve();
      };
    });
    db.close();
  });
  await goOn(page).click();
  await expect(messages(page)).toContainText('cannot be continued from what was kept');
  await expect(goOn(page)).toBeHidden();
  expect(await exportedRun(page)).toEqual(before);
});

test('a full disk is told, and training goes on to its end', async ({ page }) => {
  await open(page, RUN);
  const session = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await button(page, 'Train').click();
  await reachStep(page, 5);
  await button(page, 'Pause').click();
  await expect(messages(page)).toContainText('the state of training cannot be stored', { timeout: 60_000 });
  await button(page, 'Resume').click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  expect((await exportedRun(page)).steps).toHaveLength(STEPS);
});
