/**
 * Picks the TensorFlow.js backend and says why. A backend that is not to be had is null, never a throw;
 * only a forced backend that cannot start is an error.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { LabError } from '../core/lab-error.ts';
import type { BackendName, DeviceInfo } from '../core/run-record.ts';
import { isSoftware } from './backend/adapter.ts';
import { labWasm, labWebGPU } from './backend/current.ts';
import { mayReadHalves } from './ops/half-gate.ts';

const NOT_STARTED = 'it did not start.';

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

/**
 * How each backend is started. Its code is loaded here and nowhere else: a visitor on WASM parses no WebGPU backend and the
 * other way round, and plain JavaScript comes only where neither starts or it is forced.
 * @returns whether it is the current backend now
 */
const STARTS: Record<BackendName, () => Promise<boolean>> = {
  async webgpu() {
    await import('./backend/webgpu.ts');
    if (!(await tf.setBackend('webgpu'))) return false;
    const gpu = labWebGPU();
    if (gpu) gpu.nativeHalves = await mayReadHalves(gpu);
    return true;
  },
  async wasm() {
    const { fetchWasm, prepareWasm } = await import('./backend/wasm.ts');
    if (!('wasm' in tf.engine().registry)) await fetchWasm();
    if (!(await tf.setBackend('wasm'))) return false;
    await prepareWasm();
    return true;
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
    return tf.setBackend('cpu');
  },
};

/** Starts one backend. @returns null, or why it cannot start */
async function tryBackend(name: BackendName): Promise<string | null> {
  try {
    return (await STARTS[name]()) ? null : NOT_STARTED;
  } catch (error) {
    return error instanceof Error ? error.message : NOT_STARTED;
  }
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
    threads: labWasm()?.threads ?? 1,
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
