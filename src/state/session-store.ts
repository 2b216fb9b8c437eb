/**
 * What the worker holds: device, base model and dataset, brought in line with the form one load at a time.
 * A load that fails leaves the dataset before it in place. Runs are the runs store's.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FileProgress } from '../core/file-progress.ts';
import { LabError, need, type ErrorCode } from '../core/lab-error.ts';
import { usualRate } from '../core/methods/methods.ts';
import { isBert } from '../core/models/bert.ts';
import { shippedModel } from '../core/models/shipped.ts';
import { isBaseOf, type ModelInfo } from '../core/model-info.ts';
import { textLength, type RunConfig } from '../core/run-config.ts';
import type { BackendName, DatasetSummary, DeviceInfo } from '../core/run-record.ts';
import type { TaskCard } from '../core/task-card.ts';
import type { LabClient } from '../worker/client.ts';
import { HIDDEN_RANK, type SecretChoice } from '../core/secret.ts';
import type { OwnData, OwnFile, Reading, Unusable } from '../worker/protocol.ts';
import type { BroughtModel } from './brought-model.ts';
import type { ConfigState } from './config-store.ts';
import type { KeptModel, KeptModels, OwnModel } from './kept-models.ts';
import { errorNotice, type ErrorNotice, type NoticesStore } from './notices-store.ts';
import { ENCODER_TASK, MODELS, OWN_TASK, TASKS } from './shelf.ts';

export type Phase = 'device' | 'model' | 'data' | 'ready' | 'failed';

/** Data that was read and waits for a person's word. */
export interface Offer {
  own: OwnData;
  /** As the form had it when the data were read, which `summary` was made with. */
  max_length: number;
  reading: Reading;
  /** The dataset that it makes; null where a person must pick the columns first, or none can be made. */
  summary: DatasetSummary | null;
  /** Why no dataset can be made. */
  unusable: Unusable | null;
  /** How many pairs were read, and rows left out, while the dataset is still being built; null before and after. */
  found: { pairs: number; leftOut: number } | null;
}

export interface SessionState {
  /** What is being loaded; `ready` once all of it matches the form, or the config that was asked for last. */
  phase: Phase;
  device: DeviceInfo | null;
  /** The built-in tasks, once the worker has told them. */
  tasks: TaskCard[];
  model: ModelInfo | null;
  dataset: DatasetSummary | null;
  /** Bytes of the model fetched so far; `total` 0 where unknown. */
  download: { loaded: number; total: number } | null;
  /** How far own data are read, where that takes a while. */
  parsing: FileProgress | null;
  /** Which share of the data is made, from 0 to 1, where that takes a while. */
  making: number | null;
  /** Which share of the start of a run is done, from 0 to 1, where it takes long; null elsewhere. */
  starting: number | null;
  /** Of how many matrices the singular values of a step are taken, where that takes long; null elsewhere. */
  decomposing: { step: number; done: number; matrices: number } | null;
  /** The visitor's data that was last accepted. */
  own: OwnData | null;
  /** Data that was read and is not the task yet. */
  offer: Offer | null;
  /** Data is being read to be offered. */
  offering: boolean;
  /** Why the data last given was refused, and that data, which may be read otherwise. */
  refusal: { own: OwnData; error: ErrorNotice } | null;
  /** What the dialog for own models shows of one that was brought; null where the dialog is closed. */
  brought: BroughtModel | null;
  /** The model folder of a person's own that was loaded last. */
  ownModel: OwnModel | null;
  /** Those that the browser keeps. */
  keptModels: readonly KeptModel[];
  /**
   * Loads a model folder that a person brought, makes it the form's, and keeps it; one that cannot be kept becomes a notice.
   * @returns why it cannot be loaded, where that is so: the model before stays then; else null
   */
  openModel: (own: OwnModel) => Promise<ErrorNotice | null>;
  /** Deletes a kept model. One that is loaded stays loaded. */
  forgetModel: (id: string) => Promise<void>;
  /** The files of a model of a person's own; null where they are not in this browser. */
  modelFiles: (id: string) => Promise<readonly OwnFile[] | null>;
  /** Brings the worker in line with a config, by default the form. Resolves to whether it is. */
  prepare: (wanted?: RunConfig) => Promise<boolean>;
  /**
   * Reads the visitor's data for a look at it; outcomes show in `offer` and `refusal`. The task stays as it is. A file that
   * needs another beside it is remembered, and read together with the next one that needs one too.
   */
  offerOwnData: (own: OwnData) => Promise<void>;
  /** Makes the offered data the task. */
  acceptOffer: () => Promise<void>;
  /** Ends the reading of data to be offered. What was offered before it, if the same data were read once more, is there again. */
  stopReading: () => void;
  /** Gives up the singular values that are being taken; training goes on. */
  skipSpectra: () => void;
  /** Drops what is offered or being read, or why it was refused. */
  forgetOffer: () => void;
}

