/** What every action works with. */
import type { StoreApi } from 'zustand/vanilla';
import type { ClassProbability } from '../core/class-probability.ts';
import type { Generation } from '../core/generation.ts';
import type { KeptAdapter } from '../core/kept-run.ts';
import type { RunConfig } from '../core/run-config.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { LabClient } from '../worker/client.ts';
import type { readRunsApart } from '../worker/parsed-runs.ts';
import type { ConfigState } from './config-store.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Keeper } from './keeper.ts';
import type { Launcher } from './launch.ts';
import type { NoticesStore } from './notices-store.ts';
import type { Queue } from './queue.ts';
import type { RunsState } from './runs-store.ts';
import type { SessionState } from './session-store.ts';
import type { ImportedAdapters } from './imported-adapters.ts';
import type { SpaceState } from './space-store.ts';
import type { PageStorage } from './storage.ts';
import type { Tabs } from './tabs.ts';

export interface ActionsContext {
  client: LabClient;
  readRuns: typeof readRunsApart;
  config: StoreApi<ConfigState>;
  session: StoreApi<SessionState>;
  runs: StoreApi<RunsState>;
  notices: NoticesStore;
  keeper: Keeper;
  space: StoreApi<SpaceState>;
  launcher: Launcher;
  queue: Queue;
  storage: PageStorage;
  tabs: Tabs;
  /** The adapters that came in files. Loaded when first asked for. */
  imported: () => Promise<ImportedAdapters>;
  /** The checkpoints of unfinished runs. Loaded when the first run starts; rejects where that fails. */
  checkpoints: () => Promise<Checkpoints>;
  /** Whether the class link, if any, lets a run have this config; where not, a notice says what is fixed. */
  mayTrain: (config: RunConfig) => boolean;
  /** The page's folder, where models lie. */
  baseUrl: string;
}

export const findRun = ({ runs }: Pick<ActionsContext, 'runs'>, id: string): RunRecord | undefined =>
  runs.getState().records.find((record) => record.id === id);

/** A run, or an adapter from a file, as the worker needs it to write or be measured: with its tensors where it does not hold it. */
export interface Speaker {
  runId: string;
  kept?: KeptAdapter & { config: RunConfig };
}

/** What the base model and an adapter wrote for one prompt. */
export interface Written {
  base: string;
  /** null where the adapter is of another model than is loaded, or its tensors are nowhere. */
  tuned: string | null;
  /** Who was asked: a run, its steps by then, and what it is of, or an adapter from a file, which tells neither steps nor task; null where none was. */
  /** Of an encoder how likely it takes each class to be, the likeliest first; absent of a model that writes. */
  classes?: { base: ClassProbability[]; tuned: ClassProbability[] };
  run: { name: string; step: number | null; model: string; task: string | null } | null;
}

/** @param speaker null where the base model alone is asked */
export async function writeBoth(
  client: LabClient,
  prompt: string,
  generation: Generation,
  speaker: Speaker | null,
): Promise<Pick<Written, 'base' | 'classes'> & { tuned: { text: string; step: number } | null }> {
  const { text: base, classes } = await client.request('generate', { runId: null, prompt, generation });
  const tuned = speaker && (await client.request('generate', { ...speaker, prompt, generation }));
  return { base, tuned, ...(classes && { classes: { base: classes, tuned: tuned?.classes ?? [] } }) };
}

/** Says that a run's adapter is not at hand, and why. */
export async function sayWithout(
  { notices, keeper }: Pick<ActionsContext, 'notices' | 'keeper'>,
  type: 'no-adapter' | 'exported-bare',
  run: RunRecord,
): Promise<void> {
  notices.getState().say({ type, run, why: await keeper.whyNoAdapter(run.id) });
}

/** A random id; `crypto.randomUUID` would need a secure context, which a classroom's plain http is not. */
export const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
