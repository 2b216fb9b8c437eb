/**
 * Runs that start together share what is the same in all: on WebGPU those that take a step at once go through the model
 * together, the rows of all through each frozen product in one dispatch, each run's own through its A and B; elsewhere runs
 * step one by one, and the layers below the first that they adapt are computed once a step. Whoever steps alone does so as if
 * there were no others, so runs may rest and end when they like.
 */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../core/lab-error.ts';
import type { RunConfig } from '../core/run-config.ts';
import type { Dataset } from '../data/dataset.ts';
import { labWebGPU } from './backend/current.ts';
import type { LabWebGPU } from './backend/webgpu.ts';
import type { BatchTensors } from './batch-tensors.ts';
import type { Method } from './methods/method.ts';
import { firstAdapted, stackedChanges, stackKey } from './methods/stacked.ts';
import type { BaseModel } from './model/base-model.ts';
import { gpt2Forward, type Gpt2Model } from './model/gpt2.ts';
import { wholeTexts, type Stream } from './model/reading.ts';
import { headOf } from './model/transformer.ts';
import { headLossOfRuns } from './ops/head-loss.ts';
import type { AdamW } from './optim.ts';
import { createStepper, type Step, type StepFigures, type Stepper, type StepValues } from './stepper.ts';

/** What a run needs to step. */
interface Entrant {
  method: Method;
  optimizer: AdamW;
  /** Steps this run by itself. */
  alone: Stepper;
}

/** Runs that read the same batches and adapt the same matrices. */
export interface Group {
  /**
   * What runs that step one by one share at a step.
   * @param step of the run that asks
   * @returns null on WebGPU, and to a run without others. The group's, until one asks for another step
   */
  below(step: number, batch: BatchTensors): Stream | null;
  /**
   * The run leaves when it disposes the stepper, which disposes that of the run alone.
   * @returns a stepper of the run. For runs at the same step to go together, `run` is called for all in one task
   */
  join(entrant: Entrant): Stepper;
}

export interface Stack {
  /** Null for a run that can share nothing, as one of another model than a GPT-2. */
  groupOf(
    model: BaseModel,
    dataset: Dataset,
    method: Method,
    config: Pick<RunConfig, 'method' | 'training' | 'seed'>,
  ): Group | null;
}

/** Runs that have gone together since the last change among them. */
interface Team {
  readonly members: readonly Member[];
  readonly stepper: Stepper;
  /** While its steps are waited for, by whoever asked first. */
  settling: Promise<void> | null;
}

interface Member extends Entrant {
  /** Null while it steps alone. */
  team: Team | null;
  /** Known figures that the run has not asked for. */
  figures: StepFigures[];
}

interface Call {
  member: Member;
  next: () => StepValues;
  resolve: (figures: StepFigures[]) => void;
  reject: (error: unknown) => void;
}

/** Each further run makes kernels longer, which take longer to compile. */
const MOST_TOGETHER = 8;

/** As many runs go together as one dispatch can bind the parameters of, beside six other tensors; but a race of four always. */
const mostBound = ({ device }: LabWebGPU): number =>
  Math.min(MOST_TOGETHER, Math.max(4, device.limits.maxStorageBuffersPerShaderStage - 6));

/** About the most bytes that runs which go together may hold at once for their gradients. */
const MAX_HELD = 2 ** 29;

/** About the bytes that a step holds for its gradient: eight values as wide as the stream in a layer, MLP's twice, logits twice. */
const heldBy = ({ config: { n_layer, n_embd, n_inner, vocab_size } }: Gpt2Model, rows: number): number =>
  4 * rows * (n_layer * (8 * n_embd + 2 * n_inner) + 2 * vocab_size);

/** One training step of several runs. @param layer the first that they adapt */
const stepOf =
  (model: Gpt2Model, layer: number, members: readonly Member[]): Step =>
  ({ batch, step, rates }) => {
    const changes = stackedChanges(members.map(({ method }) => method));
    const reading = wholeTexts(model, batch);
    const below = gpt2Forward(model, null, batch.ids, { training: false }, reading, { until: layer });
    const x: tf.Tensor2D = tf.tile(below, [members.length, 1]);
    // Nothing is drawn where runs go together.
    const pass = { training: true, seed: 0, step } as const;
    const { value: losses, grads } = tf.valueAndGrads(() => {
      const hidden = gpt2Forward(model, changes, batch.ids, pass, reading, { from: { layer, x } });
      return headLossOfRuns(hidden, headOf(model, changes), batch.targets, batch.mask, members.length);
    })(
      members.flatMap(({ method }) => method.parameters.variables),
      tf.ones([members.length]),
    );
    let first = 0;
    const gradNorms = members.map(({ method, optimizer }, run) => {
      const own = grads.slice(first, (first += method.parameters.variables.length));
      return optimizer.step(own, rates, run);
    });
    return { losses, gradNorms };
  };

