/**
 * The laboratory: one device, one base model, one dataset, and the runs. It takes commands and posts events; how they
 * travel is answer.ts's business.
 */
import type { Baseline } from '../core/baseline.ts';
import { LabError, need } from '../core/lab-error.ts';
import { unfitDtype, unfitFor } from '../core/methods/methods.ts';
import { isBert } from '../core/models/bert.ts';
import { isBaseOf } from '../core/model-info.ts';
import { textLength, type RunConfig } from '../core/run-config.ts';
import type { DeviceInfo } from '../core/run-record.ts';
import { HIDDEN_RANK, secretRank } from '../core/secret.ts';
import { DATA_SEED } from '../data/dataset.ts';
import { cardOf } from '../data/tasks/card.ts';
import { TASKS } from '../data/tasks/tasks.ts';
import { labWasm } from '../engine/backend/current.ts';
import { listenToDevice } from '../engine/backend/device-error.ts';
import type { DenseSpectra } from '../engine/delta-spectra.ts';
import { memory, pickDevice } from '../engine/device.ts';
import { readModel, readSettings, type LoadedModel, type ModelSource } from '../engine/model/load.ts';
import { work } from '../engine/run.ts';
import { createStack, type Stack } from '../engine/stack.ts';
import { createTrainer } from '../engine/trainer.ts';
import { errorCode, errorEvent } from './error-event.ts';
import { createDeployment } from './deployment.ts';
import { createInference } from './inference.ts';
import { createLabData } from './lab-data.ts';
import { createLockstep, type RunWork } from './lockstep.ts';
import { packData, startTensors } from './packing.ts';
import { finishWork } from './pieces.ts';
import type { Command, CommandOf, LabEvent } from './protocol.ts';
import { otherModel } from './speaker.ts';
import { figuresApart } from './spectra-client.ts';

/** Singular values that take longer are told of. Milliseconds. */
const LONG_MS = 1000;

/** Long work that later commands end. */
function createEndable() {
  let controller = new AbortController();
  return {
    /** Of what begins now. */
    get signal() {
      return controller.signal;
    },
    /** Ends all that has begun. */
    end() {
      controller.abort();
      controller = new AbortController();
    },
  };
}

/** After it, nobody wants what is being started. */
const endsStart = (command: Command): boolean =>
  command.type === 'start' ||
  command.type === 'reset' ||
  (command.type === 'stop' && command.runId === undefined);

/** Takes long and changes nothing that runs depend on until it is done: what comes after it need not wait. */
const isLong = (command: Command): boolean =>
  command.type === 'generate' ||
  command.type === 'evaluate' ||
  command.type === 'measure' ||
  command.type === 'probe' ||
  command.type === 'score' ||
  command.type === 'merge' ||
  command.type === 'mergeModel' ||
  command.type === 'time' ||
  command.type === 'switch' ||
  command.type === 'mix' ||
  command.type === 'pack' ||
  command.type === 'readData' ||
  (command.type === 'loadData' && (command.task === HIDDEN_RANK || command.own !== null));

export interface Lab {
  /**
   * Carries out a command, after those that came before it but for long ones (`isLong`), which it does not wait for.
   * Failures become `error` events; it never rejects.
   */
  handle(command: Command): Promise<void>;
}