export interface SessionOptions {
  client: LabClient;
  /** Keeps accepted data for the next visit. */
  keepOwnData: (own: OwnData) => void;
  keptModels: KeptModels;
  config: StoreApi<ConfigState>;
  notices: NoticesStore;
  backend: BackendName | null;
  /** The page's folder, from where models are fetched. */
  baseUrl: string;
  /** The visitor's data kept from an earlier visit. */
  own: OwnData | null;
  /** Called before another model replaces the loaded one, which ends the runs on it. */
  leaveModel: () => Promise<void>;
}

/** What a dataset is made from. */
interface Wanted {
  task: string;
  own: OwnData | null;
  max_length: number;
  /** Of the task `hidden-rank` alone. */
  secret?: SecretChoice;
}

function wantedBy(form: RunConfig, model: ModelInfo | null, task: string, own: OwnData | null): Wanted {
  const max_length = model ? textLength(form, model.config) : form.training.max_length;
  const secret = { seed: form.secret_seed, rank: form.secret_rank };
  return { task, own, max_length, ...(task === HIDDEN_RANK && { secret }) };
}

const isSame = (a: Wanted, b: Wanted): boolean =>
  a.task === b.task &&
  a.own === b.own &&
  a.max_length === b.max_length &&
  a.secret?.seed === b.secret?.seed &&
  a.secret?.rank === b.secret?.rank;

/** Failures that leave no worker. */
export const isDeath = (code: ErrorCode) => code === 'device-lost' || code === 'no-worker';

