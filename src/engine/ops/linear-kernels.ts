/**
 * A linear map and what a method changes in it, fused: y = gelu?(xW + b + Σ s·(xAᵀ)Bᵀ) + addend in two dispatches (one
 * without low-rank updates), the gradient of x in two (one), those of all trained tensors in one, with one more for GELU.
 * Pairs of different rank or scale take one more dispatch each way. A frozen W has no gradient here.
 */
import * as tf from '@tensorflow/tfjs-core';
import { gradientTensor } from '../parameters.ts';
import type { Epilogue, FrozenLinear, LinearInput, LinearUpdate, LowRankUpdate } from './linear-map.ts';
import type { Matrix, OuterProduct, Product } from './matmul.ts';
import type { Products } from './products.ts';
import { withGradients } from './with-gradient.ts';

/** W as a factor: xW, or dy·Wᵀ where `backwards`. */
export function weightProduct(a: Matrix, frozen: FrozenLinear, backwards: boolean): Product {
  const { weight, transposed, dIn, dOut, storage, scales } = frozen;
  const kept = weight ?? transposed;
  if (!kept) throw new Error('A frozen linear map has neither W nor its transpose.');
  return {
    a,
    b: { tensor: kept, width: weight ? dOut : dIn, storage, ...(storage === 'int8' && { scales }) },
    transposed: (weight === null) !== backwards,
    depth: backwards ? dOut : dIn,
  };
}

/** A low-rank update and the section of W that it belongs to. */
type Pair = LowRankUpdate & { section: number };

