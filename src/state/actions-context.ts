/** What every action works with. */
import type { StoreApi } from 'zustand/vanilla';
import type { RunRecord } from '../core/run-record.ts';
import type { LabClient } from '../worker/client.ts';
import type { readRunsApart } from '../worker/parsed-runs.ts';
import type { ConfigState } from './config-store.ts';
import type { Keeper } from './keeper.ts';
import type { Launcher } from './launch.ts';
import type { NoticesStore } from './notices-store.ts';
import type { Queue } from './queue.ts';
import type { RunsState } from './runs-store.ts';
import type { SessionState } from './session-store.ts';
import type { SpaceState } from './space-store.ts';

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
  /** The page's folder, where models lie. */
  baseUrl: string;
}

export const findRun = ({ runs }: Pick<ActionsContext, 'runs'>, id: string): RunRecord | undefined =>
  runs.getState().records.find((record) => record.id === id);

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
