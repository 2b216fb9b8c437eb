/** Tabs of one Chromium, each with the product's worker in it, on this repository as the development server serves it. */
import type { Page } from '@playwright/test';
import { createServer } from 'vite';
import { launchChromium } from '../launch.ts';
import type { Measured, Job } from './log.ts';
import type { Options } from './options.ts';
import type { Until } from './page.ts';

/** Tries before a run is given up. */
const TRIES = 2;

/** A tab that opens when it is first needed. */
export interface Tab {
  /**
   * Trains one run to its end. What fails is tried once more in a fresh tab.
   * @param until its last scores, or its last losses alone
   * @throws Error with the page's own words
   */
  measure(job: Job, until: Until): Promise<Measured>;
}

export interface Tabs {
  /** Chromium's version. */
  browser: string;
  /** False once the browser has ended, as it does when the process is interrupted. */
  isOpen(): boolean;
  open(): Tab;
  close(): Promise<void>;
}

/** Without these headers a page is not isolated, and WASM takes one thread: several tabs would fight for the cores. */
const notIsolated = {
  'Cross-Origin-Opener-Policy': 'unsafe-none',
  'Cross-Origin-Embedder-Policy': 'unsafe-none',
};

/** Starts server and browser. A single worker has all the threads that WASM takes, several have one each. */
export async function openTabs({
  backend,
  workers,
  hardware,
}: Pick<Options, 'backend' | 'workers' | 'hardware'>): Promise<Tabs> {
  const server = await createServer({
    // Not the development server's: each would throw the other's away.
    cacheDir: 'node_modules/.vite-results',
    optimizeDeps: { entries: ['tools/results/index.html', 'src/worker/worker.ts'] },
    // A page that trains must not reload.
    server: { hmr: false, watch: null, ...(workers > 1 && { headers: notIsolated }) },
    logLevel: 'warn',
  });
  await server.listen();
  const browser = await launchChromium(hardware);
  const openPage = async (): Promise<Page> => {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error.message));
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}tools/results/index.html`);
    await page.waitForFunction(() => 'measure' in globalThis);
    return page;
  };
  return {
    browser: `Chromium ${browser.version()}`,
    isOpen: () => browser.isConnected(),
    open() {
      let page: Page | null = null;
      return {
        async measure({ config }, until) {
          for (let tries = 1; ; tries++) {
            try {
              page ??= await openPage();
              return await page.evaluate(([run, name, end]) => globalThis.measure(run, name, end), [
                config,
                backend,
                until,
              ] as const);
            } catch (error) {
              await page?.close().catch(() => undefined);
              page = null;
              if (tries === TRIES || !browser.isConnected()) throw error;
            }
          }
        },
      };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
