/** Several tabs of one browser: each sees what the others train, and none overwrites, ends or deletes it. */
import type { Locator, Page } from '@playwright/test';
import { button, drop, expect, expectAccessible, go, open, reachStep, status, stepNow, test } from './lab.ts';

const SMALL = 'backend=wasm&eval_steps=20&batch_size=2&metric_steps=0';
const SHORT = `?${SMALL}&max_steps=20`;
/** Steps that nobody waits to the end of. */
const LONG = `?${SMALL}&max_steps=2000&eval_steps=1000`;

const list = (page: Page) => page.getByRole('region', { name: 'Runs', exact: true });
const rows = (page: Page): Locator => list(page).getByRole('rowgroup').last().getByRole('row');
const notices = (page: Page) => page.getByRole('region', { name: 'Messages' });

async function openMenu(page: Page, row: Locator): Promise<void> {
  await row.getByRole('button', { name: /^Menu of/ }).click();
  await expect(page.getByRole('menu')).toBeVisible();
}

async function rename(page: Page, row: Locator, name: string): Promise<void> {
  await openMenu(page, row);
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  const field = page.getByRole('textbox', { name: /^New name/ });
  await field.fill(name);
  await field.press('Enter');
}

/** Opens a second tab on the list of runs. */
async function openBeside(page: Page, query: string): Promise<void> {
  await page.goto(`/${query}&view=compare`);
  await expect(rows(page).first()).toBeVisible({ timeout: 60_000 });
}

test('a run that another tab trains is followed, renamed and kept whole', async ({ page, secondTab }) => {
  await open(page, `?${SMALL}&max_steps=1600`);
  await button(page, 'Train').click();
  await reachStep(page, 5);
  let answer = () => {};
  const asked = new Promise<void>((resolve) => (answer = resolve));
  await secondTab.route('**/nano/model.safetensors', async (route) => {
    await asked;
    await route.continue();
  });
  await openBeside(secondTab, SHORT);
  // What this tab does is told apart from what the other does.
  await expect(status(secondTab)).toContainText('Getting ready: loading the model');
  await expect(status(secondTab)).toContainText(/\(another tab trains: step [\d,]+ of 1,?600\)/);
  await expect(secondTab.getByRole('progressbar', { name: 'Progress' })).toHaveAttribute(
    'aria-valuenow',
    '0',
  );
  answer();
  await expect(status(secondTab)).toContainText(/^Training in another tabstep [\d,]+ of 1,?600$/);
  const row = rows(secondTab).first();
  await expect(row).toContainText('trains in another tab');
  await expect
    .poll(async () => Number(/step (\d+)/.exec((await row.innerText()).replace(',', ''))?.[1]))
    .toBeGreaterThan(20);
  // The second tab may start a run of its own, and has none to pause.
  await expect(button(secondTab, 'Pause')).toBeDisabled();
  await openMenu(secondTab, row);
  await expect(secondTab.getByRole('menuitem', { name: /Delete/ })).toBeDisabled();
  await secondTab.keyboard.press('Escape');
  await expectAccessible(secondTab);

  await rename(secondTab, row, 'named elsewhere');
  await go(page, 'Compare');
  await expect(rows(page).first()).toContainText('named elsewhere');
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  await expect(row).toContainText(/finished, 1,?600 steps/);
  await expect(row).toContainText('named elsewhere');
  await secondTab.reload();
  await expect(rows(secondTab).first()).toContainText(/finished, 1,?600 steps/);
  await expect(notices(secondTab)).toBeEmpty();
  await page.reload();
  await expect(rows(page).first()).toContainText(/finished, 1,?600 steps/);
  await expect(rows(page).first()).toContainText('named elsewhere');

  await openMenu(secondTab, rows(secondTab).first());
  await secondTab.getByRole('menuitem', { name: 'Delete' }).click();
  await button(secondTab, 'Delete').click();
  await expect(rows(page)).toHaveCount(0);
  await expect(notices(page)).toContainText('was deleted in another tab');
  await button(secondTab, 'Put back').click();
  for (const tab of [page, secondTab])
    await expect(rows(tab).first()).toContainText(/finished, 1,?600 steps/);
  await expect(notices(page)).toBeEmpty();
});

