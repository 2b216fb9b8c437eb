/* eslint-disable @typescript-eslint/unbound-method -- each method is applied to what it is called on */
/** Counts what any library does with WebGPU in this realm: dispatches, and bytes of buffers that are alive. */

export interface GpuCounts {
  /** Since `restart`. */
  readonly dispatches: number;
  /** The most bytes alive at once since `restart`; a buffer is alive until it is destroyed. */
  readonly peakBytes: number;
  restart(): void;
}

/** Wraps WebGPU's prototypes. To be called once, before any device is made. All zero where there is no WebGPU. */
export function countGpu(): GpuCounts {
  let dispatches = 0;
  let bytes = 0;
  let peakBytes = 0;
  if ('GPUDevice' in globalThis) {
    const alive = new WeakSet<GPUBuffer>();
    const pass = GPUComputePassEncoder.prototype;
    const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = pass;
    pass.dispatchWorkgroups = function (...args) {
      dispatches++;
      dispatchWorkgroups.apply(this, args);
    };
    pass.dispatchWorkgroupsIndirect = function (...args) {
      dispatches++;
      dispatchWorkgroupsIndirect.apply(this, args);
    };
    const { createBuffer } = GPUDevice.prototype;
    GPUDevice.prototype.createBuffer = function (descriptor) {
      const buffer = createBuffer.call(this, descriptor);
      alive.add(buffer);
      bytes += buffer.size;
      peakBytes = Math.max(peakBytes, bytes);
      return buffer;
    };
    const { destroy } = GPUBuffer.prototype;
    GPUBuffer.prototype.destroy = function () {
      if (alive.delete(this)) bytes -= this.size;
      destroy.call(this);
    };
  }
  return {
    get dispatches() {
      return dispatches;
    },
    get peakBytes() {
      return peakBytes;
    },
    restart() {
      dispatches = 0;
      peakBytes = bytes;
    },
  };
}
