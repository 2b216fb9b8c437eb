/** VeRA on the device: low-rank updates whose A and B are shared, frozen and scaled by trained vectors (src/core/methods/vera.ts). */
import * as tf from '@tensorflow/tfjs-core';
import { firstRowOfB, VERA_A, VERA_B, veraName, type VeraConfig } from '../../core/methods/vera.ts';
import { matricesIn } from '../../core/site.ts';
import type { LowRankUpdate } from '../ops/linear-map.ts';
import type { Changes, Variables } from './method.ts';

export function veraChanges(config: VeraConfig, variables: Variables): Changes {
  return {
    linear(layer, map, { dIn }) {
      const pairs = matricesIn(map).map((projection): LowRankUpdate | null => {
        const site = { layer, projection };
        const [a, b] = [variables.matrix(VERA_A), variables.matrix(VERA_B)];
        const [lambdaD, lambdaB] = [
          variables.vector(veraName(config, site, 'd')),
          variables.vector(veraName(config, site, 'b')),
        ];
        if (!a || !b || !lambdaD || !lambdaB) return null;
        const scaled = (
          matrix: tf.Tensor2D,
          from: number,
          columns: number,
          factors: tf.Tensor1D,
        ): tf.Tensor2D =>
          tf.mul(tf.slice(matrix, [from, 0], [factors.size, columns]), tf.expandDims(factors, 1));
        const firstRow = firstRowOfB(config, site, lambdaB.size);
        return { a: scaled(a, 0, dIn, lambdaD), b: scaled(b, firstRow, config.r, lambdaB), scale: 1 };
      });
      if (pairs.every((pair) => pair === null)) return null;
      return { pairs, dropout: null, weight: null, bias: null };
    },
  };
}
