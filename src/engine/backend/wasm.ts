/**
 * Our own kernels for TensorFlow.js's WASM backend. They work on that backend's memory, so nothing is copied, and share
 * their work among threads where the page may have any. Without WASM SIMD there are none, and ops are composed of
 * TensorFlow.js's own.
 */
import * as tf from '@tensorflow/tfjs-core';
import { BackendWasm, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { LabError } from '../../core/lab-error.ts';
import { fetchFile } from '../../formats/fetch-file.ts';
import { announceWasm, labWasm } from './current.ts';
import { HeldBytes } from './held-bytes.ts';
import { runAlone, type JobBoard, type Job, type KernelCall, type Kernels } from './wasm-job.ts';
import { compileKernels, kernelsOf, startThreads } from './wasm-threads.ts';

/** The part of Emscripten's module that is used here, and not declared by TensorFlow.js. */
interface Emscripten {
  asm: WebAssembly.Exports;
  PThread?: { loadWasmModuleToWorker(worker: { postMessage(message: object): void }): void };
}

export interface Work {
  calls: readonly KernelCall[];
  items: number;
  grain: number;
  /** Bytes that each thread needs on the way. */
  scratchBytes?: number;
}

/** More would wait for memory rather than compute. TensorFlow.js itself takes half of what there is, four at most. */
const MOST_THREADS = 8;
/** What every thread has at least: a tile of a matrix product. */
const LEAST_SCRATCH = 256;
/** How many rows a thread takes at once where nothing else is said. */
const ROWS = 64;

/** Emscripten's malloc gives address 0 where the memory cannot grow. */
const outOfMemory = () => new LabError('out-of-memory', 'The memory of the WASM backend is full.');

export class LabWasm {
  /** Memory of our own: what threads need on the way, and packed matrices. It grows and never shrinks. */
  private readonly areas = { threads: { address: 0, bytes: 0 }, packed: { address: 0, bytes: 0 } };

  constructor(
    private readonly backend: BackendWasm,
    private readonly kernels: Kernels,
    private readonly board: JobBoard | null,
    /** How many threads share the work. */
    readonly threads: number,
    /** Of tensors; what kernels need on the way is not among it. */
    readonly held: HeldBytes,
  ) {}

  /** How large the backend's memory is by now. */
  get memoryBytes(): number {
    return this.backend.wasm.HEAPU8.byteLength;
  }

  /** A new tensor without defined contents, to be written by a kernel. */
  empty<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
    const info = this.backend.makeOutput(shape, 'float32');
    return tf.engine().makeTensorFromTensorInfo(info) as tf.Tensor<R>;
  }

  /** Where a tensor's values begin in memory, in bytes; 0 for none. Stays right when memory grows. */
  address(tensor: tf.Tensor | null | undefined): number {
    if (!tensor) return 0;
    const address = this.backend.getMemoryOffset(tensor.dataId) >>> 0;
    if (!address && tensor.size > 0) throw outOfMemory();
    return address;
  }

  /** A tensor's values where they lie, to read and to write. Void once memory grows: whenever a tensor is made. */
  view(tensor: tf.Tensor): Float32Array {
    return new Float32Array(this.backend.wasm.HEAPU8.buffer, this.address(tensor), tensor.size);
  }

  /** Memory for packed matrices, until the next call of this. @returns its address */
  packed(bytes: number): number {
    return this.area('packed', bytes);
  }

  /** Makes all calls for all items. Only items of the same call must not depend on each other. */
  run({ calls, items, grain, scratchBytes = 0 }: Work): void {
    const own = Math.ceil(Math.max(scratchBytes, LEAST_SCRATCH) / 64) * 64;
    const job: Job = {
      calls,
      items,
      grain,
      scratch: this.area('threads', own * this.threads),
      scratchBytes: own,
    };
    if (this.board && items > grain) this.board.run(job, this.kernels);
    else runAlone(job, this.kernels);
  }

  /** Runs one kernel over so many items. @param tensors its first arguments, by address @param sizes those after */
  each(
    kernel: string,
    items: number,
    tensors: readonly (tf.Tensor | null)[],
    sizes: readonly number[],
    options: Partial<Pick<Work, 'grain' | 'scratchBytes'>> = {},
  ): void {
    const args = [...tensors.map((tensor) => this.address(tensor)), ...sizes];
    this.run({ calls: [{ kernel, args }], items, grain: ROWS, ...options });
  }

  private area(name: keyof LabWasm['areas'], bytes: number): number {
    const area = this.areas[name];
    if (area.bytes < bytes) {
      const { wasm } = this.backend;
      if (area.address) wasm._free(area.address);
      area.bytes = 0;
      area.address = wasm._malloc(bytes) >>> 0;
      if (!area.address) throw outOfMemory();
      area.bytes = bytes;
    }
    return area.address;
  }
}

