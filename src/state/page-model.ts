/**
 * The page's model: the stores, what connects them, and what a person can do. Made once per page from a worker
 * client and a storage, so that tests make it from fakes.
 */
import type { StoreApi } from 'zustand/vanilla';
import { isBaseOf, type ModelInfo } from '../core/model-info.ts';
import { hasLora } from '../core/methods/lora-config.ts';
import { modulesOf } from '../core/models/family.ts';
import { methodOf, unfitFor } from '../core/methods/methods.ts';
import type { ConfigNotice, RunConfig } from '../core/run-config.ts';
import { isLive } from '../core/run-record.ts';
import { projectionsOf, readSiteName } from '../core/site.ts';
import type { LabClient } from '../worker/client.ts';
import type { readRunsApart } from '../worker/parsed-runs.ts';
import { answered, NoAnswer } from './answered.ts';
import { createActions, type Actions } from './actions.ts';
import { focusDescribed } from './training-actions.ts';
import { createCalmRuns, type CalmRuns } from './calm-runs.ts';
import type { Checkpoints, CheckpointsOptions } from './checkpoints.ts';
import { createClassStore, isAllowed, type ClassInForce, type ClassStore } from './class-store.ts';
import { createConfigStore, type ConfigState } from './config-store.ts';
import { createFollower, type Follower } from './follower.ts';
import { createGuessesStore, type GuessesState } from './guesses-store.ts';
import type { createImportedAdapters, ImportedAdapters } from './imported-adapters.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import type { KeptModels } from './kept-models.ts';
import { createLauncher } from './launch.ts';
import { createNoticesStore, errorNotice, type NoticesState, type NoticesStore } from './notices-store.ts';
import { createPaceStore, type Pace } from './pace.ts';
import { createQueue, type Queue } from './queue.ts';
import { createRunsStore, isModelInUse, liveHere, type RunsState } from './runs-store.ts';
import { withdrawSecretSettings } from './secret-settings.ts';
import { createShownSession, type ShownSession } from './shown-session.ts';
import { createSessionStore, type SessionState } from './session-store.ts';
import { OWN_TASK } from './shelf.ts';
import { createSpaceStore, type SpaceState } from './space-store.ts';
import { isNewerVersion, type Kept, type PageStorage } from './storage.ts';
import type { Tabs } from './tabs.ts';
import { isTourDue } from './tour.ts';
import { fromQuery, otherModelIn, toQuery, type Opened } from './url.ts';
import { createViewStore, VIEWS, type View, type ViewState } from './view-store.ts';

export interface PageModel {
  config: StoreApi<ConfigState>;
  session: StoreApi<SessionState>;
  /** The session as it is drawn. */
  shown: ShownSession;
  runs: StoreApi<RunsState>;
  calm: StoreApi<CalmRuns>;
  pace: StoreApi<Pace>;
  notices: NoticesStore;
  guesses: StoreApi<GuessesState>;
  view: StoreApi<ViewState>;
  /** The class link in force. */
  classLink: ClassStore;
  /** The address's query for the form as it is, with another workspace: what a link to it says. */
  queryOf: (view: View) => string;
  actions: Actions;
  keeper: Keeper;
  follower: Follower;
  space: StoreApi<SpaceState>;
  queue: Queue;
  /** The adapters that came in files. Loaded when first asked for; rejects where that fails, and tries again the next time. */
  imported: () => Promise<ImportedAdapters>;
  /** Asks for a checkpoint of every run that trains here: the page may be about to go. */
  saveCheckpoints: () => void;
}

export interface PageModelOptions {
  client: LabClient;
  /** Reads a file of exported runs. */
  readRuns: typeof readRunsApart;
  /** Gives the adapters that came in files. */
  importedAdapters: (context: Parameters<typeof createImportedAdapters>[0]) => Promise<ImportedAdapters>;
  /** Keeps the checkpoints of unfinished runs. */
  checkpoints: (options: CheckpointsOptions) => Promise<Checkpoints>;
  storage: PageStorage;
  keptModels: KeptModels;
  tabs: Tabs;
  /** The address's query, e.g. `location.search`. */
  query: string;
  /** The page's folder, from where models are fetched. */
  baseUrl: string;
  /** Told the query that describes form and workspace, at once and at every change; `isNewPlace` for another workspace or lesson. */
  onQuery: (query: string, isNewPlace: boolean) => void;
}

