/** The table of kept runs in Compare: order, filter, baseline, what a person gives a run, its file, and hundreds of rows. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import Papa from 'papaparse';
import { button, download, expect, expectAccessible, go, open, status, storedRuns, test } from './lab.ts';
import { tasksOf } from './main-tasks.ts';

interface Recorded {
  config: { method: object; training: object };
  steps: object[];
  evals: object[];
  spectra: object[];
}

interface Fields {
  name?: string;
  rank?: number;
  loss?: number;
  /** Test score, with an interval of 2 to both sides. */
  score?: number;
  groupId?: string | null;
}

/** Finished runs as a file holds them; the i-th was started in the i-th minute of a day. */
async function runsFile(path: string, all: readonly Fields[]): Promise<string> {
  const text = await readFile(new URL('../public/models/nano/recorded.json', import.meta.url), 'utf8');
  const recorded = JSON.parse(text) as Recorded;
  const { config, steps, evals, spectra } = recorded;
  const runs = all.map(({ name = 'calm otter', rank = 4, loss = 1, score = 40, groupId = null }, i) => ({
    ...recorded,
    id: `run-${i}`,
    name,
    named: true,
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString(),
    groupId,
    config: { ...config, method: { ...config.method, r: rank } },
    trainableParameters: 512 * rank,
    steps: steps.slice(-2),
    evals: [
      { ...evals[0], step: 0, loss: 3, heldOut: 1 },
      { ...evals[0], step: 100, loss, heldOut: 1.5 },
      { ...evals[0], step: 300, loss: loss + 0.125, heldOut: 1.25 },
    ],
    spectra: spectra.slice(-1),
    samples: [],
    answers: [],
    scores: [
      {
        step: 300,
        split: 'test',
        metric: 'bleu',
        value: score,
        interval: { low: score - 2, high: score + 2 },
        texts: 128,
      },
    ],
  }));
  await writeFile(path, JSON.stringify({ format: 'rankscope-runs', version: 1, runs }));
  return path;
}

/** Opens Compare and brings the runs in, as a person does in Deploy. */
async function importRuns(page: Page, path: string, count: number): Promise<void> {
  await go(page, 'Deploy');
  const chooser = page.waitForEvent('filechooser');
  await button(page, 'Import run').click();
  await (await chooser).setFiles(path);
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText(`Imported ${count} runs`, {
    timeout: 60_000,
  });
  await go(page, 'Compare');
}

const FOUR: readonly Fields[] = [
  { name: 'Anna', rank: 1, loss: 2, score: 10, groupId: 'ranks' },
  { name: 'Ben', rank: 2, loss: 0.5, score: 45.5, groupId: 'ranks' },
  { name: 'Cleo', rank: 8, loss: 1.5, score: 30 },
  { name: 'Dora', rank: 16, loss: 1, score: 20 },
];

const table = (page: Page) => page.getByRole('table', { name: 'Runs', exact: true });
const rowOf = (page: Page, name: string) =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name, exact: true }) });
const names = (page: Page) => table(page).getByRole('rowheader').getByRole('button');
const heading = (page: Page, name: string) => table(page).getByRole('columnheader', { name, exact: true });

async function choose(page: Page, run: string, item: string): Promise<void> {
  await button(page, `Menu of ${run}`).click();
  await page
    .getByRole('menu', { name: `Menu of ${run}` })
    .getByRole('menuitem', { name: item })
    .click();
}

