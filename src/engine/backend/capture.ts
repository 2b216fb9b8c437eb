/**
 * A step's dispatches, recorded once and replayed without tfjs: set pipeline, set bind group, dispatch. A capture owns
 * the buffers of the step's constants and uniforms; tensors made before it stay their makers'. Intermediates lie in
 * memory that all captures of a device share: replays follow one another, and none reads what another left there.
 */
import { BufferManager } from '@tensorflow/tfjs-backend-webgpu/dist/buffer_manager';
import { LabError } from '../../core/lab-error.ts';
import type { LabWebGPU } from './webgpu.ts';

interface Dispatch {
  pipeline: GPUComputePipeline;
  bindGroup: GPUBindGroup;
  workgroups: [number, number, number];
}

/** No submit should keep the GPU from drawing the page for longer. */
const MAX_SUBMIT_MS = 50;
/** Dispatches per submit until a replay was timed; tfjs's own batch. */
const FIRST_CHUNK = 15;

/** Takes the buffers of intermediates from `scratch` and gives them back; constants and uniforms are its own for good. */
class CaptureBuffers extends BufferManager {
  private readonly made = new Set<GPUBuffer>();
  private readonly permanent = new Set<GPUBuffer>();
  private readonly scratch: BufferManager;

  constructor(device: GPUDevice, scratch: BufferManager) {
    super(device);
    this.scratch = scratch;
  }

  override acquireBuffer(
    size: number,
    usage: GPUBufferUsageFlags,
    mappedAtCreation = false,
    reuse = true,
  ): GPUBuffer {
    const once = !reuse || (usage & GPUBufferUsage.UNIFORM) !== 0;
    const buffer = once
      ? super.acquireBuffer(size, usage, mappedAtCreation, false)
      : this.scratch.acquireBuffer(size, usage, mappedAtCreation);
    this.made.add(buffer);
    if (once) this.permanent.add(buffer);
    return buffer;
  }

  override releaseBuffer(buffer: GPUBuffer): void {
    if (!this.made.has(buffer))
      throw new LabError(
        'internal',
        'A captured step disposed a tensor that it did not make: update it in place.',
      );
    if (!this.permanent.has(buffer)) this.scratch.releaseBuffer(buffer);
  }
}

/** Stands in for the command encoder while recording: all that tfjs's programs call. */
export class RecordingEncoder {
  private readonly encoder: GPUCommandEncoder;
  private readonly onDispatch: (dispatch: Dispatch) => void;

  constructor(encoder: GPUCommandEncoder, onDispatch: (dispatch: Dispatch) => void) {
    this.encoder = encoder;
    this.onDispatch = onDispatch;
  }

  beginComputePass(): RecordingPass {
    return new RecordingPass(this.encoder.beginComputePass(), this.onDispatch);
  }

  copyBufferToBuffer(): never {
    throw new LabError('internal', 'A captured step cannot read or copy a tensor: read it after the replay.');
  }

  finish(): GPUCommandBuffer {
    return this.encoder.finish();
  }
}

/** Passes everything on, and reports each dispatch. */
export class RecordingPass {
  private readonly pass: GPUComputePassEncoder;
  private readonly onDispatch: (dispatch: Dispatch) => void;
  private pipeline: GPUComputePipeline | null = null;
  private bindGroup: GPUBindGroup | null = null;

  constructor(pass: GPUComputePassEncoder, onDispatch: (dispatch: Dispatch) => void) {
    this.pass = pass;
    this.onDispatch = onDispatch;
  }

  setPipeline(pipeline: GPUComputePipeline): void {
    this.pipeline = pipeline;
    this.pass.setPipeline(pipeline);
  }

  setBindGroup(index: number, bindGroup: GPUBindGroup): void {
    this.bindGroup = bindGroup;
    this.pass.setBindGroup(index, bindGroup);
  }

  dispatchWorkgroups(x: number, y = 1, z = 1): void {
    this.pass.dispatchWorkgroups(x, y, z);
    const { pipeline, bindGroup } = this;
    if (pipeline && bindGroup) this.onDispatch({ pipeline, bindGroup, workgroups: [x, y, z] });
  }

  end(): void {
    this.pass.end();
  }
}

export class Capture {
  /** For the backend while it records: the step's dispatches in order. */
  readonly dispatchList: Dispatch[] = [];
  /** For the backend while it records: the data ids of tensors that the step made. */
  readonly made = new WeakSet();
  /** For the backend while it records: what every buffer of the step comes from. */
  readonly buffers: BufferManager;
  private readonly gpu: LabWebGPU;
  private readonly onDispose: () => void;
  private chunk = FIRST_CHUNK;
  private disposed = false;

  /** Made by `LabWebGPU.capture`. */
  constructor(gpu: LabWebGPU, scratch: BufferManager, onDispose: () => void) {
    this.gpu = gpu;
    this.onDispose = onDispose;
    this.buffers = new CaptureBuffers(gpu.device, scratch);
  }

  /** Dispatches per replay. */
  get dispatches(): number {
    return this.dispatchList.length;
  }

  /** Bytes of GPU memory that the capture alone owns. */
  get bytes(): number {
    return this.buffers.numBytesAllocated;
  }

  /**
   * Encodes and submits the step once more, after everything dispatched so far. Encoding is over when the call returns.
   * @returns the milliseconds that the GPU took, once it has done it
   * @throws LabError `internal` after `dispose`
   */
  replay(): Promise<number> {
    if (this.disposed) throw new LabError('internal', 'A capture was replayed after it was disposed.');
    const began = performance.now();
    const { device, queue } = this.gpu;
    this.gpu.flush();
    const chunks: GPUCommandBuffer[] = [];
    for (let start = 0; start < this.dispatchList.length; start += this.chunk) {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      for (const { pipeline, bindGroup, workgroups } of this.dispatchList.slice(start, start + this.chunk)) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, bindGroup);
        pass.dispatchWorkgroups(...workgroups);
      }
      pass.end();
      chunks.push(encoder.finish());
    }
    // All at the end: where the GPU is this computer's CPU, its threads take this one's core once there is work.
    for (const chunk of chunks) queue.submit([chunk]);
    return this.gpu.finished(began).then((ms) => {
      // A software adapter holds no GPU, and takes the core that is still submitting.
      this.chunk = this.gpu.software
        ? this.dispatches
        : Math.max(1, Math.ceil((this.dispatches * MAX_SUBMIT_MS) / Math.max(ms, 1)));
      return ms;
    });
  }

  /** Frees all its buffers. Work already submitted still completes. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.buffers.dispose();
    this.dispatchList.length = 0;
    this.onDispose();
  }
}
