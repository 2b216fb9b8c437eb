/** Finds the Chromium that tests run in, and the flags that give it WebGPU without a GPU. */
import { existsSync } from 'node:fs';

// A headless shell draws no windows of its own: a page opens there with half of a full Chromium's processor time.
const SHELL = '/usr/lib/chromium/chromium-headless-shell';

// Debian's launcher scripts add flags of their own, so its inner binaries come first.
const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  SHELL,
  '/usr/lib/chromium/chromium',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];

/** @returns {string | undefined} path of a Chromium, a headless shell first, or undefined to use Playwright's own download */
export function findChromium() {
  return CANDIDATES.find((path) => path && existsSync(path));
}

/** @returns {boolean} whether tests run in the fastest Chromium that this computer can have, or in the one that it is told to take */
export function isChromiumAtBest() {
  return Boolean(process.env.CHROMIUM_PATH) || existsSync(SHELL);
}

/** SwiftShader gives WebGPU in software, so that the WebGPU path really runs everywhere. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
