/**
 * Keeps a checkpoint of every unfinished run in the browser: every half a minute, at rest, when the page is hidden, and when
 * the run is stopped. A run's record is stored before its checkpoint, so that its curve reaches as far. The tab that owns a
 * run (tabs.ts) alone writes its checkpoint.
 */
import type { StoreApi } from 'zustand/vanilla';
import { isUnfinished, type Checkpoint } from '../core/checkpoint.ts';
import { LabError, messageOf } from '../core/lab-error.ts';
import type { RemovedRun } from '../core/kept-run.ts';
import { isLive, type RunRecord } from '../core/run-record.ts';
import { packCheckpoint, unpackCheckpoint } from '../formats/checkpoint.ts';
import type { LabClient } from '../worker/client.ts';
import { answered } from './answered.ts';
import type { Keeper } from './keeper.ts';
import type { NoticesStore } from './notices-store.ts';
import { liveHere, type RunsState } from './runs-store.ts';
import type { SessionState } from './session-store.ts';
import { isFull, type PageStorage } from './storage.ts';

/** Milliseconds between checkpoints of a run that goes on. */
export const CHECKPOINT_EVERY = 30_000;
/** How long storage may take to answer, in milliseconds. */
const PATIENCE = 20_000;
/** So many milliseconds Chromium may go on counting what was deleted. */
const COUNTED_MS = 30_000;

type Loaded = Pick<SessionState, 'device' | 'model' | 'dataset'>;

export interface Checkpoints {
  /** Asks for a checkpoint of every live run; each is stored when it comes. */
  save(): void;
  /**
   * A run's checkpoint; null where there is none that goes on with what is loaded.
   * @param mustGoOn true to throw instead of giving null
   * @throws LabError `bad-checkpoint` where it is damaged; it is deleted then
   */
  load(run: RunRecord, loaded: Loaded, mustGoOn?: boolean): Promise<Checkpoint | null>;
  /**
   * Writes something of a run that storage refused, once an older run's checkpoint has made room for it.
   * @param refusal what storage said
   * @throws it where it does not say that storage is full, or no checkpoint may go; else as `write`
   */
  makeRoom(runId: string, refusal: unknown, write: () => Promise<void>): Promise<void>;
  /** Stores the checkpoints of runs that were taken off the list and are in it again. */
  putBack(removed: readonly RemovedRun[]): Promise<void>;
}

export interface CheckpointsOptions {
  client: LabClient;
  storage: PageStorage;
  runs: StoreApi<RunsState>;
  notices: NoticesStore;
  keeper: Keeper;
  /** Called when other checkpoints are stored than before. */
  onChange: () => Promise<void>;
}

export function createCheckpoints(options: CheckpointsOptions): Checkpoints {
  const { client, storage, runs, notices, keeper, onChange } = options;
  const find = (id: string) => runs.getState().records.find((record) => record.id === id);
  const isWanted = (id: string) => {
    const record = find(id);
    return record !== undefined && isUnfinished(record);
  };
  /** The notice that a checkpoint could not be stored. */
  let told: number | null = null;

  /** The oldest checkpoint that may make room for another run's; those of no run come first. */
  const oldest = async (runId: string) => {
    const ids = Object.keys(await storage.checkpoints());
    const place = (id: string) => runs.getState().records.findIndex((record) => record.id === id);
    const mayGo = (id: string) => {
      const record = find(id);
      return id !== runId && !(record && isLive(record));
    };
    return ids.filter(mayGo).sort((a, b) => place(a) - place(b))[0];
  };
  /** When a checkpoint went and there was still no room, on the clock of `performance.now`. */
  let inVain = -Infinity;
  /** One goes at a time: Chromium may count it for a while still and refuse again, and then the others stay meanwhile. */
  const makeRoom: Checkpoints['makeRoom'] = async (runId, refusal, write) => {
    const mayHelp = isFull(refusal) && performance.now() - inVain > COUNTED_MS;
    const other = mayHelp ? await oldest(runId) : undefined;
    if (other === undefined) throw refusal;
    await storage.deleteCheckpoint(other);
    void onChange();
    try {
      await write();
    } catch (error) {
      if (isFull(error)) inVain = performance.now();
      throw error;
    }
  };
  const keep = async (runId: string, checkpoint: Checkpoint) => {
    const bytes = await packCheckpoint(checkpoint);
    await keeper.write();
    // Meanwhile it may have finished, or been deleted.
    if (!isWanted(runId)) return;
    const write = () => answered(storage.putCheckpoint(runId, checkpoint.step, bytes), PATIENCE);
    await write().catch((refusal: unknown) => makeRoom(runId, refusal, write));
    if (told !== null) notices.getState().dismiss(told);
    told = null;
  };

  /** One after the other, so that an older one never comes last. */
  let tail: Promise<void> = Promise.resolve();
  const inTurn = (act: () => Promise<void>) => {
    tail = tail.then(act).then(onChange);
    return tail;
  };
  const tell = (error: unknown) => {
    const { notices: shown, say } = notices.getState();
    if (shown.some(({ id }) => id === told)) return;
    told = say({ type: 'no-checkpoint', isFull: isFull(error), detail: messageOf(error) });
  };
  client.subscribe((event) => {
    if (event.type === 'checkpoint') void inTurn(() => keep(event.runId, event.checkpoint).catch(tell));
    if (event.type === 'checkpointFailed') tell(event.detail);
  });

  const forget = (id: string) => inTurn(() => storage.deleteCheckpoint(id).catch(() => undefined));
  runs.subscribe(({ records, checkpoints }, { records: before }) => {
    if (records === before) return;
    const wasLive = new Set(before.filter(isLive).map(({ id }) => id));
    for (const record of records)
      if (!isUnfinished(record) && (wasLive.has(record.id) || record.id in checkpoints))
        void forget(record.id);
  });

  const save = () => {
    if (liveHere(runs.getState()).length > 0) client.send({ type: 'checkpoint' });
  };
  setInterval(save, CHECKPOINT_EVERY);

  /** @throws LabError `bad-checkpoint` */
  const read = async (stored: unknown): Promise<Checkpoint> => {
    if (!(stored instanceof Uint8Array) || !(stored.buffer instanceof ArrayBuffer))
      throw new LabError('bad-checkpoint', 'It is not made of bytes.');
    return unpackCheckpoint(new Uint8Array(stored));
  };

  return {
    save,
    makeRoom,
    async load(run, { device, model, dataset }, mustGoOn = false) {
      const isHere =
        run.device.backend === device?.backend &&
        run.weights === model?.weights &&
        run.dataset.fingerprint === dataset?.fingerprint;
      const bytes = isHere ? await storage.checkpoint(run.id) : undefined;
      if (bytes === undefined) {
        // Continue is no longer offered where there is nothing to go on from.
        if (isHere) await onChange();
        if (!mustGoOn) return null;
        throw new LabError(
          'bad-checkpoint',
          isHere
            ? 'The checkpoint is gone: another tab or the browser deleted it.'
            : 'It was made of other weights or data, or on another kind of device.',
        );
      }
      try {
        return await read(bytes);
      } catch (error) {
        await forget(run.id);
        throw error;
      }
    },
    async putBack(removed) {
      for (const { record, checkpoint } of removed)
        if (checkpoint)
          await inTurn(() =>
            read(checkpoint)
              .then((found) => keep(record.id, found))
              .catch(tell),
          );
    },
  };
}
