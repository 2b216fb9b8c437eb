/**
 * Where the parts of a transformer block stand in its drawing, once for wide places and once for narrow ones.
 * Both have one topology: the residual stream runs along the top; a norm, Wq Wk Wv, attention and Wo hang from it, then
 * another norm, W1, the activation and W2; each sublayer's output is added to the stream. A Llama's gate Wg stands beside its W1;
 * a GPT-NeoX's second norm reads the stream where its first one does; a BERT's norms stand in the stream, after the sums.
 */
import { marksOf, type AdapterPlace, type Mark } from '../../../core/methods/marks.ts';
import { isBert } from '../../../core/models/bert.ts';
import { isLlama } from '../../../core/models/llama.ts';
import { isNeox } from '../../../core/models/neox.ts';
import type { Projection } from '../../../core/site.ts';

interface Place {
  x: number;
  y: number;
}

export interface BlockGeometry {
  width: number;
  height: number;
  /** Size of a matrix. */
  box: { width: number; height: number };
  /** Width that LoRA's path takes at a matrix's right. */
  side: number;
  /** Height of the residual stream. */
  stream: number;
  /** Top left corner of each matrix that the family has. */
  at: Readonly<Partial<Record<Projection, Place>>>;
  /** The matrices whose input comes from below; the others' comes from above. */
  upward: readonly Projection[];
  /** Centre of each norm's top. */
  norms: readonly Place[];
  /** Width of a norm. */
  norm: number;
  /** Top left corner and width of what mixes positions. */
  attention: Place & { width: number };
  /** Centre of the activation's top. */
  activation: Place;
  /** Centre of each adapter layer's top, where a method has them. */
  adapters: Readonly<Record<AdapterPlace, Place>>;
  /** Where along the stream each sublayer's output is added. */
  sums: readonly number[];
  /** SVG paths. */
  wires: readonly string[];
  /** Those that end in an arrow. */
  arrows: readonly string[];
}

/** Height of norms, attention and activation. */
export const PILL = 18;
/** Width of an adapter layer. */
export const ADAPTER = 64;
/** Width of a norm with its whole name, and with its initials. */
export const NORM = { whole: 78, initials: 28 };
/** Radius of a sum's circle. */
export const SUM = 7;
/** Radius of the arc in which a wire crosses the stream. */
const HOP = 6;

/** What takes room beside the block: adapter layers under a sublayer's last matrix, or where the block ends; parts of the model before and after all blocks. */
interface Room {
  below: boolean;
  end: boolean;
  outside: boolean;
  /** The MLP has a gate. */
  isGated: boolean;
  /** Attention and MLP read the same stream. */
  isParallel: boolean;
  /** Norms come after the sums. */
  isPostNorm: boolean;
}

/** Heights that wires run between. */
interface Heights {
  stream: number;
  /** Top of a norm under the stream. */
  norm: number;
  /** Where matrices begin. */
  top: number;
}

/** From the stream to a sublayer's first matrix, through the norm under the stream where there is one. */
const toSublayer = ({ isPostNorm }: Room, x: number, { stream, norm, top }: Heights): string =>
  isPostNorm ? `M${x} ${stream}V${top}` : `M${x} ${stream}V${norm}M${x} ${norm + PILL}V${top}`;

/** The same to the second sublayer: where a parallel one's norm stands, from the first norm's place, over the stream and across it. */
const toSecond = (room: Room, first: number, second: number, heights: Heights): string => {
  const { stream, norm, top } = heights;
  return room.isParallel
    ? `M${first} ${stream}V${stream - 14}H${second}V${stream - HOP}a${HOP} ${HOP} 0 0 1 0 ${2 * HOP}V${norm}M${second} ${norm + PILL}V${top}`
    : toSublayer(room, second, heights);
};

/** Where the norms stand: under the stream at `branches`, or in it after the sums. @param width of a norm */
const normsOf = (
  { isPostNorm }: Room,
  branches: readonly number[],
  sums: readonly number[],
  width: number,
  { stream, norm }: Heights,
) =>
  isPostNorm
    ? sums.map((sum) => ({ x: sum + SUM + 6 + width / 2, y: stream - PILL / 2 }))
    : branches.map((x) => ({ x, y: norm }));

/** One row for each block: text flows from the left to the right, as the layers follow each other from the top to the bottom. */
const wide = (room: Room): BlockGeometry => {
  const { end, outside, isGated, isPostNorm } = room;
  const box = { width: 76, height: outside ? 68 : 82 };
  const stream = 20;
  const norm = 32;
  const top = 67;
  const bottom = top + box.height;
  const pill = bottom + 16;
  const middle = pill + PILL / 2;
  const gateWidth = isGated ? 106 : 0;
  const x = { q: 4, k: 110, v: 216, o: 336, gate: 458, up: 458 + gateWidth, down: 568 + gateWidth };
  const centre = (left: number) => left + box.width / 2;
  const at = (left: number) => ({ x: left, y: top });
  const [q, k, v] = [centre(x.q), centre(x.k), centre(x.v)];
  const [o, gate, up, down] = [centre(x.o), centre(x.gate), centre(x.up), centre(x.down)];
  const width = 682 + gateWidth + (isPostNorm ? 40 : 0);
  const heights = { stream, norm, top };
  const sums = [o, down];
  return {
    width: width + (end ? ADAPTER : 0),
    height: pill + PILL + 6,
    box,
    side: 26,
    stream,
    at: {
      q: at(x.q),
      k: at(x.k),
      v: at(x.v),
      o: at(x.o),
      ...(isGated && { gate: at(x.gate) }),
      up: at(x.up),
      down: at(x.down),
    },
    upward: ['o', 'down'],
    norms: normsOf(room, [k, gate], sums, NORM.whole, heights),
    norm: NORM.whole,
    attention: { x: x.q, y: pill, width: x.v + box.width - x.q },
    activation: { x: (up + down) / 2, y: pill },
    adapters: {
      attention: { x: o, y: norm },
      mlp: { x: down, y: norm },
      block: { x: width - 24, y: stream - PILL / 2 },
    },
    sums,
    wires: [
      `${toSublayer(room, k, heights)}M${q} ${top}V${top - 12}H${v}V${top}`,
      ...[q, k, v].map((column) => `M${column} ${bottom}V${pill}`),
      `M${x.v + box.width} ${middle}H${o}V${bottom}`,
      toSecond(room, k, gate, heights),
      `M${up} ${bottom}V${middle}H${down}V${bottom}`,
      ...(isGated ? [`M${gate} ${top - 12}H${up}V${top}`, `M${gate} ${bottom}V${middle}H${up}`] : []),
    ],
    arrows: [`M${o} ${top}V${stream + SUM + 1}`, `M${down} ${top}V${stream + SUM + 1}`],
  };
};

