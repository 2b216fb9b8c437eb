/**
 * Which tile each matrix product uses on this device. A product runs with a default until `autotune` has timed the
 * candidates, on buffers of its own. All tiles sum the same numbers in the same order, so tuning moves no result.
 * Choices are kept in memory and, where there is IndexedDB, by adapter across visits.
 */
import { openDB, type IDBPDatabase } from 'idb';
import { median } from '../../core/median.ts';
import { sumGrid, sumKernel, sumSizes, type SumSpec, type Tile } from './matmul.wgsl.ts';
import { whenDone } from '../backend/gpu-wait.ts';
import type { LabWebGPU } from '../backend/webgpu.ts';

const DATABASE = 'rankscope-tiles';
const STORE = 'tiles';
/** A change of the kernels makes older measurements void. */
const VERSION = 1;
/** A measurement repeats a kernel until it has taken about this long. */
const MEASURE_MS = 3;
const ROUNDS = 3;
/** No further round begins after so many milliseconds: of slow products one is enough. */
const MOST_MS = 300;

/** Tiles worth trying for a product of this size, the best guess for a software adapter first. */
export function candidates(columns: number, rows: number): Tile[] {
  const groups = Math.ceil(columns / 4);
  const wx = Math.min(8, 2 ** Math.ceil(Math.log2(groups)));
  const register = (tm: number, tn: number): Tile => ({ tm, tn, wx, wy: 64 / wx, shared: false });
  if (rows < 4) return [{ tm: 1, tn: 1, wx: 64, wy: 1, shared: false }, register(1, 1)];
  if (groups < 8) return [register(4, 1), register(8, 1), register(1, 1)];
  return [
    ...(groups >= 16 ? [register(8, 2)] : []),
    register(8, 1),
    register(4, 1),
    { tm: 4, tn: 1, wx: 8, wy: 8, shared: true },
    { tm: 4, tn: 1, wx: 16, wy: 16, shared: true },
    { tm: 8, tn: 2, wx: 8, wy: 16, shared: true },
  ];
}

interface Choice {
  spec: SumSpec;
  rows: number;
  tile: Tile;
  measured: boolean;
}

/** What each device has been asked for, by product and number of rows. */
const choices = new WeakMap<GPUDevice, Map<string, Choice>>();

/**
 * The candidates for this device. Software adapters have few invocations in flight, and pay for a barrier more than for
 * what it saves.
 */
function tilesFor(gpu: LabWebGPU, spec: SumSpec, rows: number): Tile[] {
  const tiles = gpu.software
    ? candidates(spec.columns, rows).filter(({ shared }) => !shared)
    : // On hardware, staging and many invocations are the better guess.
      candidates(spec.columns, rows).sort(
        (a, b) => Number(b.shared) - Number(a.shared) || a.tm * a.tn - b.tm * b.tn,
      );
  // Last, so that a choice among the others holds whether or not the device may read float16.
  const native = gpu.nativeHalves && spec.inputs.includes('f16');
  return native ? [...tiles, ...tiles.map((tile) => ({ ...tile, native }))] : tiles;
}

/** The tile to use now. @param name names the product uniquely */
export function tileFor(gpu: LabWebGPU, name: string, spec: SumSpec, rows: number): Tile {
  let known = choices.get(gpu.device);
  if (!known) choices.set(gpu.device, (known = new Map<string, Choice>()));
  // Batches of about the same size share a choice.
  const size = 2 ** Math.ceil(Math.log2(rows));
  const key = `${name}/${size}`;
  let choice = known.get(key);
  if (!choice) {
    const [tile] = tilesFor(gpu, spec, rows);
    if (!tile) throw new Error('There is a tile for every size.');
    known.set(key, (choice = { spec, rows: size, tile, measured: false }));
  }
  return choice.tile;
}

/**
 * Measures the candidates of every product that has been asked for and not been measured, on this visit or an earlier
 * one, and uses the fastest from now on. Waits until the device is idle; takes some tens of milliseconds a product.
 * @returns how many products it measured
 */
