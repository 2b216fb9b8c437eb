/** The built page, served for a browser that a tool drives. */
import type { Browser } from '@playwright/test';
import { build, preview } from 'vite';
import { launchChromium } from './launch.ts';

/**
 * Builds the page, serves it while `act` goes on, and closes the browser and the server.
 * @param hardware lets Chromium take this computer's GPU in place of a software adapter
 */
export async function withBuiltPage(
  hardware: boolean,
  act: (browser: Browser, baseURL: string) => Promise<void>,
): Promise<void> {
  await build({ logLevel: 'warn' });
  const server = await preview({ preview: { port: 0 } });
  const browser = await launchChromium(hardware);
  try {
    await act(browser, server.resolvedUrls?.local[0] ?? '');
  } finally {
    await browser.close();
    await server.close();
  }
}
