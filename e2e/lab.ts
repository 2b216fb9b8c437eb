/** What the end-to-end tests share: a page that fails its test on any console error, and a person's first moves. */
import { expect, test as base, type Page } from '@playwright/test';
import axe from 'axe-core';
import { readFile } from 'node:fs/promises';

/** In a page or a worker: every violation of its Content-Security-Policy, those before this call too, is a console error. */
function reportViolations(): void {
  new ReportingObserver((reports) => reports.forEach(({ body }) => console.error(JSON.stringify(body))), {
    types: ['csp-violation'],
    buffered: true,
  }).observe();
}

interface Fixtures {
  /** Another tab of the same browser, still empty. */
  secondTab: Page;
  /** Whether the page has never been seen: then it offers the tour. */
  isFirstVisit: boolean;
  /** Console errors that the test itself provokes: a file that it withholds, a device that it breaks. */
  provoked: RegExp[];
}

/** As on a page that has been seen before: it offers no tour. A frame without an origin keeps nothing. */
export function skipTour(): void {
  if (location.protocol.startsWith('http')) localStorage.setItem('rankscope-tour', 'seen');
}

/** Every page of a test is watched, however it was opened. */
export const test = base.extend<Fixtures>({
  secondTab: async ({ context }, use) => use(await context.newPage()),
  provoked: [[], { option: true }],
  isFirstVisit: [false, { option: true }],
  context: async ({ context, provoked, isFirstVisit }, use) => {
    const problems: string[] = [];
    context.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    context.on('weberror', (problem) => problems.push(problem.error().message));
    await context.addInitScript(reportViolations);
    if (!isFirstVisit) await context.addInitScript(skipTour);
    // A worker may end before it can be asked to; its end is no fault.
    context.on('page', (page) =>
      page.on('worker', (worker) => void worker.evaluate(reportViolations).catch(() => undefined)),
    );
    // Nothing may be asked of any other host.
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.hostname !== 'localhost') problems.push(`asked ${url.href}`);
    });
    await use(context);
    expect(problems.filter((problem) => !provoked.some((known) => known.test(problem)))).toEqual([]);
  },
});
export { expect };

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const status = (page: Page) => page.getByRole('status', { name: 'Training status' });
export const figure = (page: Page, name: string) => page.getByRole('figure', { name, exact: true });

