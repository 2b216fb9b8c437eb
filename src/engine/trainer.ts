/**
 * One run's training: a method's tensors, their optimizer and the batches in their order. Knows nothing of the page,
 * of pausing or of other runs.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Checkpoint } from '../core/checkpoint.ts';
import { LabError } from '../core/lab-error.ts';
import type { MethodConfig } from '../core/methods/methods.ts';
import type { RunConfig } from '../core/run-config.ts';
import type { Alignment, StepPoint, TrainingMemory } from '../core/run-record.ts';
import { learningRateAt } from '../core/schedule.ts';
import type { NamedTensors } from '../core/tensors.ts';
import { createBatcher, type Batch } from '../data/batches.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Capture } from './backend/capture.ts';
import { labWebGPU } from './backend/current.ts';
import { createSpectra, type DenseSpectra, type PendingSpectrum } from './delta-spectra.ts';
import { countTargets, trainedBatchFor } from './evaluate.ts';
import { checkpointedGradients, lossAndGradients } from './gradients.ts';
import { createMethod, startMethod } from './methods/create.ts';
import type { Method } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import type { Stream } from './model/reading.ts';
import { createAdamW, stepRates, type Moments } from './optim.ts';
import type { Group, Stack } from './stack.ts';
import { createStepper, uploadStep, type StepFigures, type StepTensors, type StepValues } from './stepper.ts';

export interface Trainer {
  readonly method: Method;
  /** Updates done so far. */
  readonly step: number;
  readonly trainableParameters: number;
  /** The same for runs that go through the model together where `next` is called for all in one task; else null. */
  readonly together: Group | null;
  /** For those who measure: the stepper's. */
  readonly capture: Capture | null;
  readonly hostMs: number;
  /** Null before its first step alone, and on a backend that does not count bytes. */
  readonly memory: TrainingMemory | null;
  /**
   * One optimizer step. On WebGPU it is only set going: its loss is known some 100 ms later, or after `settle`.
   * After `finish`, or once it threw, it must not be called.
   * @throws LabError `non-finite` naming the step and the place where the gradient or what is trained is largest; the trained
   * tensors keep their values from before that step
   */
  next(): Promise<void>;
  /** Waits until all steps are done and their losses known. @throws as `next` */
  settle(): Promise<void>;
  /** The steps whose losses became known since the last call, in order. */
  take(): StepPoint[];
  /**
   * The batch of the step that comes next, its loss in nats a token, and its gradients as the optimizer gets them, before clipping.
   * Nothing is updated. Not while a step is being set going, nor after `finish`.
   */
  upcoming(): Promise<{ batch: Batch; loss: number; gradients: NamedTensors }>;
  /**
   * Reads ΔW at every adapted site as it is now, and begins to take its singular values; steps may be taken meanwhile.
   * @returns null of a method that has none
   * @throws LabError `non-finite` naming step and site
   */
  spectrum(): Promise<PendingSpectrum | null>;
  /** How near ΔW's leading directions were to those of its last spectrum, at each spectrum of this trainer. */
  alignments(): Alignment[];
  /** An error `non-finite` of a measure taken now, with the step and the place of the largest trained value; any other as it is. */
  explain(error: unknown): Promise<unknown>;
  /** A copy of what has been learned, which training leaves alone, and the updates in it. The caller disposes the method. */
  snapshot(): { method: Method; step: number };
  /**
   * What a trainer of the same settings goes on from, as if it had taken the steps so far itself. Not while a step is being
   * set going, nor after `finish`.
   * @throws as `settle`
   */
  checkpoint(): Promise<Checkpoint>;
  /** Frees the optimizer's state; the trained tensors stay. */
  finish(): void;
  /** Frees everything. */
  dispose(): void;
}

export interface TrainerOptions {
  /** As `createStepper` has it. Default: true. */
  captured?: boolean;
  denseSpectra?: DenseSpectra;
  /** Of the runs that start together. */
  stack?: Stack;
  /** What to go on from; from the start without. */
  from?: Checkpoint | undefined;
  /** The tensors that training starts with; without them, those that the method starts with by itself. */
  start?: NamedTensors | undefined;
}

