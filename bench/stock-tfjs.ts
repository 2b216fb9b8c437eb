/** The plain way to write the step with TensorFlow.js: stock backends, one-hot cross-entropy, tf.train.adam. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { asLora, drawA, loraScale } from '../src/core/methods/lora.ts';
import { sitesOf } from '../src/core/site.ts';
import type { CreateContestant } from './contestant.ts';
import { sideBySide } from '../src/formats/gpt2.ts';

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

export const createStockTfjs: CreateContestant = async ({ config, weights, run, batchAt }, backend) => {
  await tf.setBackend(backend);
  await tf.ready();
  const { n_embd: d, n_head, n_inner, n_layer, n_positions: T, vocab_size, layer_norm_epsilon: eps } = config;
  const { training, seed } = run;
  const method = asLora(run.method);
  const B = training.batch_size;
  const scale = loraScale(method);
  const affine = ({ weight, bias }: { weight: Float32Array; bias: Float32Array }, dIn: number): Affine => ({
    weight: dIn ? tf.tensor2d(weight, [dIn, bias.length]) : tf.tensor1d(weight),
    bias: tf.tensor1d(bias),
  });
  const wte = tf.tensor2d(weights.wte, [vocab_size, d]);
  const wpe = tf.tensor2d(weights.wpe, [T, d]);
  const lnF = affine(weights.lnF, 0);
  const blocks = weights.layers.map((layer) => ({
    ln1: affine(layer.ln1, 0),
    ln2: affine(layer.ln2, 0),
    qkv: affine(sideBySide([layer.q, layer.k, layer.v]), d),
    o: affine(layer.o, d),
    up: affine(layer.up, d),
    down: affine(layer.down, n_inner),
  }));
  const variables: tf.Variable[] = [];
  const lora = new Map(
    sitesOf(n_layer, ['q', 'v'], null).map((site) => {
      const a = tf.variable(tf.tensor2d(drawA(site, method.r, d, seed), [method.r, d]));
      const b = tf.variable(tf.zeros<tf.Rank.R2>([d, method.r]));
      variables.push(a, b);
      return [`${site.layer}.${site.projection}`, { a, b }];
    }),
  );
  const adapted = (key: string, x: tf.Tensor2D, frozen: tf.Tensor2D): tf.Tensor2D => {
    const pair = lora.get(key);
    if (!pair) return frozen;
    const low = tf.matMul(x, pair.a, false, true);
    return tf.add(frozen, tf.mul(tf.matMul(low, pair.b as tf.Tensor2D, false, true), scale));
  };
  // 0 where a position may look, a large negative number where it must not.
  const hidden = tf.tidy(() =>
    tf.mul(tf.sub(1, tf.linalg.bandPart(tf.ones<tf.Rank.R2>([T, T]), -1, 0)), -1e9),
  );
  const heads = (x: tf.Tensor2D) => tf.transpose(tf.reshape(x, [B, T, n_head, d / n_head]), [0, 2, 1, 3]);

  const forward = (ids: tf.Tensor2D): tf.Tensor2D => {
    let x = tf.reshape<tf.Rank.R2>(tf.add(tf.gather(wte, ids), wpe), [B * T, d]);
    blocks.forEach((block, layer) => {
      const h = layerNorm(x, block.ln1, eps);
      const [q, k, v] = tf.split(linear(h, block.qkv), 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const queries = heads(adapted(`${layer}.q`, h, q));
      const values = heads(adapted(`${layer}.v`, h, v));
      const scores = tf.mul(tf.matMul(queries, heads(k), false, true), 1 / Math.sqrt(d / n_head));
      const attended = tf.matMul(tf.softmax(tf.add(scores, hidden)), values);
      const merged = tf.reshape<tf.Rank.R2>(tf.transpose(attended, [0, 2, 1, 3]), [B * T, d]);
      x = tf.add(x, linear(merged, block.o));
      const inner = gelu(linear(layerNorm(x, block.ln2, eps), block.up));
      x = tf.add(x, linear(inner, block.down));
    });
    return tf.matMul(layerNorm(x, lnF, eps), wte, false, true);
  };

  const optimizer = tf.train.adam(training.learning_rate, 0.9, 0.999, 1e-8);
  let step = 0;
  let losses: tf.Scalar[] = [];
  return {
    step() {
      const batch = batchAt(++step);
      const began = performance.now();
      const loss = tf.tidy(() => {
        const ids = tf.tensor2d(batch.inputs, [B, T], 'int32');
        const mask = tf.tensor1d(batch.mask);
        const oneHot = tf.cast(tf.oneHot(tf.tensor1d(batch.targets, 'int32'), vocab_size), 'float32');
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
    dispose() {
      optimizer.dispose();
      tf.disposeVariables();
      tf.dispose([wte, wpe, lnF, blocks, hidden] as unknown as tf.TensorContainer);
    },
  };
};
