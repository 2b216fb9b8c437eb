/**
 * LoRA (Hu et al. 2021): a trainable B·A beside each chosen frozen matrix. A is Gaussian, B is zero, so training
 * starts at the base model. The draws of A nest: at rank r, A is the first r rows of one draw per site, so runs that
 * differ in rank alone share their start.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { AdapterSite } from '../../core/adapter.ts';
import { createRng } from '../../core/rng.ts';
import { loraScale, type LoraConfig } from '../../core/run-config.ts';
import { siteId, siteLabel, siteShape, sitesOf, type Site, type TransformerConfig } from '../../core/site.ts';
import { linear } from '../ops/linear.ts';
import { loraLinear } from '../ops/lora-linear.ts';
import type { Method } from './method.ts';

interface Adapted {
  site: Site;
  a: tf.Variable<tf.Rank.R2>;
  b: tf.Variable<tf.Rank.R2>;
}

/**
 * The first `r` rows of the site's draw of A, row-major r × dIn. Each entry is N(0, 1/dIn), so that |Ax| does not
 * depend on the width; the paper says Gaussian and leaves the variance open.
 */
export function drawA(site: Site, r: number, dIn: number, seed: number): Float32Array {
  const rng = createRng(seed, `lora-A/${siteId(site)}`);
  const deviation = 1 / Math.sqrt(dIn);
  return Float32Array.from({ length: r * dIn }, () => rng.normal() * deviation);
}

/** Creates the trainable tensors of a LoRA run. The caller disposes the method. */
export function createLora(config: LoraConfig, model: TransformerConfig, seed: number): Method {
  const scale = loraScale(config);
  const { r, lora_dropout } = config;
  const sites = sitesOf(model.n_layer, config.target_modules, config.layers_to_transform);
  const adapted = new Map(
    sites.map((site): [string, Adapted] => {
      const { dIn, dOut } = siteShape(model, site.projection);
      const a = tf.tidy(() => tf.variable(tf.tensor2d(drawA(site, r, dIn, seed), [r, dIn])));
      const b = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R2>([dOut, r])));
      return [siteId(site), { site, a, b }];
    }),
  );
  const variables = [...adapted.values()].flatMap(({ a, b }) => [a, b]);

  return {
    variables,
    names: [...adapted.values()].flatMap(({ site }) => [siteLabel(site), siteLabel(site)]),
    linear(site, x, frozen, pass) {
      const id = siteId(site);
      const pair = adapted.get(id);
      if (!pair) return linear(x, frozen);
      const loraInput =
        pass.training && lora_dropout > 0
          ? tf.reshape<tf.Rank.R2>(
              tf.dropout(x, lora_dropout, undefined, `${pass.seed}/${pass.step}/${id}`),
              x.shape,
            )
          : x;
      return loraLinear(x, loraInput, frozen, pair, scale);
    },
    async read() {
      return Promise.all(
        [...adapted.values()].map(async ({ site, a, b }): Promise<AdapterSite> => {
          const [aData, bData] = await Promise.all([a.data<'float32'>(), b.data<'float32'>()]);
          return { site, r, dIn: a.shape[1], dOut: b.shape[0], a: aData.slice(), b: bData.slice() };
        }),
      );
    },
    dispose() {
      tf.dispose(variables);
    },
  };
}
