/**
 * `npm run experiments`: the paper's comparisons (Tables 5, 6 and 16) and curves over the learning rate, made in the built page
 * by the links a person would open, three seeds each. Each experiment's table of runs is saved as the page exports it, into
 * docs/experiments; an experiment whose file is there is not made again.
 *
 *   npm run experiments -- [--report] [--only table-5,…] [--hardware]
 *
 * At the end the tables of docs/results.md are written from these files; `--report` does that alone. `--hardware` lets Chromium
 * take this computer's GPU.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from '@playwright/test';
import { download } from '../../e2e/lab.ts';
import { withBuiltPage } from '../built-page.ts';
import { EXPERIMENTS, SEEDS } from './experiments-plan.ts';
import { experimentsReport, readRuns } from './experiments-report.ts';
import { trainExperiment } from './train-experiment.ts';
import { writeTables } from './write-tables.ts';

const FOLDER = 'docs/experiments';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(EXPERIMENTS).join(',') },
    report: { type: 'boolean', default: false },
    hardware: { type: 'boolean', default: false },
  },
});
const wanted = values.only.split(',');
const fileOf = (id: string) => join(FOLDER, `${id}.csv`);

/** Trains an experiment's runs in a page of its own, whose table has these runs alone. @returns the table's file */
async function runExperiment(browser: Browser, baseURL: string, address: string): Promise<Buffer> {
  const context = await browser.newContext({ baseURL });
  try {
    const page = await context.newPage();
    const count = await trainExperiment(page, address);
    const table = page.getByRole('region', { name: 'Runs', exact: true });
    const csv = await download(page, () => table.getByRole('button', { name: 'Download CSV' }).click());
    const runs = readRuns(csv.toString('utf8'));
    const whole = runs.filter((run) => run['State']?.startsWith('finished') && run['Test score (95 %)']);
    if (whole.length < count) throw new Error(`Only ${whole.length} runs have an end and a score.`);
    return csv;
  } finally {
    await context.close();
  }
}

async function runMissing(): Promise<void> {
  const missing = Object.entries(EXPERIMENTS).filter(
    ([id]) => wanted.includes(id) && !existsSync(fileOf(id)),
  );
  if (missing.length === 0) return;
  await withBuiltPage(values.hardware, async (browser, baseURL) => {
    for (const [id, address] of missing) {
      console.log(id);
      const csv = await runExperiment(browser, baseURL, address);
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(fileOf(id), csv);
    }
  });
}

if (!values.report) await runMissing();
const runsOf = (id: string) => (existsSync(fileOf(id)) ? readRuns(readFileSync(fileOf(id), 'utf8')) : []);
const tables = experimentsReport(runsOf, SEEDS.length);
await writeTables('experiments', tables);
