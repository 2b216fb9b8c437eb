/**
 * The linear map y = xW + b, frozen or as a method changes it: W and b may be trained, and ΔW = s·BA may be added to W
 * (LoRA, eq. 3 with §4.1's scale). No gradient of a frozen W is ever computed.
 */
import * as tf from '@tensorflow/tfjs-core';
import { labWebGPU } from '../backend/current.ts';
import { columnScale, sideBySide } from './column-scale.ts';
import { magnitudeFactors } from './direction.ts';
import { gelu } from './gelu.ts';
import { linearKernels } from './linear-kernels.ts';
import type { Epilogue, FrozenLinear, LinearInput, LinearUpdate } from './linear-map.ts';
import { fusedProducts } from './products.ts';
import { stackedLinear } from './stacked-linear.ts';
import { withGradient } from './with-gradient.ts';

/**
 * gelu?(xW + b) + addend, all of it frozen.
 * @param x [N, dIn]
 * @returns [N, dOut]; gradients flow to x and to the addend
 */
export function linear(x: tf.Tensor2D, frozen: FrozenLinear, epilogue: Epilogue = {}): tf.Tensor2D {
  return adaptedLinear({ x, dropped: x, isConstant: false }, frozen, null, epilogue);
}

/** A linear map that is no part of the base model. */
export interface TrainedMap {
  /** [dIn, dOut] */
  weight: tf.Tensor2D;
  /** [dOut], or null where the map has none. */
  bias: tf.Tensor1D | null;
}

/**
 * gelu?(xW + b) + addend, W and b trained.
 * @param x [N, dIn]
 * @param isConstant nothing trainable lies below x, so its gradient need not be computed
 * @returns [N, dOut]
 */
export function trainedLinear(
  x: tf.Tensor2D,
  { weight, bias }: TrainedMap,
  epilogue: Epilogue = {},
  isConstant = false,
): tf.Tensor2D {
  const [dIn, dOut] = weight.shape;
  const none: FrozenLinear = { dIn, dOut, weight: null, transposed: null, bias: null, storage: 'f32' };
  return adaptedLinear(
    { x, dropped: x, isConstant },
    none,
    { pairs: [], dropout: null, weight, bias },
    epilogue,
  );
}

/**
 * gelu?((xW + b + Σ s·(xAᵀ)Bᵀ) ⊙ outScale) + addend, with x ⊙ inScale for x, and m/‖W + s·BA‖ before b where a pair has an m.
 * @param update null for the frozen map
 * @returns [N, dOut]; gradients flow to the input unless it is constant, to the update's tensors, and to the addend
 */
export function adaptedLinear(
  input: LinearInput,
  frozen: FrozenLinear,
  update: LinearUpdate | null,
  epilogue: Epilogue = {},
): tf.Tensor2D {
  if (update?.inScale ?? update?.outScale) return scaledLinear(input, frozen, update, epilogue);
  if (update?.pairs.some((pair) => pair?.magnitude)) return directedLinear(input, frozen, update, epilogue);
  if (update?.groups) return groupedLinear(input.x, frozen, update.groups, epilogue);
  const gpu = labWebGPU();
  if (gpu && update?.runs) {
    const { gelu: activate = false, addend = null } = epilogue;
    return activate
      ? finish(stackedLinear(gpu, input, frozen, update.runs, null), epilogue)
      : stackedLinear(gpu, input, frozen, update.runs, addend);
  }
  const products = fusedProducts();
  return products
    ? linearKernels(products, input, frozen, update, epilogue)
    : finish(linearReference(input, frozen, update), epilogue);
}

/** The map without factors, between its factors. */
function scaledLinear(
  { x, dropped, isConstant }: LinearInput,
  frozen: FrozenLinear,
  { inScale, outScale, ...update }: LinearUpdate,
  epilogue: Epilogue,
): tf.Tensor2D {
  const scaled = inScale ? columnScale(x, inScale, isConstant) : x;
  const input = {
    x: scaled,
    dropped: dropped === x ? scaled : dropped,
    isConstant: isConstant && !inScale,
  };
  if (!outScale) return adaptedLinear(input, frozen, update, epilogue);
  return finish(columnScale(adaptedLinear(input, frozen, update), outScale), epilogue);
}

