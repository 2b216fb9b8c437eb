/**
 * tfjs's WebGPU backend on a device of our own, with three additions: any WGSL kernel over any tensors, in order with
 * tfjs's own programs; fixed tensors that are overwritten in place; and the capture of a step for replay (capture.ts).
 * Everything runs on the GPU: no small op is handed to the CPU, and nothing read is kept there.
 */
import * as tf from '@tensorflow/tfjs-core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { BufferManager } from '@tensorflow/tfjs-backend-webgpu/dist/buffer_manager';
import { LabError } from '../../core/lab-error.ts';
import { isSoftware } from './adapter.ts';
import { Capture, RecordingEncoder, RecordingPass } from './capture.ts';
import { announceWebGPU } from './current.ts';
import { deviceFailed } from './device-error.ts';
import { fromGpu, whenDone } from './gpu-wait.ts';
import { HeldBytes } from './held-bytes.ts';

/** A WGSL compute kernel. Binding i of group 0 is the i-th tensor; a uniform block, if any, comes after the last tensor. */
export interface Kernel {
  /** Names the WGSL text uniquely (shape- or option-specialised text needs them in the name): the pipeline cache's key. */
  name: string;
  /** Entry point `main`. Every binding must be used, or the layout lacks it. */
  wgsl: string;
}

const COPY: Kernel = {
  name: 'copy',
  wgsl: /* wgsl */ `
@group(0) @binding(0) var<storage, read> source: array<u32>;
@group(0) @binding(1) var<storage, read_write> copied: array<u32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = id.y * groups.x * 64 + id.x;
  if (i < arrayLength(&copied)) { copied[i] = source[i]; }
}`,
};

const STORAGE_USAGE = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

/**
 * A tensor's values as the GPU reads them: float32, or int32 for integers and booleans. Null for a tensor without
 * contents, which tfjs's typings leave out.
 */
function hostWords(values: tf.BackendValues | null, dtype: tf.DataType): Float32Array | Int32Array | null {
  if (!values) return null;
  if (dtype !== 'float32') return values instanceof Int32Array ? values : Int32Array.from(values, Number);
  return values instanceof Float32Array ? values : Float32Array.from(values, Number);
}

export class LabWebGPU extends WebGPUBackend {
  /** Kernels may choose by this; tests change it to try every choice. */
  software: boolean;
  /** The most bytes of a buffer that a kernel may bind; tests lower it. */
  mostBound: number;
  /** Kernels may read float16 as such, by shader-f16; set where half-gate.ts has found that right. */
  nativeHalves = false;
  /** The latest training steps that were set going, of whatever run: so that only a few wait for the GPU at a time. */
  readonly steps: Promise<number>[] = [];
  /** Of tensors; the GPU's memory has more, since buffers that are free again are kept for others of their size. */
  readonly held = new HeldBytes();
  private readonly pipelines = new Map<string, { wgsl: string; pipeline: GPUComputePipeline }>();
  private readonly shared = this.bufferManager;
  private readonly captures = new Set<Capture>();
  /** Where the captures' intermediates lie, while there is a capture. */
  private readonly scratch: BufferManager;
  /** Where tensors made by `view` lie in their buffers. */
  private readonly views = new WeakMap<object, { offset: number; size: number; whole: object }>();
  private recording: Capture | null = null;
  private lastFinished = 0;

  constructor(device: GPUDevice, adapterInfo: GPUAdapterInfo) {
    super(device, adapterInfo);
    this.scratch = new BufferManager(device);
    this.software = isSoftware(adapterInfo);
    this.mostBound = device.limits.maxStorageBufferBindingSize;
    // A copy on the host would go stale when a kernel writes in place.
    this['convertAndCacheOnCPU'] = (_dataId: object, data: tf.BackendValues) => data;
    // tfjs binds whole buffers; a view is a part of one.
    this['tensorToBinding'] = (tensor?: tf.TensorInfo) => tensor && this.bindingOf(tensor);
    announceWebGPU(this);
  }

