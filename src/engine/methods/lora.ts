/**
 * LoRA (Hu et al. 2021): a trainable B·A beside each chosen frozen matrix. A is Gaussian, B is zero, so training
 * starts at the base model. The draws of A nest: at rank r, A is the first r rows of one draw per site, so runs that
 * differ in rank alone share their start.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { drawA, type AdapterSite } from '../../core/adapter.ts';
import { LabError } from '../../core/lab-error.ts';
import { loraScale, type LoraConfig } from '../../core/run-config.ts';
import { siteId, siteLabel, siteShape, sitesOf, type TransformerConfig } from '../../core/site.ts';
import { dropout } from '../ops/dropout.ts';
import { linear } from '../ops/linear.ts';
import type { LoraPair } from '../ops/linear-map.ts';
import { loraLinear } from '../ops/lora-linear.ts';
import { createParameters } from '../parameters.ts';
import type { Method } from './method.ts';

const isMatrix = (tensor: tf.Tensor | undefined): tensor is tf.Tensor2D => tensor?.rank === 2;

/** Creates the trainable tensors of a LoRA run. The caller disposes the method. */
export function createLora(config: LoraConfig, model: TransformerConfig, seed: number): Method {
  const scale = loraScale(config);
  const { r, lora_dropout } = config;
  const sites = sitesOf(model.n_layer, config.target_modules, config.layers_to_transform);
  const parameters = createParameters(
    sites.flatMap((site) => {
      const { dIn, dOut } = siteShape(model, site.projection);
      return [
        { shape: [r, dIn], initial: drawA(site, r, dIn, seed) },
        { shape: [dOut, r], initial: new Float32Array(dOut * r) },
      ];
    }),
  );
  const pairs = new Map(
    sites.map((site, i): [string, LoraPair] => {
      const [a, b] = parameters.variables.slice(2 * i, 2 * i + 2);
      if (!isMatrix(a) || !isMatrix(b)) throw new LabError('internal', 'A and B are matrices.');
      return [siteId(site), { a, b }];
    }),
  );
  // Nothing trainable lies below the first adapted site.
  const [first] = pairs.keys();

  return {
    parameters,
    names: sites.flatMap((site) => [siteLabel(site), siteLabel(site)]),
    linear(group, x, frozen, pass, epilogue) {
      const ids = group.map(siteId);
      const adapted = ids.map((id) => pairs.get(id) ?? null);
      const [stream] = ids.filter((id) => pairs.has(id));
      if (!stream) return linear(x, frozen, epilogue);
      // Matrices that lie side by side share their input, and so its dropout, as PEFT's LoRA of a fused c_attn.
      const input =
        pass.training && lora_dropout > 0
          ? dropout(x, lora_dropout, { seed: pass.seed, stream, step: pass.step })
          : x;
      const inputIsConstant = ids.some((id) => id === first);
      return loraLinear(x, frozen, { pairs: adapted, scale, input, inputIsConstant }, epilogue);
    },
    async read() {
      const values = await parameters.read();
      return sites.map((site, i): AdapterSite => {
        const [a = new Float32Array(), b = new Float32Array()] = values.slice(2 * i, 2 * i + 2);
        return { site, r, ...siteShape(model, site.projection), a, b };
      });
    },
    dispose() {
      parameters.dispose();
    },
  };
}

/**
 * A LoRA method from A and B as they were read or drawn. The caller disposes it.
 * @param kept A and B of each site that `config` adapts
 * @throws LabError `bad-adapter` where they do not fit the model
 */
export function restoreLora(
  config: LoraConfig,
  model: TransformerConfig,
  kept: readonly AdapterSite[],
): Method {
  const method = createLora(config, model, 0);
  const bySite = new Map(kept.map((site) => [siteId(site.site), site]));
  const sites = sitesOf(model.n_layer, config.target_modules, config.layers_to_transform);
  const values = sites.flatMap((site) => {
    const { a, b } = bySite.get(siteId(site)) ?? {};
    return a && b ? [a, b] : [];
  });
  const { variables } = method.parameters;
  if (values.length !== variables.length || values.some(({ length }, i) => length !== variables[i]?.size)) {
    method.dispose();
    throw new LabError(
      'bad-adapter',
      'Its A and B are not of the shapes that its settings ask for on this model.',
    );
  }
  method.parameters.write(values);
  return method;
}