export function createSessionStore(options: SessionOptions): StoreApi<SessionState> {
  const { client, keepOwnData, keptModels, config, notices, backend, baseUrl, leaveModel } = options;
  /** What the worker's dataset was made from. */
  let made: Wanted | null = null;
  /** What the worker is making at this moment, which takes long enough to be given up. */
  let beingMade: Wanted | null = null;
  /** What the worker is reading to be offered; null where nobody waits for it any more. */
  let beingRead: Pick<Offer, 'own' | 'max_length'> | null = null;
  /** How often data was offered or an offer forgotten: what was offered before the last time is not shown. */
  let offers = 0;
  /** The offer that stays where reading its data once more is stopped. */
  let standing: Offer | null = null;
  /** The worker was started again unasked, and nothing has been asked or trained since. */
  let revived = false;
  /** The file last offered that needs another beside it. */
  let half: OwnData | null = null;
  /** Loads run one after the other; each reads the form when its turn comes. */
  let tail: Promise<unknown> = Promise.resolve();
  const queue = <T>(load: () => Promise<T>): Promise<T> => {
    const turn = tail.then(load);
    tail = turn.catch(() => undefined);
    return turn;
  };

  let complaint: number | null = null;
  const report = (error: unknown) => {
    // The worker's death rejects every request but is one event, reported once where it is heard.
    if (error instanceof LabError && isDeath(error.code)) return;
    complaint = notices.getState().say(errorNotice(error));
  };
  /** A load that succeeds takes back what the failed one before it said. */
  const succeed = () => {
    if (complaint !== null) notices.getState().dismiss(complaint);
    complaint = null;
  };

  const store = createStore<SessionState>((set, get) => {
    const modelFiles = async (id: string) => {
      const own = get().ownModel;
      // A browser that keeps nothing has none.
      return own?.id === id ? own.files : keptModels.files(id).catch(() => null);
    };
    const listModels = () =>
      keptModels.list().then(
        (found) => set({ keptModels: found }),
        () => undefined,
      );
    void listModels();

    /** @param model the first that will be asked for */
    const startWorker = async (model: string) => {
      set({ phase: 'device' });
      const { device, tasks } = await client.request('init', {
        backend,
        baseUrl,
        // What a person brought is not fetched.
        model: shippedModel(model) ? model : MODELS[0],
      });
      set({ device, tasks });
      if (device.reason === 'wasm-failed') notices.getState().say({ type: 'wasm-failed' });
    };

    /** @param isAnew true to load it even where a model of that id is loaded */
    const loadModel = async (
      wanted: Pick<RunConfig, 'model' | 'training'> = config.getState().config,
      isAnew = false,
    ) => {
      const { model } = wanted;
      const { base_dtype } = wanted.training;
      const starting = get().device ? null : startWorker(model);
      // Its failure is reported at `await starting`.
      starting?.catch(() => undefined);
      const loaded = get().model;
      if (isBaseOf(loaded, wanted) && !isAnew) return;
      const isShipped = shippedModel(model) !== null;
      if (!isShipped) await starting;
      const files = isShipped ? null : need(await modelFiles(model), 'model-absent', model);
      if (loaded) await leaveModel();
      // A shipped model is asked for before the worker has started, which then need not wait for the page in between.
      const loading = client.request('loadModel', {
        model,
        ...(files && { folder: [...files] }),
        ...(base_dtype !== 'stored' && { base_dtype }),
      });
      // And this one's at `await loading`.
      loading.catch(() => undefined);
      try {
        await starting;
        set({ phase: 'model' });
        const { info } = await loading;
        made = null;
        const known = get().ownModel;
        const ownModel = files && { ...(known?.id === model && known), id: model, files };
        set({ model: info, dataset: null, ...(ownModel && { ownModel }) });
      } finally {
        set({ download: null });
      }
    };

    const loadData = async (form: RunConfig, task: string, own: OwnData | null) => {
      const wanted = wantedBy(form, get().model, task, own);
      if (made && isSame(made, wanted)) return;
      set({ phase: 'data' });
      if (wanted.secret || own) beingMade = wanted;
      try {
        const { summary, info } = await client.request('loadData', wanted);
        made = wanted;
        set({ dataset: summary, ...(info && { model: info }) });
      } finally {
        beingMade = null;
        set({ parsing: null, making: null });
      }
    };

    /** Own data for an encoder, or its built-in task where they have no classes: they may have been chosen for a model that writes. */
    const loadClasses = async (form: RunConfig, own: OwnData) => {
      try {
        await loadData(form, OWN_TASK, own);
      } catch (error) {
        if (!(error instanceof LabError) || error.code !== 'no-classes') throw error;
        notices.getState().say(errorNotice(error));
        config.getState().update({ task: ENCODER_TASK });
        await loadData(config.getState().config, ENCODER_TASK, null);
      }
    };

    const load = async (given?: RunConfig) => {
      const form = () => given ?? config.getState().config;
      try {
        await loadModel(form());
        const { model } = get();
        // The form may have another model's task, as after a link or a choice among models.
        const isEncoder = model !== null && isBert(model.config);
        if (!given && isEncoder && form().task !== ENCODER_TASK) {
          const { method, training } = form();
          const isUsual = training.learning_rate === usualRate(method, null);
          const learning_rate = isUsual ? usualRate(method, model.config) : training.learning_rate;
          const task = form().task === OWN_TASK && get().own ? OWN_TASK : ENCODER_TASK;
          config.getState().update({ task, training: { learning_rate } });
        }
        const { task } = form();
        const own = task === OWN_TASK ? get().own : null;
        if (task === OWN_TASK && !own) {
          notices.getState().say({ type: 'own-data-absent' });
          if (given) {
            set({ phase: 'ready' });
            return false;
          }
          config.getState().update({ task: TASKS[0] });
          await loadData(form(), TASKS[0], null);
        } else if (!given && isEncoder && own) await loadClasses(form(), own);
        else await loadData(form(), task, own);
        succeed();
        set({ phase: 'ready' });
        return true;
      } catch (error) {
        // What it was abandoned for is loaded next.
        if (error instanceof LabError && error.code === 'abandoned') return false;
        report(error);
        set({ phase: 'failed' });
        return false;
      }
    };

    const read = async (own: OwnData): Promise<Offer> => {
      const { max_length } = wantedBy(config.getState().config, get().model, OWN_TASK, own);
      beingRead = { own, max_length };
      try {
        const { reading, summary, unusable } = await client.request('readData', { own, max_length });
        return { own, max_length, reading, summary, unusable, found: null };
      } finally {
        beingRead = null;
        set({ parsing: null, making: null });
      }
    };

    /** Reads own data, with the file waiting for another where both turn out to be halves. */
    const readHalves = async (own: OwnData): Promise<Offer> => {
      const first = half;
      half = null;
      try {
        return await read(own);
      } catch (error) {
        if (!(error instanceof LabError) || error.code !== 'data-incomplete') throw error;
        if (!own.companions) half = own;
        if (!first || own.companions) throw error;
      }
      const offered = await read({ ...first, companions: [{ name: own.name, bytes: own.bytes }] });
      half = null;
      return offered;
    };

    const offer = async (own: OwnData, turn: number) => {
      if (turn !== offers) return;
      // What is read once more stays in sight until it is read.
      const { offer: before } = get();
      if (before?.own.bytes !== own.bytes) standing = null;
      else if (!before.found) standing = before;
      set({ offer: before?.own.bytes === own.bytes ? before : null, refusal: null, offering: true });
      try {
        // Its tokenizer is the same however its weights are kept, and a run on them may be live.
        if (get().model?.model !== config.getState().config.model) await loadModel();
        const read = await readHalves(own);
        if (turn === offers) set({ offer: read });
      } catch (error) {
        if (turn === offers) set({ offer: null, refusal: { own, error: errorNotice(error) } });
        if (!get().model) {
          set({ phase: 'failed' });
          return;
        }
      } finally {
        if (turn === offers) set({ offering: false });
      }
      // It may have taken the turn of what the form wants. Nobody waits for that.
      if (isBaseOf(get().model, config.getState().config) || !get().dataset) void queue(() => load());
    };

    const accept = async () => {
      const offered = get().offer;
      if (!offered?.summary) return;
      const { own, max_length } = offered;
      set({ own, offer: null });
      try {
        const { summary, info } = await client.request('takeOffer', {});
        // With another max length than the form's by now, `load` makes them once more.
        made = { task: OWN_TASK, own, max_length };
        set({ dataset: summary, ...(info && { model: info }) });
      } catch {
        // A worker that was started afresh meanwhile reads the data once more, below.
      }
      config.getState().update({ task: OWN_TASK });
      keepOwnData(own);
      await load();
    };

    const keepModel = async (own: OwnModel) => {
      try {
        await keptModels.keep(own);
      } catch (error) {
        notices.getState().say({ type: 'model-not-kept', name: own.id, detail: errorNotice(error).detail });
      }
      await listModels();
    };

    const openModel = async (given: OwnModel) => {
      const { ownModel: before, model } = get();
      const shape = model?.config ?? null;
      let problem: ErrorNotice | null = null;
      set({ ownModel: given });
      try {
        await loadModel({ ...config.getState().config, model: given.id }, true);
        const weights = get().model?.weights;
        const own = { ...given, ...(weights !== undefined && { weights }) };
        // Runs of the weights that are kept under this name are still to be measured on those.
        const other = get().keptModels.find(({ id }) => id === given.id)?.weights;
        const isOther = weights !== undefined && other !== undefined && other !== weights;
        if (isOther) own.id = `${given.id.slice(0, 55)}-${weights.slice(0, 8)}`;
        set({ ownModel: own });
        if (isOther) {
          await loadModel({ ...config.getState().config, model: own.id }, true);
        }
        const isLost = config.getState().config.task === HIDDEN_RANK;
        if (isLost) config.getState().update({ task: TASKS[0] });
        config.getState().chooseModel(own.id, { from: shape, to: get().model?.config ?? null });
        void keepModel(own);
      } catch (error) {
        set({ ownModel: before });
        problem = errorNotice(error);
      }
      await load();
      return problem;
    };

    /** Nobody waits for what is being read any more. */
    const stop = () => {
      offers++;
      set({ offering: false });
      if (!beingRead) return;
      client.send({ type: 'abandon' });
      beingRead = null;
      set({ parsing: null, making: null });
    };

    return {
      phase: 'device',
      device: null,
      tasks: [],
      model: null,
      dataset: null,
      download: null,
      parsing: null,
      making: null,
      starting: null,
      decomposing: null,
      own: options.own,
      offer: null,
      offering: false,
      refusal: null,
      brought: null,
      ownModel: null,
      keptModels: [],
      openModel: (own) => queue(() => openModel(own)),
      forgetModel: async (id) => {
        await keptModels.remove(id).catch(report);
        await listModels();
      },
      modelFiles,
      prepare: (given) => {
        revived = false;
        const form = given ?? config.getState().config;
        const stands = beingMade?.task === form.task && isBaseOf(get().model, form);
        const own = form.task === OWN_TASK ? get().own : null;
        if (beingMade && !(stands && isSame(beingMade, wantedBy(form, get().model, form.task, own))))
          client.send({ type: 'abandon' });
        return queue(() => load(given));
      },
      offerOwnData: (own) => {
        if (beingMade ?? beingRead) client.send({ type: 'abandon' });
        const turn = ++offers;
        return queue(() => offer(own, turn));
      },
      acceptOffer: () => queue(accept),
      stopReading: () => {
        stop();
        set({ offer: standing });
      },
      skipSpectra: () => client.send({ type: 'skipSpectra' }),
      forgetOffer: () => {
        stop();
        set({ offer: null, refusal: null });
      },
    };
  });

  client.subscribe((event) => {
    // What was on its way when the reading was stopped is not shown.
    if (event.type === 'parsing' && (beingRead ?? beingMade)) store.setState({ parsing: event.progress });
    if (event.type === 'making') store.setState({ parsing: null, making: event.share });
    if (event.type === 'starting') store.setState({ starting: event.share });
    if (event.type === 'decomposing') store.setState({ decomposing: event.progress });
    if (event.type === 'status') store.setState({ starting: null });
    if (event.type === 'read' && beingRead)
      store.setState({
        parsing: null,
        offer: { ...beingRead, reading: event.reading, summary: null, unusable: null, found: event.found },
      });
    if (event.type === 'progress') revived = false;
    if (event.type === 'loading') store.setState({ download: { loaded: event.loaded, total: event.total } });
    if (event.type !== 'error' || event.requestId !== null) return;
    notices.getState().say({ type: 'error', code: event.code, detail: event.detail });
    if (!isDeath(event.code)) return;
    const wasReady = store.getState().phase === 'ready';
    made = null;
    store.setState({
      device: null,
      model: null,
      dataset: null,
      download: null,
      starting: null,
      decomposing: null,
      phase: 'failed',
    });
    // A worker that dies while it loads, or while it does nothing, would die again: then it is for the person to retry.
    if (!wasReady || revived) return;
    void store.getState().prepare();
    revived = true;
  });
  return store;
}