/** @param post hears every event */
export function createLab(post: (event: LabEvent) => void): Lab {
  let device: DeviceInfo | null = null;
  let baseUrl = '';
  /** The model that is being fetched before it is asked for. */
  let early: { name: string; reading: ReturnType<typeof readModel> } | null = null;
  let model: LoadedModel | null = null;
  /** Where it came from. */
  let source: ModelSource = { baseUrl };
  const lockstep = createLockstep(post);
  /** How often the device complained of what no call reports: nothing that was under way can be trusted. */
  let faults = 0;
  /** Data: `abandon` ends it. */
  const making = createEndable();
  /** Singular values: `skipSpectra` ends them. */
  const decomposing = createEndable();
  /** Starts of runs: `endsStart` tells which commands end them. */
  const starting = createEndable();
  /** The commands so far. */
  let earlier: Promise<void> = Promise.resolve();

  const needModel = () => need(model, 'no-model', 'No model is loaded.');
  const data = createLabData(post, {
    model: () => model,
    classify: (labels) => {
      model = model?.forClasses?.(labels) ?? model;
    },
    faults: () => faults,
  });
  const asked = {
    model: needModel,
    faults: () => faults,
    data: () => data.current(),
    run: (runId: string) => lockstep.get(runId),
  };
  const inference = createInference(post, asked);
  const deployment = createDeployment(post, {
    ...asked,
    reload: async () => {
      const { model: name, base_dtype, config } = needModel().info;
      const put = await readModel(name, source);
      return () => {
        const loaded = put(base_dtype);
        return isBert(config) ? (loaded.forClasses?.(config.labels) ?? loaded) : loaded;
      };
    },
    settings: () => readSettings(needModel().info.model, source),
  });
  const needRun = (runId: string) =>
    need(lockstep.get(runId), 'no-run', `The worker holds no run "${runId}".`);

  /** Takes them apart from training, and tells how far that is where it takes long. What fails is told and no more. */
  const denseSpectra: DenseSpectra = async (changes, step, ended) => {
    const matrices = changes.map(({ values, dIn, dOut }) => ({ values, rows: dIn, columns: dOut }));
    const began = performance.now();
    const takesLong = () => performance.now() - began > LONG_MS;
    try {
      return await figuresApart(matrices, {
        signal: AbortSignal.any([ended, decomposing.signal]),
        hear: (done) => {
          if (takesLong()) post({ type: 'decomposing', progress: { step, done, matrices: matrices.length } });
        },
      });
    } catch (error) {
      if (errorCode(error) !== 'abandoned') post(errorEvent(error, null, null));
      return null;
    } finally {
      if (takesLong()) post({ type: 'decomposing', progress: null });
    }
  };

  /**
   * The loaded model and data, for a run.
   * @throws LabError no-model, no-data where the run wants others
   */
  const needFor = async (config: RunConfig) => {
    needModel();
    const prepared = await data.current();
    const loaded = needModel();
    const { dataset, max_length } = prepared;
    if (!isBaseOf(loaded.info, config)) throw otherModel('wants', config, loaded.info);
    const unfit = unfitFor(loaded.info.config, config.method) ?? unfitDtype(config);
    if (unfit !== null) throw new LabError('no-model', unfit);
    const places = textLength(config, loaded.info.config);
    if (config.task !== dataset.summary.task || places !== max_length)
      throw new LabError(
        'no-data',
        `The data was prepared for "${dataset.summary.task}" at ${max_length} tokens, the run wants ` +
          `"${config.task}" at ${places}.`,
      );
    const { secret } = dataset.summary;
    const choice = { seed: config.secret_seed, rank: config.secret_rank };
    if (secret && (secret.seed !== choice.seed || secret.rank !== secretRank(choice)))
      throw new LabError('no-data', 'The data was made for another secret than the run wants.');
    return { loaded, ...prepared };
  };

  /**
   * @param run its settings, and what it goes on from or starts with, as the command has them
   * @param known what the base model makes of the data, where the page knows that
   * @param stack of the runs that start together
   * @throws LabError no-model, no-data where the run wants others than are loaded; abandoned where it is ended before it starts
   */
  const beginRun = async (
    { config, from, start }: Omit<CommandOf<'start'>['runs'][number], 'runId'>,
    known: Baseline | undefined,
    stack: Stack,
    signal: AbortSignal,
  ): Promise<RunWork> => {
    const { loaded, dataset, baseline } = await needFor(config);
    baseline.value ??= known ?? null;
    const before = faults;
    const trainer = await finishWork(
      createTrainer(loaded.base, dataset, config, { denseSpectra, stack, from, start }),
      () => faults === before && !signal.aborted,
      () =>
        faults === before
          ? new LabError('abandoned', 'The run was ended before it started.')
          : new LabError('device-lost', 'The device failed while it prepared the run.'),
      (share) => post({ type: 'starting', share }),
      (unwanted) => unwanted.dispose(),
    );
    const pieces = work(loaded, dataset, config, trainer, baseline);
    return { config, trainer, pieces, ...(dataset.classes && { labels: dataset.classes.labels }) };
  };

  const read = (name: string, from: ModelSource = { baseUrl }) =>
    readModel(name, from, (loaded, total) => post({ type: 'loading', loaded, total }));

  /** Starts the device. What needs none is done meanwhile: the first model is fetched, and the tasks are made. */
  const start = async ({ requestId, backend, baseUrl: folder, model: name }: CommandOf<'init'>) => {
    listenToDevice((error) => {
      faults++;
      lockstep.fail(error);
    });
    baseUrl = folder;
    early = { name, reading: read(name) };
    // Told by `loadModel`.
    early.reading.catch(() => undefined);
    const picking = pickDevice(backend);
    const tasks = Object.values(TASKS).map((task) => cardOf(task, DATA_SEED));
    device = await picking;
    post({ type: 'ready', requestId, device, tasks });
  };

  const load = async ({ requestId, model: name, folder, base_dtype }: CommandOf<'loadModel'>) => {
    need(device, 'no-model', 'The worker has not been started with `init`.');
    const reading = folder ? read(name, { folder }) : early?.name === name ? early.reading : read(name);
    early = null;
    const put = await reading;
    await lockstep.reset();
    // Not both at once: a model is loaded anew where memory is short, too.
    model?.base.dispose();
    model = null;
    const loaded = put(base_dtype);
    model = loaded;
    source = folder ? { folder } : { baseUrl };
    // Tokenised for another model.
    data.clear();
    post({ type: 'model', requestId, info: loaded.info });
  };

  const pack = async ({ requestId, config, start: own }: CommandOf<'pack'>) => {
    const { loaded, dataset } = await needFor(config);
    const held = () => model === loaded;
    const start = own ?? (await finishWork(startTensors(loaded.base, config), held));
    post({ type: 'packed', requestId, start, files: await finishWork(packData(dataset, config), held) });
  };

  const readAdapter = async ({ requestId, runId }: CommandOf<'readAdapter'>) => {
    const { trainer } = needRun(runId);
    const { step } = trainer;
    const tensors = await trainer.method.read();
    post({ type: 'adapter', requestId, runId, step, tensors });
  };

  /** @param signals aborted where the making of data, or the start of runs, has been given up since the command came */
  const carryOut = async (
    command: Command,
    signals: Record<'making' | 'starting', AbortSignal>,
  ): Promise<void> => {
    switch (command.type) {
      case 'init':
        return start(command);
      case 'loadModel':
        return load(command);
      case 'readData':
        return data.offer(command, signals.making);
      case 'takeOffer':
        data.takeOffer(command);
        return;
      case 'loadData':
        return data.prepare(command, signals.making);
      case 'abandon':
      case 'skipSpectra':
        return;
      case 'stopTiming':
        deployment.stopTiming();
        return;
      case 'start': {
        const stack = createStack();
        return lockstep.start(
          command.runs.map((run) => ({
            runId: run.runId,
            begin: () => beginRun(run, command.baseline, stack, signals.starting),
          })),
          command.paused,
        );
      }
      case 'pause':
        return lockstep.pause();
      case 'resume':
        lockstep.resume();
        return;
      case 'step':
        return lockstep.step();
      case 'checkpoint':
        lockstep.checkpoint();
        return;
      case 'stop':
        return lockstep.stop(command.runId);
      case 'reset':
        return lockstep.reset();
      case 'release':
        return lockstep.release(command.runId);
      case 'generate':
        return inference.generate(command);
      case 'evaluate':
        return inference.evaluate(command);
      case 'measure':
        return inference.measure(command);
      case 'probe':
        return inference.probe(command);
      case 'score':
        return inference.score(command);
      case 'merge':
        return deployment.merge(command);
      case 'mergeModel':
        return deployment.mergeModel(command);
      case 'time':
        return deployment.time(command);
      case 'switch':
        return deployment.switch(command);
      case 'mix':
        return deployment.mix(command);
      case 'pack':
        return pack(command);
      case 'readAdapter':
        return readAdapter(command);
      case 'memory':
        post({
          type: 'memory',
          requestId: command.requestId,
          ...memory(),
          wasmBytes: labWasm()?.memoryBytes ?? 0,
        });
        return;
      default:
        return command satisfies never;
    }
  };

  return {
    handle(command) {
      if (command.type === 'abandon') making.end();
      if (command.type === 'skipSpectra') decomposing.end();
      if (endsStart(command)) starting.end();
      const signals = { making: making.signal, starting: starting.signal };
      const done = earlier.then(async () => {
        try {
          await carryOut(command, signals);
        } catch (error) {
          post(errorEvent(error, 'requestId' in command ? command.requestId : null, null));
        }
      });
      if (!isLong(command)) earlier = done;
      return done;
    },
  };
}
