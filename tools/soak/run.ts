/**
 * `npm run soak`: trains in the built page for an hour, then makes 50 runs one after the other, each deleted when it has ended,
 * and watches the memory of page, worker and browser. Exits with 1 if any figure grows by more than 5 % after warm-up.
 *
 *   npm run soak -- [--minutes 60] [--runs 50] [--model micro] [--out .soak] [--hardware]
 *
 * Writes soak.json (every sample) and soak.md (a table) into the folder `--out`. `--hardware` lets Chromium take this
 * computer's GPU. The processes' memory is read from /proc: Linux only.
 */
import type { CDPSession, Page, Worker } from '@playwright/test';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { button, go, open, scored, status, stepNow } from '../../e2e/lab.ts';
import { launchChromium } from '../launch.ts';
import { judge, table, type Figures, type Sample } from './flat.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    runs: { type: 'string', default: '50' },
    model: { type: 'string', default: 'micro' },
    out: { type: 'string', default: '.soak' },
    hardware: { type: 'boolean', default: false },
  },
});
const minutes = Number(values.minutes);
const runs = Number(values.runs);
if (!(minutes >= 0 && runs >= 0)) {
  console.error('--minutes and --runs must be numbers.');
  process.exit(2);
}

/** So many samples are taken in the long run. */
const SAMPLES = 60;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the lab's worker answers to the command `memory`, asked within the worker; the page does not hear of it. */
function askMemory(): Promise<{ tensors: number; bytes: number; wasmBytes: number }> {
  const scope = globalThis as unknown as {
    postMessage: (message: { type: string }) => void;
    onmessage: (event: { data: object }) => void;
  };
  const { postMessage } = scope;
  return new Promise((resolve) => {
    scope.postMessage = (message) => {
      if (message.type !== 'memory') {
        postMessage(message);
        return;
      }
      scope.postMessage = postMessage;
      resolve(message as unknown as { tensors: number; bytes: number; wasmBytes: number });
    };
    scope.onmessage({ data: { type: 'memory', requestId: 0 } });
  });
}

/** A way to command the lab's worker by the DevTools protocol, which Playwright gives for pages alone. */
async function openWorkerSession(session: CDPSession): Promise<(method: string) => Promise<unknown>> {
  const answers = new Map<number, (result: unknown) => void>();
  const found = new Promise<string>((resolve) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo: { url } }) => {
      if (url.includes('/assets/worker-')) resolve(sessionId);
    });
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id = 0, result } = JSON.parse(message) as { id?: number; result?: unknown };
    answers.get(id)?.(result);
    answers.delete(id);
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const sessionId = await found;
  let lastId = 0;
  return (method) => {
    const id = ++lastId;
    const answer = new Promise((resolve) => answers.set(id, resolve));
    void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    return answer;
  };
}

const residentBytes = (pid: number): number => {
  try {
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return 1024 * Number(kib ?? 0);
  } catch {
    // It has ended since.
    return 0;
  }
};

interface Watched {
  /** The lab's worker, and a way to command it. */
  lab: Worker;
  command: (method: string) => Promise<unknown>;
  /** The page's, and the browser's. */
  session: CDPSession;
  whole: CDPSession;
}

async function look({ lab, command, session, whole }: Watched): Promise<Figures> {
  // What the page lets go of in idle moments, after the first collection, goes with the second.
  await session.send('HeapProfiler.collectGarbage');
  await sleep(2000);
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? NaN;
  const { tensors, bytes, wasmBytes } = await lab.evaluate(askMemory);
  await command('HeapProfiler.collectGarbage');
  const { usedSize } = (await command('Runtime.getHeapUsage')) as { usedSize: number };
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  const resident = (type?: string) =>
    processInfo
      .filter((one) => type === undefined || one.type === type)
      .reduce((sum, { id }) => sum + residentBytes(id), 0);
  return {
    pageHeap: metric('JSHeapUsedSize'),
    domNodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    workerHeap: usedSize,
    tensors,
    tensorBytes: bytes,
    wasmMemory: wasmBytes,
    rendererRss: resident('renderer'),
    browserRss: resident(),
  };
}

/** Deletes the one run there is, in the workspace Compare. */
async function deleteRun(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Menu of / })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

await build({ logLevel: 'warn' });
const server = await preview({ preview: { port: 0 } });
const browser = await launchChromium(values.hardware);
const samples: Sample[] = [];
try {
  const whole = await browser.newBrowserCDPSession();
  /** Opens the page, and a way to look at it. */
  const begin = async (query: string) => {
    const context = await browser.newContext({ baseURL: server.resolvedUrls?.local[0] ?? '' });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(error.message));
    await open(page, query);
    const lab = page.workers().find((worker) => worker.url().includes('/assets/worker-'));
    if (!lab) throw new Error('The page has no worker.');
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    const command = await openWorkerSession(session);
    const began = Date.now();
    const take = async (phase: Sample['phase'], count: number) => {
      const figures = await look({ lab, command, session, whole });
      const seconds = Math.round((Date.now() - began) / 1000);
      samples.push({ phase, seconds, count, figures });
      const { tensors, pageHeap, rendererRss } = figures;
      const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
      console.log(
        `${phase} ${seconds} s, ${count}: ${tensors} tensors, page ${mib(pageHeap)} MiB, process ${mib(rendererRss)} MiB`,
      );
    };
    return { page, take, close: () => context.close() };
  };

  if (minutes > 0) {
    // A run's own record grows by some hundred bytes a step, so the steps are long.
    const { page, take, close } = await begin(
      `?model=${values.model}&max_steps=10000&eval_steps=500&metric_steps=1000&batch_size=64`,
    );
    await go(page, 'Compare');
    const until = Date.now() + 60_000 * minutes;
    await button(page, 'Train').click();
    while (Date.now() < until) {
      await sleep((60_000 * minutes) / SAMPLES);
      if ((await status(page).textContent())?.includes('Finished')) {
        await scored(page, 600_000);
        console.log('The run came to its end; another follows.');
        await deleteRun(page);
        await button(page, 'Train').click();
      }
      await take('hour', await stepNow(page));
    }
    await close();
  }

  if (runs > 0) {
    const { page, take, close } = await begin('?max_steps=20&eval_steps=10&metric_steps=0&batch_size=4');
    await go(page, 'Compare');
    for (let run = 1; run <= runs; run++) {
      await button(page, 'Train').click();
      await status(page).getByText('Finished').waitFor({ timeout: 600_000 });
      await scored(page, 600_000);
      await deleteRun(page);
      await take('runs', run);
    }
    await close();
  }
} finally {
  await browser.close();
  await server.close();
}

const verdicts = judge(samples);
const text = table(verdicts);
mkdirSync(values.out, { recursive: true });
writeFileSync(
  join(values.out, 'soak.json'),
  `${JSON.stringify({ minutes, runs, verdicts, samples }, null, 1)}\n`,
);
writeFileSync(join(values.out, 'soak.md'), `${text}\n`);
console.log(`\n${text}`);
if (verdicts.some(({ flat }) => !flat)) {
  console.error('\nMemory grows.');
  process.exitCode = 1;
}
