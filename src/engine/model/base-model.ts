/** The frozen weights of a GPT-2-family model on the device, and how they get there from Hugging Face files. */
import * as tf from '@tensorflow/tfjs-core';
import type { Projection, TransformerConfig } from '../../core/site.ts';
import type { BaseWeights } from '../../formats/gpt2.ts';
import type { FrozenNorm } from '../ops/layer-norm.ts';
import type { FrozenLinear } from '../ops/linear.ts';

export interface Block {
  ln1: FrozenNorm;
  ln2: FrozenNorm;
  projections: Record<Projection, FrozenLinear>;
}

export interface BaseModel {
  config: TransformerConfig;
  /** Token embedding, [vocab, d]. */
  wte: tf.Tensor2D;
  /** Position embedding, [n_positions, d]. */
  wpe: tf.Tensor2D;
  blocks: Block[];
  lnF: FrozenNorm;
  /** The language-model head: the tied embedding as a map d → vocab. */
  head: FrozenLinear;
  dispose(): void;
}

/** Uploads weights to the current backend. The caller disposes the model. */
export function createBaseModel(config: TransformerConfig, weights: BaseWeights): BaseModel {
  const owned: tf.Tensor[] = [];
  const own = <T extends tf.Tensor>(tensor: T): T => {
    owned.push(tensor);
    return tensor;
  };
  // WASM and plain JavaScript multiply by a transposed matrix an order of magnitude slower than by a plain one.
  const keepTransposed = tf.getBackend() !== 'webgpu';
  const matrix = (data: Float32Array, rows: number, columns: number) =>
    own(tf.tensor2d(data, [rows, columns]));
  const norm = ({ weight, bias }: { weight: Float32Array; bias: Float32Array }): FrozenNorm => ({
    weight: own(tf.tensor1d(weight)),
    bias: own(tf.tensor1d(bias)),
  });
  const { n_embd: d, n_inner, n_positions, vocab_size } = config;

  const wte = matrix(weights.wte, vocab_size, d);
  const blocks = weights.layers.map((layer): Block => {
    const project = (projection: Projection): FrozenLinear => {
      const { weight, bias } = layer[projection];
      const w = matrix(weight, projection === 'down' ? n_inner : d, projection === 'up' ? n_inner : d);
      return {
        weight: w,
        transposed: keepTransposed ? own(tf.transpose(w)) : null,
        bias: own(tf.tensor1d(bias)),
      };
    };
    const projections = {
      q: project('q'),
      k: project('k'),
      v: project('v'),
      o: project('o'),
      up: project('up'),
      down: project('down'),
    };
    return { ln1: norm(layer.ln1), ln2: norm(layer.ln2), projections };
  });
  return {
    config,
    wte,
    wpe: matrix(weights.wpe, n_positions, d),
    blocks,
    lnF: norm(weights.lnF),
    head: { weight: own(tf.transpose(wte)), transposed: wte, bias: null },
    dispose() {
      tf.dispose(owned);
    },
  };
}
