/** For tests only: a page on a scripted worker, behind the real client, so that every message passes the protocol. */
import type { DirectionEffect } from '../core/direction-effect.ts';
import type { ImportedAdapter } from '../core/imported-adapter.ts';
import type { KeptAdapter } from '../core/kept-run.ts';
import { LabError } from '../core/lab-error.ts';
import { asLora } from '../core/methods/lora-config.ts';
import { lora } from '../core/methods/lora.ts';
import type { Slot } from '../core/methods/method.ts';
import type { ModelInfo } from '../core/model-info.ts';
import { SHIPPED } from '../core/models/shipped.ts';
import { defaultRunConfig } from '../core/run-config.ts';
import {
  noFindings,
  type DatasetSummary,
  type DeviceInfo,
  type RunRecord,
  type RunState,
  type Score,
  type StepPoint,
} from '../core/run-record.ts';
import { sizeOf, type TensorValues } from '../core/tensors.ts';
import { FormatError } from '../formats/format-error.ts';
import { importPeftAdapter } from '../formats/peft/import.ts';
import { readRunsBlob } from '../formats/run-file.ts';
import { createLabClient, type LabClient, type WorkerPort } from '../worker/client.ts';
import {
  commandSchema,
  type Command,
  type CommandOf,
  type LabEvent,
  type OwnData,
  type OwnFile,
  type Reading,
} from '../worker/protocol.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createImportedAdapters } from './imported-adapters.ts';
import { withoutFiles, type KeptModels, type OwnModel } from './kept-models.ts';
import { openPageModel, type PageModel, type PageModelOptions } from './page-model.ts';
import type { PageStorage, Usage } from './storage.ts';
import { createTabs, type Locks, type Tabs } from './tabs.ts';

export const DEVICE: DeviceInfo = {
  backend: 'wasm',
  reason: 'no-webgpu',
  adapter: '',
  software: false,
  f16: false,
  threads: 1,
};

export const DATASET: DatasetSummary = {
  task: 'restaurant',
  name: 'restaurant',
  train: 100,
  validation: 10,
  test: 10,
  prompts: 120,
  longestTokens: 50,
  truncated: 0,
  dropped: [],
  examples: [],
  fingerprint: 'abcd1234',
  metrics: ['bleu'],
};

/** Two columns, read as pairs. */
export const READING: Reading = {
  kind: 'delimited',
  packing: null,
  encoding: 'utf-8',
  damaged: null,
  delimiter: ',',
  columns: ['a', 'b'],
  rows: [['1', '2']],
  used: { prompt: 'a', completion: 'b' },
  pairs: [{ prompt: '1', completion: '2', line: 2 }],
};

/** Tensors of these names and shapes, with values that differ. */
export const filled = (slots: readonly Pick<Slot, 'name' | 'shape'>[]): Record<string, TensorValues> =>
  Object.fromEntries(
    slots.map(({ name, shape }, n) => [
      name,
      {
        shape: [...shape],
        values: Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i + n) / 3),
      },
    ]),
  );

/** What the default config trains. */
export const ADAPTER: KeptAdapter = {
  step: 7,
  tensors: filled(lora.slots(SHIPPED.nano, asLora(defaultRunConfig().method), 0)),
};

/** What a direction does, as the worker says. */
export const EFFECT: DirectionEffect = {
  texts: [{ tokens: ['a', ' b'], strengths: [0.5, -2], peak: 1 }],
  share: 0.25,
  dIn: 64,
  byLogp: { raised: [{ token: ' c', logp: 1, without: 0.1, whole: 0.3 }], lowered: [] },
  byP: { raised: [], lowered: [{ token: ' d', logp: -1, without: 0.3, whole: 0.1 }] },
  places: 40,
};

export const step = (n: number): StepPoint => ({
  step: n,
  loss: 3 / n,
  gradNorm: 1,
  learningRate: 0.005,
  tokens: 400,
  elapsedMs: 100 * n,
});

