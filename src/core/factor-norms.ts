/** How large the factors A and B of ΔW = s·BA are, as they grow in training. */
import { hasFactors, type Delta } from './directions.ts';
import { dense, frobenius, svd, type Dense } from './svd.ts';

/** ‖M‖_F and ‖M‖₂, the length of all singular values and the largest one. */
export interface Norms {
  frobenius: number;
  spectral: number;
}

/** Of A (r × dIn) and B (dOut × r), without s; null where ΔW has no such factors. */
export type FactorNorms = Record<'a' | 'b', Norms> | null;

const normsOf = (matrix: Dense): Norms => ({
  frobenius: frobenius(matrix),
  spectral: svd(matrix, { left: 0, right: 0 }).sigma[0] ?? 0,
});

export function factorNorms(delta: Delta): FactorNorms {
  if (!hasFactors(delta)) return null;
  const { a, b, r, dIn, dOut } = delta;
  return { a: normsOf(dense(r, dIn, a)), b: normsOf(dense(dOut, r, b)) };
}
