/** Finds the Chromium that tests run in, and the flags that give it WebGPU without a GPU. */
import { existsSync } from 'node:fs';

// Debian's launcher script adds flags of its own, so its inner binary comes first.
const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/lib/chromium/chromium',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];

/** @returns {string | undefined} path of a full Chromium, or undefined to use Playwright's own download */
export function findChromium() {
  return CANDIDATES.find((path) => path && existsSync(path));
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
