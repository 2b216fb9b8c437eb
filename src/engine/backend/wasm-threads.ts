/** The module of WASM kernels, and the threads that run it. */
import builds from '../assembly/index.ts?kernels';
import { JobBoard, type Kernels } from './wasm-job.ts';
import type { ThreadStart } from './wasm-thread.ts';

/** @returns null where the browser has no WASM SIMD */
async function compile(base64: string): Promise<WebAssembly.Module | null> {
  return WebAssembly.compile(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))).catch(() => null);
}

/**
 * The kernels for shared memory or for memory that is not, with multiplication and addition in one where that can be had.
 * @param relaxed false to do without, for tests
 * @returns null where the browser has no WASM SIMD
 */
export async function compileKernels(shared: boolean, relaxed = true): Promise<WebAssembly.Module | null> {
  const best = relaxed ? await compile(shared ? builds.sharedRelaxed : builds.relaxed) : null;
  return best ?? compile(shared ? builds.shared : builds.plain);
}

/** The kernels on a memory. */
export async function kernelsOf(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernels> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  return exports as Kernels;
}

/**
 * Starts all threads but this one. They help as soon as they are there; nobody waits for them.
 * @param memory shared
 */
export function startThreads(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  threads: number,
): JobBoard {
  const board = new JobBoard();
  for (let thread = 1; thread < threads; thread++) {
    const worker = new Worker(new URL('./wasm-thread.ts', import.meta.url), { type: 'module' });
    const start: ThreadStart = { module, memory, board: board.buffer, thread };
    worker.postMessage(start);
  }
  return board;
}
