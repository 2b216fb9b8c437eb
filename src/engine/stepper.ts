/**
 * Runs one training step again and again on new inputs. On WebGPU a run is captured early and the others replay it: at
 * most two steps are under way on a device, and losses are read about ten times a second, for which the GPU never waits.
 * Elsewhere each step runs as it is written. Knows nothing of models or optimizers.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batches.ts';
import { autotune } from './ops/autotune.ts';
import { uniforms } from './ops/wgsl.ts';
import type { Capture } from './backend/capture.ts';
import { emptyTensor, heldBytes, labWebGPU } from './backend/current.ts';
import type { Kernel, LabWebGPU } from './backend/webgpu.ts';
import { emptyBatch, overwriteBatch, tensorsOf, uploadBatch, type BatchTensors } from './batch-tensors.ts';

/** What differs from step to step, on the host. */
export interface StepValues {
  /** Its mask is what each target counts. */
  batch: Batch;
  /** As `stepRates` gives them, [3] of each run. */
  rates: Float32Array;
  /** The step's number, from 1 upwards one by one. */
  step: number;
}

/** The same on the device. */
export interface StepTensors {
  batch: BatchTensors;
  /** [3 · runs] */
  rates: tf.Tensor1D;
  /** [1] int32 */
  step: tf.Tensor1D;
}

/** A step's values as tensors of their own, which the caller disposes. */
export function uploadStep({ batch, rates, step }: StepValues): StepTensors {
  return {
    batch: uploadBatch(batch),
    rates: tf.tensor1d(rates),
    step: tf.tensor1d([step], 'int32'),
  };
}

/** A training step of one run or several: reads its inputs, updates parameters in place. */
export type Step = (inputs: StepTensors) => {
  /** [runs], or a scalar of one run. */
  losses: tf.Tensor;
  /** One for each run. */
  gradNorms: tf.Scalar[];
  /** Whether it read what a step of another run has computed. */
  isShared?: boolean;
};

/** What a step measured of one run. */
export interface StepFigures {
  step: number;
  /** Which of the runs that the step is of. */
  run: number;
  loss: number;
  gradNorm: number;
  /** Milliseconds the step took, other work excluded; of several runs this one's share. */
  ms: number;
}

export interface Stepper {
  /** Null before the first step or two, and where steps are not captured. */
  readonly capture: Capture | null;
  /** Milliseconds that the last step kept the host: writing inputs and encoding, or running the ops; 0 before it. */
  readonly hostMs: number;
  /**
   * The most bytes that a step has held at once for its inputs, what it computes and its gradients, beyond what lay there before. Null
   * before the first step, where each read what another run computed, and where the backend does not count them.
   */
  readonly stepBytes: number | null;
  /**
   * Takes a step, or sets it going.
   * @param next makes its values at the moment that it begins, not before: what is read of the parameters until then is of
   * the steps before
   * @returns the figures that became known, of the oldest steps first; often none
   */
  run(next: () => StepValues): Promise<StepFigures[]>;
  /** Waits for the steps under way. @returns their figures and all others not yet returned */
  settle(): Promise<StepFigures[]>;
  dispose(): void;
}

/**
 * The caller disposes the stepper. Every step's batch has the shape of the first.
 * @param captured false to run every step as it is written on WebGPU too, for comparison
 * @param runs how many the step is of; several on WebGPU and captured only
 */
export function createStepper(step: Step, captured = true, runs = 1): Stepper {
  const gpu = labWebGPU();
  return gpu && captured ? capturedStepper(gpu, step, runs) : plainStepper(step);
}

function plainStepper(step: Step): Stepper {
  let hostMs = 0;
  let stepBytes: number | null = null;
  const held = heldBytes();
  /** What a step measured, as one tensor: so the host waits once. */
  const take = (values: StepValues) => {
    const act = () =>
      tf.tidy(() => {
        const { losses, gradNorms, isShared = false } = step(uploadStep(values));
        return { figures: tf.stack([losses, ...gradNorms]), isShared };
      });
    if (!held) return act().figures;
    const { value, bytes } = held.peakOf(act);
    if (!value.isShared) stepBytes = Math.max(stepBytes ?? 0, bytes);
    return value.figures;
  };
  return {
    capture: null,
    get hostMs() {
      return hostMs;
    },
    get stepBytes() {
      return stepBytes;
    },
    async run(next) {
      const values = next();
      const began = performance.now();
      const figures = take(values);
      hostMs = performance.now() - began;
      const [loss = NaN, gradNorm = NaN] = await figures.data<'float32'>();
      figures.dispose();
      return [{ step: values.step, run: 0, loss, gradNorm, ms: performance.now() - began }];
    },
    settle: () => Promise.resolve([]),
    dispose: () => undefined,
  };
}

/** Of what a step reads. */
const bytesOf = ({ batch, rates, step }: StepTensors): number =>
  [...tensorsOf(batch), rates, step].reduce((sum, { size }) => sum + 4 * size, 0);