/** Attention over Wo, W1 over W2, for half the width. */
const narrow = (room: Room): BlockGeometry => {
  const { below, end, isGated, isPostNorm } = room;
  const box = { width: 58, height: 76 };
  const stream = 20;
  const norm = 32;
  const top = 68;
  const bottom = top + box.height;
  const pill = bottom + 14;
  const second = pill + PILL + 14;
  const last = second + box.height;
  /** Where the sublayers' outputs leave for the stream. */
  const exit = last + (below ? PILL + 16 : 8);
  const gateWidth = isGated ? 83 : 0;
  /** That a norm takes between a sum and the next branch. */
  const normWidth = isPostNorm ? 16 : 0;
  const x = { q: 2, k: 85, v: 168, gate: 278 + normWidth, up: 278 + normWidth + gateWidth };
  const centre = (left: number) => left + box.width / 2;
  const [q, k, v] = [centre(x.q), centre(x.k), centre(x.v)];
  const [gate, up] = [centre(x.gate), centre(x.up)];
  const sums = [261, 366 + normWidth + gateWidth];
  const width = 378 + gateWidth + (isPostNorm ? 62 : 0);
  const heights = { stream, norm, top };
  const named = isPostNorm ? NORM.initials : NORM.whole;
  return {
    width: width + (end ? ADAPTER + 24 : 0),
    height: exit + 8,
    box,
    side: 20,
    stream,
    at: {
      q: { x: x.q, y: top },
      k: { x: x.k, y: top },
      v: { x: x.v, y: top },
      o: { x: x.k, y: second },
      ...(isGated && { gate: { x: x.gate, y: top } }),
      up: { x: x.up, y: top },
      down: { x: x.up, y: second },
    },
    upward: [],
    norms: normsOf(room, [k, gate], sums, named, heights),
    norm: named,
    attention: { x: x.q, y: pill, width: x.v + box.width - x.q },
    activation: { x: up, y: pill },
    adapters: {
      attention: { x: k, y: last + 8 },
      mlp: { x: up, y: last + 8 },
      block: { x: width + 40, y: stream - PILL / 2 },
    },
    sums,
    wires: [
      `${toSublayer(room, k, heights)}M${q} ${top}V${top - 8}H${v}V${top}`,
      ...[q, k, v].map((column) => `M${column} ${bottom}V${pill}`),
      `M${k} ${pill + PILL}V${second}`,
      toSecond(room, k, gate, heights),
      `M${up} ${bottom}V${pill}M${up} ${pill + PILL}V${second}`,
      ...(isGated ? [`M${gate} ${top - 8}H${up}V${top}`, `M${gate} ${bottom}V${pill + PILL / 2}H${up}`] : []),
    ],
    arrows: sums.map((sum, i) => `M${i === 0 ? k : up} ${last}V${exit}H${sum}V${stream + SUM + 1}`),
  };
};

/**
 * The geometry for a place of so many CSS pixels: marks in it are drawn at 1 : 1 or larger, but for a narrow block with an
 * adapter layer at its end.
 * @param marks what is drawn in it
 * @param model whose block it is
 */
export function geometryFor(width: number, marks: readonly Mark[], model: object): BlockGeometry {
  const isGated = isLlama(model);
  const adapters = marksOf(marks, 'adapter').map(({ after }) => after);
  return (width >= (isGated ? 690 : 600) ? wide : narrow)({
    below: adapters.includes('mlp'),
    end: adapters.includes('block'),
    outside: hasHead(marks),
    isGated,
    isParallel: isNeox(model) && model.isParallel,
    isPostNorm: isBert(model),
  });
}

/** Whether an embedding or the head is trained: all together, or that one alone. */
export const trainsTable = (marks: readonly Mark[], table: 'wte' | 'wpe' | 'head'): boolean =>
  marksOf(marks, 'embeddings').length > 0 || marksOf(marks, 'weight').some(({ part }) => part === table);

/** Whether something after the last block is trained: the head, or the last LayerNorm. */
export const hasHead = (marks: readonly Mark[]): boolean =>
  trainsTable(marks, 'head') ||
  [...marksOf(marks, 'weight'), ...marksOf(marks, 'bias')].some(({ part }) => part === 'lnF');

/** Whether there is no room in it for a norm's whole name. */
export const hasInitials = ({ norm }: BlockGeometry): boolean => norm < NORM.whole;

/** The most CSS pixels that a block is drawn across: a narrow one, which is high, no larger than reads well. */
export const widestOf = ({ width }: BlockGeometry): number => (width < 600 ? 1.1 * width : Infinity);
