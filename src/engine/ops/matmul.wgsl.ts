/**
 * WGSL for sums of matrix products in which each output row comes from an input row, written out for given dimensions.
 * Only the number of rows stays open, so that batch and prompt lengths share a pipeline. Float32 accumulators; each sum
 * runs in the order of its index whatever the tile, so the choice of tile moves no result.
 */
import { GELU_TANH } from './gelu.ts';
import type { Storage } from './linear-map.ts';
import { wgslOfPart } from './parts.ts';

/** A row-major matrix in memory: `width` values a row, of which those from column `from` on are meant. */
export interface Layout {
  /** Which of the kernel's input buffers; the first of them, where the matrix is bound in parts. */
  buffer: number;
  width: number;
  from: number;
  /** How many input buffers hold it, and how many rows each but the last has; absent where one does. */
  parts?: { count: number; rows: number };
  /** The input buffer with the scales of its columns, of which a whole number of fours is read; for int8 alone. */
  scales?: number;
}

/** How many values each 32 bits of a buffer hold. */
export const VALUES_PER_WORD = { f32: 1, f16: 2, int8: 4 } as const satisfies Record<Storage, number>;

/** a [rows, depth] times b, which is [depth, columns], or [columns, depth] where `transposed`. */
export interface ProductSpec {
  a: Layout;
  b: Layout;
  transposed: boolean;
  depth: number;
  /** The one section whose columns b makes; null if b makes the columns of all sections. */
  section: number | null;
  /** The one run whose rows it makes; null if it makes the rows of all runs. */
  run: number | null;
  /** Columns that b has of a section's, of which the others come out as anything. */
  columns: number;
}

export interface SumSpec {
  inputs: readonly Storage[];
  products: readonly ProductSpec[];
  /** Output columns of one section; the sections lie side by side. */
  columns: number;
  sections: number;
  /** How many runs there are, whose rows lie one below the other. */
  runs: number;
  /** Multiply the sum by the uniform `scale`, or by a factor of each run and section. */
  scaled: false | 'alike' | 'apart';
  bias: boolean;
  addend: boolean;
  /** Write gelu(y), and y itself to a second output. */
  gelu: boolean;
}

/** An invocation makes tm rows × 4·tn columns, a workgroup wx × wy of these; `shared` stages both factors. */
export interface Tile {
  tm: number;
  tn: number;
  wx: number;
  wy: number;
  shared: boolean;
  /** Reads float16 as such, by shader-f16, instead of unpacking it; unpacks if absent. */
  native?: boolean;
}

/** How deep a slice of both factors a staged tile holds. */
const SLICE = 16;

export const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

export const LANES = ['x', 'y', 'z', 'w'] as const;

/** A use of an input as a matrix whose rows are read four values at a time. */
export interface Use {
  name: string;
  layout: Layout;
  /** What the first column of a read is a multiple of, before the multiples of four that the tile adds. */
  step: number;
  /** Columns from here on read as zero; null where what they hold reaches no output. */
  columnLimit: number | null;
  /** Rows from here on read as zero; null where no such row is asked for. */
  rowLimit: number | null;
}

/** Whether four neighbouring values always make one vec4 of the buffer. */
const aligned = ({ layout: { width, from }, step, columnLimit }: Use): boolean =>
  width % 4 === 0 && from % 4 === 0 && step % 4 === 0 && columnLimit === null;

/** The four signed bytes of `packed`, the lowest first. */
const UNPACK_BYTES = 'vec4f(bitcast<vec4i>(vec4u(packed) << vec4u(24, 16, 8, 0)) >> vec4u(24))';

