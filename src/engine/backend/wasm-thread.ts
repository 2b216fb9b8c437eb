/** A thread that helps with WASM kernels for as long as the page lives. */
import { JobBoard, type Kernels } from './wasm-job.ts';

/** What a thread is told at its start. */
export interface ThreadStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  board: JobBoard['buffer'];
  /** From 1 upwards. */
  thread: number;
}

self.onmessage = ({ data: { module, memory, board, thread } }: MessageEvent<ThreadStart>) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  new JobBoard(board).help(exports as Kernels, thread);
};