/** Joins the values that several runs' steps read: the batch is one. */
function valuesOf(calls: readonly Call[]): StepValues {
  const each = calls.map(({ next }) => next());
  const [first] = each;
  if (!first || each.some(({ step }) => step !== first.step))
    throw new LabError('internal', 'Runs that go together are at the same step.');
  return { ...first, rates: Float32Array.from(each.flatMap(({ rates }) => [...rates])) };
}

/** Hands figures to the runs that they are of. */
function deal({ members }: Team, figures: readonly StepFigures[]): void {
  for (const own of figures) members[own.run]?.figures.push(own);
}

/** Waits for the steps under way of a run, and of those that it goes with. */
async function settle({ team, alone, figures }: Member): Promise<void> {
  if (!team) figures.push(...(await alone.settle()));
  else
    await (team.settling ??= team.stepper
      .settle()
      .then((known) => deal(team, known))
      .finally(() => {
        team.settling = null;
      }));
}

/** From now on a run steps without its team, which is over once all have left: until then the others' figures lie there. */
function leave(member: Member): void {
  const { team } = member;
  member.team = null;
  if (team?.members.every((other) => other.team !== team)) team.stepper.dispose();
}

/** The team of these runs, who leave any other; null of one run. */
async function teamOf(members: readonly Member[], stepperOf: () => Stepper): Promise<Team | null> {
  const before = members[0]?.team ?? null;
  const stays = (member: Member, i: number) => member.team === before && before?.members[i] === member;
  if (members.length === (before?.members.length ?? 1) && (!before || members.every(stays))) return before;
  for (const member of members) {
    await settle(member);
    leave(member);
  }
  if (members.length === 1) return null;
  const team = { members, stepper: stepperOf(), settling: null };
  for (const member of members) member.team = team;
  return team;
}

/** Takes one step of runs that go together, or of one alone. */
async function advance(
  calls: readonly Call[],
  stepperOf: (members: readonly Member[]) => Stepper,
): Promise<void> {
  const members = calls.map(({ member }) => member);
  try {
    const team = await teamOf(members, () => stepperOf(members));
    if (team) deal(team, await team.stepper.run(() => valuesOf(calls)));
    else for (const { member, next } of calls) member.figures.push(...(await member.alone.run(next)));
    for (const { member, resolve } of calls) resolve(member.figures.splice(0));
  } catch (error) {
    for (const { reject } of calls) reject(error);
  }
}

/** @param layer the first that these runs adapt */
function createGroup(model: Gpt2Model, layer: number, rows: number): Group {
  const gpu = labWebGPU();
  const most = gpu ? Math.max(1, Math.min(mostBound(gpu), Math.floor(MAX_HELD / heldBy(model, rows)))) : 1;
  let size = 0;
  let shared: { step: number; stream: Stream } | null = null;
  let waiting: Call[] = [];
  const forget = () => {
    shared?.stream.x.dispose();
    shared = null;
  };
  /** Every call of this task has come. */
  const go = async () => {
    const calls = waiting;
    waiting = [];
    for (let first = 0; first < calls.length; first += most)
      await advance(calls.slice(first, first + most), (members) =>
        createStepper(stepOf(model, layer, members), true, members.length),
      );
  };
  return {
    below(step, batch) {
      if (gpu || size === 1) return null;
      if (shared?.step === step) return shared.stream;
      forget();
      const x = tf.tidy(() =>
        gpt2Forward(model, null, batch.ids, { training: false }, wholeTexts(model, batch), { until: layer }),
      );
      shared = { step, stream: { layer, x: tf.keep(x) } };
      return shared.stream;
    },
    join(entrant) {
      size++;
      const member: Member = { ...entrant, team: null, figures: [] };
      const stepper = () => member.team?.stepper ?? member.alone;
      return {
        get capture() {
          return stepper().capture;
        },
        get hostMs() {
          return stepper().hostMs;
        },
        // What runs that go together hold is no one's alone.
        get stepBytes() {
          return entrant.alone.stepBytes;
        },
        run: (next) =>
          new Promise((resolve, reject) => {
            if (waiting.push({ member, next, resolve, reject }) === 1) queueMicrotask(() => void go());
          }),
        async settle() {
          await settle(member);
          return member.figures.splice(0);
        },
        dispose() {
          leave(member);
          member.alone.dispose();
          size--;
          if (size <= 1) forget();
        },
      };
    },
  };
}

/** For runs that start together. */
export function createStack(): Stack {
  const groups: { model: BaseModel; dataset: Dataset; key: string; group: Group }[] = [];
  return {
    groupOf(model, dataset, method, { method: config, training, seed }) {
      if (model.family !== 'gpt2') return null;
      const likeness = stackKey(config);
      if (likeness === null) return null;
      const layer = firstAdapted(model, method);
      if (layer < 0) return null;
      const { batch_size, max_train_samples } = training;
      const key = [likeness, seed, batch_size, max_train_samples].join();
      const known = groups.find((one) => one.model === model && one.dataset === dataset && one.key === key);
      if (known) return known.group;
      const group = createGroup(model, layer, batch_size * dataset.sequenceLength);
      groups.push({ model, dataset, key, group });
      return group;
    },
  };
}