/** Declares the inputs, and for each use a function `name(row, column)` giving four values. */
export function declareInputs(inputs: readonly Storage[], uses: readonly Use[], native = false): string {
  const isUsed = ({ layout: { buffer: first, parts } }: Use, buffer: number) =>
    buffer >= first && buffer < first + (parts?.count ?? 1);
  const vectors = inputs.map((_, buffer) => uses.every((use) => !isUsed(use, buffer) || aligned(use)));
  const buffers = inputs.map((storage, i) => {
    const float16 = native ? 'vec4<f16>' : 'vec2u';
    const type = { f32: vectors[i] ? 'vec4f' : 'f32', f16: float16, int8: 'u32' }[storage];
    return `@group(0) @binding(${i}) var<storage, read> input${i}: array<${type}>;`;
  });
  const functionOf = ({ name, layout, columnLimit, rowLimit }: Use): string => {
    const { buffer, width, from, parts, scales } = layout;
    if (parts) {
      const within = { columnLimit, rowLimit: null, step: 0 };
      return `${lines(parts.count, (part) =>
        functionOf({
          ...within,
          name: `${name}_${part}`,
          layout: { buffer: buffer + part, width, from, ...(scales !== undefined && { scales }) },
        }),
      )}
fn ${name}(row: u32, column: u32) -> vec4f {
  ${rowLimit === null ? '' : `if (row >= ${rowLimit}u) { return vec4f(); }`}
  ${wgslOfPart(parts.count, parts.rows, (part, own) => `${name}_${part}(${own}, column)`)}
}`;
    }
    const source = `input${buffer}`;
    const at = `row * ${width}u + ${from}u + column`;
    const scalar = (c: number) =>
      columnLimit === null
        ? `${source}[at + ${c}u]`
        : `select(0f, ${source}[at + ${c}u], column + ${c}u < ${columnLimit}u)`;
    let body = vectors[buffer]
      ? `let value = vec4f(${source}[(${at}) >> 2u]);`
      : `let at = ${at};
  let value = vec4f(${LANES.map((_, c) => scalar(c)).join(', ')});`;
    if (inputs[buffer] === 'f16' && !native)
      body = `let packed = ${source}[(${at}) >> 2u];
  let value = vec4f(unpack2x16float(packed.x), unpack2x16float(packed.y));`;
    if (inputs[buffer] === 'int8')
      body = `let packed = ${source}[(${at}) >> 2u];
  let value = ${UNPACK_BYTES} * input${scales}[(${from}u + column) >> 2u];`;
    const result = rowLimit === null ? 'value' : `select(vec4f(), value, row < ${rowLimit}u)`;
    return `fn ${name}(row: u32, column: u32) -> vec4f {
  ${body}
  return ${result};
}`;
  };
  return [...buffers, ...uses.map(functionOf)].join('\n');
}

export const UNIFORMS = 'struct Uniforms { rows: u32, scale: f32 }';

/** The inner step: acc += four of a's columns times four of b's rows, for every row and column of the tile. */
const multiplyAdd = ({ tm, tn }: Tile, a: (i: number) => string): string =>
  lines(
    tm,
    (i) => `let x${i} = ${a(i)};
${lines(tn, (j) => LANES.map((lane, u) => `acc${i}_${j} += x${i}.${lane} * y${u}_${j};`).join(' '))}`,
  );

/** Names y0…y3, four rows of b, from four of its columns or from four rows of its transpose. */
const fourRows = (j: number, transposed: boolean, load: (u: number) => string): string =>
  transposed
    ? `${lines(4, (u) => `let t${u}_${j} = ${load(u)};`)}
${LANES.map((lane, u) => `let y${u}_${j} = vec4f(t0_${j}.${lane}, t1_${j}.${lane}, t2_${j}.${lane}, t3_${j}.${lane});`).join('\n')}`
    : lines(4, (u) => `let y${u}_${j} = ${load(u)};`);

