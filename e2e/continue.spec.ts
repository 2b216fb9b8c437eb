/**
 * A run that is cut in its middle goes on: after a reload, a killed worker, a lost device, a full disk. What it learns is the
 * same to the last bit as without the cut, and a damaged checkpoint costs nothing but itself.
 */
import type { Page } from '@playwright/test';
import {
  button,
  expect,
  exportedRun,
  inWorker,
  open,
  reachStep,
  status,
  test,
  trainToEnd,
  type Exported,
} from './lab.ts';

/** What is cheap to train, with so many steps that no run is over before it is cut. */
const STEPS = 500;
const runOf = (steps: number) =>
  `?backend=wasm&max_steps=${steps}&eval_steps=100&lora_dropout=0.1&batch_size=2&metric_steps=0`;
const RUN = runOf(STEPS);

const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });
const goOn = (page: Page) => page.getByRole('button', { name: /^Continue from step / });

/** What is stored in the browser under some name, with its keys. */
const stored = (page: Page, store: 'runs' | 'checkpoints') =>
  page.evaluate(async (name) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('rankscope');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error('The database does not open.'));
    });
    const all = db.transaction(name).objectStore(name);
    const [keys, values] = [all.getAllKeys(), all.getAll()];
    await new Promise<void>((resolve) => {
      values.onsuccess = () => resolve();
    });
    db.close();
    return { keys: keys.result.map(String), values: name === 'runs' ? (values.result as StoredRun[]) : [] };
  }, store);

/** The steps of the checkpoints in the browser's storage. */
const kept = async (page: Page): Promise<number[]> =>
  (await stored(page, 'checkpoints')).keys.map((key) => Number(key.split(' ').at(-1)));

/** What the tests read of a stored run. */
interface StoredRun {
  id: string;
  createdAt: string;
  steps: { loss: number }[];
  evals: { loss: number }[];
  config: { seed: number; method: { r: number } };
}

/** The stored runs, oldest first. */
const storedRuns = async (page: Page): Promise<StoredRun[]> =>
  (await stored(page, 'runs')).values.sort((a, b) => a.createdAt.localeCompare(b.createdAt));

/** Trains until checkpoints of so many runs are stored, by a pause. @param press the button that begins */
async function trainToCheckpoint(page: Page, press = 'Train', runs = 1): Promise<number> {
  await button(page, press).click();
  await reachStep(page, 5);
  await button(page, 'Pause').click();
  // On a slow device there is an earlier one, of the first half minute.
  await expect.poll(async () => (await kept(page)).filter((step) => step >= 5)).toHaveLength(runs);
  return Math.min(...(await kept(page)));
}

/** The same, and goes on for a while. */
async function trainPastCheckpoint(page: Page, press?: string, runs?: number): Promise<number> {
  const step = await trainToCheckpoint(page, press, runs);
  await button(page, 'Resume').click();
  await reachStep(page, step + 2);
  return step;
}

const losses = ({ steps }: Pick<StoredRun, 'steps'>) => steps.map(({ loss }) => loss);

/** Runs that nothing cut, by the address of their form: each is trained once, since it is the same on every page. */
const uncut = new Map<string, Exported>();

async function trainUncut(page: Page): Promise<Exported> {
  await trainToEnd(page);
  return exportedRun(page);
}

/** The run in sight has gone on to its end. Holds it against one that nothing cut. */
async function expectWhole(page: Page, steps = STEPS): Promise<void> {
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  const cut = await exportedRun(page);
  await expect.poll(() => kept(page)).toEqual([]);
  const form = new URL(page.url()).search;
  const whole = uncut.get(form) ?? (await trainUncut(page));
  uncut.set(form, whole);
  expect(losses(cut)).toEqual(losses(whole));
  expect(cut.evals).toEqual(whole.evals);
  expect(cut.samples).toEqual(whole.samples);
  expect(losses(cut)).toHaveLength(steps);
}

/** Continue is offered, from this step or a later one: a page that is hidden, or half a minute old, stores another. */
async function expectOffered(page: Page, step: number): Promise<void> {
  await expect(goOn(page)).toBeVisible({ timeout: 60_000 });
  expect(Number(/\d+/.exec((await goOn(page).textContent()) ?? '')?.[0])).toBeGreaterThanOrEqual(step);
}

/** Presses Continue, and sees the run to its end. */
async function expectContinued(page: Page, steps?: number): Promise<void> {
  await goOn(page).click();
  await expectWhole(page, steps);
}

test('a run goes on after its page was loaded anew, and keeps what came before', async ({ page }) => {
  await open(page, RUN);
  const step = await trainPastCheckpoint(page);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(messages(page)).toContainText('stopped while the page was left', { timeout: 60_000 });
  await expectOffered(page, step);
  await expectContinued(page);
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
  await expectOffered(page, step);
  await expectContinued(page);
});

test('a run goes on after its GPU device was destroyed', async ({ page }) => {
  test.setTimeout(600_000);
  await inWorker(
    page,
    `const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (...options) {
      const device = await requestDevice.apply(this, options);
      self.loseDevice = () => device.destroy();
      return device;
    }`,
  );
  const steps = 16;
  await open(
    page,
    `?backend=webgpu&batch_size=2&max_length=64&max_steps=${steps}&eval_steps=8&metric_steps=0`,
  );
  const step = await trainPastCheckpoint(page);
  await page
    .workers()
    .at(0)
    ?.evaluate(() => (Reflect.get(self, 'loseDevice') as () => void)());
  await expect(messages(page)).toContainText('The worker, which trains the model, stopped', {
    timeout: 6000,
  });
  await expect(status(page)).toContainText('Ended because the worker stopped', { timeout: 60_000 });
  await expectOffered(page, step);
  await expectContinued(page, steps);
});

