/**
 * WGSL for products aᵀ·b that sum over the rows of both, as the gradients of LoRA's A and B do: small results of long
 * sums, several in one dispatch, each in an order of summation that `split` alone fixes.
 */
import { declareInputs, LANES, lines, UNIFORMS, type Layout, type Use } from './matmul.wgsl.ts';

/** Columns of a transposed times columns of b: [rows, columns], summed over a run's rows of both. */
export interface OuterSection {
  a: Layout;
  b: Layout;
  /** Where the result is written. */
  output: Layout;
  /** Whose rows are summed, where those of several runs lie one below the other. */
  run: number;
  rows: number;
  columns: number;
}

export interface OuterSpec {
  /** How many input buffers there are. */
  inputs: number;
  /** How many output buffers there are. */
  outputs: number;
  sections: readonly OuterSection[];
  /**
   * How many invocations share the sum of one 4 × 4 tile. Hardware has invocations to spare; a software adapter has not,
   * and pays for the barrier.
   */
  split: 1 | 64;
}

/** Neighbouring tiles in a workgroup where each has one invocation. */
const OUTER_LANES = 16;

const tilesOf = ({ rows, columns }: OuterSection): number => Math.ceil(rows / 4) * Math.ceil(columns / 4);

/** Workgroups of an outer product's kernel. */
export function outerGrid({ sections, split }: OuterSpec): [number, number, number] {
  const tiles = Math.max(...sections.map(tilesOf));
  return [split === 1 ? Math.ceil(tiles / OUTER_LANES) : tiles, sections.length, 1];
}

/** Each section into its place, in a fixed order of summation. Bindings: the inputs, the outputs, uniforms. */
export function outerKernel({ inputs, outputs, sections, split }: OuterSpec): string {
  // Beyond the last column the neighbours are read; they only reach outputs that are not written.
  const unlimited = { step: 4, columnLimit: null, rowLimit: null };
  const uses = sections.flatMap(({ a, b }, s): Use[] => [
    { name: `a${s}`, layout: a, ...unlimited },
    { name: `b${s}`, layout: b, ...unlimited },
  ]);
  const lanes = split === 1 ? OUTER_LANES : 1;
  const store = ({ rows, columns, output }: OuterSection, i: string, j: string, value: string) =>
    `if (${i} < ${rows}u && ${j} < ${columns}u) { out${output.buffer}[${output.from}u + (${i}) * ${columns}u + ${j}] = ${value}; }`;
  const finish = (section: OuterSection) =>
    split === 1
      ? lines(4, (i) =>
          LANES.map((lane, j) => store(section, `i + ${i}u`, `j + ${j}u`, `acc${i}.${lane}`)).join('\n'),
        )
      : `${lines(4, (i) => `partial[local.y * 4u + ${i}u] = acc${i};`)}
      workgroupBarrier();
      if (local.y < 16u) {
        var sum = 0f;
        for (var t = 0u; t < ${split}u; t++) { sum += partial[t * 4u + local.y / 4u][local.y % 4u]; }
        ${store(section, 'i + local.y / 4u', 'j + local.y % 4u', 'sum')}
      }`;
  return `${declareInputs(
    Array.from({ length: inputs }, () => 'f32'),
    uses,
  )}
${lines(outputs, (o) => `@group(0) @binding(${inputs + o}) var<storage, read_write> out${o}: array<f32>;`)}
${UNIFORMS}
@group(0) @binding(${inputs + outputs}) var<uniform> u: Uniforms;
${split > 1 ? `var<workgroup> partial: array<vec4f, ${4 * split}>;` : ''}
@compute @workgroup_size(${lanes}, ${split})
fn main(@builtin(local_invocation_id) local: vec3u, @builtin(workgroup_id) group: vec3u) {
  ${sections
    .map((section, s) => {
      const tiles = tilesOf(section);
      const across = Math.ceil(section.columns / 4);
      return `if (group.y == ${s}u && group.x * ${lanes}u < ${tiles}u) {
    let tile = min(group.x * ${lanes}u + local.x, ${tiles - 1}u);
    let i = tile / ${across}u * 4u;
    let j = tile % ${across}u * 4u;
    ${lines(4, (row) => `var acc${row} = vec4f();`)}
    for (var row = ${section.run}u * u.rows + local.y; row < ${section.run + 1}u * u.rows; row += ${split}u) {
      let x = a${s}(row, i);
      let y = b${s}(row, j);
      ${LANES.map((lane, row) => `acc${row} += x.${lane} * y;`).join('\n')}
    }
    ${finish(section)}
  }`;
    })
    .join('\n')}
}
`;
}
