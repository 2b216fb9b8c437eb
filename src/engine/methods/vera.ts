/** VeRA on the device: low-rank updates whose A and B are shared, frozen and scaled by trained vectors (src/core/methods/vera.ts). */
import * as tf from '@tensorflow/tfjs-core';
import { VERA_A, VERA_B, veraName, type VeraConfig } from '../../core/methods/vera.ts';
import { matricesIn } from '../../core/site.ts';
import type { LowRankUpdate } from '../ops/linear-map.ts';
import type { Changes, Variables } from './method.ts';

export function veraChanges({ r }: VeraConfig, variables: Variables): Changes {
  return {
    linear(layer, map, { dIn }) {
      const pairs = matricesIn(map).map((projection): LowRankUpdate | null => {
        const site = { layer, projection };
        const [a, b] = [variables.matrix(VERA_A), variables.matrix(VERA_B)];
        const [lambdaD, lambdaB] = [
          variables.vector(veraName(site, 'd')),
          variables.vector(veraName(site, 'b')),
        ];
        if (!a || !b || !lambdaD || !lambdaB) return null;
        const scaled = (matrix: tf.Tensor2D, columns: number, factors: tf.Tensor1D): tf.Tensor2D =>
          tf.mul(tf.slice(matrix, [0, 0], [factors.size, columns]), tf.expandDims(factors, 1));
        return { a: scaled(a, dIn, lambdaD), b: scaled(b, r, lambdaB), scale: 1 };
      });
      if (pairs.every((pair) => pair === null)) return null;
      return { pairs, dropout: null, weight: null, bias: null };
    },
  };
}
