/** Tabs of one Chromium, each with the product's worker in it, on this repository as the development server serves it. */
import { createServer } from 'vite';
import { launchChromium } from '../launch.ts';
import type { Measured, Job } from './log.ts';
import type { Options } from './options.ts';

export interface Tab {
  /** Trains one run to its end. @throws Error with the page's own words */
  measure(job: Job): Promise<Measured>;
  close(): Promise<void>;
}

export interface Tabs {
  /** Chromium's version. */
  browser: string;
  /** False once the browser has ended, as it does when the process is interrupted. */
  isOpen(): boolean;
  open(): Promise<Tab>;
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
  return {
    browser: `Chromium ${browser.version()}`,
    isOpen: () => browser.isConnected(),
    async open() {
      const page = await browser.newPage();
      page.on('pageerror', (error) => console.error(error.message));
      await page.goto(`${server.resolvedUrls?.local[0] ?? ''}tools/results/index.html`);
      await page.waitForFunction(() => 'measure' in globalThis);
      return {
        measure: ({ config }) =>
          page.evaluate(([run, name]) => globalThis.measure(run, name), [config, backend] as const),
        close: () => page.close(),
      };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