  /**
   * Encodes one dispatch into the same encoder and order as tfjs's own programs.
   * @param tensors bound in order as storage buffers (f32 or i32/u32 as the WGSL declares); the kernel may read or write any of them in place
   * @param workgroups counts in x, y, z
   * @param uniforms the uniform block's bytes (multiple of 16), constant for a capture's life
   * @throws LabError `internal` if another kernel has the same name
   */
  dispatch(
    kernel: Kernel,
    tensors: readonly tf.TensorInfo[],
    workgroups: readonly [number, number, number],
    uniforms?: ArrayBuffer,
  ): void {
    const bindings = tensors.map((tensor) => this.bindingOf(tensor));
    if (uniforms) bindings.push({ buffer: this.uniformBuffer(uniforms) });
    const pipeline = this.pipeline(kernel);
    const bindGroup = this.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: bindings.map((resource, binding) => ({ binding, resource })),
    });
    for (const { dataId } of tensors) this.own(dataId);

    const pass = this.openPass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(...workgroups);
    this['dispatchCountInPass']++;
    if (this['dispatchCountInPass'] >= tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) this.flush();
  }

  /** Copies a tensor's contents into another of the same size, by a kernel, so that a captured step can hold it. */
  copy(from: tf.Tensor, to: tf.Tensor): void {
    const groups = Math.ceil(from.size / 64);
    const y = Math.ceil(groups / this.device.limits.maxComputeWorkgroupsPerDimension);
    this.dispatch(COPY, [from, to], [Math.ceil(groups / y), y, 1]);
  }

  /** Replaces a tensor's contents in place, after everything dispatched so far. `values` has the tensor's size. */
  overwrite(tensor: tf.TensorInfo, values: Float32Array | Int32Array): void {
    const { buffer, offset = 0 } = this.bindingOf(tensor);
    this.flush();
    this.queue.writeBuffer(buffer, offset, values);
  }

  /**
   * A float32 tensor that lies inside another: what is written to one shows in the other. The other must outlive it.
   * @param offset in bytes, a multiple of VIEW_ALIGNMENT
   */
  view(whole: tf.Tensor, offset: number, shape: number[]): tf.Tensor {
    const { buffer } = this.bindingOf(whole);
    const info = this.makeTensorInfo(shape, 'float32');
    Object.assign(this.tensorMap.get(info.dataId), { resource: buffer, external: true });
    // Its bytes are those of the other.
    this.held.free(info.dataId);
    this.views.set(info.dataId, { offset, size: 4 * tf.util.sizeFromShape(shape), whole: whole.dataId });
    return tf.engine().makeTensorFromTensorInfo(info);
  }

  override async read(dataId: object): Promise<tf.BackendValues> {
    const view = this.views.get(dataId);
    if (!view) return super.read(dataId);
    const { resource } = this.tensorMap.get(dataId);
    if (!(resource instanceof GPUBuffer)) throw new LabError('internal', 'A view has lost its buffer.');
    return new Float32Array(await this.getBufferData(resource), view.offset, view.size / 4).slice();
  }

  override getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer> {
    return fromGpu(this.queue, super.getBufferData(buffer));
  }

  /**
   * Waits until the GPU has done all that was submitted so far.
   * @param began when that was submitted, by performance.now()
   * @returns the milliseconds it took: since it began, or since the work before it was done if that was later
   */
  async finished(began: number): Promise<number> {
    await whenDone(this.queue);
    const now = performance.now();
    const ms = now - Math.max(began, this.lastFinished);
    this.lastFinished = now;
    return ms;
  }

  /** Submits what is encoded so far. */
  flush(): void {
    this.endComputePassEncoder();
    if (this['commandEncoder']) this.submitQueue();
  }

  /**
   * Runs `step` once, recording its dispatches for replay. The step must be synchronous, keep no tensor that it makes, and
   * write its results into tensors made before, in place; what it uploads is constant in every replay. The tensors
   * that it uses must outlive the capture.
   * @throws LabError `internal` if the step kept a tensor, disposed one that it did not make, or read one
   */
  capture(step: () => void): Capture {
    if (this.recording) throw new LabError('internal', 'A captured step cannot capture another.');
    this.flush();
    const capture = new Capture(this, this.scratch, () => {
      this.captures.delete(capture);
      if (this.captures.size === 0) this.scratch.dispose();
    });
    const before = this.numDataIds();
    this.recording = capture;
    this.bufferManager = capture.buffers;
    try {
      tf.tidy(step);
      if (this.numDataIds() !== before)
        throw new LabError(
          'internal',
          'A captured step kept a tensor: make it before, and write it in place.',
        );
      this.flush();
    } catch (error) {
      this.flush();
      capture.dispose();
      throw error;
    } finally {
      this.recording = null;
      this.bufferManager = this.shared;
    }
    this.captures.add(capture);
    return capture;
  }

  override ensureCommandEncoderReady(): void {
    if (!this.recording || this['commandEncoder']) super.ensureCommandEncoderReady();
    else
      this['commandEncoder'] = new RecordingEncoder(this.device.createCommandEncoder(), (dispatch) => {
        this.recording?.dispatchList.push(dispatch);
        // The order is fixed, so a buffer may serve again from the next dispatch on, before this one is submitted.
        this['commandQueueOwnedIds'] = new WeakSet();
      });
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    const dataId = super.write(values, shape, dtype);
    this.recording?.made.add(dataId);
    this.held.take(dataId, 4 * tf.util.sizeFromShape(shape));
    return dataId;
  }

  override disposeData(dataId: object, force?: boolean): boolean {
    const isDisposed = super.disposeData(dataId, force);
    if (isDisposed) this.held.free(dataId);
    return isDisposed;
  }

  /** Gives a tensor its buffer, written by the queue: unlike tfjs's staging copy, this does not end the compute pass. */
  override uploadToGPU(dataId: object): void {
    const data = this.tensorMap.get(dataId);
    if (data.resource) return;
    const size = 4 * tf.util.sizeFromShape(data.shape);
    const inCapture = this.recording?.made.has(dataId) ?? false;
    const manager = inCapture ? this.bufferManager : this.shared;
    // A capture's constants are never reused; a buffer in the shared pool has no commands waiting for it.
    const words = hostWords(data.values, data.dtype);
    const buffer = manager.acquireBuffer(size, STORAGE_USAGE(), false, !(inCapture && words));
    if (words) {
      this.queue.writeBuffer(buffer, 0, words);
      Object.assign(data, { values: null });
    }
    data.resource = buffer;
  }

  override shouldExecuteOnCPU(): boolean {
    return false;
  }

  override memory() {
    const captured = [...this.captures].reduce(
      (sum, { bytes }) => sum + bytes,
      this.scratch.numBytesAllocated,
    );
    return {
      ...super.memory(),
      numBytesInGPU: this.shared.numBytesUsed + captured,
      numBytesAllocatedInGPU: this.shared.numBytesAllocated + captured,
    };
  }

  private pipeline({ name, wgsl }: Kernel): GPUComputePipeline {
    const known = this.pipelines.get(name);
    if (known) {
      if (known.wgsl !== wgsl) throw new LabError('internal', `Two kernels are named "${name}".`);
      return known.pipeline;
    }
    const module = this.device.createShaderModule({ label: name, code: wgsl });
    const pipeline = this.device.createComputePipeline({
      label: name,
      layout: 'auto',
      compute: { module, entryPoint: 'main' },
    });
    this.pipelines.set(name, { wgsl, pipeline });
    return pipeline;
  }

  private bindingOf({ dataId }: tf.TensorInfo): GPUBufferBinding {
    this.uploadToGPU(dataId);
    const { resource } = this.tensorMap.get(dataId);
    if (!(resource instanceof GPUBuffer))
      throw new LabError('internal', 'A kernel was given a tensor that is no buffer.');
    const view = this.views.get(dataId);
    if (!view) return { buffer: resource };
    // Disposed, the whole keeps its buffer until the commands that use a part of it are submitted.
    this.own(view.whole);
    return { buffer: resource, offset: view.offset, size: view.size };
  }

  /** Commands that use a tensor are encoded and not yet submitted. */
  private own(dataId: object): void {
    const owned: unknown = this['commandQueueOwnedIds'];
    if (owned instanceof WeakSet) owned.add(dataId);
  }

  private uniformBuffer(bytes: ArrayBuffer): GPUBuffer {
    const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM;
    const buffer = this.bufferManager.acquireBuffer(bytes.byteLength, usage);
    this.queue.writeBuffer(buffer, 0, bytes);
    const pending: unknown = this['uniformPendingDisposal'];
    if (Array.isArray(pending)) pending.push(buffer);
    return buffer;
  }

  /** The compute pass that tfjs's programs use too. */
  private openPass(): GPUComputePassEncoder | RecordingPass {
    const open: unknown = this['computePassEncoder'];
    if (open instanceof GPUComputePassEncoder || open instanceof RecordingPass) return open;
    this.ensureCommandEncoderReady();
    const encoder: unknown = this['commandEncoder'];
    if (!(encoder instanceof GPUCommandEncoder || encoder instanceof RecordingEncoder))
      throw new LabError('internal', 'The WebGPU backend has no command encoder.');
    const pass = encoder.beginComputePass();
    this['computePassEncoder'] = pass;
    return pass;
  }
}