/** The loop over one product's depth; a and b of product p are read by the functions `a‹p›` and `b‹p›`. */
function product(
  { transposed, depth, section, run, ...own }: ProductSpec,
  p: number,
  spec: SumSpec,
  tile: Tile,
): string {
  const { tm, tn, wx, wy, shared } = tile;
  // b's own index of the tile's column j, and the last index it has.
  const base = section === null ? 'first' : '0u';
  const last = section === null ? spec.sections * spec.columns - 1 : own.columns - 1;
  const column = (j: number) => `(${base} + n${j})`;
  let loop: string;
  if (shared && depth % SLICE === 0) {
    const quarter = SLICE / 4;
    const rows = tm * wy;
    const columns = 4 * tn * wx;
    const stageB = transposed
      ? `stageB[t] = b${p}(min(${base} + n + t / ${quarter}u, ${last}u), k + (t % ${quarter}u) * 4u);`
      : `stageB[t] = b${p}(k + t / ${columns / 4}u, ${base} + n + (t % ${columns / 4}u) * 4u);`;
    const readB = (j: number, u: number) =>
      transposed
        ? `stageB[(${4 * wx * j}u + local.x * 4u + ${u}u) * ${quarter}u + q]`
        : `stageB[(q * 4u + ${u}u) * ${columns / 4}u + ${wx * j}u + local.x]`;
    loop = `for (var k = 0u; k < ${depth}u; k += ${SLICE}u) {
  for (var t = thread; t < ${rows * quarter}u; t += ${wx * wy}u) {
    stageA[t] = a${p}(above + min(m + t / ${quarter}u, u.rows - 1u), k + (t % ${quarter}u) * 4u);
  }
  for (var t = thread; t < ${(columns * SLICE) / 4}u; t += ${wx * wy}u) { ${stageB} }
  workgroupBarrier();
  for (var q = 0u; q < ${quarter}u; q++) {
    ${lines(tn, (j) => fourRows(j, transposed, (u) => readB(j, u)))}
    ${multiplyAdd(tile, (i) => `stageA[(local.y * ${tm}u + ${i}u) * ${quarter}u + q]`)}
  }
  workgroupBarrier();
}`;
  } else {
    loop = `for (var k = 0u; k < ${depth}u; k += 4u) {
  ${lines(tn, (j) =>
    fourRows(j, transposed, (u) =>
      transposed ? `b${p}(min(${column(j)} + ${u}u, ${last}u), k)` : `b${p}(k + ${u}u, ${column(j)})`,
    ),
  )}
  ${multiplyAdd(tile, (i) => `a${p}(row${i}, k)`)}
}`;
  }
  const conditions = [
    ...(section === null ? [] : [`group.z == ${section}u`]),
    ...(run === null ? [] : [`run == ${run}u`]),
  ];
  return conditions.length === 0 ? loop : `if (${conditions.join(' && ')}) {\n${loop}\n}`;
}

/**
 * out = gelu?(scale? · Σ products + bias?) + addend?. Bindings: the inputs, bias, addend, out, the value before
 * GELU, the factors of runs and sections, uniforms. Dispatch columns, rows and sections in x, y and z.
 */
