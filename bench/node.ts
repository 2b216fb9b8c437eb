/**
 * The benchmark in Node, for hosts with a GPU and no browser: WebGPU by Dawn, each contestant in a process of its own.
 *
 *   npm run bench:node -- [--quick] [--json FILE] [--cases nano,micro,mini,gpt2-124m] [--race | --writing | --methods | --pytorch | --weights]
 *
 * Dawn comes from the npm package `webgpu` (`npm install --no-save webgpu`), or from the file that DAWN_NODE names.
 * `vite build --config bench/vite.config.ts` makes of this one folder that runs without node_modules.
 */
// jax-js uses iterator helpers, which Node has from 22 on.
import 'core-js/actual/iterator/index.js';
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { BenchCommand, BenchEvent } from './contestant.ts';
import { readArguments, show } from './options.ts';
import { openPytorch } from './pytorch.ts';
import type { Home } from './session.ts';

interface Dawn {
  create(options: string[]): GPU;
  globals: object;
}

const require = createRequire(import.meta.url);

/** Makes Node look like a worker with WebGPU, before any library is loaded that asks. */
function provideWebGpu(): void {
  let dawn: Dawn;
  try {
    dawn = require(process.env['DAWN_NODE'] ?? 'webgpu') as Dawn;
  } catch {
    console.error('Dawn is not here. Run npm install --no-save webgpu, or let DAWN_NODE name dawn.node.');
    process.exit(2);
  }
  const navigator = { gpu: dawn.create([]), userAgent: 'node', hardwareConcurrency: 1 };
  Object.assign(globalThis, dawn.globals, {
    // Libraries that are bundled as modules still ask for Node's own by require.
    require,
    self: globalThis,
    WorkerGlobalScope: Object,
  });
  Object.defineProperty(globalThis, 'navigator', { value: navigator });
}

function openProcess(): Home {
  const child = fork(fileURLToPath(import.meta.url), ['--contestant'], { serialization: 'advanced' });
  return {
    ask: (command) =>
      new Promise((resolve, reject) => {
        child.removeAllListeners();
        child.once('message', (event: BenchEvent) =>
          event.type === 'failed' ? reject(new Error(event.message)) : resolve(event),
        );
        child.once('exit', (code) => reject(new Error(`The contestant's process ended with ${code}.`)));
        child.send(command);
      }),
    close: () => child.kill(),
  };
}

provideWebGpu();
if (process.argv.includes('--contestant')) {
  const { answer } = await import('./answer.ts');
  process.on('message', (command: BenchCommand) => {
    void answer(command).then((event) => process.send?.(event));
  });
} else {
  const { options, json } = readArguments();
  const { runBench } = await import('./session.ts');
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) {
    console.error('Dawn finds no WebGPU adapter. VK_DRIVER_FILES can name the driver.');
    process.exit(2);
  }
  const report = await runBench({ ...options, ceilings: true }, { open: openProcess, openPytorch }, adapter);
  show(report, json);
  process.exit(0);
}
