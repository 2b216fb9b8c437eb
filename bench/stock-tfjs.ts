/**
 * The plain way to write the step with TensorFlow.js: stock backends, one-hot cross-entropy, tf.train.adam. Trains by LoRA,
 * full fine-tuning, BitFit and adapter layers: what a method trains are variables, by the names of its slots.
 */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { adapterName } from '../src/core/methods/adapter.ts';
import { hasLora, loraScale } from '../src/core/methods/lora-config.ts';
import { loraName } from '../src/core/methods/lora.ts';
import type { AdapterPlace } from '../src/core/methods/marks.ts';
import { methodOf } from '../src/core/methods/methods.ts';
import { baseTensors } from '../src/core/models/family.ts';
import { sideBySide, type Affine as Values, type BaseWeights } from '../src/formats/gpt2.ts';
import type { CreateContestant } from './contestant.ts';

setWasmPaths({
  'tfjs-backend-wasm.wasm': plainWasm,
  'tfjs-backend-wasm-simd.wasm': simdWasm,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm,
});

interface Affine {
  weight: tf.Tensor;
  bias: tf.Tensor;
}

const layerNorm = (x: tf.Tensor2D, { weight, bias }: Affine, epsilon: number): tf.Tensor2D => {
  const { mean, variance } = tf.moments(x, 1, true);
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon))), weight), bias);
};

const linear = (x: tf.Tensor2D, { weight, bias }: Affine): tf.Tensor2D =>
  tf.add(tf.matMul(x, weight as tf.Tensor2D), bias);

const gelu = (x: tf.Tensor2D): tf.Tensor2D =>
  tf.mul(
    tf.mul(x, 0.5),
    tf.add(tf.tanh(tf.mul(tf.add(x, tf.mul(tf.mul(x, tf.square(x)), 0.044715)), Math.sqrt(2 / Math.PI))), 1),
  );

/** The base model's values by the names of `BaseTensor`. */
function valuesByName({ wte, wpe, layers, lnF }: BaseWeights): Map<string, Float32Array> {
  const values = new Map([
    ['wte', wte],
    ['wpe', wpe],
  ]);
  const add = (part: string, { weight, bias }: Values) =>
    values.set(`${part}.weight`, weight).set(`${part}.bias`, bias);
  layers.forEach(({ q, k, v, ...parts }, layer) => {
    add(`${layer}.qkv`, sideBySide([q, k, v]));
    for (const [part, affine] of Object.entries(parts)) add(`${layer}.${part}`, affine);
  });
  add('lnF', lnF);
  return values;
}