test('a run whose tab is closed stops where it was kept, and the other tab says so', async ({
  page,
  context,
}) => {
  const owner = await context.newPage();
  await open(owner, LONG);
  await button(owner, 'Train').click();
  await reachStep(owner, 30);
  await openBeside(page, SHORT);
  await expect(rows(page).first()).toContainText('trains in another tab');
  await expect
    .poll(async () => Number(/step (\d+)/.exec(await rows(page).first().innerText())?.[1]))
    .toBeGreaterThan(20);
  await owner.close();
  await expect(rows(page).first()).toContainText(/stopped at step \d+/);
  await expect(notices(page)).toContainText('was training in a tab that was closed');
  await page.reload();
  await expect(rows(page).first()).toContainText(/stopped at step \d+/);
  await expect(notices(page)).toBeEmpty();
});

test('a reload in the middle of a run keeps the steps that were on screen', async ({ page }) => {
  await open(page, LONG);
  await button(page, 'Train').click();
  // Sooner than the first write in turn.
  await reachStep(page, 5);
  const seen = await stepNow(page);
  await page.reload();
  await expect(status(page)).toContainText('Stopped');
  expect(await stepNow(page)).toBeGreaterThanOrEqual(seen);
});

test('a run whose page is left stops, and Back says that it was this tab', async ({ page }) => {
  await open(page, LONG);
  await button(page, 'Train').click();
  await reachStep(page, 5);
  await page.goto('about:blank');
  await page.goBack();
  await expect(status(page)).toContainText('Stopped');
  await expect(notices(page)).toContainText('stopped while the page was left');
});

test('two tabs train at once and each keeps both runs', async ({ page, secondTab }) => {
  await Promise.all([open(page, SHORT), open(secondTab, SHORT)]);
  await Promise.all([button(page, 'Train').click(), button(secondTab, 'Train').click()]);
  for (const tab of [page, secondTab]) {
    await expect(status(tab)).toContainText('Finished', { timeout: 120_000 });
    await go(tab, 'Compare');
    await expect(rows(tab).filter({ hasText: 'finished, 20 steps' })).toHaveCount(2);
    await tab.reload();
    await expect(rows(tab).filter({ hasText: 'finished, 20 steps' })).toHaveCount(2);
  }
});

test('Reset takes a run off the other tab’s list, and Put back brings it back to both', async ({
  page,
  secondTab,
}) => {
  await open(page, LONG);
  await button(page, 'Train').click();
  await reachStep(page, 5);
  await openBeside(secondTab, SHORT);
  await button(page, 'Reset').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await expect(rows(secondTab)).toHaveCount(0);
  await button(page, 'Put back').click();
  await expect(rows(secondTab).first()).toContainText(/stopped at step \d+/);
});

test('without locks, as on plain http, the owner answers for its run', async ({ page, secondTab }) => {
  for (const tab of [page, secondTab])
    await tab.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'locks'));
  await open(page, LONG);
  await button(page, 'Train').click();
  await reachStep(page, 5);
  await openBeside(secondTab, SHORT);
  // Longer than an owner may leave three questions without an answer.
  await secondTab.waitForTimeout(4000);
  await expect(rows(secondTab).first()).toContainText('trains in another tab');
  await expect(notices(secondTab)).toBeEmpty();
  await page.close();
  await expect(rows(secondTab).first()).toContainText(/stopped at step \d+/);
});

test('own data chosen in one tab leaves the other’s alone, and that tab says so', async ({
  page,
  secondTab,
}) => {
  const choose = async (tab: Page, name: string) => {
    const pairs = Array.from({ length: 60 }, (_, i) => `{"prompt": "${name} ${i}", "completion": "is ${i}"}`);
    await drop(tab, name, pairs.join('\n'));
    await button(tab, 'Use this data').click();
    await expect(tab.getByRole('button', { name: /^Task / })).toContainText(name);
  };
  await Promise.all([open(page, SHORT), open(secondTab, SHORT)]);
  await choose(page, 'first.jsonl');
  await choose(secondTab, 'second.jsonl');
  await expect(notices(page)).toContainText('second.jsonl');
  await expect(page.getByRole('button', { name: /^Task / })).toContainText('first.jsonl');
});
