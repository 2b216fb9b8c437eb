/**
 * `npm run deploy-figures`: latency and savings as Deploy measures them in the built page, of each shipped model. Each table is
 * saved as the page exports it, into docs/deploy; one whose file is there is not measured again.
 *
 *   npm run deploy-figures -- [--report] [--only latency-nano-wasm,…] [--minutes 5]
 *
 * At the end the tables of docs/results.md are written from these files; `--report` does that alone. A measurement of latency
 * that takes more than `--minutes` is stopped, and its file has what was measured by then.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from '@playwright/test';
import { chartFile, go, open, scored, trainToEnd } from '../../e2e/lab.ts';
import { withBuiltPage } from '../built-page.ts';
import { deployReport, LATENCY_FILES, SAVINGS_FILES } from './deploy-report.ts';
import { readRows } from './experiments-report.ts';
import { writeTables } from './write-tables.ts';

const FOLDER = 'docs/deploy';
const ALL = [...LATENCY_FILES, ...SAVINGS_FILES];

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: ALL.map(({ id }) => id).join(',') },
    report: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '5' },
  },
});
const wanted = values.only.split(',');
const fileOf = (id: string) => join(FOLDER, `${id}.csv`);

async function openView(page: Page, name: string): Promise<void> {
  await go(page, 'Deploy');
  const views = page.getByRole('radiogroup', { name: 'View', exact: true });
  await views.getByText(name, { exact: true }).click();
}

async function measureLatency(page: Page): Promise<Buffer> {
  await openView(page, 'Latency');
  const measure = page.getByRole('button', { name: 'Measure', exact: true });
  const stop = page.getByRole('button', { name: 'Stop', exact: true });
  await measure.click();
  await stop.waitFor();
  const limit = setTimeout(() => void stop.click(), 60_000 * Number(values.minutes));
  await measure.waitFor();
  clearTimeout(limit);
  return chartFile(page, 'Latency', 'CSV');
}

/** Trains a run with LoRA and one of all weights, alike in all else. */
async function measureSavings(page: Page): Promise<Buffer> {
  await trainToEnd(page);
  await scored(page, 0);
  await page.getByRole('combobox', { name: 'Method' }).selectOption({ label: 'Full fine-tuning' });
  await trainToEnd(page);
  await scored(page, 0);
  await openView(page, 'Savings');
  return chartFile(page, 'LoRA against full fine-tuning', 'CSV');
}

async function measure(browser: Browser, baseURL: string, id: string, address: string): Promise<Buffer> {
  const context = await browser.newContext({ baseURL });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(0);
    page.on('pageerror', (error) => console.error(error.message));
    await open(page, `?${address}`);
    return await (LATENCY_FILES.some((file) => file.id === id) ? measureLatency(page) : measureSavings(page));
  } finally {
    await context.close();
  }
}

async function measureMissing(): Promise<void> {
  const missing = ALL.filter(({ id }) => wanted.includes(id) && !existsSync(fileOf(id)));
  if (missing.length === 0) return;
  await withBuiltPage(false, async (browser, baseURL) => {
    for (const { id, address } of missing) {
      console.log(`${id}, ${new Date().toISOString()}`);
      const csv = await measure(browser, baseURL, id, address);
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(fileOf(id), csv);
    }
  });
}

if (!values.report) await measureMissing();
const rowsOf = (id: string) => (existsSync(fileOf(id)) ? readRows(readFileSync(fileOf(id), 'utf8')) : []);
await writeTables('deploy', deployReport(rowsOf));
