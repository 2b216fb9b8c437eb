/** Storage that refuses: a full quota, entries that cannot be read, and what the page says of the room it takes. */
import type { Page } from '@playwright/test';
import {
  button,
  download,
  expect,
  expectAccessible,
  go,
  open,
  scored,
  status,
  storedRuns,
  test,
  trainToEnd,
} from './lab.ts';

const SMALL = '?backend=wasm&max_steps=8&eval_steps=4&batch_size=2&metric_steps=0';

const rows = (page: Page) =>
  page.getByRole('table', { name: 'Runs', exact: true }).getByRole('rowgroup').last().getByRole('row');
const notices = (page: Page) => page.getByRole('region', { name: 'Messages' });
const storagePanel = (page: Page) => page.getByRole('region', { name: 'Storage', exact: true });

/** Trains, so that nothing of the run is stored later. */
async function trainAndScore(page: Page): Promise<void> {
  await trainToEnd(page);
  await scored(page);
}

const MB = 2 ** 20;

/** Writes so many bytes beside the page's own, and gives the error's name or null. */
const outcomeOfWriting = (page: Page, bytes: number) =>
  page.evaluate(
    (length) =>
      new Promise<string | null>((resolve) => {
        const opening = indexedDB.open('rankscope');
        opening.onsuccess = () => {
          const writing = opening.result.transaction('own', 'readwrite');
          writing.objectStore('own').put('x'.repeat(length), 'probe');
          writing.oncomplete = () => resolve(null);
          writing.onabort = () => resolve(writing.error?.name ?? 'no error');
        };
      }),
    bytes,
  );

test('a full storage is named, what is not saved is marked, exported, and saved when there is room', async ({
  page,
}) => {
  const browser = await page.context().newCDPSession(page);
  const setQuota = async (quotaSize?: number) => {
    const origin = new URL(page.url()).origin;
    await browser.send('Storage.overrideQuotaForOrigin', {
      origin,
      ...(quotaSize !== undefined && { quotaSize }),
    });
  };
  await page.goto(`/${SMALL}`);
  await setQuota(2 * MB);
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  await trainAndScore(page);
  // What comes later would not be saved, either.
  const scores: unknown = expect.arrayContaining([expect.objectContaining({ step: 8 })]);
  await expect.poll(() => storedRuns(page)).toMatchObject([{ scores }]);
  await setQuota(1);
  // For half a minute the browser goes by the room that there was, unless a write asks for more than that.
  await expect.poll(() => outcomeOfWriting(page, 4 * MB), { timeout: 90_000 }).toBe('QuotaExceededError');
  await go(page, 'Compare');
  await trainAndScore(page);
  const row = rows(page).first();
  await expect(row).toContainText('not saved');
  await expect(notices(page)).toContainText('The storage that the browser gives this site is full.');
  await expect(notices(page)).toContainText('1 run is not saved');
  await expect(notices(page)).toContainText(/Most room is taken by “.+” \(.+\skB\)/);
  await expectAccessible(page);
  // A second loss is told, too.
  await notices(page).getByRole('button', { name: 'Dismiss' }).click();
  await trainAndScore(page);
  await expect(notices(page)).toContainText('2 runs are not saved');

  await notices(page).getByRole('button', { name: 'Open Deploy' }).click();
  await expect(storagePanel(page)).toContainText('2 runs are not saved');
  const unsaved = page.getByRole('table').getByRole('row').filter({ hasText: 'not saved' });
  await expect(unsaved).toHaveCount(2);
  const file = await download(page, () =>
    unsaved
      .first()
      .getByRole('button', { name: /^Export run/ })
      .click(),
  );
  expect(JSON.parse(file.toString('utf8'))).toMatchObject({ state: 'finished', adapter: { step: 8 } });
  await expectAccessible(page);

  // There is room again: deleting makes the page try at once.
  await setQuota();
  await page
    .getByRole('table')
    .getByRole('button', { name: /^Delete/ })
    .last()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  // A workspace that is not open rests.
  await expect(page.getByText('not saved').filter({ visible: true })).toHaveCount(0);
  await expect(notices(page)).toContainText('was deleted');
  await page.reload();
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('table')).toContainText(/kB/);
});