test('an experiment goes on with every run of it after its tab was closed', async ({ page, context }) => {
  // Four runs twice; two at a time take twice as long for a step.
  const steps = STEPS / 2;
  const query = `${runOf(steps)}&view=compare&vary=r:1,2;seed:1,2`;
  const due = page.getByRole('group', { name: 'Runs that are due' });
  const closed = await context.newPage();
  await open(closed, query);
  const step = await trainPastCheckpoint(closed, 'Train 4 runs', 2);
  await closed.close();
  await page.goto(`/${query}`);
  await expect(due).toContainText('4 runs to go · 4 of them wait · held', { timeout: 60_000 });
  for (const reached of await kept(page)) expect(reached).toBeGreaterThanOrEqual(step);
  const begun = await storedRuns(page);
  expect(begun).toHaveLength(2);
  await due.getByRole('button', { name: 'Go on' }).click();
  await expect(due).toBeHidden({ timeout: 240_000 });
  const ended = async () => (await storedRuns(page)).filter((run) => run.steps.length === steps);
  await expect.poll(async () => (await ended()).length).toBe(4);
  const cut = await ended();
  // Those that had begun are the same runs, not begun anew.
  expect(cut.slice(0, 2).map(({ id, createdAt }) => [id, createdAt])).toEqual(
    begun.map(({ id, createdAt }) => [id, createdAt]),
  );
  await button(page, 'Train 4 runs').click();
  await expect(due).toBeVisible();
  await expect(due).toBeHidden({ timeout: 180_000 });
  await expect.poll(async () => (await ended()).length).toBe(8);
  const whole = (await ended()).slice(4);
  expect(await kept(page)).toEqual([]);
  for (const { config, ...run } of cut) {
    const same = whole.find((other) => JSON.stringify(other.config) === JSON.stringify(config));
    expect(losses(run)).toEqual(same && losses(same));
    expect(run.evals).toEqual(same?.evals);
  }
});

test('a run that two tabs continue at once is trained by one of them', async ({ page, secondTab }) => {
  await open(page, RUN);
  await trainToCheckpoint(page);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await secondTab.goto(`/${RUN}`);
  for (const tab of [page, secondTab]) await expect(goOn(tab)).toBeVisible({ timeout: 60_000 });
  // Found before any is pressed: the other tab's goes away with the run.
  const buttons = await Promise.all([page, secondTab].map((tab) => goOn(tab).elementHandle()));
  await Promise.all(
    buttons.map((found) => found.evaluate((element) => element instanceof HTMLElement && element.click())),
  );
  const words = () => Promise.all([page, secondTab].map((tab) => status(tab).innerText()));
  await expect
    .poll(async () => (await words()).filter((text) => text.includes('in another tab')).length)
    .toBe(1);
  for (const tab of [page, secondTab]) {
    await expect(status(tab)).toContainText('Finished', { timeout: 120_000 });
    await expect(goOn(tab)).toBeHidden();
  }
  await expect(messages(secondTab)).toBeEmpty();
  await secondTab.close();
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

for (const store of ['runs', 'checkpoints'])
  test(`with no room for ${store} an older run’s checkpoint makes room, and training goes on to its end`, async ({
    page,
  }) => {
    await open(page, RUN);
    const runsWithCheckpoint = async () =>
      (await stored(page, 'checkpoints')).keys.map((key) => key.split(' ')[0]);
    await trainToCheckpoint(page);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await expect(goOn(page)).toBeVisible({ timeout: 60_000 });
    await messages(page).getByRole('button', { name: 'Dismiss' }).click();
    const [older = ''] = await runsWithCheckpoint();
    // Not by the browser's own quota: Chromium may count what was deleted for a while.
    await page.evaluate(
      ([runId, refused]) => {
        let isFull = true;
        // eslint-disable-next-line @typescript-eslint/unbound-method -- each method is applied to what it is called on
        const { put, delete: remove } = IDBObjectStore.prototype;
        IDBObjectStore.prototype.put = function (value, key) {
          if (isFull && this.name === refused) throw new DOMException('No room.', 'QuotaExceededError');
          return key === undefined ? put.call(this, value) : put.call(this, value, key);
        };
        IDBObjectStore.prototype.delete = function (query) {
          const lower: unknown = query instanceof IDBKeyRange && query.lower;
          if (this.name === 'checkpoints' && lower === `${runId} `) isFull = false;
          return remove.call(this, query);
        };
      },
      [older, store] as const,
    );
    await button(page, 'Train').click();
    await reachStep(page, 5);
    await button(page, 'Pause').click();
    const newer = (await storedRuns(page)).map(({ id }) => id).filter((id) => id !== older);
    expect(newer).toHaveLength(1);
    await expect.poll(runsWithCheckpoint).toEqual(newer);
    await expect(messages(page)).toBeEmpty();
    await button(page, 'Resume').click();
    await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
    expect((await exportedRun(page)).steps).toHaveLength(STEPS);
    await expect.poll(() => kept(page)).toEqual([]);
  });