test('runs are sorted by a column, filtered, and told apart by what changed', async ({ page }, info) => {
  await open(page);
  await importRuns(page, await runsFile(info.outputPath('four.json'), FOUR), 4);
  await expect(names(page)).toHaveText(['Dora', 'Cleo', 'Ben', 'Anna']);
  await expect(rowOf(page, 'Cleo')).toContainText('r 8');
  const best = heading(page, 'Lowest val. loss');
  await best.getByRole('button').press('Enter');
  await expect(best).toHaveAttribute('aria-sort', 'ascending');
  await expect(names(page)).toHaveText(['Ben', 'Dora', 'Cleo', 'Anna']);
  await best.getByRole('button').press('Enter');
  await expect(best).toHaveAttribute('aria-sort', 'descending');
  await expect(names(page)).toHaveText(['Anna', 'Cleo', 'Dora', 'Ben']);
  await heading(page, 'Run').getByRole('button').click();
  await expect(best).not.toHaveAttribute('aria-sort');
  await expect(names(page)).toHaveText(['Anna', 'Ben', 'Cleo', 'Dora']);

  const filter = page.getByRole('searchbox', { name: 'Filter runs' });
  await filter.fill('LORA 8 nano');
  await expect(names(page)).toHaveText(['Cleo']);
  await expect(page.getByRole('region', { name: 'Runs', exact: true })).toContainText('1 of 4 runs');
  await filter.fill('no such run');
  await expect(names(page)).toHaveCount(0);
  await button(page, 'Show all runs').click();
  await expect(names(page)).toHaveCount(4);
  await expect(filter).toHaveValue('');

  await page.getByRole('checkbox', { name: 'Show Cleo on the charts' }).uncheck();
  await page.getByText('Shown', { exact: true }).click();
  await expect(names(page)).toHaveText(['Anna', 'Ben', 'Dora']);
  await names(page).getByText('Ben').click();
  await page.getByText('This experiment', { exact: true }).click();
  await expect(names(page)).toHaveText(['Anna', 'Ben']);
});

test('one box shows or hides all rows that the filter leaves', async ({ page }, info) => {
  await open(page);
  await importRuns(page, await runsFile(info.outputPath('four.json'), FOUR), 4);
  const all = page.getByRole('checkbox', { name: 'All rows on the charts' });
  await expect(all).toBeChecked();
  await page.getByRole('searchbox', { name: 'Filter runs' }).fill('r 8');
  await expect(names(page)).toHaveText(['Cleo']);
  await all.press('Space');
  await expect(all).not.toBeChecked();
  await page.getByRole('searchbox', { name: 'Filter runs' }).fill('');
  await expect(names(page)).toHaveCount(4);
  expect(await all.evaluate((box) => box.matches(':indeterminate'))).toBe(true);
  await expect(rowOf(page, 'Cleo').getByRole('checkbox')).not.toBeChecked();
  await all.press('Space');
  await expect(rowOf(page, 'Cleo').getByRole('checkbox')).toBeChecked();
  await expect(all).toBeChecked();
  await expectAccessible(page);
});

test('a baseline shows what each other run gains and costs, and the file holds every figure', async ({
  page,
}, info) => {
  await open(page);
  await importRuns(page, await runsFile(info.outputPath('four.json'), FOUR), 4);
  await choose(page, 'Cleo', 'Pin as the baseline');
  await expect(rowOf(page, 'Cleo')).toContainText('baseline');
  const ben = rowOf(page, 'Ben');
  // Loss, score, weights: with the baseline's differences beside them.
  await expect(ben).toContainText('0.500−1.000');
  await expect(ben).toContainText('43.5–47.5+15.5');
  await expect(ben).toContainText('1,024−3,072');
  await expect(ben.getByText('−1.000').first()).toHaveAttribute('data-tone', 'better');
  await expect(rowOf(page, 'Anna').getByText('+0.500').first()).toHaveAttribute('data-tone', 'worse');
  await expect(ben.getByRole('cell').nth(2)).toHaveText('r 2');
  await expectAccessible(page);
  await button(page, 'Unpin the baseline').click();
  await expect(ben).not.toContainText('−1.000');

  const file = await download(page, () =>
    page
      .getByRole('region', { name: 'Runs', exact: true })
      .getByRole('button', { name: 'Download CSV' })
      .click(),
  );
  const [header = [], ...rows] = Papa.parse<string[]>(file.toString('utf8').trim()).data;
  expect(rows.map(([name]) => name)).toEqual(['Dora', 'Cleo', 'Ben', 'Anna']);
  const of = (column: string) => rows[2]?.[header.indexOf(column)];
  expect(of('Rank\u00A0r')).toBe('2');
  expect(of('Trained weights')).toBe('1024');
  expect(of('Lowest val. loss')).toBe('0.5');
  expect(of('Final val. loss')).toBe('0.625');
  expect(of('Metric')).toBe('BLEU');
  expect(of('Test score (95\u00A0%)')).toBe('45.5');
  expect(of('Test score (95\u00A0%), low')).toBe('43.5');
  expect(of('Test score (95\u00A0%), high')).toBe('47.5');
  expect(of('Forgetting')).toBe('0.25');
  expect(Number(of('effective rank'))).toBeGreaterThan(1);
  expect(Number(of('Time (s)'))).toBeGreaterThan(0);
  expect(of('Started')).toBe('2026-01-01T00:01:00.000Z');
});

