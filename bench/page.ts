/** The bench page: each contestant lives in a worker. The script outside calls `bench`. */
import type { BenchCommand, BenchEvent } from './contestant.ts';
import type { Report } from './report.ts';
import { runBench, type BenchOptions, type Home } from './session.ts';

function openWorker(): Home {
  const worker = new Worker(new URL('./contestant.worker.ts', import.meta.url), { type: 'module' });
  return {
    ask: (command) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<BenchEvent>) =>
          data.type === 'failed' ? reject(new Error(data.message)) : resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message || 'The worker did not start.'));
        worker.postMessage(command);
      }),
    close: () => worker.terminate(),
  };
}

/** A process of Python, which the script outside starts and ends. */
const openPytorch = (): Home => ({ ask: (command) => askPytorch(command), close: () => void closePytorch() });

declare global {
  var askPytorch: (command: BenchCommand) => Promise<BenchEvent>;
  var closePytorch: () => Promise<void>;
  var bench: (options: BenchOptions) => Promise<Report>;
}
globalThis.bench = async (options) =>
  runBench(
    options,
    { open: openWorker, openPytorch },
    options.backend === 'webgpu' ? await navigator.gpu.requestAdapter() : null,
  );
