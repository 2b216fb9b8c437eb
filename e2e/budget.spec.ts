/**
 * What a first visit fetches before it sees the page and can press Train. Counted are the gzip sizes of all JavaScript and
 * CSS that the document asked for before its first contentful paint: what index.html names, what that imports, and
 * what it preloads. Not counted are the worker's files, which load beside the page, and parts asked for after the
 * paint; the second test withholds those, so that nothing that training needs can hide among them. The worker's files have a
 * budget of their own: what it must parse before it can train on one backend.
 */
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { button, expect, open, reachStep, status, test } from './lab.ts';

/** Bytes. */
const BUDGET = 250_000;
/** Bytes of script, not packed, that the worker loads on WASM: all three backends together are 2,340,000. */
const WORKER_BUDGET = 920_000;

/** Scripts and all that they import from the start, by name, with their bytes. */
async function withImports(page: Page, urls: readonly string[]): Promise<Map<string, number>> {
  const scripts = new Map<string, number>();
  const waiting = [...urls];
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (scripts.has(basename(url))) continue;
    const source = await (await page.request.get(url)).text();
    scripts.set(basename(url), Buffer.byteLength(source));
    for (const [, next] of source.matchAll(/(?:from|import)\s*["'`](\.\/[^"'`]+\.js)["'`]/g))
      if (next) waiting.push(new URL(next, url).href);
  }
  return scripts;
}

/** Addresses of scripts and style sheets that the document itself asked for, and when it first painted. Milliseconds. */
async function requested(page: Page): Promise<{ painted: number; files: { url: string; at: number }[] }> {
  const workers = page
    .workers()
    .map((worker) => worker.url())
    .filter((url) => url.startsWith('http'));
  // What a worker imports first is in the document's list, too.
  const ofWorkers = await withImports(page, workers);
  const { painted, files } = await page.evaluate(() => ({
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    files: performance
      .getEntriesByType('resource')
      .map(({ name, startTime }) => ({ url: name, at: startTime }))
      .filter(({ url }) => /\.(js|css)$/.test(new URL(url).pathname)),
  }));
  expect(painted).toBeGreaterThan(0);
  return { painted, files: files.filter(({ url }) => !ofWorkers.has(basename(url))) };
}

test('the first paint takes at most 250 kB of JavaScript and CSS', async ({ page, request }) => {
  await open(page);
  const { painted, files } = await requested(page);
  const sizes = await Promise.all(
    files
      .filter(({ at }) => at < painted)
      .map(async ({ url }) => ({
        file: new URL(url).pathname,
        bytes: gzipSync(await (await request.get(url)).body()).length,
      })),
  );
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(
    `First paint: ${total} bytes gzip of ${sizes.map(({ file, bytes }) => `${file} ${bytes}`).join(', ')}`,
  );
  expect(sizes.some(({ file }) => file.endsWith('.js'))).toBe(true);
  expect(sizes.some(({ file }) => file.endsWith('.css'))).toBe(true);
  expect(total).toBeLessThanOrEqual(BUDGET);
});

test('workspaces that nobody has asked for wait until the page can train', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (/\/rest-[^/]+\.js$/.test(request.url())) asked.push(request.url());
  });
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/model.safetensors', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('./?backend=wasm');
  await expect(page.getByText('Smoothing').first()).toBeVisible();
  await expect(status(page)).toContainText('loading the model');
  expect(asked).toEqual([]);
  release();
  await expect(status(page)).toContainText('press Train');
  await expect.poll(() => asked.length).toBe(1);
});

test('training needs nothing that comes after the first paint, and all of that comes unasked', async ({
  browser,
}) => {
  const context = await browser.newContext();
  const full = await context.newPage();
  await open(full);
  // Once the page can train, and what comes then has asked for its own parts.
  let counted = 0;
  await expect
    .poll(
      async () => {
        const { files: now } = await requested(full);
        const before = counted;
        counted = now.length;
        return counted === before && now.some(({ url }) => basename(url).startsWith('rest-'));
      },
      { intervals: [1500], timeout: 30_000 },
    )
    .toBe(true);
  const { painted, files } = await requested(full);
  // The bundler's own few lines are one file for the page and for the worker, which cannot start without them.
  const late = new Set(
    files
      .map(({ url, at }) => (at < painted || url.includes('/rolldown-runtime-') ? '' : url))
      .filter(Boolean),
  );
  expect(late.size).toBeGreaterThan(0);
  // What a click opens is there already.
  const before = files.length;
  await full.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(full.getByRole('dialog')).toBeVisible();
  expect((await requested(full)).files).toHaveLength(before);

  const bare = await context.newPage();
  // Never answered, rather than refused: a part that is refused is asked for again.
  await bare.route(
    (url) => late.has(url.href),
    () => undefined,
  );
  await open(bare, '?max_steps=2&eval_steps=2');
  // What a late part stands around is there without it.
  await expect(button(bare, 'Compare ranks')).toBeVisible();
  await button(bare, 'Train').click();
  await reachStep(bare, 1);
  await context.close();
});

/** The scripts that the worker has loaded: its own, what it imported since, and what those import. */
async function workerScripts(page: Page): Promise<Map<string, number>> {
  const worker = page.workers().find((found) => /\/worker-[^/]*$/.test(found.url()));
  if (!worker) throw new Error('The page has no worker.');
  const imported = await worker.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.js')),
  );
  return withImports(page, [worker.url(), ...imported]);
}

test('the worker loads the code of one backend, within its budget', async ({ page, secondTab }) => {
  await open(page);
  const onWasm = await workerScripts(page);
  const total = [...onWasm.values()].reduce((sum, bytes) => sum + bytes, 0);
  console.log(`The worker on WASM: ${total} bytes of ${[...onWasm].map(String).join(', ')}`);
  expect(total).toBeLessThanOrEqual(WORKER_BUDGET);
  await open(secondTab, '?backend=webgpu');
  const onWebGpu = await workerScripts(secondTab);
  const backends = (scripts: Map<string, number>) =>
    [...scripts.keys()]
      .flatMap((name) => /^(wasm|emscripten|webgpu)-(?!thread)/.exec(name)?.[1] ?? [])
      .sort();
  expect(backends(onWasm)).toEqual(['emscripten', 'wasm']);
  expect(backends(onWebGpu)).toEqual(['webgpu']);
});
