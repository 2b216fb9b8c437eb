/** What the browser tells of the room that training has here. */
import type { DeviceLimits } from '../core/memory-estimate.ts';
import type { BackendName } from '../core/run-record.ts';

/** Browsers tell of no more memory, in GiB, however much there is. */
const MOST_TOLD = 8;

/** @param backend what trains */
export async function deviceLimits(backend: BackendName): Promise<DeviceLimits> {
  const { deviceMemory = MOST_TOLD } = navigator as { deviceMemory?: number };
  const limits = {
    backend,
    memory: deviceMemory < MOST_TOLD ? deviceMemory * 2 ** 30 : null,
    buffer: null,
    binding: null,
  };
  // TypeScript takes it for always present, but older browsers and insecure pages lack it.
  if (backend !== 'webgpu' || !('gpu' in navigator)) return limits;
  const adapter = await navigator.gpu
    .requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  if (!adapter) return limits;
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  return { ...limits, buffer: maxBufferSize, binding: maxStorageBufferBindingSize };
}