/**
 * TensorFlow.js clones whatever a gradient needs, and on this backend alone a clone is a copy. It need not be: no kernel
 * writes to a tensor that it did not make, and the optimizer writes to its variables when the step's gradients are done.
 */
function shareClones(): void {
  tf.unregisterKernel(tf.Identity, 'wasm');
  tf.registerKernel({
    kernelName: tf.Identity,
    backendName: 'wasm',
    kernelFunc({ inputs: { x }, backend }) {
      if (!x || !(backend instanceof BackendWasm)) throw new LabError('internal', 'A clone of nothing.');
      backend.incRef(x.dataId);
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
    },
  });
}

function countHeldBytes(backend: BackendWasm): HeldBytes {
  const held = new HeldBytes();
  const move = backend.move.bind(backend);
  const disposeData = backend.disposeData.bind(backend);
  backend.move = (dataId, values, shape, dtype, refCount) => {
    move(dataId, values, shape, dtype, refCount);
    held.take(dataId, tf.util.sizeFromShape(shape) * tf.util.bytesPerElement(dtype));
  };
  backend.disposeData = (dataId, force) => {
    const isDisposed = disposeData(dataId, force);
    if (isDisposed) held.free(dataId);
    return isDisposed;
  };
  return held;
}

/** Fetches the file of TensorFlow.js's WASM backend, which itself would wait for ever. @throws LabError `file-fetch` */
export async function fetchWasm(): Promise<void> {
  const [simd, threads] = await Promise.all([
    tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'),
    tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT'),
  ]);
  const file = simd && threads ? threadedWasm : simd ? simdWasm : plainWasm;
  const bytes = await fetchFile(new URL(file, location.href));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/wasm' }));
  // TensorFlow.js asks for the address of each of its three files, and fetches only the one that this browser can run.
  setWasmPaths({
    'tfjs-backend-wasm.wasm': url,
    'tfjs-backend-wasm-simd.wasm': url,
    'tfjs-backend-wasm-threaded-simd.wasm': url,
  });
  // All that takes long has kernels of the lab, with threads of their own; TensorFlow.js's would only be started.
  setThreadsCount(1);
}

/** Emscripten shows its memory to nobody but its own threads, so it is asked for as one of them asks. */
function memoryOf({ asm, PThread }: Emscripten): WebAssembly.Memory | null {
  let found: unknown = Object.values(asm).find((value) => value instanceof WebAssembly.Memory);
  PThread?.loadWasmModuleToWorker({
    postMessage(message) {
      found = Reflect.get(message, 'wasmMemory');
    },
  });
  return found instanceof WebAssembly.Memory ? found : null;
}

/** Loads the kernels for the current backend, if that is WASM and can have them. */
export async function prepareWasm(): Promise<void> {
  const backend = tf.backend();
  if (!(backend instanceof BackendWasm) || labWasm()) return;
  const memory = memoryOf(backend.wasm as unknown as Emscripten);
  if (!memory) return;
  const shared = typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer;
  const module = await compileKernels(shared);
  if (!module) return;
  shareClones();
  const kernels = await kernelsOf(module, memory);
  const threads = shared ? Math.min(navigator.hardwareConcurrency, MOST_THREADS) : 1;
  const board = threads > 1 ? startThreads(module, memory, threads) : null;
  announceWasm(backend, new LabWasm(backend, kernels, board, threads, countHeldBytes(backend)));
}
