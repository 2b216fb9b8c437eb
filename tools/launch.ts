/** Starts the Chromium that tools and benchmarks drive. */
import { chromium, type Browser, type BrowserContext } from 'playwright';
import { BROWSER_ARGS, findChromium } from './chromium.mjs';

const optionsFor = (hardware: boolean) => {
  const executablePath = findChromium();
  return {
    args: BROWSER_ARGS.filter((arg) => !hardware || !arg.includes('webgpu-adapter')),
    ...(executablePath ? { executablePath } : {}),
  };
};

/** The caller closes the browser. @param hardware lets Chromium take this computer's GPU in place of a software adapter */
export const launchChromium = (hardware: boolean): Promise<Browser> => chromium.launch(optionsFor(hardware));

/** As `launchChromium`, with what a visitor's browser keeps from visit to visit in a folder. */
export const launchProfile = (folder: string, hardware: boolean): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, optionsFor(hardware));