export function sumKernel(spec: SumSpec, tile: Tile): string {
  const { inputs, products, columns, sections, runs, bias, addend, gelu, scaled } = spec;
  const { tm, tn, wx, wy, shared, native } = tile;
  const width = columns * sections;
  const vector = columns % 4 === 0;
  const uses = products.flatMap(({ a, b, transposed, depth }, p): Use[] => {
    const ragged = depth % 4 === 0 ? null : depth;
    const rows = { step: 4, columnLimit: ragged, rowLimit: null };
    return [
      { name: `a${p}`, layout: a, ...rows },
      {
        name: `b${p}`,
        layout: b,
        ...(transposed ? rows : { step: columns, columnLimit: null, rowLimit: ragged }),
      },
    ];
  });
  let binding = inputs.length;
  const type = vector ? 'vec4f' : 'f32';
  const buffer = (name: string, access: string) =>
    `@group(0) @binding(${binding++}) var<storage, ${access}> ${name}: array<${type}>;`;
  const four = (name: string, at: string) =>
    vector ? `${name}[(${at}) >> 2u]` : `vec4f(${LANES.map((_, c) => `${name}[${at} + ${c}u]`).join(', ')})`;
  const store = (name: string, value: string, j: number) =>
    vector
      ? `${name}[at >> 2u] = ${value};`
      : LANES.map(
          (lane, c) => `if (n${j} + ${c}u < ${columns}u) { ${name}[at + ${c}u] = ${value}.${lane}; }`,
        ).join('\n');

  return `${native ? 'enable f16;' : ''}
${declareInputs(inputs, uses, native)}
${bias ? buffer('bias', 'read') : ''}
${addend ? buffer('addend', 'read') : ''}
${buffer('out', 'read_write')}
${gelu ? buffer('before', 'read_write') : ''}
${scaled === 'apart' ? `@group(0) @binding(${binding++}) var<storage, read> scales: array<f32>;` : ''}
${UNIFORMS}
@group(0) @binding(${binding}) var<uniform> u: Uniforms;
${gelu ? `alias E = vec4f;${GELU_TANH}` : ''}
${
  shared
    ? `var<workgroup> stageA: array<vec4f, ${(tm * wy * SLICE) / 4}>;
var<workgroup> stageB: array<vec4f, ${tn * wx * SLICE}>;`
    : ''
}
@compute @workgroup_size(${wx}, ${wy})
fn main(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  let thread = local.y * ${wx}u + local.x;
  let first = group.z * ${columns}u;
  let n = group.x * ${4 * tn * wx}u;
  ${
    runs === 1
      ? `const above = 0u;
  let m = group.y * ${tm * wy}u;`
      : `let groups = (u.rows + ${tm * wy - 1}u) / ${tm * wy}u;
  let run = group.y / groups;
  let above = run * u.rows;
  let m = group.y % groups * ${tm * wy}u;`
  }
  ${lines(tn, (j) => `let n${j} = n + (${wx * j}u + local.x) * 4u;`)}
  ${lines(tm, (i) => `let row${i} = above + min(m + local.y * ${tm}u + ${i}u, u.rows - 1u);`)}
  ${lines(tm, (i) => lines(tn, (j) => `var acc${i}_${j} = vec4f();`))}
  ${products.map((each, p) => product(each, p, spec, tile)).join('\n')}
  ${lines(tm, (i) =>
    lines(
      tn,
      (j) => `if (m + local.y * ${tm}u + ${i}u < u.rows && n${j} < ${columns}u) {
    let at = row${i} * ${width}u + first + n${j};
    ${scaled ? `acc${i}_${j} *= ${scaled === 'alike' ? 'u.scale' : `scales[run * ${sections}u + group.z]`};` : ''}
    ${bias ? `acc${i}_${j} += ${four('bias', `first + n${j}`)};` : ''}
    ${gelu ? `${store('before', `acc${i}_${j}`, j)}\nacc${i}_${j} *= 0.5 * (1 + geluTanh(acc${i}_${j}));` : ''}
    ${addend ? `acc${i}_${j} += ${four('addend', 'at')};` : ''}
    ${store('out', `acc${i}_${j}`, j)}
  }`,
    ),
  )}
}
`;
}

/** Workgroups of a sum's kernel. */
export function sumGrid(
  { columns, sections, runs }: SumSpec,
  rows: number,
  tile: Tile,
): [number, number, number] {
  const groups = Math.ceil(rows / (tile.tm * tile.wy));
  return [Math.ceil(columns / (4 * tile.tn * tile.wx)), runs * groups, sections];
}

/** Values of each of a sum's buffers, in the order of its bindings: for measurements, which need no contents. */
export function sumSizes(
  { inputs, products, columns, sections, runs, scaled, bias, addend, gelu }: SumSpec,
  rowsOfRun: number,
): number[] {
  const rows = runs * rowsOfRun;
  const out = rows * columns * sections;
  /** Of a buffer that holds so many rows of a matrix, or a part of them. */
  const extentIn = (buffer: number, { buffer: first, width, from, parts }: Layout, height: number) => {
    if (buffer < first || buffer >= first + (parts?.count ?? 1)) return 0;
    return from + Math.min(height, parts?.rows ?? height) * width;
  };
  const extents = inputs.map((storage, i) =>
    Math.max(
      ...products.flatMap(({ a, b, transposed, depth, section }) => {
        const wide = section === null ? columns * sections : columns;
        return [
          extentIn(i, a, rows),
          extentIn(i, b, transposed ? wide : depth) / VALUES_PER_WORD[storage],
          b.scales === i ? b.width : 0,
        ];
      }),
    ),
  );
  return [
    ...extents,
    ...(bias ? [columns * sections] : []),
    ...(addend ? [out] : []),
    out,
    ...(gelu ? [out] : []),
    ...(scaled === 'apart' ? [runs * sections] : []),
  ];
}
