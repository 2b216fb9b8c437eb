/** The WASM kernels' modules and threads, on memory of our own, against sums in double precision. */
import { expect, it, describe } from 'vitest';
import { createRng } from '../../core/rng.ts';
import { expectClose } from '../testing.ts';
import { runAlone, type Job, type Kernels } from './wasm-job.ts';
import { compileKernels, kernelsOf, startThreads } from './wasm-threads.ts';

const rng = createRng(5, 'wasm');
const [ROWS, DEPTH, COLUMNS] = [127, 33, 17];
/** Where things lie in memory, in bytes. */
const PLACE = { scratch: 0, a: 2 ** 16, b: 2 ** 17, panels: 2 ** 18, c: 2 ** 19 };

/** a·b of random numbers, as a job and in double precision. */
function multiplication(memory: WebAssembly.Memory) {
  const a = new Float32Array(memory.buffer, PLACE.a, ROWS * DEPTH).map(() => rng.normal());
  const b = new Float32Array(memory.buffer, PLACE.b, DEPTH * COLUMNS).map(() => rng.normal());
  new Float32Array(memory.buffer, PLACE.a, a.length).set(a);
  new Float32Array(memory.buffer, PLACE.b, b.length).set(b);
  const panels = [PLACE.panels, 8, 8 * DEPTH];
  const job: Job = {
    calls: [
      {
        kernel: 'multiply',
        args: [PLACE.a, DEPTH, 1, ...panels, PLACE.c, COLUMNS, COLUMNS, DEPTH, 0],
      },
      { kernel: 'finish', args: [PLACE.c, COLUMNS, 0.5, 0, 0, 0] },
    ],
    items: ROWS,
    grain: 6,
    scratch: PLACE.scratch,
    scratchBytes: 256,
  };
  const expected = Float64Array.from({ length: ROWS * COLUMNS }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < DEPTH; k++)
      sum += (a[Math.floor(at / COLUMNS) * DEPTH + k] ?? NaN) * (b[k * COLUMNS + (at % COLUMNS)] ?? NaN);
    return sum / 2;
  });
  const pack = (kernels: Kernels) =>
    kernels.pack?.(4, PLACE.b, 0, COLUMNS, 1, DEPTH, COLUMNS, PLACE.panels, 0, Math.ceil(COLUMNS / 8));
  const take = () => {
    const c = new Float32Array(memory.buffer, PLACE.c, ROWS * COLUMNS);
    const values = c.slice();
    c.fill(NaN);
    return values;
  };
  return { job, expected, pack, take };
}

const moduleOf = async (shared: boolean, relaxed = true) => {
  const module = await compileKernels(shared, relaxed);
  if (!module) throw new Error('this test needs WASM SIMD');
  return module;
};
const memoryOf = (shared: boolean) => new WebAssembly.Memory({ initial: 32, maximum: 65536, shared });

describe('WASM kernels', () => {
  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('compute what they should, shared: %s, relaxed: %s', async (shared, relaxed) => {
    const memory = memoryOf(shared);
    const kernels = await kernelsOf(await moduleOf(shared, relaxed), memory);
    const { job, expected, pack, take } = multiplication(memory);
    pack(kernels);
    runAlone(job, kernels);
    const values = take();
    expectClose(values, expected, 1e-5);
    // Negative control: the check can fail.
    values[5] = (values[5] ?? NaN) + 1e-3;
    expect(() => expectClose(values, expected, 1e-5)).toThrow();
  });

  it('keep nothing of their own in memory', async () => {
    const memory = memoryOf(false);
    await kernelsOf(await moduleOf(false), memory);
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).toBe(true);
  });

  it('compute the same bits on any number of threads, job after job', async () => {
    const memory = memoryOf(true);
    const module = await moduleOf(true);
    const kernels = await kernelsOf(module, memory);
    const { job, pack, take } = multiplication(memory);
    pack(kernels);
    runAlone(job, kernels);
    const alone = take();
    const board = startThreads(module, memory, 4);
    const helpers = new Set<number>();
    for (let i = 0; i < 300; i++) {
      // Lets the helpers start at first, and sleep now and then.
      if (i < 10 || i % 50 === 0) await new Promise((done) => setTimeout(done, 20));
      board.run({ ...job, grain: 1 + (i % 50) }, kernels);
      expect(take()).toEqual(alone);
      helpers.add(board.helped);
    }
    // Negative control: the others did take part.
    expect(Math.max(...helpers)).toBeGreaterThan(0);
  });

  it('say when a thread fails, and go on afterwards', async () => {
    const memory = memoryOf(true);
    const module = await moduleOf(true);
    const kernels = await kernelsOf(module, memory);
    const board = startThreads(module, memory, 2);
    const { job, expected, pack, take } = multiplication(memory);
    pack(kernels);
    const beyond = memory.buffer.byteLength;
    const broken = { kernel: 'finish', args: [beyond, 8, 1, 0, 0, 0] };
    expect(() => board.run({ ...job, calls: [broken] }, kernels)).toThrow();
    board.run(job, kernels);
    expectClose(take(), expected, 1e-5);
    // The same where only the helper meets it.
    const patient = { ...kernels, finish: () => undefined };
    await expect
      .poll(() => {
        try {
          board.run({ ...job, calls: [broken], items: 10_000, grain: 1 }, patient);
          return 'nothing';
        } catch (error) {
          return String(error);
        }
      })
      .toContain('thread');
    board.run(job, kernels);
    expectClose(take(), expected, 1e-5);
  });
});