/** Puts LoRA in the place of a method that cannot adapt the model, and takes matrices that it lacks out of the form. */
function fitMethod(config: StoreApi<ConfigState>, { config: shape }: ModelInfo): void {
  const { method } = config.getState().config;
  if (unfitFor(shape, method) !== null) config.getState().chooseMethod('lora');
  const { method: chosen } = config.getState().config;
  if (!('target_modules' in chosen)) return;
  const there = projectionsOf(shape).filter((own) => chosen.target_modules.includes(own));
  // Of a GPT-2's, a Llama has all. What is left of a Llama's alone, its gate, is no choice.
  if (there.length < chosen.target_modules.length)
    config.getState().update({ method: { target_modules: there.length > 0 ? there : ['q', 'v'] } });
}

/** Takes layers and modules that the model lacks out of the form: a link may name those of another one. */
function dropAbsentLayers(config: StoreApi<ConfigState>, model: ModelInfo, notices: NoticesStore): void {
  const { method } = config.getState().config;
  if (!hasLora(method)) return;
  const isThere = (layer: number) => layer < model.config.n_layer;
  const problems: ConfigNotice[] = [];
  const { layers_to_transform: chosen } = method;
  const there = chosen?.filter(isThere) ?? [];
  const layers_to_transform = there.length > 0 ? there : null;
  if (chosen && there.length < chosen.length)
    problems.push({
      code: 'bad-value',
      key: 'layers_to_transform',
      given: String(chosen),
      used: String(layers_to_transform),
    });
  const patternOf = (key: 'rank_pattern' | 'alpha_pattern') =>
    Object.fromEntries(
      Object.entries(method[key]).filter(([name, own]) => {
        const isKept = isThere(readSiteName(name)?.layer ?? 0);
        if (!isKept) problems.push({ code: 'no-layer', key, given: `${name}:${own}`, used: '' });
        return isKept;
      }),
    );
  const patterns = { rank_pattern: patternOf('rank_pattern'), alpha_pattern: patternOf('alpha_pattern') };
  const known = modulesOf(model.config);
  const modules_to_save = method.modules_to_save.filter((name) => known.includes(name));
  if (modules_to_save.length < method.modules_to_save.length)
    problems.push({
      code: 'bad-value',
      key: 'modules_to_save',
      given: method.modules_to_save.join(', '),
      used: modules_to_save.join(', '),
    });
  if (problems.length === 0) return;
  config.getState().update({ method: { layers_to_transform, modules_to_save, ...patterns } });
  notices.getState().say({ type: 'config', problems });
}

/** The address's class link, in force; null where there is none, or where it cannot be, which a notice tells. */
async function readClassLink(
  { classLink, config, student }: Opened,
  { say }: NoticesState,
  onChange: (next: ClassInForce | null) => void,
): Promise<ClassInForce | null> {
  if (classLink === '') return null;
  try {
    const { openClass, readClass } = await import('./class-link.ts');
    const { link, problem } = readClass(classLink, config);
    if (link)
      return openClass({
        link,
        config,
        student,
        onHeld: (controls) => say({ type: 'class-fixed', controls }),
        onChange,
      });
    say({ type: 'class-refused', problem });
  } catch (error) {
    say(errorNotice(error));
  }
  return null;
}

/** How long the page waits for what the browser kept before it opens without, in milliseconds. */
const STORAGE_PATIENCE_MS = 2000;

