/**
 * How threads share the work of WASM kernels. A job is a list of kernel calls over some items; each thread takes the next
 * few items and makes all calls for them, until none are left. Whoever makes a part, the numbers are the same.
 */

/** One kernel, and what comes before `begin` and `end` among its arguments. */
export interface KernelCall {
  kernel: string;
  args: readonly number[];
}

export interface Job {
  calls: readonly KernelCall[];
  items: number;
  /** How many items a thread takes at once. */
  grain: number;
  /** Where the kernels may put what they need on the way, in bytes, and how many bytes each thread has there. */
  scratch: number;
  scratchBytes: number;
}

export type Kernels = Record<string, (...args: number[]) => void>;

/** Words of the board's head. */
const WORD = { turn: 0, open: 1, active: 2, next: 3, failed: 4, calls: 5, items: 6, grain: 7, helped: 8 };
const HEAD = 16;
const MAX_CALLS = 16;
const MAX_ARGS = 16;
/** How often a thread looks for the next job before it sleeps: some tenth of a millisecond. */
const PATIENCE = 20_000;

/** Where the job stands for all threads to read. */
export class JobBoard {
  private readonly words: Int32Array;
  /** scratch, scratchBytes, then per call: kernel, count, arguments. */
  private readonly numbers: Float64Array;

  constructor(readonly buffer = new SharedArrayBuffer(HEAD * 4 + 8 * (2 + MAX_CALLS * (2 + MAX_ARGS)))) {
    this.words = new Int32Array(buffer, 0, HEAD);
    this.numbers = new Float64Array(buffer, HEAD * 4);
  }

  /** How many helpers came to the last job. */
  get helped(): number {
    return this.words[WORD.helped] ?? 0;
  }

  /** Does the job with all threads that come to help. @throws Error if one of them failed */
  run(job: Job, kernels: Kernels): void {
    this.write(job, Object.keys(kernels));
    Atomics.store(this.words, WORD.open, 1);
    Atomics.add(this.words, WORD.turn, 1);
    Atomics.notify(this.words, WORD.turn);
    try {
      this.work(kernels, 0);
    } finally {
      // Who comes from now on finds it closed; who came before is waited for.
      Atomics.store(this.words, WORD.open, 0);
      while (Atomics.load(this.words, WORD.active) > 0);
    }
    if (Atomics.exchange(this.words, WORD.failed, 0)) throw new Error('A thread of the WASM kernels failed.');
  }

  /** Helps with one job after another, and never returns. @param thread from 1 upwards */
  help(kernels: Kernels, thread: number): never {
    let turn = 0;
    for (;;) {
      let patience = PATIENCE;
      while (Atomics.load(this.words, WORD.turn) === turn && patience > 0) patience--;
      Atomics.wait(this.words, WORD.turn, turn);
      turn = Atomics.load(this.words, WORD.turn);
      Atomics.add(this.words, WORD.active, 1);
      try {
        if (Atomics.load(this.words, WORD.open)) {
          Atomics.add(this.words, WORD.helped, 1);
          this.work(kernels, thread);
        }
      } catch {
        Atomics.store(this.words, WORD.failed, 1);
      } finally {
        Atomics.sub(this.words, WORD.active, 1);
      }
    }
  }

  private write({ calls, items, grain, scratch, scratchBytes }: Job, names: string[]): void {
    if (calls.length > MAX_CALLS || calls.some(({ args }) => args.length > MAX_ARGS))
      throw new Error('Too many calls for one job, or arguments for one call.');
    Atomics.store(this.words, WORD.next, 0);
    Atomics.store(this.words, WORD.helped, 0);
    Atomics.store(this.words, WORD.failed, 0);
    this.words[WORD.calls] = calls.length;
    this.words[WORD.items] = items;
    this.words[WORD.grain] = grain;
    this.numbers.set([scratch, scratchBytes]);
    calls.forEach(({ kernel, args }, i) => {
      this.numbers.set([names.indexOf(kernel), args.length, ...args], 2 + i * (2 + MAX_ARGS));
    });
  }

  private work(kernels: Kernels, thread: number): void {
    const functions = Object.values(kernels);
    const [scratch = 0, scratchBytes = 0] = this.numbers;
    const calls = Array.from({ length: this.words[WORD.calls] ?? 0 }, (_, i) => {
      const start = 2 + i * (2 + MAX_ARGS);
      const [which = -1, count = 0] = this.numbers.subarray(start, start + 2);
      const kernel = functions[which];
      if (!kernel) throw new Error('A job calls a kernel that is not there.');
      return { kernel, args: [...this.numbers.subarray(start + 2, start + 2 + count)] };
    });
    const items = this.words[WORD.items] ?? 0;
    const grain = this.words[WORD.grain] ?? 1;
    for (;;) {
      const begin = Atomics.add(this.words, WORD.next, grain);
      if (begin >= items) return;
      for (const { kernel, args } of calls)
        kernel(...args, begin, Math.min(begin + grain, items), scratch + thread * scratchBytes);
    }
  }
}

/** The job on this thread alone. */
export function runAlone({ calls, items, grain, scratch }: Job, kernels: Kernels): void {
  for (let begin = 0; begin < items; begin += grain)
    for (const { kernel, args } of calls) {
      const run = kernels[kernel];
      if (!run) throw new Error(`There is no kernel "${kernel}".`);
      run(...args, begin, Math.min(begin + grain, items), scratch);
    }
}
