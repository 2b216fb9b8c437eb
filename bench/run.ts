/**
 * `npm run bench`: the training step against its peers, in one browser session.
 *
 *   npm run bench -- [--quick] [--json FILE] [--backend webgpu|wasm] [--cases nano,micro,mini] [--race | --writing | --methods | --pytorch | --weights] [--hardware]
 *   npm run bench -- --opening [--against FOLDER] [--quick] [--json FILE] [--hardware]
 *
 * `--race` trains four ranks side by side on one base model, in turn with each of them alone.
 * `--writing` measures how many tokens the lab writes in a second, and trains nothing.
 * `--methods` trains by every method of the lab, and by stock TensorFlow.js those that stock-tfjs.ts writes out.
 * `--weights` lets the lab take turns with itself on base weights at float16 and int8.
 * `--pytorch` lets PyTorch with PEFT take turns with the lab, on this computer's CPU; PYTHON names a Python that has both.
 * `--opening` measures how long the built page takes to open, and from Train to the first step, in turn with another build where
 * `--against FOLDER` names one.
 * `--hardware` lets Chromium take this computer's GPU; without it WebGPU is computed in software, as in the tests.
 */
import { createServer } from 'vite';
import { launchChromium } from '../tools/launch.ts';
import type { BenchCommand } from './contestant.ts';
import { measureOpening, showOpenings } from './opening.ts';
import { readArguments, show } from './options.ts';
import { openPytorch } from './pytorch.ts';
import type { Home } from './session.ts';

const { options, json, hardware, opening } = readArguments();

async function measureSteps(): Promise<void> {
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
  const browser = await launchChromium(hardware);
  try {
    const tab = await browser.newPage();
    let pytorch: Home | null = null;
    await tab.exposeFunction('askPytorch', (command: BenchCommand) => {
      pytorch ??= openPytorch();
      return pytorch.ask(command);
    });
    await tab.exposeFunction('closePytorch', () => {
      pytorch?.close();
      pytorch = null;
    });
    tab.on('console', (message) => {
      if (message.type() !== 'debug') console.error(message.text());
    });
    tab.on('pageerror', (error) => console.error(error.message));
    await tab.goto(`${server.resolvedUrls?.local[0] ?? ''}bench/index.html`);
    await tab.waitForFunction(() => 'bench' in globalThis);
    const report = await tab.evaluate((chosen) => globalThis.bench(chosen), options);
    show(report, json);
  } finally {
    await browser.close();
    await server.close();
  }
}

if (opening) showOpenings(await measureOpening(opening, hardware), json);
else await measureSteps();
