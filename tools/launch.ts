/** Starts the Chromium that tools and benchmarks drive. */
import { chromium, type Browser } from 'playwright';
import { BROWSER_ARGS, findChromium } from './chromium.mjs';

/** The caller closes the browser. @param hardware lets Chromium take this computer's GPU in place of a software adapter */
export function launchChromium(hardware: boolean): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    args: BROWSER_ARGS.filter((arg) => !hardware || !arg.includes('webgpu-adapter')),
    ...(executablePath ? { executablePath } : {}),
  });
}