export const createStockTfjs: CreateContestant = async ({ config, weights, run, batchAt }, backend) => {
  await tf.setBackend(backend);
  await tf.ready();
  const { n_embd: d, n_head, n_layer, n_positions: T, vocab_size, layer_norm_epsilon: eps } = config;
  const { training, seed, method } = run;
  const B = training.batch_size;
  const scale = hasLora(method) ? loraScale(method) : NaN;
  const base = valuesByName(weights);
  const tensors = new Map<string, tf.Tensor>();
  const variables = methodOf(method)
    .slots(config, method, seed)
    .map(({ name, shape, initial }) => {
      const values = typeof initial === 'function' ? initial() : base.get(name);
      if (!values) throw new Error(`The stock contestant does not know where ${name} starts.`);
      const variable = tf.tidy(() => tf.variable(tf.tensor(values, [...shape])));
      tensors.set(name, variable);
      return variable;
    });
  for (const { name, shape } of baseTensors(config))
    if (!tensors.has(name)) tensors.set(name, tf.tensor(base.get(name) ?? [], [...shape]));
  const tensor = <R extends tf.Rank>(name: string): tf.Tensor<R> => {
    const found = tensors.get(name);
    if (!found) throw new Error(`There is no ${name}.`);
    return found as tf.Tensor<R>;
  };
  const affine = (part: string): Affine => ({
    weight: tensor(`${part}.weight`),
    bias: tensor(`${part}.bias`),
  });
  // TensorFlow.js has no gradient of `gather` on WASM.
  const hotLookUp = backend === 'wasm' && variables.some((variable) => variable === tensors.get('wte'));
  const hot = (ids: tf.Tensor1D) => tf.cast(tf.oneHot(ids, vocab_size) as tf.Tensor2D, 'float32');
  const embed = (ids: tf.Tensor1D): tf.Tensor2D => {
    const wte = tensor<tf.Rank.R2>('wte');
    const tokens = hotLookUp ? tf.matMul(hot(ids), wte) : tf.gather(wte, ids);
    return tf.reshape(tf.add(tf.reshape(tokens, [B, T, d]), tensor('wpe')), [B * T, d]);
  };
  const adapted = (layer: number, projection: 'q' | 'v', x: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor2D => {
    const site = { layer, projection };
    if (!tensors.has(loraName(site, 'A'))) return y;
    const low = tf.matMul(x, tensor<tf.Rank.R2>(loraName(site, 'A')), false, true);
    return tf.add(y, tf.mul(tf.matMul(low, tensor<tf.Rank.R2>(loraName(site, 'B')), false, true), scale));
  };
  /** y + up(gelu(down(y))), of LN(y) where the adapter layer has a norm; y alone where there is none. */
  const bottleneck = (layer: number, after: AdapterPlace, y: tf.Tensor2D): tf.Tensor2D => {
    const part = (name: 'norm' | 'down' | 'up') =>
      tensors.has(adapterName(layer, after, `${name}.weight`)) && {
        weight: tensor(adapterName(layer, after, `${name}.weight`)),
        bias: tensor(adapterName(layer, after, `${name}.bias`)),
      };
    const [norm, down, up] = [part('norm'), part('down'), part('up')];
    if (!down || !up) return y;
    return tf.add(y, linear(gelu(linear(norm ? layerNorm(y, norm, eps) : y, down)), up));
  };
  // 0 where a position may look, a large negative number where it must not.
  const hidden = tf.tidy(() =>
    tf.mul(tf.sub(1, tf.linalg.bandPart(tf.ones<tf.Rank.R2>([T, T]), -1, 0)), -1e9),
  );
  const heads = (x: tf.Tensor2D) => tf.transpose(tf.reshape(x, [B, T, n_head, d / n_head]), [0, 2, 1, 3]);

  const forward = (ids: tf.Tensor1D): tf.Tensor2D => {
    let x = embed(ids);
    for (let layer = 0; layer < n_layer; layer++) {
      const h = layerNorm(x, affine(`${layer}.ln1`), eps);
      const projected = linear(h, affine(`${layer}.qkv`));
      const [q, k, v] = tf.split(projected, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const queries = heads(adapted(layer, 'q', h, q));
      const values = heads(adapted(layer, 'v', h, v));
      const scores = tf.mul(tf.matMul(queries, heads(k), false, true), 1 / Math.sqrt(d / n_head));
      const attended = tf.matMul(tf.softmax(tf.add(scores, hidden)), values);
      const merged = tf.reshape<tf.Rank.R2>(tf.transpose(attended, [0, 2, 1, 3]), [B * T, d]);
      x = tf.add(x, bottleneck(layer, 'attention', linear(merged, affine(`${layer}.o`))));
      const inner = gelu(linear(layerNorm(x, affine(`${layer}.ln2`), eps), affine(`${layer}.up`)));
      x = tf.add(x, bottleneck(layer, 'mlp', linear(inner, affine(`${layer}.down`))));
      x = bottleneck(layer, 'block', x);
    }
    return tf.matMul(layerNorm(x, affine('lnF'), eps), tensor<tf.Rank.R2>('wte'), false, true);
  };

  const optimizer = tf.train.adam(training.learning_rate, 0.9, 0.999, 1e-8);
  let step = 0;
  let losses: tf.Scalar[] = [];
  return {
    step() {
      const batch = batchAt(++step);
      const began = performance.now();
      const loss = tf.tidy(() => {
        const ids = tf.tensor1d(batch.inputs, 'int32');
        const mask = tf.tensor1d(batch.mask);
        const oneHot = hot(tf.tensor1d(batch.targets, 'int32'));
        const { value, grads } = tf.variableGrads(() => {
          const logs = tf.sum(tf.mul(oneHot, tf.logSoftmax(forward(ids))), 1);
          return tf.div<tf.Scalar>(tf.neg(tf.sum(tf.mul(logs, mask))), tf.sum(mask));
        }, variables);
        // Not tf.addN: eight tensors are more than the stock WebGPU device binds, and the sum is then never written.
        const squares = Object.values(grads).map((grad) => tf.sum(tf.square(grad)));
        const norm = tf.sqrt(squares.reduce((sum, square) => tf.add(sum, square)));
        const clip = tf.minimum(tf.div(training.max_grad_norm, tf.add(norm, 1e-6)), 1);
        const clipped = Object.fromEntries(
          Object.entries(grads).map(([name, grad]) => [name, tf.mul(grad, clip)]),
        );
        optimizer.applyGradients(clipped);
        return value;
      });
      losses.push(loss);
      return Promise.resolve(performance.now() - began);
    },
    async settle() {
      const values = await Promise.all(losses.map((loss) => loss.data()));
      tf.dispose(losses);
      losses = [];
      return values.map(([value = NaN]) => value);
    },
    wasmBytes() {
      const own = tf.backend();
      return own instanceof BackendWasm ? own.wasm.HEAPU8.byteLength : null;
    },
    dispose() {
      optimizer.dispose();
      tf.dispose([...tensors.values(), hidden]);
    },
  };
};
