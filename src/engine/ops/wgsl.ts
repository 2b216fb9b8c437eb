/**
 * The few pieces of WGSL that the pointwise, row and attention kernels share: bindings, an element type that is vec4f
 * where rows allow it, and sums along a row. Text only; nothing here touches a device.
 */

/** Threads of a workgroup, in every kernel here. */
export const THREADS = 64;

/** WebGPU's guaranteed bound on workgroups per dimension. */
const MAX_GROUPS = 65535;

/** How many threads share a row where kernels reduce along rows. */
export function lanesPerRow({ software }: { software: boolean }): number {
  return software ? 1 : 32;
}

/** How many numbers a kernel reads at once from rows of n: 4 if each row begins at a multiple of four. */
export function widthOf(n: number): 1 | 4 {
  return n % 4 === 0 ? 4 : 1;
}

/** The element type E, `width` numbers wide, and what kernels ask of one element. */
export function element(width: 1 | 4): string {
  return width === 4
    ? /* wgsl */ `
alias E = vec4f;
fn total(e: E) -> f32 { return (e.x + e.y) + (e.z + e.w); }
fn largest(e: E) -> f32 { return max(max(e.x, e.y), max(e.z, e.w)); }
fn inner(a: E, b: E) -> f32 { return dot(a, b); }
/** 1 where the element at \`index\` of a row holds the number at \`position\`, else 0. */
fn indicator(index: u32, position: u32) -> E {
  return select(E(0), E(1), vec4u(4 * index) + vec4u(0, 1, 2, 3) == vec4u(position));
}`
    : /* wgsl */ `
alias E = f32;
fn total(e: E) -> f32 { return e; }
fn largest(e: E) -> f32 { return e; }
fn inner(a: E, b: E) -> f32 { return a * b; }
fn indicator(index: u32, position: u32) -> E { return select(0.0, 1.0, index == position); }`;
}

/**
 * Declares storage buffers in the order in which tensors are bound, then the uniform block `u`.
 * @param read e.g. `['x: array<E>']`
 * @param write read and written, bound after those
 * @param uniforms the block's fields, e.g. `'rows: u32, epsilon: f32'`
 */
export function bindings(read: readonly string[], write: readonly string[], uniforms = ''): string {
  const storage = [
    ...read.map((declaration) => `var<storage, read> ${declaration}`),
    ...write.map((declaration) => `var<storage, read_write> ${declaration}`),
  ];
  const lines = storage.map((declaration, i) => `@group(0) @binding(${i}) ${declaration};`);
  if (uniforms)
    lines.push(
      `struct Uniforms { ${uniforms} }`,
      `@group(0) @binding(${storage.length}) var<uniform> u: Uniforms;`,
    );
  return lines.join('\n');
}

/** The bytes of a uniform block: whole numbers (u32) first, then real numbers (f32). */
export function uniforms(whole: readonly number[], real: readonly number[] = []): ArrayBuffer {
  const bytes = new ArrayBuffer(Math.ceil((whole.length + real.length) / 4) * 16);
  new Uint32Array(bytes).set(whole);
  new Float32Array(bytes).set(real, whole.length);
  return bytes;
}

/**
 * Workgroups for a kernel with one thread per item: a second dimension where one does not reach.
 * The kernel finds its item by `ITEM` and must skip those past the end.
 */
export function gridOf(items: number): [number, number, number] {
  const groups = Math.max(1, Math.ceil(items / THREADS));
  const y = Math.ceil(groups / MAX_GROUPS);
  return [Math.ceil(groups / y), y, 1];
}

/** The head of a kernel with one thread per item; \`item\` is its number. */
export const PER_ITEM = /* wgsl */ `
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) thread: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let item = thread.y * groups.x * ${THREADS} + thread.x;`;

/**
 * The head of a kernel in which \`lanes\` threads share a row and each takes every \`LANES\`-th element, from \`lane\`.
 * Past the end of the rows threads that share one do the last again, with the same result, since every thread must meet
 * the barriers.
 * The uniform block must have \`rows: u32\`. \`rowSum\` and \`rowMax\` reduce one number per thread in a fixed order.
 */
export function perRow(lanes: number, body: string): string {
  const rows = THREADS / lanes;
  const reduction = (name: string, combine: string) =>
    lanes === 1
      ? `fn ${name}(mine: f32, id: vec3u) -> f32 { return mine; }`
      : /* wgsl */ `
fn ${name}(mine: f32, id: vec3u) -> f32 {
  workgroupBarrier();
  parts[id.y * LANES + id.x] = mine;
  workgroupBarrier();
  var result = parts[id.y * LANES];
  for (var i = 1u; i < LANES; i++) {
    let other = parts[id.y * LANES + i];
    result = ${combine};
  }
  return result;
}`;
  return /* wgsl */ `
const LANES = ${lanes}u;
${lanes === 1 ? '' : `var<workgroup> parts: array<f32, ${THREADS}>;`}
${reduction('rowSum', 'result + other')}
${reduction('rowMax', 'max(result, other)')}
@compute @workgroup_size(${lanes}, ${rows})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) id: vec3u) {
  let place = group.x * ${rows} + id.y;
  ${lanes === 1 ? 'if (place >= u.rows) { return; }' : ''}
  let row = min(place, u.rows - 1);
  let lane = id.x;
${body}
}`;
}

/** Workgroups for a kernel made by `perRow`. */
export function rowGrid(rows: number, lanes: number): [number, number, number] {
  return [Math.ceil((rows * lanes) / THREADS), 1, 1];
}
