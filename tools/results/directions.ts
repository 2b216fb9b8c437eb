/**
 * `npm run directions`: what the paper's section 7 asks of ΔW (Table 7, Figures 3, 4 and 8), asked of runs of `micro` in the built
 * page, three seeds each. Figures and pictures are saved as the workspace Inspect exports them, into docs/directions; the
 * tables of docs/results.md are written from these files.
 *
 *   npm run directions -- [--report] [--hardware]
 *
 * `--report` writes the tables alone. `--hardware` lets Chromium take this computer's GPU.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import Papa from 'papaparse';
import { chartFile, csvOf, expect, figure, go, storedRuns } from '../../e2e/lab.ts';
import { withBuiltPage } from '../built-page.ts';
import {
  DIRECTIONS,
  FIGURE_8_RANK,
  FILES,
  nameOf,
  PAIRS,
  PICTURED,
  PLACES,
  RUNS,
  type RunName,
} from './directions-plan.ts';
import { directionsReport } from './directions-report.ts';
import { readRows } from './experiments-report.ts';
import { trainExperiment } from './train-experiment.ts';
import { writeTables } from './write-tables.ts';

const FOLDER = 'docs/directions';

const { values } = parseArgs({
  options: {
    report: { type: 'boolean', default: false },
    hardware: { type: 'boolean', default: false },
  },
});

interface StoredRun {
  id: string;
  config: { seed: number; method: { r: number } };
}

/** Rows under headings of our own and then the page's. */
class Rows {
  private readonly rows: string[][] = [];
  constructor(private readonly own: readonly string[]) {}

  /** @param page the page's file, its headings first */
  add(
    own: readonly string[],
    [headings = [], ...rows]: string[][],
    keep: (row: string[]) => boolean = () => true,
  ): void {
    if (this.rows.length === 0) this.rows.push([...this.own, ...headings]);
    this.rows.push(...rows.filter(keep).map((row) => [...own, ...row]));
  }

  save(file: string): void {
    writeFileSync(join(FOLDER, file), `${Papa.unparse(this.rows, { newline: '\n' })}\n`);
  }
}

const keepsPlaces = ([i, j]: string[]) =>
  [i, j].every((place) => PLACES.some((kept) => kept === Number(place)));

const choice = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });

async function choose(page: Page, view: string): Promise<void> {
  await page.getByRole('radiogroup', { name: 'View' }).getByText(view, { exact: true }).click();
}

async function savePicture(page: Page, chart: string, file: string): Promise<void> {
  writeFileSync(join(FOLDER, file), await chartFile(page, chart, 'SVG'));
}

/** The matrices that the view offers. */
async function matricesOf(page: Page): Promise<{ id: string; name: string }[]> {
  const options = choice(page, 'Matrix').first().locator('option');
  return options.evaluateAll((all) =>
    all.map((option) => ({ id: option.getAttribute('value') ?? '', name: option.textContent })),
  );
}

/** Table 7 of every run, and Figure 8 of those of its rank. */
async function saveAgainstBase(page: Page, idOf: (run: RunName) => string): Promise<void> {
  const [table, shared] = ['ΔW against W₀', 'Directions shared with W₀'] as const;
  const table7 = new Rows(['r of the run', 'seed']);
  const base = new Rows(['run', 'matrix', 'side']);
  for (const run of RUNS) {
    await page.goto(`/?${DIRECTIONS}&view=inspect&inspect=base;;${idOf(run)}`);
    await expect(figure(page, table)).toContainText('GPT-3 175B', { timeout: 0 });
    const [headings = [], ...rows] = await csvOf(page, table);
    table7.add(
      [String(run.r), String(run.seed)],
      [headings, ...rows],
      ([whose]) => !whose?.startsWith('GPT-3'),
    );
    if (run.r !== FIGURE_8_RANK) continue;
    for (const { id, name } of await matricesOf(page)) {
      await choice(page, 'Matrix').first().selectOption(id);
      for (const side of ['right', 'left']) {
        await figure(page, shared).getByRole('combobox').selectOption(side);
        base.add([nameOf(run), name, side], await csvOf(page, shared), keepsPlaces);
      }
      if (run.seed === 1 && PICTURED.some((own) => own === id)) {
        await figure(page, shared).getByRole('combobox').selectOption('right');
        await savePicture(page, shared, `figure-8-${id}.svg`);
      }
    }
  }
  table7.save(FILES.table7);
  base.save(FILES.base);
}

/** φ(i, j) of each pair, at every matrix and side; the first pair's pictures of the middle layer. */
async function savePairs(page: Page, idOf: (run: RunName) => string): Promise<void> {
  const shared = 'Directions that two runs share';
  const found = new Rows(['figure', 'run', 'other run', 'matrix', 'side']);
  await go(page, 'Inspect ΔW');
  await choose(page, 'Similarity');
  for (const { figure: paper, pairs } of PAIRS)
    for (const [one, other] of pairs) {
      await choice(page, 'Run, down (i)').selectOption(idOf(one));
      await choice(page, 'Run, across (j)').selectOption(idOf(other));
      for (const { id, name } of await matricesOf(page)) {
        await choice(page, 'Matrix').selectOption(id);
        for (const side of ['b', 'right', 'a']) {
          await choice(page, 'Directions of').selectOption(side);
          await expect(figure(page, shared).getByRole('slider')).toBeVisible({ timeout: 0 });
          found.add([paper, nameOf(one), nameOf(other), name, side], await csvOf(page, shared), keepsPlaces);
        }
        if (one.seed === 1 && PICTURED.some((own) => own === id))
          await savePicture(page, shared, `${paper.toLowerCase().replace(' ', '-')}-${id}.svg`);
      }
      if (paper !== 'Figure 4' || one.seed !== 1) continue;
      await page.getByRole('switch', { name: 'Gaussian beside' }).press(' ');
      await savePicture(page, 'Two Gaussian matrices', 'figure-4-gaussian.svg');
    }
  found.save(FILES.pairs);
}

const make = () =>
  withBuiltPage(values.hardware, async (browser, baseURL) => {
    const context = await browser.newContext({
      baseURL: baseURL,
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    await trainExperiment(page, DIRECTIONS);
    const stored = (await storedRuns(page)) as StoredRun[];
    const idOf = ({ r, seed }: RunName): string => {
      const run = stored.find(({ config }) => config.method.r === r && config.seed === seed);
      if (!run) throw new Error(`No run with r = ${r} and seed ${seed} was kept.`);
      return run.id;
    };
    mkdirSync(FOLDER, { recursive: true });
    await saveAgainstBase(page, idOf);
    await savePairs(page, idOf);
  });

if (!values.report) await make();
const read = (file: string) => readRows(readFileSync(join(FOLDER, file), 'utf8'));
const tables = directionsReport({
  table7: read(FILES.table7),
  pairs: read(FILES.pairs),
  base: read(FILES.base),
});
await writeTables('directions', tables);