test('entries that cannot be read are counted, saved as a file and deleted', async ({ page }) => {
  await open(page, SMALL);
  await trainAndScore(page);
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('rankscope');
        opening.onerror = () => reject(new Error('The database cannot be opened.'));
        opening.onsuccess = () => {
          const writing = opening.result.transaction(['runs', 'adapters'], 'readwrite');
          writing.objectStore('runs').put({ format: 'rankscope-run', version: 99 }, 'future');
          writing.objectStore('adapters').put({ a: new Float32Array([0.5]) }, 'future');
          writing.objectStore('runs').put('<b>damaged</b>', 'damaged');
          // Of the run that was trained.
          writing.objectStore('adapters').getAllKeys().onsuccess = ({ target }) => {
            const [key] = (target as IDBRequest<IDBValidKey[]>).result;
            writing.objectStore('adapters').put('junk', key);
          };
          writing.oncomplete = () => resolve();
        };
      }),
  );
  await page.reload();
  await expect(notices(page)).toContainText('3 entries of what was stored cannot be read');
  await notices(page).getByRole('button', { name: 'Open Deploy' }).click();
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
  await expectAccessible(page);
  const file = await download(page, () => button(page, 'Save as a file').click());
  expect(JSON.parse(file.toString('utf8'))).toEqual([
    { store: 'runs', key: 'damaged', value: '<b>damaged</b>' },
    {
      store: 'runs',
      key: 'future',
      value: { format: 'rankscope-run', version: 99 },
      adapter: { a: [0.5] },
    },
    { store: 'adapters', key: expect.any(String) as unknown, value: 'junk', adapter: null },
  ]);
  const row = page.getByRole('table').getByRole('row').last();
  await expect(row).toContainText('weights cannot be read');
  const exported = await download(page, () => row.getByRole('button', { name: /^Export run/ }).click());
  expect(JSON.parse(exported.toString('utf8'))).toMatchObject({ state: 'finished', adapter: null });
  await expect(notices(page)).toContainText('was exported without its trained weights');
  await row.getByRole('button', { name: /^Export adapter/ }).click();
  await expect(notices(page)).toContainText(/The stored weights of “.+” cannot be read/);
  await storagePanel(page).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(button(page, 'Save as a file')).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
  await expect(notices(page)).toBeEmpty();
});

test('runs are stored again where the browser deletes them, and the page says so', async ({ page }) => {
  await open(page, SMALL);
  await trainAndScore(page);
  await trainAndScore(page);
  // What "Clear site data" does in the browser's settings.
  const browser = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await browser.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await expect(notices(page)).toContainText(
    'The browser deleted what it stored; 2 runs are still in this tab and are being saved again.',
  );
  await go(page, 'Compare');
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first()).toContainText('finished, 8 steps');
  await go(page, 'Deploy');
  const row = page.getByRole('table').getByRole('row').last();
  const file = await download(page, () => row.getByRole('button', { name: /^Export run/ }).click());
  expect(JSON.parse(file.toString('utf8'))).toMatchObject({ state: 'finished', adapter: { step: 8 } });
});

test('the database can be deleted or upgraded while a page has it open', async ({ page }) => {
  await open(page, SMALL);
  await trainAndScore(page);
  const outcome = (ask: 'delete' | 'upgrade') =>
    page.evaluate(
      (what) =>
        new Promise<string>((resolve) => {
          const asking =
            what === 'delete' ? indexedDB.deleteDatabase('rankscope') : indexedDB.open('rankscope', 99);
          asking.onsuccess = () => resolve('done');
          asking.onblocked = () => resolve('blocked');
          asking.onerror = () => resolve('failed');
        }),
      ask,
    );
  expect(await outcome('delete')).toBe('done');
  await expect(notices(page)).toContainText('1 run is still in this tab and is being saved again.');
  await page.reload();
  await expect(status(page)).toContainText('Finished');
  expect(await outcome('upgrade')).toBe('done');
  await expect(notices(page)).toContainText('written by a newer version of this page: reload the page');
});

test('the room that is taken is shown, and the browser is asked to keep it at the first Train', async ({
  page,
}) => {
  await page.addInitScript(() => {
    let asked = 0;
    StorageManager.prototype.persist = () => {
      document.documentElement.dataset.asked = String(++asked);
      return Promise.resolve(false);
    };
    StorageManager.prototype.persisted = () => Promise.resolve(false);
  });
  await open(page, SMALL);
  await expect(page.locator('html[data-asked]')).toHaveCount(0);
  await trainAndScore(page);
  await expect(page.locator('html[data-asked="1"]')).toHaveCount(1);
  await go(page, 'Deploy');
  // One account of what is stored, not the browser's packed one beside it.
  await expect(storagePanel(page)).toContainText(
    /Runs and adapters take about [\d.]+\skB, your own data 0\sB, models of your own 0\sB\. The browser gives this site about [\d.]+\sGB of room in all\./,
  );
  await expect(storagePanel(page)).toContainText('may delete runs and data when the disk fills up');
  await button(page, 'Ask the browser to keep runs and data').click();
  await expect(page.locator('html[data-asked="2"]')).toHaveCount(1);
  await expect(storagePanel(page)).toContainText('did not agree');
});