export function record(id: string, fields: Partial<RunRecord> = {}): RunRecord {
  return {
    format: 'rankscope-run',
    version: 1,
    id,
    name: `run ${id}`,
    named: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    config: defaultRunConfig(),
    device: DEVICE,
    dataset: DATASET,
    state: 'finished',
    groupId: null,
    trainableParameters: 2048,
    totalParameters: 173_824,
    ...noFindings(),
    ...fields,
  };
}

/** An adapter from a file, with the default config's method on the healthy worker's model. */
export const imported = (id: string, importedAt = '2026-01-01T00:00:00.000Z'): ImportedAdapter => ({
  id,
  name: `adapter ${id}`,
  importedAt,
  model: 'nano',
  weights: 'abc',
  method: defaultRunConfig().method,
  trainableParameters: 2048,
  measured: null,
});

export const blobOf = (text: string) => new Blob([text]);

/** What the browser gives for a file that changed on disk after it was chosen. */
export function unreadableBlob(): Blob {
  const fail = () => Promise.reject(new DOMException('The file could not be read.', 'NotReadableError'));
  const failing = () => new ReadableStream({ pull: fail });
  return Object.assign(new Blob(['x']), {
    text: fail,
    arrayBuffer: fail,
    stream: failing,
    slice: unreadableBlob,
  });
}

/** A file of this text, given to be recognised. */
export const ownText = (name: string, text: string): OwnData => ({
  name,
  bytes: blobOf(text),
  encoding: null,
  columns: null,
});

type Answer = (command: Command) => LabEvent[];

/** A test score of 50 after a step. */
export const scoreAt = (step: number): Score => ({
  step,
  split: 'test',
  metric: 'bleu',
  value: 50,
  interval: null,
  texts: 10,
});

/** What a worker in good health answers. */
export const healthy: Answer = (command) => {
  switch (command.type) {
    case 'init':
      return [{ type: 'ready', requestId: command.requestId, device: DEVICE, tasks: [] }];
    case 'loadModel': {
      return [
        { type: 'loading', loaded: 5, total: 10 },
        {
          type: 'model',
          requestId: command.requestId,
          info: {
            model: command.model,
            weights: 'abc',
            config: SHIPPED.nano,
            totalParameters: 173_824,
            scores: {},
            ...(command.base_dtype && { base_dtype: command.base_dtype }),
          },
        },
      ];
    }
    case 'loadData': {
      const summary = { ...DATASET, task: command.task, name: command.own?.name ?? command.task };
      return [{ type: 'dataset', requestId: command.requestId, summary }];
    }
    case 'readData': {
      const summary = { ...DATASET, task: 'own', name: command.own.name };
      return [{ type: 'offer', requestId: command.requestId, reading: READING, summary, unusable: null }];
    }
    case 'takeOffer':
      return [
        {
          type: 'dataset',
          requestId: command.requestId,
          summary: { ...DATASET, task: 'own', name: 'offered' },
        },
      ];
    case 'start':
      return command.runs.map(({ runId }) => ({
        type: 'status',
        runId,
        state: command.paused ? 'paused' : 'running',
        trainableParameters: 2048,
      }));
    case 'readAdapter':
      return [{ type: 'adapter', requestId: command.requestId, runId: command.runId, ...ADAPTER }];
    case 'evaluate':
      return [
        {
          type: 'evaluated',
          requestId: command.requestId,
          loss: command.runId ? 1 : 3,
          tokens: 210,
          step: command.runId ? ADAPTER.step : 0,
        },
      ];
    case 'measure':
      return [{ type: 'measured', requestId: command.requestId, figures: { loss: 1, heldOut: 2 } }];
    case 'probe':
      return [{ type: 'probed', requestId: command.requestId, effect: EFFECT }];
    case 'score':
      return [
        {
          type: 'scored',
          requestId: command.requestId,
          scores: [scoreAt(0), scoreAt(command.kept?.step ?? ADAPTER.step)],
          answers: [{ prompt: 'name[X]', references: ['X'], text: 'X', score: 1 }],
        },
      ];
    case 'generate':
      return [
        {
          type: 'generated',
          requestId: command.requestId,
          text: `${command.runId ?? 'base'} says`,
          step: command.runId ? ADAPTER.step : 0,
        },
      ];
    default:
      return [];
  }
};