/** Prepends code to the worker's script. */
export async function inWorker(page: Page, code: string): Promise<void> {
  await page.route(/\/assets\/worker-.*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code};${await response.text()}` });
  });
}

/** Opens the page and waits until it can train. */
export async function open(page: Page, query = ''): Promise<void> {
  await page.goto(`/${query}`);
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
}

/** Waits until the focused run has done this many steps. */
export async function reachStep(page: Page, step: number, timeout = 120_000): Promise<void> {
  await expect.poll(() => stepNow(page), { timeout }).toBeGreaterThanOrEqual(step);
}

/** Presses Train and waits until the run is finished, however short it is and whatever run the status tells of before. */
export async function trainToEnd(page: Page): Promise<void> {
  const begun = page.waitForFunction(
    () => !document.querySelector('[aria-label="Training status"]')?.textContent.includes('Finished'),
    null,
    { polling: 'raf' },
  );
  await button(page, 'Train').click();
  await begun;
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
}

/** Waits, where runs are finished, until the texts for their last scores are written and scored. */
export async function scored(page: Page, timeout = 60_000): Promise<void> {
  await expect(page.getByText(/^Scoring: /)).toHaveCount(0, { timeout });
}

/** The runs as the browser has stored them. */
export const storedRuns = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<unknown[]>((resolve, reject) => {
        const opening = indexedDB.open('rankscope');
        opening.onerror = () => reject(new Error('The database does not open.'));
        opening.onsuccess = () => {
          const reading = opening.result.transaction('runs').objectStore('runs').getAll();
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result);
          };
        };
      }),
  );

/** The step that the status shows, 0 before any. */
export async function stepNow(page: Page): Promise<number> {
  const text = (await status(page).textContent()) ?? '';
  return Number(/step ([\d,]+) of/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
}

/** Drops a file on the page. */
export const drop = (page: Page, name: string, content: string | Uint8Array) =>
  dropFiles(page, { [name]: content });

/** Drops files together on the page. */
export async function dropFiles(page: Page, files: Readonly<Record<string, string | Uint8Array>>) {
  const transfer = await page.evaluateHandle(
    (list) => {
      const data = new DataTransfer();
      for (const [name, bytes] of list)
        data.items.add(new File([Uint8Array.from(bytes)], name, { type: 'text/plain' }));
      return data;
    },
    Object.entries(files).map(([name, content]) => [name, [...Buffer.from(content)]] as const),
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
}

/** Presses a button that downloads, and gives the file. */
export async function download(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const started = page.waitForEvent('download');
  await press();
  return readFile(await (await started).path());
}

/** What the tests read of an exported run. */
export interface Exported {
  name: string;
  steps: { loss: number }[];
  evals: { step: number; loss: number }[];
  samples: { step: number; text: string }[];
  config: { task: string; method: { type: string; r: number }; seed: number };
  scores: { metric: string }[];
  /** Of a model of the visitor's own, or an encoder. */
  shape?: { n_labels?: number; labels?: string[] };
}

export type Workspace = 'Train' | 'Compare' | 'Inspect ΔW' | 'Deploy' | 'Learn';

/** Opens a workspace by its tab. */
export async function go(page: Page, workspace: Workspace): Promise<void> {
  const tab = page.getByRole('tab', { name: workspace, exact: true });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'false');
}

/** Presses an export button of the focused run in Deploy, and goes back to Train. */
async function exportOf(page: Page, name: string): Promise<Buffer> {
  await go(page, 'Deploy');
  const row = page.getByRole('table').locator('tr[aria-current]');
  const file = await download(page, () => row.getByRole('button', { name }).click());
  await go(page, 'Train');
  return file;
}

/** The exported file of the run in focus, as text. */
export const exportedText = async (page: Page): Promise<string> =>
  (await exportOf(page, 'Export run')).toString('utf8');

/** The exported file of the run in focus, read. */
export async function exportedRun(page: Page): Promise<Exported> {
  return JSON.parse(await exportedText(page)) as Exported;
}

/** PEFT's files of the run in focus, in a zip. */
export const exportedAdapter = (page: Page): Promise<Buffer> => exportOf(page, 'Export adapter');

/** The file that a chart's menu gives. */
export const chartFile = (page: Page, chart: string, kind: 'CSV' | 'SVG'): Promise<Buffer> =>
  download(page, async () => {
    const name = `Menu of ${chart}`;
    await figure(page, chart).getByRole('button', { name }).click();
    // Another chart's menu may still be closing.
    await page
      .getByRole('menu', { name })
      .getByRole('menuitem', { name: `Download ${kind}` })
      .click();
  });

/** A chart's data as rows of its CSV, header first. */
export async function csvOf(page: Page, chart: string): Promise<string[][]> {
  return (await chartFile(page, chart, 'CSV'))
    .toString('utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
}

/** No accessibility violation that axe can find. @param rules those to test; all without it */
export async function expectAccessible(page: Page, rules?: string[]): Promise<void> {
  // Half a megabyte of script, which stays until the page is loaded anew.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(async (runOnly) => {
    const { run } = Reflect.get(window, 'axe') as typeof axe;
    // All that it found in order need not be listed.
    const { violations } = await run({ resultTypes: ['violations'], ...(runOnly ? { runOnly } : {}) });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, rules);
  expect(found).toEqual([]);
}

/**
 * Of a page in Korean: texts in sight, and names for screen readers, with three English words in a row. What models read and write is English, and
 * so are names of papers and shown programs.
 */
export async function englishLeft(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const modelText =
      'pre, code, mark, u, [class*="prompt"], [class*="completion"], [lang="en"], script, style';
    const names = /“LoRA: [^”]*”|Hugging Face|Hu et al\.|\([a-z ,A-Z]+\)|[Ww][qkvo12g](?:, |\s)?/g;
    const isSentence = (text: string) => /(?:[A-Za-z’']{2,},? ){2}[A-Za-z]{2,}/.test(text.replace(names, ''));
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { parentElement, textContent } = node;
      const isShown = parentElement?.checkVisibility() && !parentElement.closest(modelText);
      // The texts of the models stand in a region of their own.
      const isModels = parentElement?.closest('[aria-label="프롬프트와 글"]');
      if (isShown && !isModels && isSentence(textContent ?? '')) found.push(textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [title]'))
      for (const name of ['aria-label', 'title']) {
        const text = element.getAttribute(name) ?? '';
        if (isSentence(text) && element.checkVisibility()) found.push(text);
      }
    return found;
  });
}
