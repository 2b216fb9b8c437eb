/**
 * Trains a model folder with LoRA (r = 8 on Wq and Wv) in the built page, and tells what that takes:
 *
 *   npx tsx tools/large-model/train.ts --folder DIR [--backend wasm] [--batch 1] [--length 128] [--steps 5] [--no-build]
 *     [--settings 'base_dtype=int8&gradient_checkpointing=true'] [--plain-limits]
 *
 * Prints JSON: seconds until the model was loaded and of each step, what the run says of its memory, and the largest resident set
 * (VmHWM of /proc: Linux only) of the browser's processes. `--settings` takes further settings as the page's address writes them. `--plain-limits` gives the page a GPU with WebGPU's default limits.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { button, drop, exportedText, open, status } from '../../e2e/lab.ts';
import { readRunFile } from '../../src/formats/run-file.ts';
import { launchChromium } from '../launch.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    backend: { type: 'string', default: 'wasm' },
    batch: { type: 'string', default: '1' },
    length: { type: 'string', default: '128' },
    steps: { type: 'string', default: '5' },
    settings: { type: 'string', default: '' },
    'no-build': { type: 'boolean', default: false },
    'plain-limits': { type: 'boolean', default: false },
  },
});
const { folder, backend, batch, length, steps, settings } = values;
if (!folder) throw new Error('Usage: tsx tools/large-model/train.ts --folder DIR …');
const MINUTES = 60_000;

/** A text of more than any length that is trained on, so that every step has batch × length positions. */
const WORDS = 'the inn by the river serves good food at a fair price and is open late . ';
const PAIRS = [
  'mr,ref',
  ...Array.from({ length: 40 }, (_, i) => `name[Inn ${i}],Inn ${i} ${WORDS.repeat(80)}`),
];

/** The resident set of a process, in bytes; 0 where it has ended. */
function residentBytes(pid: number): number {
  try {
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return 1024 * Number(kib ?? 0);
  } catch {
    return 0;
  }
}

if (!values['no-build']) await build({ logLevel: 'warn' });
const server = await preview({ preview: { port: 0 } });
const browser = await launchChromium(false);
const found: Record<string, unknown> = { folder, backend, batch, length, settings };
try {
  const whole = await browser.newBrowserCDPSession();
  const context = await browser.newContext({ baseURL: server.resolvedUrls?.local[0] ?? '' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(message.text());
  });
  if (values['plain-limits'])
    await page.route(/\/assets\/worker-.*\.js$/, async (route) => {
      const response = await route.fetch();
      const plain = `{ const limits = { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28 };
        for (const [name, value] of Object.entries(limits))
          Object.defineProperty(GPUSupportedLimits.prototype, name, { get: () => value, enumerable: true }); }`;
      await route.fulfill({ response, body: `${plain};${await response.text()}` });
    });
  /** The largest sum of the resident sets of the page's process and the GPU's, by what went on. */
  const peaks: Record<string, number> = {};
  let stage = 'loading';
  let watched: readonly number[] = [];
  const look = setInterval(() => {
    const now = watched.reduce((sum, pid) => sum + residentBytes(pid), 0);
    peaks[stage] = Math.max(peaks[stage] ?? 0, now);
  }, 100);
  const seconds = async (name: string, act: () => Promise<unknown>) => {
    const began = performance.now();
    await act();
    found[name] = (performance.now() - began) / 1000;
    console.error(name, found[name]);
  };

  await open(
    page,
    `?backend=${backend}&batch_size=${batch}&max_length=${length}&max_steps=${steps}&eval_steps=1000&metric_steps=0&r=8&${settings}`,
  );
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  watched = processInfo.filter(({ type }) => type === 'renderer' || type === 'GPU').map(({ id }) => id);
  await page.getByLabel('Model', { exact: true }).selectOption({ label: 'Your own model …' });
  await seconds('loadSeconds', async () => {
    await page.locator('input[webkitdirectory]').setInputFiles(folder);
    await page.waitForFunction(
      () => {
        const status = document.querySelector('[aria-label="Training status"]')?.textContent ?? '';
        const select = document.querySelector('select[aria-label="Model"]');
        return (
          status.includes('press Train') || document.querySelector('[role="alert"], .own-error') || select
        );
      },
      null,
      { timeout: 10 * MINUTES },
    );
    await page
      .getByRole('dialog', { name: 'Your own model' })
      .waitFor({ state: 'hidden', timeout: 10 * MINUTES });
    await status(page)
      .getByText('press Train')
      .waitFor({ timeout: 10 * MINUTES });
  });
  stage = 'between';
  await drop(page, 'inns.csv', PAIRS.join('\n'));
  await button(page, 'Use this data').click();
  await status(page)
    .getByText('press Train')
    .waitFor({ timeout: 2 * MINUTES });
  stage = 'training';
  await seconds('runSeconds', async () => {
    await button(page, 'Train').click();
    for (;;) {
      const text = (await status(page).textContent()) ?? '';
      console.error(text);
      if (/Finished|Failed|Not ready/.test(text)) break;
      await new Promise((resolve) => setTimeout(resolve, 5000));
    }
  });
  clearInterval(look);
  found.notices = await page.locator('[role="alert"], [aria-label="Notices"], .notice').allTextContents();
  found.peaks = peaks;
  const { record: run } = await readRunFile(await exportedText(page));
  found.stepSeconds = run.steps.map(
    ({ elapsedMs }, i) => (elapsedMs - (run.steps[i - 1]?.elapsedMs ?? 0)) / 1000,
  );
  found.losses = run.steps.map(({ loss }) => loss);
  found.memory = run.memory;
  found.failure = run.failure;
} catch (error) {
  console.error(error);
} finally {
  await browser.close();
  await server.close();
}
console.log(JSON.stringify(found, null, 2));
