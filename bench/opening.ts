/**
 * How long the built page takes until it can train, and how long from Train to the first step: in a fresh profile (cold), and in
 * one that visited before (warm). Two builds take turns, so that whatever else slows the machine slows both.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright';
import { build, preview } from 'vite';
import { median } from '../src/core/median.ts';
import { launchProfile } from '../tools/launch.ts';

/** Milliseconds, by visit. */
export interface Opening {
  build: string;
  cold: number[];
  warm: number[];
  firstStep: number[];
}

export interface OpeningOptions {
  /** Profiles per build. */
  rounds: number;
  /** The folder of another build, e.g. of an earlier version, which takes turns with this one; null for none. */
  against: string | null;
}

/** Visits before a warm one: the first keeps the page's files, and the second what the browser compiles of these. */
const VISITS_BEFORE = 2;
/** So long the page is left alone after it is ready, as a person leaves it: parts that nobody waits for load. Milliseconds. */
const REST_MS = 1500;

/** So long a browser is waited for that keeps the page's files. Milliseconds. */
const KEEPING_MS = 20_000;

/** In the page: marks when its status first says what. */
function noteStatus(): void {
  const said = { ready: /press Train/, step: /step [1-9][\d,]* of/ };
  new MutationObserver(() => {
    const text = document.querySelector('[role=status][aria-label="Training status"]')?.textContent ?? '';
    for (const [name, words] of Object.entries(said))
      if (words.test(text) && performance.getEntriesByName(name).length === 0) performance.mark(name);
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

/** Opens the page, and presses Train where that is asked for. Ends when the browser has kept the page's files. */
async function visit(context: BrowserContext, url: string, train: boolean) {
  const page = await context.newPage();
  const markOf = async (name: string) => {
    const mark = await page.waitForFunction(
      (wanted) => performance.getEntriesByName(wanted)[0]?.startTime,
      name,
    );
    return (await mark.jsonValue()) ?? NaN;
  };
  await page.goto(url);
  const ready = await markOf('ready');
  await page.waitForTimeout(REST_MS);
  let firstStep = NaN;
  if (train) {
    const pressed = await page.getByRole('button', { name: 'Train', exact: true }).evaluate((button) => {
      const now = performance.now();
      if (button instanceof HTMLElement) button.click();
      return now;
    });
    firstStep = (await markOf('step')) - pressed;
  }
  await page.evaluate(async (most) => {
    // Some builds have none.
    if (await navigator.serviceWorker.getRegistration())
      await Promise.race([
        navigator.serviceWorker.ready,
        new Promise((resolve) => setTimeout(resolve, most)),
      ]);
  }, KEEPING_MS);
  await page.close();
  return { ready, firstStep };
}

/** One profile's visits. */
async function open(url: string, opening: Opening, hardware: boolean): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rankscope-opening-'));
  const context = await launchProfile(folder, hardware);
  try {
    await context.addInitScript(noteStatus);
    opening.cold.push((await visit(context, url, false)).ready);
    for (let i = 1; i < VISITS_BEFORE; i++) await visit(context, url, false);
    const { ready, firstStep } = await visit(context, url, true);
    opening.warm.push(ready);
    opening.firstStep.push(firstStep);
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds the page and measures it. */
export async function measureOpening(
  { rounds, against }: OpeningOptions,
  hardware: boolean,
): Promise<Opening[]> {
  await build({ logLevel: 'error' });
  const builds = ['dist', ...(against === null ? [] : [against])];
  const servers = await Promise.all(
    builds.map((outDir) => preview({ build: { outDir }, logLevel: 'error' })),
  );
  const openings = builds.map((name): Opening => ({ build: name, cold: [], warm: [], firstStep: [] }));
  try {
    for (let round = 0; round < rounds; round++)
      for (const [i, opening] of openings.entries())
        await open(servers[i]?.resolvedUrls?.local[0] ?? '', opening, hardware);
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
  return openings;
}

/** Prints the median and the range of each figure, and writes all of them to the file that `--json` names, if any. */
export function showOpenings(openings: readonly Opening[], json: string | undefined): void {
  const seconds = (ms: number) => (ms / 1000).toFixed(2);
  const cell = (values: readonly number[]) =>
    `${seconds(median(values))} (${seconds(Math.min(...values))} – ${seconds(Math.max(...values))})`;
  console.log('| build | ready, cold (s) | ready, warm (s) | Train to first step (s) |');
  console.log('| --- | --- | --- | --- |');
  for (const { build: name, cold, warm, firstStep } of openings)
    console.log(`| ${name} | ${cell(cold)} | ${cell(warm)} | ${cell(firstStep)} |`);
  if (json) writeFileSync(json, `${JSON.stringify(openings, null, 2)}\n`);
}
