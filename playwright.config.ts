/** End-to-end tests: a person's path through the built page, in a real Chromium with software WebGPU. */
import { defineConfig } from '@playwright/test';
import { FOLDER_URL, PORT } from './e2e/ports.ts';
import { BROWSER_ARGS, findForPages } from './tools/chromium.mjs';

const executablePath = findForPages();

const MEASURED = /(death|limits|runs-table|smooth|wasm)\.spec\.ts$/;

export default defineConfig({
  testDir: 'e2e',
  // Two pages at a time: while one trains, the other mostly waits for presses and pictures.
  workers: 2,
  projects: [
    { name: 'paths', testIgnore: MEASURED },
    // How long a page holds its thread is measured with nothing beside it.
    { name: 'measured', testMatch: MEASURED, workers: 1, dependencies: ['paths'] },
  ],
  timeout: 240_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  // On a busy machine a test may fail once; `npm test` names those that passed only when tried again.
  retries: 1,
  use: {
    // A press that finds nothing to press tells so long before its test's time is over.
    actionTimeout: 60_000,
    baseURL: `http://localhost:${PORT}`,
    // Its downloads would run beside what a test does; offline.spec.ts allows it.
    serviceWorkers: 'block',
    viewport: { width: 1440, height: 900 },
    // Half way between two colours a label may have too little contrast, and a closing menu still takes presses.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { args: BROWSER_ARGS, ...(executablePath ? { executablePath } : {}) },
  },
  webServer: [
    {
      command: `npx vite build --logLevel warn && npx vite preview --port ${PORT} --strictPort`,
      url: `http://localhost:${PORT}`,
      timeout: 120_000,
    },
    // The same build from a folder of another site, as on GitHub Pages.
    {
      command: `npx vite preview --port ${PORT + 1} --strictPort --base /some/folder/`,
      url: FOLDER_URL,
    },
  ],
});