test('a name, a note and a colour stay, and a deleted run can be put back', async ({ page }, info) => {
  await open(page);
  await importRuns(page, await runsFile(info.outputPath('four.json'), FOUR), 4);
  await choose(page, 'Ben', 'Rename');
  const name = page.getByRole('textbox', { name: 'New name of Ben' });
  await expect(name).toBeFocused();
  await name.fill('Benedict');
  await name.press('Enter');
  await expect(button(page, 'Benedict')).toBeFocused();
  await choose(page, 'Benedict', 'Add a note');
  const note = page.getByRole('textbox', { name: 'Note on Benedict' });
  await note.fill('with half the batch');
  await note.press('Enter');
  await expect(rowOf(page, 'Benedict')).toContainText('with half the batch');
  const colour = rowOf(page, 'Benedict').locator('line');
  const before = await colour.getAttribute('stroke');
  await button(page, 'Menu of Benedict').press('Enter');
  const orange = page.getByRole('menuitemradio', { name: 'Orange' });
  await expect(page.getByRole('menuitemradio', { name: 'Automatic' })).toBeChecked();
  await expectAccessible(page);
  await orange.press('Enter');
  await expect(button(page, 'Menu of Benedict')).toBeFocused();
  await expect(colour).not.toHaveAttribute('stroke', before ?? '');
  const chosen = (await colour.getAttribute('stroke')) ?? '';
  // The charts draw it so, too.
  await expect(page.getByRole('figure').locator(`[stroke="${chosen}"]`).first()).toBeAttached();

  await page.reload();
  await expect(rowOf(page, 'Benedict')).toContainText('with half the batch');
  await expect(colour).toHaveAttribute('stroke', chosen);
  await page.getByRole('searchbox', { name: 'Filter runs' }).fill('half batch');
  await expect(names(page)).toHaveText(['Benedict']);
  await choose(page, 'Benedict', 'Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No run matches.')).toBeVisible();
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Put back' }).click();
  await expect(rowOf(page, 'Benedict')).toContainText('with half the batch');
});

/** CPU milliseconds of a task: on a quiet machine it takes 100 at most, and the speed of the machines that run this changes by half. */
const LIMIT = 150;

test('with 300 kept runs Compare opens, sorts and filters in short tasks', async ({
  page,
  browser,
}, info) => {
  const many = Array.from({ length: 300 }, (_, i) => ({
    name: `run ${i}`,
    rank: 2 ** (i % 5),
    loss: 1 + ((i * 37) % 100) / 100,
    score: (i * 7) % 60,
    groupId: `group ${i % 12}`,
  }));
  await open(page);
  await importRuns(page, await runsFile(info.outputPath('many.json'), many), 300);
  await expect(names(page)).toHaveCount(300);
  // Who is told that they are imported may leave at once.
  await page.goto('/');
  expect(await storedRuns(page)).toHaveLength(300);
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  const timed = async (what: string, during: () => Promise<void>) => {
    const from = Date.now();
    const tasks = await tasksOf(page, browser, during);
    console.log(`${what}: ${Date.now() - from} ms`);
    expect(
      tasks.filter((ms) => ms > LIMIT),
      what,
    ).toEqual([]);
  };
  // Selectors by role ask the page for every row's styles, which holds its thread for longer than the page does.
  const rows = page.locator('[role="rowheader"] > button');
  const tab = await page.getByRole('tab', { name: 'Compare' }).elementHandle();
  await timed('Opening Compare', async () => {
    await tab.click();
    await expect(rows).toHaveCount(300);
  });
  const best = await heading(page, 'Lowest val. loss').getByRole('button').elementHandle();
  await timed('Sorting', async () => {
    await best.click();
    await expect(rows.first()).toHaveText('run 200');
  });
  const filter = page.locator('input[type="search"]');
  await timed('Filtering', async () => {
    await filter.fill('run 29');
    await expect(rows).toHaveCount(1);
    await filter.fill('');
    await expect(rows).toHaveCount(300);
  });
  await button(page, 'Menu of run 200').click();
  const pin = await page.getByRole('menuitem', { name: 'Pin as the baseline' }).elementHandle();
  await timed('Pinning', async () => {
    await pin.click();
    // Rows follow from the top: the last has its difference from the baseline, too.
    await expect(page.locator('[role="row"]').last()).toContainText(/[+−±]\d+\.\d/);
  });
});
