/**
 * A page that must not stay blank: storage and locks that never answer, parts and pages that fail, files that are not
 * there. In each case something is on screen within seconds, says what happened, and loses no run.
 */
import type { Page } from '@playwright/test';
import { test as plain } from '@playwright/test';
import { button, download, expect, go, open, reachStep, skipTour, status, test } from './lab.ts';

const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });
const runsShown = (page: Page) => page.getByRole('checkbox', { name: /^Show / });

/** As little training as there can be. */
const SHORT = '?max_steps=3&eval_steps=3&batch_size=2';

/** Trains one short run, which the browser keeps. */
async function trainOne(page: Page): Promise<void> {
  await open(page, SHORT);
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
}

/** What the page can be without: each fails, or never answers, in its own way. */
const BROKEN = {
  'locks that reject': `LockManager.prototype.request = LockManager.prototype.query = () => Promise.reject(new DOMException('no', 'SecurityError'))`,
  'locks that throw': `LockManager.prototype.request = LockManager.prototype.query = () => { throw new DOMException('no', 'SecurityError') }`,
  'locks that never answer': `LockManager.prototype.request = LockManager.prototype.query = () => new Promise(() => {})`,
  'no locks': `Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })`,
  'no channel between tabs': `delete window.BroadcastChannel`,
  'a channel that throws': `window.BroadcastChannel = class { constructor() { throw new DOMException('no', 'SecurityError') } }`,
  'no storage manager': `Object.defineProperty(Navigator.prototype, 'storage', { value: undefined })`,
  'a storage manager that never answers': `for (const name of ['estimate', 'persist', 'persisted']) StorageManager.prototype[name] = () => new Promise(() => {})`,
  'no local storage': `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })`,
  'no database': `Object.defineProperty(window, 'indexedDB', { value: undefined })`,
  'a database that throws': `IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }`,
  'a database that never answers': `IDBFactory.prototype.open = () => Object.create(IDBOpenDBRequest.prototype, { addEventListener: { value() {} }, removeEventListener: { value() {} } })`,
};

for (const [name, code] of Object.entries(BROKEN))
  test(`${name}: the page opens and trains`, async ({ page }) => {
    await page.addInitScript(code);
    const opened = Date.now();
    await page.goto(`/${SHORT}`);
    await expect(page.getByRole('heading', { name: 'Rankscope' })).toBeVisible({ timeout: 6000 });
    console.log(`${name}: on screen after ${Date.now() - opened} ms`);
    if (name.startsWith('a database that never'))
      await expect(messages(page)).toContainText('storage does not answer');
    await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
    await button(page, 'Train').click();
    await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
    // Nothing waits for the storage: the next run starts at once.
    await button(page, 'Train').click();
    await reachStep(page, 1, 20_000);
  });

// Looking at the icon asks for a favicon that is not there.
plain(
  'a database that another tab blocks gives its runs as soon as it answers',
  async ({ page, context }) => {
    await context.addInitScript(skipTour);
    await trainOne(page);
    await page.goto('/favicon.svg');
    // Kept busy until it is told to end.
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const request = indexedDB.open('rankscope');
          request.onsuccess = () => {
            const store = request.result.transaction(['runs', 'own'], 'readwrite').objectStore('runs');
            const again = () => {
              if (!Reflect.get(window, 'letGo')) store.count().onsuccess = again;
            };
            again();
            resolve();
          };
        }),
    );
    const other = await context.newPage();
    await open(other);
    await expect(messages(other)).toContainText('storage does not answer');
    await go(other, 'Compare');
    await expect(runsShown(other)).toHaveCount(0);
    await page.evaluate(() => Object.assign(window, { letGo: true }));
    await expect(runsShown(other)).toHaveCount(1);
    await expect(messages(other)).toBeEmpty();
  },
);

/** An observer of sizes that fails for the elements of one part of the page, until \`window.mended\`. */
const breakPart = (selector: string) => `
  const { observe } = ResizeObserver.prototype;
  ResizeObserver.prototype.observe = function (element, ...rest) {
    if (!window.mended && element.closest('${selector}')) throw new Error('A deliberate fault.');
    return observe.call(this, element, ...rest);
  };`;

const alert = (page: Page) => page.getByRole('alert').filter({ hasText: 'A deliberate fault.' });

