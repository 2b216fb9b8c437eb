/**
 * A frozen linear map and its LoRA updates, fused: y = gelu?(xW + b + s·(xAᵀ)Bᵀ) + addend in two dispatches
 * (one without LoRA), and the gradients of x, A and B in three (one), with one more for GELU. W's gradient does not exist here.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { gradientTensor } from '../parameters.ts';
import type { Epilogue, FrozenLinear, LoraUpdate } from './linear-map.ts';
import type { Matrix, Product } from './matmul.ts';
import type { Products } from './products.ts';
import { withGradients } from './with-gradient.ts';

/** W as a factor: xW, or dy·Wᵀ where `backwards`. */
function weightProduct(a: Matrix, frozen: FrozenLinear, backwards: boolean): Product {
  const { weight, transposed, dIn, dOut, storage } = frozen;
  const kept = weight ?? transposed;
  if (!kept) throw new Error('A frozen linear map has neither W nor its transpose.');
  return {
    a,
    b: { tensor: kept, width: weight ? dOut : dIn, storage },
    transposed: (weight === null) !== backwards,
    depth: backwards ? dOut : dIn,
  };
}

/**
 * @param x [N, dIn]
 * @param lora null for the frozen map alone
 * @returns [N, dOut]
 */
export function linearKernels(
  products: Products,
  x: tf.Tensor2D,
  frozen: FrozenLinear,
  lora: LoraUpdate | null,
  { addend, gelu = false }: Epilogue,
): tf.Tensor2D {
  const { dIn, dOut, bias } = frozen;
  const rows = x.shape[0];
  const sections = lora?.pairs.length ?? 1;
  const columns = dOut / sections;
  const scale = lora?.scale ?? 1;
  const adapted = (lora?.pairs ?? []).flatMap((pair, section) => (pair ? [{ ...pair, section }] : []));
  const r = adapted[0]?.a.shape[0] ?? 0;
  /** The low-rank values of the s-th adapted section, among those of all. */
  const lowOf = (low: tf.Tensor, s: number): Matrix => ({
    tensor: low,
    width: adapted.length * r,
    from: s * r,
  });

  const sectionOf = (dy: tf.Tensor, section: number): Matrix => ({
    tensor: dy,
    width: dOut,
    from: section * columns,
  });

  const flows = !lora?.inputIsConstant;
  const ownInput = lora && lora.input !== x ? lora.input : null;
  // What gets a gradient, in a fixed order.
  const inputs = [
    ...(flows ? [x] : []),
    ...(flows && ownInput ? [ownInput] : []),
    ...adapted.flatMap(({ a, b }) => [a, b]),
  ];
  const loraInput = ownInput ?? x;

  return withGradients<tf.Tensor2D[], tf.Tensor2D, tf.Tensor2D[]>(
    inputs,
    () => {
      const main = weightProduct({ tensor: x, width: dIn }, frozen, false);
      if (adapted.length === 0) {
        const { value, before } = products.sum([main], {
          rows,
          columns: dOut,
          bias,
          addend: addend ?? null,
          gelu,
        });
        return { value, saved: before ? [before] : [] };
      }
      const { value: low } = products.sum(
        adapted.map(({ a }, section): Product => ({
          a: { tensor: loraInput, width: dIn },
          b: { tensor: a, width: dIn },
          transposed: true,
          depth: dIn,
          section,
        })),
        { rows, columns: r, sections: adapted.length, scale },
      ); // [N, sections · r], s included
      const { value, before } = products.sum(
        [
          main,
          ...adapted.map(({ b, section }, s): Product => ({
            a: lowOf(low, s),
            b: { tensor: b, width: r },
            transposed: true,
            depth: r,
            section,
          })),
        ],
        { rows, columns, sections, bias, addend: addend ?? null, gelu },
      );
      return { value, saved: [loraInput, low, ...(before ? [before] : [])] };
    },
    (dyOut, saved) => {
      const before = gelu ? saved.at(-1) : undefined;
      const dy = before ? products.geluGradient(before, dyOut) : dyOut;
      const main = weightProduct({ tensor: dy, width: dOut }, frozen, true);
      const gradient = (list: Product[]) => products.sum(list, { rows, columns: dIn }).value;
      if (adapted.length === 0) return [gradient([main])];

      const [input, low] = saved as [tf.Tensor2D, tf.Tensor2D];
      const { value: dLow } = products.sum(
        adapted.map(({ b, section }, s): Product => ({
          a: sectionOf(dy, section),
          b: { tensor: b, width: r },
          transposed: false,
          depth: columns,
          section: s,
        })),
        { rows, columns: r, sections: adapted.length, scale },
      ); // [N, sections · r], s included
      const through = adapted.map(({ a }, s): Product => ({
        a: lowOf(dLow, s),
        b: { tensor: a, width: dIn },
        transposed: false,
        depth: r,
      }));
      const gradients = adapted.map(({ a, b, section }) => ({
        dA: gradientTensor(a),
        dB: gradientTensor(b),
        section,
      }));
      // dA = dLowᵀ·input and dB = dyᵀ·low: s is in dLow and in low already.
      products.outer(
        gradients.flatMap(({ dA, dB, section }, s) => [
          { a: lowOf(dLow, s), b: { tensor: input, width: dIn }, output: dA },
          { a: sectionOf(dy, section), b: lowOf(low, s), output: dB },
        ]),
        rows,
      );
      return [
        ...(flows ? [gradient(ownInput ? [main] : [main, ...through])] : []),
        ...(flows && ownInput ? [gradient(through)] : []),
        ...gradients.flatMap(({ dA, dB }) => [dA, dB]),
      ];
    },
  );
}