export async function autotune(gpu: LabWebGPU): Promise<number> {
  const known = choices.get(gpu.device) ?? new Map<string, Choice>();
  const open = [...known].filter(([, choice]) => !choice.measured);
  if (open.length === 0) return 0;
  gpu.flush();
  await whenDone(gpu.queue);
  const adapter = identityOf(gpu.device.adapterInfo);
  const database = await openTiles();
  let measured = 0;
  for (const [key, choice] of open) {
    const place = `${adapter}/${key}`;
    const tiles = tilesFor(gpu, choice.spec, choice.rows);
    const remembered: unknown = await database?.get(STORE, place).catch(() => undefined);
    const tile = tiles[Number(remembered)];
    const best = tile ?? (await measure(gpu.device, choice, tiles));
    choice.measured = true;
    if (!best) continue;
    choice.tile = best;
    if (tile) continue;
    measured++;
    await database?.put(STORE, tiles.indexOf(best), place).catch(() => undefined);
  }
  database?.close();
  return measured;
}

/** Of the tiles that unpack float16 the fastest, or the same tile reading float16 as such where that is faster still. */
async function measure(device: GPUDevice, choice: Choice, tiles: readonly Tile[]): Promise<Tile | null> {
  const unpacking = tiles.filter(({ native }) => !native);
  const best = await fastest(device, choice, unpacking);
  const native = best && tiles[unpacking.length + unpacking.indexOf(best)];
  return native ? fastest(device, choice, [best, native]) : best;
}

/** All that the browser says of adapter and driver: how much differs from browser to browser. */
function identityOf(info: GPUAdapterInfo): string {
  const words: string[] = [];
  // The fields are getters of the prototype, which only for-in lists.
  for (const name in info) {
    const value: unknown = Reflect.get(info, name);
    if (typeof value === 'string' || typeof value === 'number') words.push(`${name} ${value}`);
  }
  return words.join(', ');
}

/** Null where there is no database: private windows may refuse one, and Node has none. Then nothing is remembered. */
async function openTiles(): Promise<IDBPDatabase | null> {
  try {
    return await openDB(DATABASE, VERSION, {
      upgrade(db) {
        for (const store of [...db.objectStoreNames]) db.deleteObjectStore(store);
        db.createObjectStore(STORE);
      },
    });
  } catch {
    return null;
  }
}

/**
 * The tile with the least median time; rounds of all tiles are interleaved, so that a passing load hits them alike.
 * Null where the device has no memory left to measure in.
 */
async function fastest(
  device: GPUDevice,
  { spec, rows }: Choice,
  tiles: readonly Tile[],
): Promise<Tile | null> {
  device.pushErrorScope('out-of-memory');
  const buffers = sumSizes(spec, rows).map((size) =>
    device.createBuffer({ size: 4 * size, usage: GPUBufferUsage.STORAGE }),
  );
  const uniforms = device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM, mappedAtCreation: true });
  new Uint32Array(uniforms.getMappedRange())[0] = rows;
  uniforms.unmap();
  buffers.push(uniforms);
  const free = () => {
    for (const buffer of buffers) buffer.destroy();
  };
  if (await device.popErrorScope()) {
    free();
    return null;
  }
  const runs = await Promise.all(
    tiles.map(async (tile) => {
      const module = device.createShaderModule({ code: sumKernel(spec, tile) });
      const pipeline = await device.createComputePipelineAsync({
        layout: 'auto',
        compute: { module, entryPoint: 'main' },
      });
      const bindGroup = device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
      });
      return { tile, pipeline, bindGroup, times: [] as number[] };
    }),
  );
  const time = async ({ tile, pipeline, bindGroup }: (typeof runs)[number], repeats: number) => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    for (let i = 0; i < repeats; i++) pass.dispatchWorkgroups(...sumGrid(spec, rows, tile));
    pass.end();
    const began = performance.now();
    device.queue.submit([encoder.finish()]);
    await whenDone(device.queue);
    return (performance.now() - began) / repeats;
  };
  for (const run of runs) await time(run, 1); // compiles what the driver left till now
  let repeats = 1;
  const [first] = runs;
  if (first) repeats = Math.ceil(Math.min(200, MEASURE_MS / (await time(first, 1))));
  const began = performance.now();
  for (let round = 0; round < ROUNDS && performance.now() - began < MOST_MS; round++)
    for (const run of runs) run.times.push(await time(run, repeats));
  free();
  return runs.reduce((best, run) => (median(run.times) < median(best.times) ? run : best)).tile;
}
