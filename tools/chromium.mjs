/** Finds the Chromium that tests run in, and the flags that give it WebGPU without a GPU. */
import { existsSync } from 'node:fs';

// Debian's launcher scripts add flags of their own, so its inner binaries come first.
const FULL = [
  process.env.CHROMIUM_PATH,
  '/usr/lib/chromium/chromium',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];
const SHELL = [process.env.CHROMIUM_PATH, '/usr/lib/chromium/chromium-headless-shell'];

/** @param {readonly (string | undefined)[]} paths */
const firstOf = (paths) => paths.find((path) => path && existsSync(path));

/** @returns {string | undefined} path of a full Chromium, or undefined to use Playwright's own download */
export const findChromium = () => firstOf(FULL);

/**
 * A headless shell draws no windows of its own: a page opens there with half of a full Chromium's processor time. The tests of
 * engine and worker take a full one: src/engine/backend/wasm.test.ts ends the page of Debian's shell 156.
 * @returns {string | undefined} its path, if there is one
 */
export const findShell = () => firstOf(SHELL);

/** @returns {string | undefined} path of the browser that end-to-end tests open the page in, or undefined as of `findChromium` */
export const findForPages = () => findShell() ?? findChromium();

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
