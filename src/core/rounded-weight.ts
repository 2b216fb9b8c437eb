/** The float32 numbers that the base model's matrices stand for once they are rounded (`BASE_DTYPES`). */
import { asHalves } from './float16.ts';
import { dequantise, quantise } from './int8.ts';
import type { BaseDtype } from './run-config.ts';

/** The largest float16. */
const MOST_HALF = 65504;

/**
 * What a block's matrix [dIn, dOut] is rounded to. Kernels read four values at a time, so one of other sides stays as it is, and one
 * that float16 has no room for.
 */
export function roundingOf(weight: Float32Array, dIn: number, dOut: number, wanted: BaseDtype): BaseDtype {
  if (dIn % 4 !== 0 || dOut % 4 !== 0) return 'stored';
  return wanted === 'float16' && weight.some((value) => Math.abs(value) > MOST_HALF) ? 'stored' : wanted;
}

/** A block's matrix [dIn, dOut] after rounding. */
export function roundedWeight(
  weight: Float32Array,
  dIn: number,
  dOut: number,
  wanted: BaseDtype,
): Float32Array {
  switch (roundingOf(weight, dIn, dOut, wanted)) {
    case 'stored':
      return weight;
    case 'float16':
      return asHalves(weight);
    case 'int8':
      return dequantise(quantise(weight, dOut));
  }
}
