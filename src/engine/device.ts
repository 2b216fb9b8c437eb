/**
 * Picks the TensorFlow.js backend and says why. A backend that is not to be had is null, never a throw;
 * only a forced backend that cannot start is an error.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { LabError } from '../core/lab-error.ts';
import type { BackendName, DeviceInfo } from '../core/run-record.ts';
import { fetchFile } from '../formats/fetch-file.ts';
import { mayReadHalves } from './ops/half-gate.ts';
import { labWasm, prepareWasm } from './backend/wasm.ts';
import { isSoftware, labWebGPU } from './backend/webgpu.ts';

interface Adapter {
  description: string;
  software: boolean;
}

/** Asks the browser for a WebGPU adapter. Null where there is none: tfjs itself would throw. */
async function probeWebGpu(): Promise<Adapter | null> {
  // TypeScript takes it for always present, but older browsers and insecure pages lack it.
  if (!('gpu' in navigator)) return null;
  const adapter = await navigator.gpu
    .requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  if (!adapter) return null;
  const { vendor, architecture, device, description } = adapter.info;
  const words = [vendor, architecture, description || device].filter(Boolean).join(' ');
  return { description: words, software: isSoftware(adapter.info) };
}

/** Fetches the file of TensorFlow.js's WASM backend, which itself would wait for ever. @throws LabError `file-fetch` */
async function fetchWasm(): Promise<void> {
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
}

/** Starts one backend. @returns null, or why it cannot start */
async function tryBackend(name: BackendName): Promise<string | null> {
  try {
    if (name === 'wasm' && !(name in tf.engine().registry)) await fetchWasm();
    if (!(await tf.setBackend(name))) return 'it did not start.';
  } catch (error) {
    return error instanceof Error ? error.message : 'it did not start.';
  }
  await prepareWasm();
  const gpu = labWebGPU();
  if (gpu) gpu.nativeHalves = await mayReadHalves(gpu);
  return null;
}

/**
 * Makes a backend current and describes it: WebGPU on real hardware, else WASM, else plain JavaScript.
 * A software WebGPU adapter is several times as slow as WASM, so it is used only when forced.
 * @param forced the backend to use come what may, or null to choose
 * @throws LabError `backend-unavailable` if the forced backend, or every backend, fails to start
 */
export async function pickDevice(forced: BackendName | null): Promise<DeviceInfo> {
  const adapter = await probeWebGpu();
  const describe = (backend: BackendName, reason: DeviceInfo['reason']): DeviceInfo => ({
    backend,
    reason,
    adapter: backend === 'webgpu' ? (adapter?.description ?? '') : '',
    software: backend === 'webgpu' && (adapter?.software ?? false),
    f16: labWebGPU()?.nativeHalves ?? false,
    threads: backend === 'wasm' ? (labWasm()?.threads ?? Math.max(1, getThreadsCount())) : 1,
  });

  if (forced) {
    if (forced === 'webgpu' && !adapter)
      throw new LabError('backend-unavailable', 'This browser offers no WebGPU adapter.');
    const fault = await tryBackend(forced);
    if (fault === null) return describe(forced, 'forced');
    throw new LabError('backend-unavailable', `The backend "${forced}" cannot start here: ${fault}`);
  }
  const starts = async (name: BackendName) => (await tryBackend(name)) === null;
  if (adapter && !adapter.software && (await starts('webgpu'))) return describe('webgpu', 'hardware');
  if (await starts('wasm')) return describe('wasm', adapter?.software ? 'software-webgpu' : 'no-webgpu');
  if (await starts('cpu')) return describe('cpu', 'WebAssembly' in globalThis ? 'wasm-failed' : 'no-wasm');
  throw new LabError('backend-unavailable', 'Neither WebGPU, WebAssembly nor plain JavaScript could start.');
}

/** What the engine holds right now, for leak checks. */
export function memory(): { tensors: number; bytes: number } {
  const { numTensors, numBytes } = tf.memory();
  return { tensors: numTensors, bytes: numBytes };
}