/** The frozen map of all rows at once, and beside it to the rows of each group s·(xAᵀ)Bᵀ of its own. */
function groupedLinear(
  x: tf.Tensor2D,
  frozen: FrozenLinear,
  groups: NonNullable<LinearUpdate['groups']>,
  epilogue: Epilogue,
): tf.Tensor2D {
  const rowsOfText = x.shape[0] / groups.reduce((sum, { texts }) => sum + texts, 0);
  let first = 0;
  const changes = groups.map(({ texts, pairs }): tf.Tensor2D => {
    const rows = texts * rowsOfText;
    const own = tf.slice2d(x, [first, 0], [rows, frozen.dIn]);
    first += rows;
    if (pairs.length === 0) return tf.zeros([rows, frozen.dOut]);
    return tf.concat2d(
      pairs.map((pair): tf.Tensor2D => {
        if (!pair) return tf.zeros([rows, frozen.dOut / pairs.length]);
        const low: tf.Tensor2D = tf.mul(linear(own, transposedMap(pair.a)), pair.scale); // [rows, r]
        return linear(low, transposedMap(pair.b));
      }),
      1,
    );
  });
  return finish(tf.add(linear(x, frozen), tf.concat2d(changes, 0)), epilogue);
}

/** A or B as a map that is not trained. @param transposed [dOut, dIn] */
function transposedMap(transposed: tf.Tensor2D): FrozenLinear {
  const [dOut, dIn] = transposed.shape;
  return { dIn, dOut, weight: null, transposed, bias: null, storage: 'f32' };
}

/** The map whose adapted matrices have magnitudes of their own (DoRA): m/‖W + s·BA‖ · (W + s·BA)x + b. */
function directedLinear(
  input: LinearInput,
  frozen: FrozenLinear,
  update: LinearUpdate,
  epilogue: Epilogue,
): tf.Tensor2D {
  const { pairs } = update;
  const columns = frozen.dOut / pairs.length;
  const factors = sideBySide(
    pairs.map((pair, section) =>
      pair?.magnitude ? magnitudeFactors({ frozen, section, columns }, pair, pair.magnitude) : null,
    ),
  );
  const plain = pairs.map((pair) => pair && { a: pair.a, b: pair.b, scale: pair.scale });
  const product = adaptedLinear(input, { ...frozen, bias: null }, { ...update, pairs: plain, bias: null });
  const y = factors ? columnScale(product, factors) : product;
  const bias = update.bias ?? frozen.bias;
  return finish(bias ? tf.add(y, bias) : y, epilogue);
}

/** The same of tfjs's own ops, without factors and the epilogue. */
export function linearReference(
  { x, dropped }: Pick<LinearInput, 'x' | 'dropped'>,
  { weight, transposed, bias, dOut }: FrozenLinear,
  update: LinearUpdate | null,
): tf.Tensor2D {
  const product: tf.Tensor2D = update?.weight
    ? tf.matMul(x, update.weight)
    : multiplyFrozen(x, weight, transposed);
  const shift = update?.bias ?? bias;
  const y = shift ? tf.add<tf.Tensor2D>(product, shift) : product;
  if (!update || update.pairs.length === 0) return y;
  const updates = update.pairs.map((pair): tf.Tensor2D => {
    if (!pair) return tf.zeros([x.shape[0], dOut / update.pairs.length]);
    const low = tf.mul(tf.matMul(dropped, pair.a, false, true), pair.scale); // [N, r]
    return tf.matMul(low, pair.b, false, true);
  });
  return tf.add(y, tf.concat(updates, 1));
}

/** xW by whichever way round W is at hand; never a gradient for it. */
function multiplyFrozen(
  x: tf.Tensor2D,
  weight: tf.Tensor2D | null,
  transposed: tf.Tensor2D | null,
): tf.Tensor2D {
  const multiply = (a: tf.Tensor2D, plain: tf.Tensor2D | null, flipped: tf.Tensor2D | null): tf.Tensor2D => {
    if (plain) return tf.matMul(a, plain);
    if (flipped) return tf.matMul(a, flipped, false, true);
    throw new Error('A frozen linear map has neither W nor its transpose.');
  };
  return withGradient(
    x,
    (input) => ({ value: multiply(input, weight, transposed), saved: [] }),
    (dy) => multiply(dy, transposed, weight),
  );
}

/** The epilogue of tfjs's own ops. */
export function finish(y: tf.Tensor2D, { gelu: activate, addend }: Epilogue): tf.Tensor2D {
  const activated = activate ? gelu(y) : y;
  return addend ? tf.add(activated, addend) : activated;
}
