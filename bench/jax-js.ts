/** The step with jax-js: loss, gradients, clipping and Adam in one jitted function, as its documentation advises. */
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { asLora, loraScale } from '../src/core/methods/lora-config.ts';
import { drawA } from '../src/core/methods/lora.ts';
import { sitesOf } from '../src/core/site.ts';
import { sideBySide } from '../src/formats/gpt2.ts';
import type { CreateContestant } from './contestant.ts';

// jax-js counts references: an array that is used again is passed as `.ref`. Its trees must be type aliases.
type Affine = { weight: np.Array; bias: np.Array };
type Block = { ln1: Affine; ln2: Affine; qkv: Affine; o: Affine; up: Affine; down: Affine };
type Frozen = { wte: np.Array; wpe: np.Array; blocks: Block[]; lnF: Affine };
type Pair = { a: np.Array; b: np.Array };
type Params = { q: Pair; v: Pair }[];
type Batch = { ids: np.Array; targets: np.Array; weights: np.Array };
/** Learning rate, 1 − β1ᵗ and 1 − β2ᵗ. */
type Rates = { rate: np.Array; correction1: np.Array; correction2: np.Array };

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

const linear = (x: np.Array, { weight, bias }: Affine) => np.matmul(x, weight).add(bias);
const lowRank = (x: np.Array, { a, b }: Pair) => np.matmul(np.matmul(x, a.transpose()), b.transpose());