/** Opens the page: reads the address and what the browser kept, then starts loading in the worker. */
export async function openPageModel({
  client,
  readRuns,
  importedAdapters,
  checkpoints: openCheckpoints,
  storage,
  keptModels,
  tabs,
  query,
  baseUrl,
  onQuery,
}: PageModelOptions): Promise<PageModel> {
  const notices = createNoticesStore();
  const isOwnNamed = otherModelIn(query) !== null;
  const own = isOwnNamed ? await answered(keptModels.list(), STORAGE_PATIENCE_MS).catch(() => []) : [];
  const opened = fromQuery(
    query,
    own.map(({ id }) => id),
  );
  if (opened.notices.length > 0) notices.getState().say({ type: 'config', problems: opened.notices });

  const { say, dismiss } = notices.getState();
  const tellLoss = (error: unknown) =>
    say(
      isNewerVersion(error)
        ? { type: 'newer-version' }
        : { type: 'not-kept', detail: errorNotice(error).detail },
    );
  const loading = storage.load();
  let kept: Kept = { runs: [], own: null, queues: [], unreadable: [] };
  /** The notice that what was kept has not come yet. */
  let silence: number | null = null;
  try {
    kept = await answered(loading, STORAGE_PATIENCE_MS);
  } catch (error) {
    if (error instanceof NoAnswer) silence = say({ type: 'storage-silent', detail: error.message });
    else tellLoss(error);
  }

  const classLink = createClassStore();
  const inForce = await readClassLink(opened, notices.getState(), (next) => {
    classLink.setState(next, true);
    if (next) config.getState().update({});
    else view.setState({ classLink: '' });
  });
  classLink.setState(inForce, true);
  const hold: ClassInForce['hold'] = (asked, now) => classLink.getState()?.hold(asked, now) ?? asked;
  const { classLink: askedClass, present, result } = opened;
  const isBare = opened.view === VIEWS[0] && `${askedClass}${present}${result}` === '';
  if (isBare && kept.runs.length === 0 && isTourDue()) say({ type: 'tour-offer' });

  const config = createConfigStore(hold(opened.config, opened.config), hold);
  withdrawSecretSettings(config);
  const runs = createRunsStore(kept.runs);
  focusDescribed(runs, config.getState().config);
  const calm = createCalmRuns(runs);
  const pace = createPaceStore(runs);
  const keeper = createKeeper({
    client,
    storage,
    tabs,
    runs,
    notices,
    kept: kept.runs,
    onMissing: () => void follower.refresh().catch(() => undefined),
    async makeRoom(id, refusal, write) {
      const found = await checkpoints().catch(() => {
        throw refusal;
      });
      await found.makeRoom(id, refusal, write);
    },
  });
  const space = createSpaceStore(storage);
  /** The notice of entries that cannot be read, which goes when they are deleted. */
  let told: number | null = null;
  space.subscribe(({ unreadable }, { unreadable: before }) => {
    if (unreadable === before) return;
    if (told !== null) dismiss(told);
    told = unreadable.length > 0 ? say({ type: 'unreadable-entries', entries: unreadable.length }) : null;
  });
  const findUnreadable = ({ unreadable, runs: readable }: Kept) => {
    space.setState({ unreadable });
    void space.getState().findUnreadable(readable.map(({ id }) => id));
  };
  findUnreadable(kept);
  const session = createSessionStore({
    client,
    keepOwnData: (own) => void keeper.putOwnData(own),
    keptModels,
    config,
    notices,
    backend: opened.backend,
    baseUrl,
    own: kept.own,
    leaveModel: async () => {
      await keeper.stopLive();
    },
  });
  const parts = { client, readRuns, config, session, runs, notices, keeper, space, baseUrl, storage, tabs };
  let adapters: Promise<ImportedAdapters> | null = null;
  const imported = () => {
    adapters ??= importedAdapters(parts);
    adapters.catch(() => {
      adapters = null;
    });
    return adapters;
  };
  /** What cannot be read is not offered. */
  const findCheckpoints = () =>
    storage.checkpoints().then(
      (found) => runs.setState({ checkpoints: found }),
      () => undefined,
    );
  void findCheckpoints();
  let keptCheckpoints: Promise<Checkpoints> | null = null;
  const checkpoints = () => {
    keptCheckpoints ??= openCheckpoints({
      client,
      storage,
      runs,
      notices,
      keeper,
      onChange: findCheckpoints,
    });
    keptCheckpoints.catch(() => {
      keptCheckpoints = null;
    });
    return keptCheckpoints;
  };
  runs.subscribe((state, before) => {
    const live = state.records.filter(isLive);
    if (state.records === before.records || live.length === before.records.filter(isLive).length) return;
    // Another tab's run may have lost its owner.
    void findCheckpoints();
    if (liveHere(state).length > 0) checkpoints().catch((error: unknown) => say(errorNotice(error)));
  });
  const mayTrain = (run: RunConfig): boolean => {
    if (isAllowed(classLink.getState(), run)) return true;
    // It tells what it holds.
    hold(run, config.getState().config);
    return false;
  };
  const shared = { ...parts, imported, checkpoints, mayTrain };
  const launcher = createLauncher(shared);
  const queue = createQueue({ ...shared, launcher });
  queue.adopt(kept.queues);
  const actions = createActions({ ...shared, launcher, queue });

  const follower = createFollower({
    storage,
    tabs,
    runs,
    notices,
    keeper,
    onOwnData(own) {
      // Data in use stays in use; the next visit opens with the other.
      if (session.getState().own && config.getState().config.task === OWN_TASK)
        notices.getState().say({ type: 'other-own-data', name: own.name });
      else session.setState({ own });
    },
    isDue: (runId) => queue.isDue(runId),
    ownHere: () => session.getState().own,
  });

  const addLate = async () => {
    const late = await loading;
    await follower.refresh();
    if (!session.getState().own) session.setState({ own: late.own });
    queue.adopt(late.queues);
    findUnreadable(late);
  };
  if (silence !== null) {
    const notice = silence;
    void addLate()
      .catch(tellLoss)
      .finally(() => dismiss(notice));
  }

  client.subscribe((event) => {
    if (event.type === 'status' || event.type === 'progress' || event.type === 'scoring')
      runs.getState().apply(event);
  });
  /** Fits the form to its model once that is loaded. A measurement or a lesson loads others, which the form does not name. */
  const fitForm = () => {
    const { model } = session.getState();
    if (model?.model !== config.getState().config.model) return;
    fitMethod(config, model);
    dropAbsentLayers(config, model, notices);
  };
  session.subscribe(({ model }, { model: before }) => {
    if (model === before) return;
    // What the worker held went with the old model, or with the worker itself.
    runs.setState({ held: [], scoring: {} });
    runs.getState().endLive(model ? undefined : 'device-lost');
    fitForm();
  });
  const view = createViewStore(
    {
      ...opened,
      // A result is shown among those of the class.
      ...(opened.result !== '' && { view: 'learn', lesson: 'teacher' }),
      classLink: inForce ? opened.classLink : '',
    },
    opened.result,
  );
  const queryOf = (shown: View) =>
    toQuery(config.getState().config, opened.backend, { ...view.getState(), view: shown });
  view.subscribe(({ view: shown, vary, lesson, inspect, present, lang, classLink: link }, before) => {
    const isOther =
      link !== before.classLink ||
      vary !== before.vary ||
      inspect !== before.inspect ||
      present !== before.present ||
      lang !== before.lang;
    if (shown !== before.view || lesson !== before.lesson) onQuery(queryOf(shown), true);
    else if (isOther) onQuery(queryOf(shown), false);
  });
  /** The form wants the model as it is not loaded, once nothing uses it any more. */
  let isReloadDue = false;
  runs.subscribe((state) => {
    // What is due loads what it needs, and then what the form wants.
    if (!isReloadDue || isModelInUse(state) || queue.getState().due.length > 0) return;
    isReloadDue = false;
    void session.getState().prepare();
  });
  config.subscribe(({ config: form }, { config: before }) => {
    onQuery(queryOf(view.getState().view), false);
    const loads = ({ model, task, method, training, secret_seed, secret_rank }: RunConfig) => {
      const virtual = methodOf(method).virtual?.(method);
      const { max_length, base_dtype } = training;
      return JSON.stringify([model, task, virtual, max_length, base_dtype, secret_seed, secret_rank]);
    };
    // Who chooses another model while an experiment goes on has ended what trains on this one.
    const isOtherModel = form.model !== before.model;
    if (isOtherModel && queue.getState().due.length > 0) queue.hold();
    // A brought model is loaded before the form names it.
    if (isOtherModel) fitForm();
    // Loading the model at another precision ends what it is in use for, which the choice then waits for.
    isReloadDue = !isOtherModel && isModelInUse(runs.getState()) && !isBaseOf(session.getState().model, form);
    if (loads(form) !== loads(before) && !isReloadDue) void session.getState().prepare();
  });
  onQuery(queryOf(view.getState().view), false);
  void session.getState().prepare();
  const guesses = createGuessesStore();
  return {
    config,
    session,
    shown: createShownSession(session),
    runs,
    calm,
    pace,
    notices,
    guesses,
    view,
    classLink,
    queryOf,
    actions,
    keeper,
    follower,
    space,
    queue,
    imported,
    saveCheckpoints: () =>
      void keptCheckpoints?.then(
        (keeping) => keeping.save(),
        () => undefined,
      ),
  };
}
