/**
 * `npm run bench`: the training step against its peers, in one browser session.
 *
 *   npm run bench -- [--quick] [--json FILE] [--backend webgpu|wasm] [--cases nano,micro,mini] [--hardware]
 *
 * `--hardware` lets Chromium take this computer's GPU; without it WebGPU is computed in software, as in the tests.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { BROWSER_ARGS, findChromium } from '../tools/chromium.mjs';
import { BENCH_BACKENDS } from './contestant.ts';
import type { BenchOptions } from './page.ts';
import { table } from './report.ts';
import { CASES } from './work.ts';

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    backend: { type: 'string', default: 'webgpu' },
    cases: { type: 'string', default: 'nano,micro' },
    hardware: { type: 'boolean', default: false },
  },
});
const backend =
  BENCH_BACKENDS.find((name) => name === values.backend) ??
  fail(`--backend is one of ${BENCH_BACKENDS.join(', ')}.`);
const cases = values.cases
  .split(',')
  .map((given) => CASES.find((name) => name === given) ?? fail(`--cases are among ${CASES.join(', ')}.`));
const options: BenchOptions = {
  backend,
  cases,
  repetitions: values.quick ? 3 : 7,
  repetitionMs: values.quick ? 300 : 1500,
};

const server = await createServer({
  // Not the development server's: each would throw the other's away.
  cacheDir: 'node_modules/.vite-bench',
  optimizeDeps: {
    entries: ['bench/index.html'],
    include: [
      '@tensorflow/tfjs',
      '@tensorflow/tfjs-backend-webgpu',
      '@tensorflow/tfjs-backend-wasm',
      '@jax-js/jax',
    ],
  },
  // A page that is being timed must not reload.
  server: { hmr: false, watch: null },
  logLevel: 'warn',
});
await server.listen();
const executablePath = findChromium();
const browser = await chromium.launch({
  args: BROWSER_ARGS.filter((arg) => !values.hardware || !arg.includes('webgpu-adapter')),
  ...(executablePath ? { executablePath } : {}),
});
try {
  const page = await browser.newPage();
  page.on('console', (message) => {
    if (message.type() !== 'debug') console.error(message.text());
  });
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(`${server.resolvedUrls?.local[0] ?? ''}bench/index.html`);
  await page.waitForFunction(() => 'bench' in globalThis);
  const report = await page.evaluate((chosen) => globalThis.bench(chosen), options);
  const { vendor, architecture, software } = report.device;
  console.log(
    `\n${backend}${backend === 'webgpu' ? ` on ${vendor} ${architecture}${software ? ' (software)' : ''}` : ''}\n`,
  );
  for (const each of report.cases) console.log(`${table(each)}\n`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
} finally {
  await browser.close();
  await server.close();
}
