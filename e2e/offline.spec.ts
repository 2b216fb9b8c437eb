/** Without a network: the service worker keeps the whole page, from any folder and any server, and tells of a new build. */
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import type { Page } from '@playwright/test';
import { FOLDER_URL } from './ports.ts';
import { button, expect, expectAccessible, reachStep, status, storedRuns, test } from './lab.ts';

test.use({ serviceWorkers: 'allow' });

const SHORT = '?backend=wasm&max_steps=3&eval_steps=3&batch_size=2&metric_steps=0';
const TYPES: Partial<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** The built page as a plain file server sends it: no header but the type. @param build comes at the end of the service worker */
async function servePlainly(build: () => string): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.replace(/\/$/, '/index.html');
    readFile(new URL(`../dist${path}`, import.meta.url)).then(
      (bytes) => {
        response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
        response.end(path === '/service-worker.js' ? `${bytes.toString()}\n// ${build()}` : bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/`, server };
}

async function openAt(page: Page, url: string) {
  const response = await page.goto(`${url}${SHORT}`);
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  return response;
}

const badge = (page: Page) => page.getByRole('button', { name: /^WASM/ });

/** Waits until the files are kept; resolves to how long that took since the page was opened, and how many bytes they are. */
async function kept(page: Page): Promise<{ ms: number; bytes: number }> {
  return page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const ms = Math.round(performance.now());
    let bytes = 0;
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        bytes += (await (await cache.match(request))?.blob())?.size ?? 0;
    }
    return { ms, bytes };
  });
}

test('opens and trains without a network from the second visit, from a folder too', async ({
  page,
  context,
}) => {
  await openAt(page, FOLDER_URL);
  const found = await kept(page);
  console.log(`Offline: ${found.bytes} bytes are kept ${found.ms} ms after the page was opened.`);
  expect(found.bytes).toBeGreaterThan(5_000_000);
  await badge(page).click();
  await expect(page.getByText(/Opens without a network: [\d.]+\sMB of the page’s files/)).toBeVisible();
  await expectAccessible(page);
  await context.setOffline(true);
  await openAt(page, FOLDER_URL);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  await expect.poll(() => storedRuns(page)).toMatchObject([{ state: 'finished' }]);
  // The other model, the other language and the parts that load late are there, too; the kept run is told of once they are.
  await page.goto(`${FOLDER_URL}?backend=wasm&model=micro&lang=ko&view=learn`);
  await expect(page.getByRole('status', { name: '학습 상태' })).toContainText('끝남', { timeout: 60_000 });
  await badge(page).click();
  await expect(page.getByText(/네트워크 없이 열립니다/)).toBeVisible();
  await context.setOffline(false);
});

test('a plain file server gets threads from the second visit, and a new build waits for a press', async ({
  page,
}) => {
  let build = 'first';
  const { url, server } = await servePlainly(() => build);
  try {
    await openAt(page, url);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await kept(page);
    const response = await openAt(page, url);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    // The page's module is preloaded as a script, so that a browser which has compiled it need not do so again.
    const [, preloaded] =
      /^<(.+)>; rel=preload; as=script; crossorigin$/.exec(response?.headers().link ?? '') ?? [];
    await expect(page.locator('script[type=module]:not([async])')).toHaveAttribute('src', `./${preloaded}`);
    await badge(page).click();
    await expect(page.getByText(/^\d+ threads$/)).toBeVisible();
    await page.keyboard.press('Escape');

    build = 'second';
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    const messages = page.getByRole('region', { name: 'Messages' });
    await expect(messages).toContainText('A new version is ready.');
    await expectAccessible(page);
    // It changes nothing until it is asked to.
    await button(page, 'Train').click();
    await reachStep(page, 3);
    await expect(messages).toContainText('A new version is ready.');
    const loaded = page.waitForEvent('load');
    await messages.getByRole('button', { name: 'Reload', exact: true }).press('Enter');
    await loaded;
    await expect(status(page)).toContainText(/press Train|Finished/, { timeout: 60_000 });
    await expect(messages.getByText('A new version is ready.')).toHaveCount(0);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