/** The pairs of one rank and scale: one dispatch makes x·Aᵀ for all of them. */
function groupsOf(pairs: LinearUpdate['pairs']): { r: number; scale: number; pairs: Pair[] }[] {
  const groups = new Map<string, { r: number; scale: number; pairs: Pair[] }>();
  for (const [section, pair] of pairs.entries()) {
    if (!pair) continue;
    const { scale } = pair;
    const [r] = pair.a.shape;
    const key = `${r}/${scale}`;
    const group = groups.get(key) ?? { r, scale, pairs: [] };
    group.pairs.push({ ...pair, section });
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** @returns [N, dOut] */
export function linearKernels(
  products: Products,
  { x, dropped, isConstant }: LinearInput,
  frozen: FrozenLinear,
  update: LinearUpdate | null,
  { addend, gelu = false }: Epilogue,
): tf.Tensor2D {
  const { dIn, dOut } = frozen;
  const rows = x.shape[0];
  const groups = groupsOf(update?.pairs ?? []);
  const sections = groups.length > 0 && update ? update.pairs.length : 1;
  const columns = dOut / sections;
  const weight = update?.weight ?? null;
  const bias = update?.bias ?? null;
  const main: FrozenLinear = weight ? { ...frozen, weight, transposed: null, storage: 'f32' } : frozen;
  /** The low-rank values of a group's s-th pair, among those of all its pairs. */
  const lowOf = (low: tf.Tensor, group: number, s: number): Matrix => {
    const { r = 0, pairs = [] } = groups[group] ?? {};
    return { tensor: low, width: pairs.length * r, from: s * r };
  };
  const sectionOf = (dy: tf.Tensor, section: number): Matrix => ({
    tensor: dy,
    width: dOut,
    from: section * columns,
  });

  const flows = !isConstant;
  const ownInput = groups.length > 0 && dropped !== x;
  const pairs = groups.flatMap((group) => group.pairs);
  // What gets a gradient, in a fixed order.
  const inputs = [
    ...(flows ? [x] : []),
    ...(flows && ownInput ? [dropped] : []),
    ...pairs.flatMap(({ a, b }) => [a, b]),
    ...(weight ? [weight] : []),
    ...(bias ? [bias] : []),
    ...(addend ? [addend] : []),
  ];

  return withGradients<tf.Tensor[], tf.Tensor2D, tf.Tensor[]>(
    inputs,
    () => {
      const lows = groups.map(({ r, scale, pairs: own }) => {
        const list = own.map(({ a }, section): Product => ({
          a: { tensor: dropped, width: dIn },
          b: { tensor: a, width: dIn },
          transposed: true,
          depth: dIn,
          section,
        }));
        return products.sum(list, { rows, columns: r, sections: own.length, scale }).value;
      }); // [N, pairs · r] each, s included
      const through = groups.flatMap(({ r, pairs: own }, group) =>
        own.map(({ b, section }, s): Product => ({
          a: lowOf(lows[group] ?? x, group, s),
          b: { tensor: b, width: r },
          transposed: true,
          depth: r,
          section,
        })),
      );
      const { value, before } = products.sum(
        [weightProduct({ tensor: x, width: dIn }, main, false), ...through],
        { rows, columns, sections, bias: bias ?? frozen.bias, addend: addend ?? null, gelu },
      );
      return {
        value,
        saved: [
          ...lows,
          ...pairs.flatMap(({ a, b }) => [a, b]),
          ...(groups.length > 0 ? [dropped] : []),
          ...(weight ? [x] : []),
          ...(before ? [before] : []),
        ],
      };
    },
    (dyOut, saved) => {
      const lows = saved.slice(0, groups.length);
      const kept = saved.slice(groups.length, groups.length + 2 * pairs.length);
      const rest = saved.slice(groups.length + 2 * pairs.length);
      // A and B may have been made on the way, so only what was saved of them is still there.
      const keptOf = (pair: Pair, which: 'a' | 'b'): tf.Tensor =>
        kept[2 * pairs.indexOf(pair) + (which === 'a' ? 0 : 1)] ?? pair[which];
      const low = groups.length > 0 ? rest.shift() : undefined;
      const input = weight ? rest.shift() : undefined;
      const [before] = rest as tf.Tensor2D[];
      const dy = before ? products.geluGradient(before, dyOut) : dyOut;

      const dLows = groups.map(({ r, scale, pairs: own }) => {
        const list = own.map((pair, s): Product => ({
          a: sectionOf(dy, pair.section),
          b: { tensor: keptOf(pair, 'b'), width: r },
          transposed: false,
          depth: columns,
          section: s,
        }));
        return products.sum(list, { rows, columns: r, sections: own.length, scale }).value;
      }); // [N, pairs · r] each, s included
      const through = groups.flatMap(({ r, pairs: own }, group) =>
        own.map((pair, s): Product => ({
          a: lowOf(dLows[group] ?? dy, group, s),
          b: { tensor: keptOf(pair, 'a'), width: dIn },
          transposed: false,
          depth: r,
        })),
      );

      // dA = dLowᵀ·input and dB = dyᵀ·low: s is in dLow and in low already. dW = xᵀ·dy, db = 1ᵀ·dy.
      const outer: OuterProduct[] = groups.flatMap(({ pairs: own }, group) =>
        own.flatMap(({ a, b, section }, s) => [
          {
            a: lowOf(dLows[group] ?? dy, group, s),
            b: { tensor: low ?? dy, width: dIn },
            output: gradientTensor(a),
          },
          { a: sectionOf(dy, section), b: lowOf(lows[group] ?? dy, group, s), output: gradientTensor(b) },
        ]),
      );
      const whole: Matrix = { tensor: dy, width: dOut };
      if (weight && input)
        outer.push({ a: { tensor: input, width: dIn }, b: whole, output: gradientTensor(weight) });
      if (bias)
        outer.push({
          a: { tensor: tf.ones([rows, 1]), width: 1 },
          b: whole,
          output: gradientTensor(bias),
        });
      if (outer.length > 0) products.outer(outer, rows);

      const gradient = (list: Product[]) => products.sum(list, { rows, columns: dIn }).value;
      const back = weightProduct(whole, main, true);
      return [
        ...(flows ? [gradient(ownInput ? [back] : [back, ...through])] : []),
        ...(flows && ownInput ? [gradient(through)] : []),
        ...outer.map(({ output }) => output),
        ...(addend ? [tf.clone(dyOut)] : []),
      ];
    },
  );
}