/** What a run's settings say of its training. */
export type TrainerConfig = Pick<RunConfig, 'training' | 'seed'> & { method: MethodConfig };

/**
 * Yields as `startMethod` does. The caller disposes the trainer.
 * @param model stays the caller's
 * @throws LabError `bad-adapter` where the checkpoint to go on from, or the start, is not of this model and method
 */
export async function* createTrainer(
  model: BaseModel,
  dataset: Dataset,
  config: TrainerConfig,
  options: TrainerOptions = {},
): AsyncGenerator<number, Trainer> {
  const tensors = options.from?.tensors ?? options.start;
  const method = tensors
    ? createMethod(config.method, model, { tensors })
    : yield* startMethod(config.method, model, config.seed);
  try {
    return trainerOf(model, dataset, config, method, options);
  } catch (error) {
    method.dispose();
    throw error;
  }
}

/** @param method is the trainer's from now on */
function trainerOf(
  model: BaseModel,
  dataset: Dataset,
  config: TrainerConfig,
  method: Method,
  { captured = true, denseSpectra, stack, from }: TrainerOptions,
): Trainer {
  const { training, seed } = config;
  const variables = [...method.parameters.variables];
  const settings = {
    weightDecay: training.weight_decay,
    maxGradNorm: training.max_grad_norm,
    factors: method.slots,
  };
  const optimizer = createAdamW(method.parameters, settings, from && momentsOf(method, from));
  const batchAt = createBatcher(dataset.train.slice(0, training.max_train_samples ?? undefined), {
    batchSize: training.batch_size,
    length: dataset.sequenceLength,
    padId: dataset.padId,
    seed,
  });
  const valuesOf = (number: number, plain: Batch): StepValues => {
    const batch = trainedBatchFor(method, plain);
    const share = 1 / countTargets(batch);
    return {
      // The weights make the sum a mean.
      batch: { ...batch, mask: batch.mask.map((m) => m * share) },
      rates: stepRates(learningRateAt(training, number), number),
      step: number,
    };
  };
  const gradientsOf = training.gradient_checkpointing ? checkpointedGradients : lossAndGradients;
  const atStep = ({ batch, step: number }: Omit<StepTensors, 'rates'>, from: Stream | null = null) =>
    gradientsOf({ model, method, batch, pass: { training: true, seed, step: number }, from });
  let step = from?.step ?? 0;
  const group =
    captured && !training.gradient_checkpointing
      ? (stack?.groupOf(model, dataset, method, config) ?? null)
      : null;
  const alone = createStepper(({ rates, ...inputs }) => {
    const below = group?.below(step, inputs.batch) ?? null;
    const { loss, grads } = atStep(inputs, below);
    return { losses: loss, gradNorms: [optimizer.step(grads, rates)], isShared: below !== null };
  }, captured);
  const stepper = group?.join({ method, optimizer, alone }) ?? alone;
  let elapsedMs = from?.elapsedMs ?? 0;
  let finished = false;
  /** Steps set going whose losses are unknown, by number. */
  const underWay = new Map<number, { learningRate: number; tokens: number }>();
  let known: StepPoint[] = [];

  /** Where the largest of some values are, given for each parameter, and how large. */
  const largest = (values: readonly Float32Array[]) => {
    const sizes = values.map((own) =>
      own.reduce((max, value) => Math.max(max, Math.abs(Number.isNaN(value) ? Infinity : value)), 0),
    );
    const size = Math.max(...sizes);
    return { size, place: method.slots[sizes.indexOf(size)]?.place ?? '' };
  };
  const describeLargest = async () => {
    const { size, place } = largest(await method.parameters.read());
    return `The largest trained value is ${size.toPrecision(3)}, at ${place}.`;
  };
  /** Says at which step a value stopped being finite, and where what is trained, or the gradient computed again, is largest. */
  const describeNonFinite = async (number: number, loss: number) => {
    if (!Number.isFinite(loss))
      return `Step ${number}: the loss is no longer a finite number. ${await describeLargest()}`;
    const grads = tf.tidy(() => atStep(uploadStep(valuesOf(number, batchAt(number)))).grads);
    const values = await Promise.all(grads.map((grad) => grad.data<'float32'>()));
    tf.dispose(grads);
    return `Step ${number}: the gradient is too large to be a finite number, most of all at ${largest(values).place}.`;
  };

  const note = async (figures: readonly StepFigures[]) => {
    for (const { ms, step: number, loss, gradNorm } of figures) {
      elapsedMs += ms;
      if (!Number.isFinite(loss) || !Number.isFinite(gradNorm)) {
        // The optimizer has updated nothing since.
        step = number - 1;
        throw new LabError('non-finite', await describeNonFinite(number, loss));
      }
      const inputs = underWay.get(number);
      underWay.delete(number);
      if (inputs) known.push({ step: number, loss, gradNorm, ...inputs, elapsedMs });
    }
  };
  const spectra = createSpectra(model, method, config, denseSpectra);
  /** Values of each trained tensor, by its name. */
  const namedValues = (values: readonly Float32Array[]): NamedTensors =>
    Object.fromEntries(
      variables.map(({ shape }, i) => [
        method.slots[i]?.name ?? '',
        { shape: [...shape], values: values[i] ?? new Float32Array() },
      ]),
    );
  const settle = async () => {
    if (!finished) await note(await stepper.settle());
  };
  const finish = () => {
    if (finished) return;
    finished = true;
    spectra.end();
    stepper.dispose();
    optimizer.dispose();
  };

  return {
    method,
    together: labWebGPU() && group,
    get step() {
      return step;
    },
    get capture() {
      return stepper.capture;
    },
    get hostMs() {
      return stepper.hostMs;
    },
    get memory() {
      const { stepBytes } = stepper;
      const state = method.bytes + optimizer.bytes;
      return stepBytes === null ? null : { model: model.bytes, state, step: stepBytes };
    },
    trainableParameters: variables.reduce((sum, v) => sum + v.size, 0),
    async next() {
      const figures = await stepper.run(() => {
        const batch = batchAt(++step);
        underWay.set(step, { learningRate: learningRateAt(training, step), tokens: batch.tokens });
        return valuesOf(step, batch);
      });
      await note(figures);
    },
    settle,
    take() {
      const points = known;
      known = [];
      return points;
    },
    async upcoming() {
      const batch = batchAt(step + 1);
      const { loss, grads } = tf.tidy(() => atStep(uploadStep(valuesOf(step + 1, batch))));
      const [[value = NaN], gradients] = await Promise.all([
        loss.data<'float32'>(),
        Promise.all(grads.map((grad) => grad.data<'float32'>())),
      ]);
      tf.dispose([loss, ...grads]);
      return { batch, loss: value, gradients: namedValues(gradients) };
    },
    spectrum: () => spectra.take(step),
    alignments: () => spectra.alignments(),
    async explain(error) {
      if (!(error instanceof LabError) || error.code !== 'non-finite') return error;
      return new LabError('non-finite', `Step ${step}: ${error.message} ${await describeLargest()}`);
    },
    snapshot: () => ({ method: createMethod(config.method, model, { method }), step }),
    async checkpoint() {
      await settle();
      const [tensors, moments] = await Promise.all([method.read(), optimizer.read()]);
      const named = (which: keyof Moments) => namedValues(moments.map((each) => each[which]));
      return { step, elapsedMs, tensors, first: named('m'), second: named('v') };
    },
    finish,
    dispose() {
      finish();
      method.dispose();
    },
  };
}

/** @throws LabError `bad-adapter` where a trained tensor has none, or not of its size */
function momentsOf({ parameters, slots }: Method, { first, second }: Checkpoint): Moments[] {
  return parameters.variables.map(({ size }, i) => {
    const name = slots[i]?.name ?? '';
    const [m, v] = [first[name]?.values, second[name]?.values];
    if (m?.length !== size || v?.length !== size)
      throw new LabError('bad-adapter', `The checkpoint lacks the moments of ${name}.`);
    return { m, v };
  });
}
