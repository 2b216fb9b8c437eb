/** What a contestant is, and what is said between the bench page and the worker in which each contestant lives. */
import { METHOD_IDS, type MethodId } from '../src/core/methods/methods.ts';
import type { Ceilings } from './ceilings.ts';
import type { Race } from './race.ts';
import type { CaseName, Work } from './work.ts';
import type { Writing } from './writing.ts';

export const CONTESTANTS = [
  'lab',
  'lab_float16',
  'lab_int8',
  'lab_eager',
  'stock_tfjs',
  'jax_js',
  'pytorch',
] as const;
export type ContestantName = (typeof CONTESTANTS)[number];
/** Who takes the steps, and by which method. */
export interface Entrant {
  contestant: ContestantName;
  method: MethodId;
}
/** LoRA by every contestant that lives where the lab does. */
export const PEERS: readonly Entrant[] = (['lab', 'lab_eager', 'stock_tfjs', 'jax_js'] as const).map(
  (contestant) => ({ contestant, method: 'lora' }),
);
/** LoRA by the lab on base weights as they are stored, and rounded. */
export const WEIGHTS: readonly Entrant[] = (['lab', 'lab_float16', 'lab_int8'] as const).map(
  (contestant) => ({ contestant, method: 'lora' }),
);
/** LoRA by the lab and by PyTorch with PEFT, which is a process of its own. */
export const PYTORCH: readonly Entrant[] = [
  { contestant: 'lab', method: 'lora' },
  { contestant: 'pytorch', method: 'lora' },
];
/** What stock-tfjs.ts trains by. */
const STOCK_METHODS: readonly MethodId[] = ['lora', 'full', 'bitfit', 'adapter-h', 'adapter-l'];
/** Every method by the lab, and by stock TensorFlow.js those that it trains by. */
export const METHODS: readonly Entrant[] = METHOD_IDS.flatMap((method): Entrant[] => [
  { contestant: 'lab', method },
  ...(STOCK_METHODS.includes(method) ? [{ contestant: 'stock_tfjs', method } as const] : []),
]);

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
  /** How large the memory of the WASM backend is by now, which never shrinks; null on other backends, absent where the library does not show it. */
  wasmBytes?(): number | null;
  dispose(): void;
}

export type CreateContestant = (work: Work, backend: BenchBackend) => Promise<Contestant>;

/** Steps that a contestant takes before it is timed: shaders compile, buffers settle, and losses can be compared. */
export const WARM_UP = 4;

export type BenchCommand =
  | ({ type: 'open'; backend: BenchBackend; name: CaseName } & Entrant)
  | { type: 'repeat'; steps: number }
  | { type: 'measure-ceilings' }
  | { type: 'measure-races'; name: CaseName; backend: BenchBackend }
  | { type: 'measure-writing'; name: CaseName; backend: BenchBackend };

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
  /** As `Contestant.wasmBytes`. */
  wasmBytes: number | null;
}

export type BenchEvent =
  | { type: 'opened'; losses: number[] }
  | ({ type: 'repeated' } & Repetition)
  | { type: 'ceilings'; ceilings: Ceilings }
  | { type: 'races'; races: Race[] }
  | { type: 'writing'; writing: Writing[] }
  | { type: 'failed'; message: string };