/** Where it matters what a device can do beyond the standard: asked for where the adapter has it. */
const WANTED_FEATURES: readonly GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];

/** A backend on a new device with all that the adapter offers. @throws Error where there is no adapter */
export async function createLabWebGPU(): Promise<LabWebGPU> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new LabError('backend-unavailable', 'This browser offers no WebGPU adapter.');
  const requiredLimits: Record<string, number> = {};
  // The limits are getters of the prototype, which only for-in lists.
  for (const name in adapter.limits) {
    const limit: unknown = Reflect.get(adapter.limits, name);
    if (typeof limit === 'number') requiredLimits[name] = limit;
  }
  const device = await adapter.requestDevice({
    requiredFeatures: WANTED_FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits,
  });
  void device.lost.then(({ message, reason }) =>
    deviceFailed(new LabError('device-lost', `The GPU device was lost: ${message || reason}`)),
  );
  device.onuncapturederror = ({ error }) => {
    const code = error instanceof GPUOutOfMemoryError ? 'out-of-memory' : 'internal';
    deviceFailed(new LabError(code, error.message));
  };
  return new LabWebGPU(device, adapter.info);
}

// tfjs ignores a second registration under one name.
if ('webgpu' in tf.engine().registryFactory) {
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', createLabWebGPU, 3);
}
