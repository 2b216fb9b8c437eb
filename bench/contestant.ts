/** What a contestant is, and what is said between the bench page and the worker in which each contestant lives. */
import type { Ceilings } from './ceilings.ts';
import type { Race } from './race.ts';
import type { CaseName, Work } from './work.ts';

export const CONTESTANTS = ['lab', 'lab_eager', 'stock_tfjs', 'jax_js'] as const;
export type ContestantName = (typeof CONTESTANTS)[number];
export const BENCH_BACKENDS = ['webgpu', 'wasm'] as const;
export type BenchBackend = (typeof BENCH_BACKENDS)[number];

/** One way to take the same training steps. */
export interface Contestant {
  /**
   * Sets the next step going.
   * @returns the milliseconds for which it kept the JavaScript thread
   */
  step(): Promise<number>;
  /** Waits until every step is done, its update of the weights too. @returns the losses of the steps since the last call, in order */
  settle(): Promise<number[]>;
  dispose(): void;
}

export type CreateContestant = (work: Work, backend: BenchBackend) => Promise<Contestant>;

/** Steps that a contestant takes before it is timed: shaders compile, buffers settle, and losses can be compared. */
export const WARM_UP = 4;

export type BenchCommand =
  | { type: 'open'; contestant: ContestantName; backend: BenchBackend; name: CaseName }
  | { type: 'repeat'; steps: number }
  | { type: 'measure-ceilings' }
  | { type: 'measure-race'; name: CaseName };

/** One timed repetition. */
export interface Repetition {
  steps: number;
  /** Wall time until the last step is done. */
  ms: number;
  /** Of each step. */
  hostMs: number[];
  dispatches: number;
  /** The most bytes of GPU buffers that were alive at once. */
  gpuBytes: number;
}

export type BenchEvent =
  | { type: 'opened'; losses: number[] }
  | ({ type: 'repeated' } & Repetition)
  | { type: 'ceilings'; ceilings: Ceilings }
  | { type: 'race'; race: Race }
  | { type: 'failed'; message: string };