plain.describe('a part that fails', () => {
  plain('leaves the rest alive, can be tried again, and saves all runs', async ({ page }) => {
    await trainOne(page);
    await page.addInitScript(breakPart('.model'));
    // Its status tells of the run that is there, so that `open` would wait in vain.
    await page.goto(`/${SHORT}`);
    await expect(alert(page)).toHaveCount(1);
    await expect(alert(page)).toContainText('This part of the page failed; the rest goes on.');
    await button(page, 'Train').click();
    await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
    const file = await download(page, () =>
      alert(page).getByRole('button', { name: 'Save my runs' }).click(),
    );
    const saved = JSON.parse(file.toString('utf8')) as { format: string; runs: { adapter: object | null }[] };
    expect(saved.format).toBe('rankscope-runs');
    expect(saved.runs.map(({ adapter }) => adapter !== null)).toEqual([true, true]);
    await page.evaluate(() => Object.assign(window, { mended: true }));
    await alert(page).getByRole('button', { name: 'Try again' }).click();
    await expect(page.locator('figure.model')).toBeVisible();
    await expect(alert(page)).toHaveCount(0);

    // The page's own import reads the file again.
    const fresh = await page.context().browser()?.newContext();
    const other = await fresh?.newPage();
    if (!other) throw new Error('There is no other page.');
    await open(other);
    await go(other, 'Deploy');
    await other
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: file });
    await expect(messages(other)).toContainText('Imported 2 runs');
    await go(other, 'Compare');
    await expect(runsShown(other)).toHaveCount(2);
    await fresh?.close();
  });

  plain('a chart, in its own frame', async ({ page }) => {
    await page.addInitScript(breakPart('.loss'));
    await open(page);
    await expect(alert(page)).toHaveCount(1);
    await expect(page.getByRole('figure', { name: 'Singular values of ΔW' })).toBeVisible();
  });

  plain('a whole workspace', async ({ page }) => {
    await open(page);
    await expect(alert(page)).toHaveCount(0);
    await page.evaluate(breakPart('.workspace'));
    await go(page, 'Deploy');
    await expect(alert(page)).toContainText('This part of the page failed');
    await page.evaluate(() => Object.assign(window, { mended: true }));
    await go(page, 'Train');
    await button(page, 'Train').click();
    await reachStep(page, 1);
  });
});

plain(
  'a page that fails says so without its theme, and saves the runs that the browser keeps',
  async ({ page }) => {
    await trainOne(page);
    await page.addInitScript(`Object.defineProperty(Document.prototype, 'title', {
    set() { throw new Error('A deliberate fault.') }
  })`);
    await page.goto('/');
    await expect(page.getByRole('alert')).toContainText('The page failed.');
    await expect(page.getByRole('alert')).toContainText('A deliberate fault.');
    const file = await download(page, () => button(page, 'Save my runs').click());
    expect((JSON.parse(file.toString('utf8')) as { runs: object[] }).runs).toHaveLength(1);
    await expect(page.getByRole('alert')).toContainText('Saved.');
    await expect(button(page, 'Reload')).toBeVisible();
  },
);

plain('a page that cannot be opened at all says so, and still saves', async ({ page }) => {
  await trainOne(page);
  await page.addInitScript(`window.addEventListener = new Proxy(window.addEventListener, { apply(target, self, args) {
    if (args[0] === 'popstate') throw new Error('A deliberate fault.');
    return Reflect.apply(target, self, args);
  } })`);
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('The page failed.');
  const file = await download(page, () => button(page, 'Save my runs').click());
  expect((JSON.parse(file.toString('utf8')) as { runs: object[] }).runs).toHaveLength(1);
});

const gone = (page: Page, files: RegExp) =>
  page.route(files, (route) => route.fulfill({ status: 404, body: '' }));

plain.describe('a file that is not there', () => {
  plain('the page’s own script', async ({ page }) => {
    await gone(page, /\/assets\/index-.*\.js$/);
    await page.goto('/');
    await expect(page.getByText('Rankscope has not started yet')).toBeVisible({ timeout: 12_000 });
    await expect(page.getByRole('link', { name: 'reload the page' })).toBeVisible();
  });

  plain('the code of all parts that come later', async ({ page }) => {
    await gone(page, /\/assets\/(train|rest)-.*\.js$/);
    await open(page);
    const absent = page.getByRole('alert').filter({ hasText: 'This part of the page could not be loaded' });
    await expect(absent.first()).toBeVisible({ timeout: 30_000 });
    await expect(absent.first().getByRole('button', { name: 'Reload' })).toBeVisible();
    await go(page, 'Deploy');
    await expect(absent.last()).toBeVisible();
    await go(page, 'Train');
    await button(page, 'Train').click();
    await reachStep(page, 1);
  });

  plain('the code of a dialog, once somebody opens it', async ({ page }) => {
    await gone(page, /\/assets\/rest-.*\.js$/);
    await open(page);
    await page.waitForTimeout(12_000);
    await expect(page.getByRole('alert')).toHaveCount(0);
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await expect(page.getByRole('alert')).toContainText('could not be loaded');
  });

  for (const [what, file] of [
    ['the worker', /\/assets\/worker-.*\.js$/],
    ['what the worker imports', /\/assets\/answer-.*\.js$/],
  ] as const)
    plain(what, async ({ page }) => {
      await gone(page, file);
      await page.goto('/');
      await expect(messages(page)).toContainText('The part of the page that trains could not be loaded');
      await expect(status(page)).toContainText('Not ready');
      await page.unroute(file);
      await button(page, 'Try again').click();
      await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
    });
});