/** A worker in good health that knows the model of any folder, or refuses it. @param config the model's */
export const knowsFolders =
  (isGood: () => boolean = () => true, config: ModelInfo['config'] = SHIPPED.nano): Answer =>
  (command) => {
    if (command.type !== 'loadModel' || !command.folder) return healthy(command);
    const { requestId, model } = command;
    if (!isGood())
      return [{ type: 'error', code: 'model-format', detail: 'No weights.', requestId, runId: null }];
    const info = { model, weights: 'own', config, totalParameters: 1000, scores: {} };
    return [{ type: 'model', requestId, info }];
  };

/** Answers commands in their order, each in a task of its own, as a worker does. */
export class FakeWorker implements WorkerPort {
  readonly commands: Command[] = [];
  answer: Answer = healthy;
  private readonly target = new EventTarget();

  postMessage(message: unknown): void {
    const command = commandSchema.parse(message);
    this.commands.push(command);
    setTimeout(() => {
      for (const event of this.answer(command)) this.emit(event);
    });
  }
  emit(event: LabEvent): void {
    this.target.dispatchEvent(new MessageEvent('message', { data: event }));
  }
  die(): void {
    this.target.dispatchEvent(new Event('error'));
  }
  addEventListener(type: string, listener: (event: Event) => void): void {
    this.target.addEventListener(type, listener);
  }
  terminate(): void {
    this.answer = () => [];
  }
  /** Commands of one type, in order. */
  sent<T extends Command['type']>(type: T): CommandOf<T>[] {
    return this.commands.filter((command): command is CommandOf<T> => command.type === type);
  }
}

export const NO_USAGE: Usage = { quota: null, persisted: null, runs: {}, own: 0 };

/** A storage that keeps nothing. */
export const emptyStorage: PageStorage = {
  load: () => Promise.resolve({ runs: [], own: null, queues: [], unreadable: [] }),
  run: () => Promise.resolve(null),
  putRun: () => Promise.resolve(true),
  putRuns: () => Promise.resolve(),
  deleteRun: () => Promise.resolve(),
  isDeleted: () => Promise.resolve(false),
  unreadableAdapters: () => Promise.resolve([]),
  onDisconnect: () => undefined,
  adapter: () => Promise.resolve(null),
  putAdapter: () => Promise.resolve(),
  ownData: () => Promise.resolve(null),
  putOwnData: () => Promise.resolve(),
  putQueue: () => Promise.resolve(),
  queue: () => Promise.resolve(null),
  rawAdapter: () => Promise.resolve(undefined),
  checkpoints: () => Promise.resolve({}),
  checkpoint: () => Promise.resolve(undefined),
  putCheckpoint: () => Promise.resolve(),
  deleteCheckpoint: () => Promise.resolve(),
  deleteUnreadable: () => Promise.resolve(),
  imported: () => Promise.resolve([]),
  putImported: () => Promise.resolve(),
  deleteImported: () => Promise.resolve(),
  usage: () => Promise.resolve(NO_USAGE),
  persist: () => Promise.resolve(false),
};

/** What the browser keeps of one finished run, with its adapter. */
export const storedRun = (fields: Partial<RunRecord> = {}): PageStorage => ({
  ...emptyStorage,
  load: () =>
    Promise.resolve({
      runs: [record('a', { steps: [step(7)], ...fields })],
      own: null,
      queues: [],
      unreadable: [],
    }),
  adapter: () => Promise.resolve(ADAPTER),
});