/** How many steps' figures the GPU keeps until they are read. */
const RING = 1024;
const READ_INTERVAL_MS = 100;

/** Puts a run's figures of a step into their place of the ring. */
const KEEP_FIGURES: Kernel = {
  name: 'keep-figures',
  wgsl: /* wgsl */ `
@group(0) @binding(0) var<storage, read> losses: array<f32>;
@group(0) @binding(1) var<storage, read> norm: array<f32>;
@group(0) @binding(2) var<storage, read> step: array<u32>;
@group(0) @binding(3) var<storage, read_write> ring: array<vec2f>;
struct Uniforms { run: u32, runs: u32 }
@group(0) @binding(4) var<uniform> u: Uniforms;
@compute @workgroup_size(1) fn main() {
  ring[step[0] % ${RING} * u.runs + u.run] = vec2f(losses[u.run], norm[0]);
}`,
};

function capturedStepper(gpu: LabWebGPU, step: Step, runs: number): Stepper {
  /** What every step reads, made by the first. */
  let inputs: StepTensors | null = null;
  const ring = emptyTensor<tf.Rank.R1>([2 * RING * runs]);
  // A software adapter computes on the cores that encode, which takes several times as long beside it.
  const mostUnderWay = gpu.software ? 1 : 2;
  let capture: Capture | null = null;
  /**
   * The first capture asks for its products; then they are measured, and the second step is captured with the tiles
   * found. A software adapter's timings are mostly noise, and the default tiles were chosen on one.
   */
  let tuned = gpu.software;
  /** Steps whose figures nobody has asked for, and the milliseconds that each takes. */
  let unread: { step: number; ms: Promise<number> }[] = [];
  /** The figures asked for last: nobody waits for them until the next are due, so the GPU never rests for a read. */
  let asked: Promise<StepFigures[]> = Promise.resolve([]);
  let lastRead = performance.now();
  let hostMs = 0;
  let stepBytes: number | null = null;

  /** Asks for the figures of the steps so far. */
  const read = async (): Promise<StepFigures[]> => {
    const steps = unread;
    unread = [];
    lastRead = performance.now();
    if (steps.length === 0) return [];
    const [figures, times] = await Promise.all([
      ring.data<'float32'>(),
      Promise.all(steps.map(({ ms }) => ms)),
    ]);
    return steps.flatMap(({ step: number }, i) =>
      Array.from({ length: runs }, (_, run): StepFigures => {
        const place = 2 * ((number % RING) * runs + run);
        return {
          step: number,
          run,
          loss: figures[place] ?? NaN,
          gradNorm: figures[place + 1] ?? NaN,
          ms: (times[i] ?? NaN) / runs,
        };
      }),
    );
  };

  /** Asks anew. @returns what was asked for before */
  const ask = (): Promise<StepFigures[]> => {
    const before = asked;
    asked = read();
    // Whoever asks next hears of it.
    asked.catch(() => undefined);
    return before;
  };

  const record = (tensors: StepTensors) => {
    const { losses, gradNorms } = step(tensors);
    for (const [run, gradNorm] of gradNorms.entries())
      gpu.dispatch(KEEP_FIGURES, [losses, gradNorm, tensors.step, ring], [1, 1, 1], uniforms([run, runs]));
  };

  return {
    get capture() {
      return capture;
    },
    get hostMs() {
      return hostMs;
    },
    get stepBytes() {
      return stepBytes;
    },
    async run(next) {
      await gpu.steps.at(-mostUnderWay);
      const values = next();
      const began = performance.now();
      const tensors = (inputs ??= {
        batch: emptyBatch(values.batch),
        rates: emptyTensor<tf.Rank.R1>([3 * runs]),
        step: emptyTensor<tf.Rank.R1>([1], 'int32'),
      });
      overwriteBatch(gpu, tensors.batch, values.batch);
      gpu.overwrite(tensors.rates, values.rates);
      gpu.overwrite(tensors.step, Int32Array.of(values.step));
      let ms = capture?.replay();
      if (!ms) {
        const { value, bytes } = gpu.held.peakOf(() => gpu.capture(() => record(tensors)));
        capture = value;
        stepBytes = bytes + bytesOf(tensors);
        ms = gpu.finished(began);
      }
      unread.push({ step: values.step, ms });
      gpu.steps.push(ms);
      while (gpu.steps.length > mostUnderWay) void gpu.steps.shift();
      hostMs = performance.now() - began;
      if (!tuned) {
        await autotune(gpu);
        tuned = true;
        // Its memory is free for the next.
        capture?.dispose();
        capture = null;
      }
      const due = performance.now() - lastRead >= READ_INTERVAL_MS || unread.length === RING;
      return due ? ask() : [];
    },
    settle: async () => [...(await ask()), ...(await ask())],
    dispose() {
      capture?.dispose();
      tf.dispose([...(inputs ? [...tensorsOf(inputs.batch), inputs.rates, inputs.step] : []), ring]);
    },
  };
}