export const createJaxJs: CreateContestant = async ({ config, weights, run, batchAt }, backend) => {
  const offered = await init(backend);
  if (!offered.includes(backend)) throw new Error(`jax-js offers no ${backend} here.`);
  defaultDevice(backend);
  const { n_embd: d, n_head, n_inner, n_layer, n_positions: T, vocab_size } = config;
  const epsilon = config.layer_norm_epsilon;
  const { training, seed } = run;
  const method = asLora(run.method);
  const B = training.batch_size;
  const scale = loraScale(method);
  const array = (values: Float32Array, shape: number[]) => np.array(values, { shape });
  const affine = ({ weight, bias }: { weight: Float32Array; bias: Float32Array }, dIn: number): Affine => ({
    weight: array(weight, dIn ? [dIn, bias.length] : [bias.length]),
    bias: array(bias, [bias.length]),
  });
  const frozen: Frozen = {
    wte: array(weights.wte, [vocab_size, d]),
    wpe: array(weights.wpe, [T, d]),
    lnF: affine(weights.lnF, 0),
    blocks: weights.layers.map((layer) => ({
      ln1: affine(layer.ln1, 0),
      ln2: affine(layer.ln2, 0),
      qkv: affine(sideBySide([layer.q, layer.k, layer.v]), d),
      o: affine(layer.o, d),
      up: affine(layer.up, d),
      down: affine(layer.down, n_inner),
    })),
  };
  const pair = (layer: number, projection: 'q' | 'v'): Pair => ({
    a: array(drawA({ layer, projection }, method.r, d, seed), [method.r, d]),
    b: np.zeros([d, method.r]),
  });
  const layers = [...new Set(sitesOf({ n_layer }, ['q', 'v'], null).map(({ layer }) => layer))];
  let params: Params = layers.map((layer) => ({ q: pair(layer, 'q'), v: pair(layer, 'v') }));
  let m: Params = tree.map((x: np.Array) => np.zerosLike(x), tree.ref(params));
  let v: Params = tree.map((x: np.Array) => np.zerosLike(x), tree.ref(params));

  const norm = (x: np.Array, { weight, bias }: Affine) =>
    nn.standardize(x, -1, { epsilon }).mul(weight).add(bias);
  const heads = (x: np.Array) => x.reshape([B, T, n_head, d / n_head]);
  const loss = (
    adapters: Params,
    { wte, wpe, blocks, lnF }: Frozen,
    { ids, targets, weights: share }: Batch,
  ) => {
    let x = np
      .take(wte.ref, ids, 0)
      .reshape([B, T, d])
      .add(wpe)
      .reshape([B * T, d]);
    blocks.forEach((block, i) => {
      const adapter = adapters[i];
      if (!adapter) throw new Error('Every layer has its adapters.');
      const h = norm(x.ref, block.ln1);
      const [q, k, value] = np.split(linear(h.ref, block.qkv), 3, -1) as [np.Array, np.Array, np.Array];
      const attended = nn.dotProductAttention(
        heads(q.add(lowRank(h.ref, adapter.q).mul(scale))),
        heads(k),
        heads(value.add(lowRank(h, adapter.v).mul(scale))),
        { isCausal: true },
      );
      x = x.add(linear(attended.reshape([B * T, d]), block.o));
      x = x.ref.add(linear(nn.gelu(linear(norm(x, block.ln2), block.up)), block.down));
    });
    const logits = np.matmul(norm(x, lnF), wte.transpose());
    const logs = nn.logSoftmax(logits).mul(nn.oneHot(targets, vocab_size)).sum(-1);
    return logs.mul(share).sum().neg();
  };

  const update = jit(
    (
      p: Params,
      m0: Params,
      v0: Params,
      weightsNow: Frozen,
      batch: Batch,
      { rate, correction1, correction2 }: Rates,
    ) => {
      const [value, grads] = valueAndGrad(loss)(tree.ref(p), weightsNow, batch) as [np.Array, Params];
      const squares = tree.leaves(tree.ref(grads)).map((g) => np.square(g).sum());
      const length = np.sqrt(squares.reduce((sum, square) => sum.add(square)));
      const clip = np.minimum(np.array(1), np.divide(np.array(training.max_grad_norm), length.add(1e-6)));
      const clipped = tree.map((g: np.Array) => g.mul(clip.ref), grads);
      clip.dispose();
      const m1 = tree.map(
        (a: np.Array, g: np.Array) => a.mul(BETA1).add(g.mul(1 - BETA1)),
        m0,
        tree.ref(clipped),
      );
      const v1 = tree.map(
        (a: np.Array, g: np.Array) => a.mul(BETA2).add(np.square(g).mul(1 - BETA2)),
        v0,
        clipped,
      );
      const p1 = tree.map(
        (x: np.Array, first: np.Array, second: np.Array) =>
          x.sub(
            first
              .div(correction1.ref)
              .div(np.sqrt(second.div(correction2.ref)).add(EPSILON))
              .mul(rate.ref),
          ),
        p,
        tree.ref(m1),
        tree.ref(v1),
      );
      tree.dispose([rate, correction1, correction2]);
      return { p1, m1, v1, value };
    },
  );

  let step = 0;
  let losses: np.Array[] = [];
  return {
    step() {
      const { inputs, targets, mask } = batchAt(++step);
      const began = performance.now();
      const share = 1 / mask.reduce((sum, counts) => sum + counts, 0);
      const batch: Batch = {
        ids: np.array(inputs, { shape: [B * T] }),
        targets: np.array(targets, { shape: [B * T] }),
        weights: np.array(
          mask.map((counts) => counts * share),
          { shape: [B * T] },
        ),
      };
      const rates: Rates = {
        rate: np.array(training.learning_rate),
        correction1: np.array(1 - BETA1 ** step),
        correction2: np.array(1 - BETA2 ** step),
      };
      const next = update(params, m, v, tree.ref(frozen), batch, rates);
      ({ p1: params, m1: m, v1: v } = next);
      losses.push(next.value);
      return Promise.resolve(performance.now() - began);
    },
    async settle() {
      const pending = losses;
      losses = [];
      // A loss is known before the update that follows it is made.
      await blockUntilReady([params, m, v]);
      return (await Promise.all(pending.map((value) => value.jsAsync()))).map(Number);
    },
    dispose() {
      update.dispose();
      tree.dispose([params, m, v]);
      tree.dispose(frozen);
    },
  };
};