/** The tabs of a browser that has a channel and, unless it is told otherwise, locks. */
export function browser({ hasLocks = true } = {}) {
  const listeners: ((event: MessageEvent<unknown>) => void)[][] = [];
  const tails = new Map<string, Promise<unknown>>();
  return {
    /** A new tab, and what closes it. */
    tab(): { tabs: Tabs; close: () => void } {
      const mine: (typeof listeners)[number] = [];
      listeners.push(mine);
      let close: () => void = () => undefined;
      const closed = new Promise<void>((resolve) => {
        close = () => {
          listeners.splice(listeners.indexOf(mine), 1);
          resolve();
        };
      });
      const locks: Locks = {
        request(name, { ifAvailable }, whileHeld) {
          const before = tails.get(name);
          if (ifAvailable && before) return whileHeld(null);
          const turn = (before ?? Promise.resolve())
            .then(() => Promise.race([whileHeld(name), closed]))
            .then(() => {
              if (tails.get(name) === turn) tails.delete(name);
            });
          tails.set(name, turn);
          return turn;
        },
      };
      const channel = {
        postMessage: (data: unknown) => {
          for (const others of listeners)
            if (others !== mine)
              setTimeout(() => others.forEach((listen) => listen(new MessageEvent('message', { data }))));
        },
        addEventListener: (_: 'message', listener: (typeof mine)[number]) => void mine.push(listener),
      };
      return { tabs: createTabs(hasLocks ? locks : null, channel), close };
    },
  };
}

export interface Bench {
  page: PageModel;
  client: LabClient;
  /** The worker in use: the last one spawned. */
  worker: () => FakeWorker;
  /** Every worker spawned, in order. */
  workers: FakeWorker[];
  /** The query last given to the address. */
  query: () => string;
}

/** Reads PEFT's files as a parser does, which has a worker of its own elsewhere. */
async function readAdapter(files: readonly OwnFile[], { model: name, config }: ModelInfo) {
  const named = files.map(async (file) => ({
    name: file.name,
    bytes: new Uint8Array(await file.bytes.arrayBuffer()),
  }));
  try {
    return importPeftAdapter(await Promise.all(named), { name, config });
  } catch (error) {
    throw error instanceof FormatError ? new LabError('model-format', error.message) : error;
  }
}

/** What a browser keeps of models, in memory. */
export function memoryModels(): KeptModels {
  const kept = new Map<string, OwnModel>();
  return {
    list: () => Promise.resolve([...kept.values()].map(withoutFiles)),
    files: (id) => Promise.resolve(kept.get(id)?.files ?? null),
    keep: (model) => Promise.resolve(void kept.set(model.id, model)),
    remove: (id) => Promise.resolve(void kept.delete(id)),
  };
}

/** An opened page, ready to train unless `answer` says otherwise. */
export async function openBench({
  storage = emptyStorage,
  query = '',
  answer = healthy,
  tabs = createTabs(null, null),
  readRuns = ({ name, bytes }) => readRunsBlob(name, bytes),
  keptModels = memoryModels(),
}: {
  keptModels?: KeptModels;
  readRuns?: PageModelOptions['readRuns'];
  storage?: PageStorage;
  query?: string;
  answer?: Answer;
  tabs?: Tabs;
} = {}): Promise<Bench> {
  const workers: FakeWorker[] = [];
  const client = createLabClient(() => {
    const worker = new FakeWorker();
    worker.answer = answer;
    workers.push(worker);
    return worker;
  });
  let shown = '';
  const page = await openPageModel({
    client,
    readRuns,
    checkpoints: (options) => Promise.resolve(createCheckpoints(options)),
    importedAdapters: (context) => Promise.resolve(createImportedAdapters(context, readAdapter)),
    storage,
    keptModels,
    query,
    baseUrl: 'http://localhost/',
    tabs,
    onQuery: (next) => {
      shown = next;
    },
  });
  await page.session.getState().prepare();
  const worker = () => {
    const last = workers.at(-1);
    if (!last) throw new Error('No worker was started.');
    return last;
  };
  return { page, client, worker, workers, query: () => shown };
}

/**
 * Lets the fake worker’s answers arrive, and the answers to what they set going. However slow the machine, timers of one
 * length fire in turn.
 */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setTimeout(resolve));
}

/** What the page's notices say, oldest first. */
export const notices = ({ page }: Bench) => page.notices.getState().notices.map(({ notice }) => notice);

/** The worker reports steps of a run. */
export const progress = (bench: Bench, runId: string, ...numbers: number[]) =>
  bench.worker().emit({
    type: 'progress',
    runs: [{ runId, ...noFindings(), steps: numbers.map(step), costs: [] }],
  });

/** The worker reports a run's state. */
export const status = (bench: Bench, runId: string, state: RunState) =>
  bench.worker().emit({ type: 'status', runId, state, trainableParameters: 2048 });
