/** The frozen weights of a GPT-2-family model on the device, and how they get there from Hugging Face files. */
import * as tf from '@tensorflow/tfjs-core';
import { areHalves, packHalves } from '../../core/float16.ts';
import type { TransformerConfig } from '../../core/site.ts';
import { sideBySide, type Affine, type BaseWeights } from '../../formats/gpt2.ts';
import type { FrozenNorm } from '../ops/layer-norm.ts';
import type { FrozenLinear } from '../ops/linear-map.ts';

export interface Block {
  ln1: FrozenNorm;
  ln2: FrozenNorm;
  /** q, k and v side by side, [d, 3d]: they read the same input, which is then read once. */
  qkv: FrozenLinear;
  o: FrozenLinear;
  up: FrozenLinear;
  down: FrozenLinear;
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

/** How frozen matrices are kept on WebGPU: `auto` takes float16 for those that lose nothing by it. */
export type WeightStorage = 'auto' | 'f16' | 'f32';

/** Uploads weights to the current backend. The caller disposes the model. */
export function createBaseModel(
  config: TransformerConfig,
  weights: BaseWeights,
  storage: WeightStorage = 'auto',
): BaseModel {
  const owned: tf.Tensor[] = [];
  const own = <T extends tf.Tensor>(tensor: T): T => {
    owned.push(tensor);
    return tensor;
  };
  const onWebGpu = tf.getBackend() === 'webgpu';
  const norm = ({ weight, bias }: Affine): FrozenNorm => ({
    weight: own(tf.tensor1d(weight)),
    bias: own(tf.tensor1d(bias)),
  });
  const linear = ({ weight, bias }: Affine, dIn: number, dOut: number): FrozenLinear => {
    const common = { dIn, dOut, bias: own(tf.tensor1d(bias)) };
    // The kernels read four halves at a time.
    const packable = onWebGpu && dIn % 4 === 0 && dOut % 4 === 0;
    if (packable && (storage === 'f16' || (storage === 'auto' && areHalves(weight)))) {
      const packed = own(tf.tensor2d(packHalves(weight), [dIn, dOut / 2], 'int32'));
      return { ...common, weight: packed, transposed: null, storage: 'f16' };
    }
    const plain = own(tf.tensor2d(weight, [dIn, dOut]));
    return {
      ...common,
      weight: plain,
      transposed: onWebGpu ? null : own(tf.transpose(plain)),
      storage: 'f32',
    };
  };
  const { n_embd: d, n_inner, n_positions, vocab_size } = config;

  const wte = own(tf.tensor2d(weights.wte, [vocab_size, d]));
  const blocks = weights.layers.map(({ ln1, ln2, q, k, v, o, up, down }): Block => ({
    ln1: norm(ln1),
    ln2: norm(ln2),
    qkv: linear(sideBySide([q, k, v]), d, 3 * d),
    o: linear(o, d, d),
    up: linear(up, d, n_inner),
    down: linear(down, n_inner, d),
  }));
  return {
    config,
    wte,
    wpe: own(tf.tensor2d(weights.wpe, [n_positions, d])),
    blocks,
    lnF: norm(weights.lnF),
    head: {
      dIn: d,
      dOut: vocab_size,
      weight: onWebGpu ? null : own(tf.transpose(wte)),
      transposed: wte,
      bias: null,
      storage: 'f32',
    },
    dispose() {
      tf.dispose(owned);
    },
  };
}
