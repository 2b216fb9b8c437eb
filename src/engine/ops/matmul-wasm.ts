/** The same sums of products and products over rows on WASM, with kernels of our own. */
import type * as tf from '@tensorflow/tfjs-core';
import type { LabWasm } from '../backend/wasm.ts';
import type { KernelCall } from '../backend/wasm-job.ts';
import { STORED_BYTES } from './linear-map.ts';
import { outerShape, type Matrix, type OuterProduct, type Product, type SumOptions } from './matmul.ts';

/** A multiple of the kernel's six rows that leaves enough parts for all threads. */
const ROWS = 48;
const PANEL = 8;
/** With fewer rows than this packing costs more than it saves. */
const WORTH_PACKING = 12;
const BYTES = Float32Array.BYTES_PER_ELEMENT;

const panelsOf = (columns: number) => Math.ceil(columns / PANEL);

/** A factor as the kernels take it: where it begins, and from one row or one step along the depth to the next. */
interface Factor {
  address: number;
  row: number;
  step: number;
}

/** Where a matrix begins. */
const addressOf = (wasm: LabWasm, { tensor, from = 0 }: Matrix): number =>
  wasm.address(tensor) + from * BYTES;

/** A right factor's matrix as it is stored. */
const storedAt = (wasm: LabWasm, matrix: Matrix) => ({
  address: addressOf(wasm, matrix),
  scales: wasm.address(matrix.scales),
  bytes: STORED_BYTES[matrix.storage ?? 'f32'],
});

interface Multiplication {
  a: Factor;
  /** `row` is from one column to the next. */
  b: Factor & ReturnType<typeof storedAt>;
  columns: number;
  depth: number;
  c: { address: number; row: number };
  accumulate: boolean;
}

/** The calls that multiply, after packing what is to be packed. */
function multiplications(wasm: LabWasm, list: readonly Multiplication[], rows: number): KernelCall[] {
  const packs = ({ b, columns }: Multiplication) =>
    rows >= WORTH_PACKING || b.row !== 1 || columns % PANEL !== 0 || b.bytes !== BYTES;
  const bytesOf = ({ columns, depth }: Multiplication) => panelsOf(columns) * PANEL * depth * BYTES;
  let free = wasm.packed(list.filter(packs).reduce((sum, one) => sum + bytesOf(one), 0));
  return list.map((one): KernelCall => {
    const { a, b, c, columns, depth, accumulate } = one;
    let panels = [b.address, b.step, PANEL];
    if (packs(one)) {
      wasm.run({
        calls: [
          { kernel: 'pack', args: [b.bytes, b.address, b.scales, b.step, b.row, depth, columns, free] },
        ],
        items: panelsOf(columns),
        grain: 16,
      });
      panels = [free, PANEL, PANEL * depth];
      free += bytesOf(one);
    }
    const into = [c.address, c.row, columns, depth, Number(accumulate)];
    return { kernel: 'multiply', args: [a.address, a.row, a.step, ...panels, ...into] };
  });
}

/** As `sumOfProducts`, each section made by at least one product. */
export function sumOnWasm(
  wasm: LabWasm,
  products: readonly Product[],
  { rows, columns, sections = 1, scale = 1, bias, addend, gelu = false }: SumOptions,
): { value: tf.Tensor2D; before: tf.Tensor2D | null } {
  const width = sections * columns;
  const value = wasm.empty<tf.Rank.R2>([rows, width]);
  const before = gelu ? wasm.empty<tf.Rank.R2>([rows, width]) : null;
  const begun = new Set<number>();
  const list = products.map(({ a, b, transposed, depth, section }): Multiplication => {
    const own = section === undefined ? Array.from({ length: sections }, (_, s) => s) : [section];
    const accumulate = own.some((s) => begun.has(s));
    own.forEach((s) => begun.add(s));
    const along = { row: 1, step: b.width };
    const across = { row: b.width, step: 1 };
    return {
      a: { address: addressOf(wasm, a), row: a.width, step: 1 },
      b: { ...storedAt(wasm, b), ...(transposed ? across : along) },
      columns: own.length * columns,
      depth,
      c: { address: wasm.address(value) + (section ?? 0) * columns * BYTES, row: width },
      accumulate,
    };
  });
  const calls = multiplications(wasm, list, rows);
  if (scale !== 1 || bias || addend || gelu)
    calls.push({
      kernel: 'finish',
      args: [
        wasm.address(value),
        width,
        scale,
        wasm.address(bias),
        wasm.address(before),
        wasm.address(addend),
      ],
    });
  wasm.run({ calls, items: rows, grain: ROWS });
  return { value, before };
}

/** As `outerProducts`. */
export function outerOnWasm(wasm: LabWasm, products: readonly OuterProduct[], rows: number): void {
  for (const product of products) {
    const { a, b, output } = product;
    const { rows: height, columns } = outerShape(product);
    const calls = multiplications(
      wasm,
      [
        {
          a: { address: addressOf(wasm, a), row: 1, step: a.width },
          b: { ...storedAt(wasm, b), row: 1, step: b.width },
          columns,
          depth: rows,
          c: { address: wasm.address(output), row: columns },
          accumulate: false,
        },
      ],
      height,
    );
    wasm.run({ calls, items: height, grain: ROWS });
  }
}
