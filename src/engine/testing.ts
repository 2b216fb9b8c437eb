/** What engine tests share: running a test on every backend, and closeness with a message that says where. */
import { beforeAll, describe, expect } from 'vitest';
import { createRng } from '../core/rng.ts';
import type { TransformerConfig } from '../core/site.ts';
import type { BaseWeights } from '../formats/gpt2.ts';
import { BACKENDS, type BackendName } from '../core/run-record.ts';
import { labWebGPU } from './backend/current.ts';
import type { LabWebGPU } from './backend/webgpu.ts';
import { pickDevice } from './device.ts';
import { createGpt2Model, type Gpt2Model } from './model/gpt2.ts';
import type { Dataset, Example, Split } from '../data/dataset.ts';
import type { SumSpec } from './ops/matmul.wgsl.ts';

/** Declares a suite once per backend. A backend that does not start fails its suite; it does not skip. */
export function onEveryBackend(name: string, body: (backend: BackendName) => void): void {
  describe.each(BACKENDS)(`${name} on %s`, (backend) => {
    beforeAll(async () => {
      const device = await pickDevice(backend);
      expect(device.backend).toBe(backend);
    });
    body(backend);
  });
}

/** The current backend. @throws Error where it is not our WebGPU backend: the test fails, it does not skip */
export function needWebGPU(): LabWebGPU {
  const gpu = labWebGPU();
  if (!gpu) throw new Error('This test needs the WebGPU backend.');
  return gpu;
}

/** Every |actual − expected| ≤ tolerance · the largest |expected|, or `floor` where that is larger. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  floor = 0,
): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(floor, ...Array.from(expected, Math.abs));
  let worst = { index: -1, error: 0 };
  for (let index = 0; index < expected.length; index++) {
    const error = Math.abs((actual[index] ?? NaN) - (expected[index] ?? NaN));
    if (!(error <= worst.error)) worst = { index, error };
  }
  const { index, error } = worst;
  expect(error, `at ${index}: ${actual[index]} is not ${expected[index]}`).toBeLessThanOrEqual(
    tolerance * scale,
  );
}

/** One product of float32 matrices, 8 deep and 64 wide, with bias and addend. */
export const SMALL_PRODUCT: SumSpec = {
  inputs: ['f32', 'f32'],
  products: [
    {
      a: { buffer: 0, width: 8, from: 0 },
      b: { buffer: 1, width: 64, from: 0 },
      transposed: false,
      depth: 8,
      section: null,
      run: null,
      columns: 64,
    },
  ],
  columns: 64,
  sections: 1,
  runs: 1,
  scaled: false,
  bias: true,
  addend: true,
  gelu: false,
};

/** What work that yields between its pieces gives at its end. */
export async function finish<T>(pieces: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const piece = await pieces.next();
    if (piece.done) return piece.value;
  }
}

/** A dataset of examples of at most eight tokens, judged by nothing. */
export function smallDataset(splits: Record<Split, Example[]>): Dataset {
  const { train, validation, test } = splits;
  return {
    ...splits,
    sequenceLength: 8,
    padId: 0,
    summary: {
      task: 'own',
      name: 'counting',
      train: train.length,
      validation: validation.length,
      test: test.length,
      prompts: new Set([...train, ...validation, ...test].map(({ prompt }) => prompt)).size,
      longestTokens: 9,
      truncated: 0,
      dropped: [],
      examples: [],
      fingerprint: '00000000',
      metrics: [],
    },
  };
}

/** Sequences that count upwards: something to learn. */
export function countingDataset(): Dataset {
  const counting = Array.from({ length: 16 }, (_, first): Example => ({
    prompt: String(first),
    completion: '',
    ids: Int32Array.from({ length: 9 }, (_, i) => first + i),
    completionStart: 2,
  }));
  return smallDataset({ train: counting, validation: counting, test: counting });
}

/** Sequences for training within the vocabulary of `smallModel`. */
export const smallTexts = (): Dataset =>
  smallDataset({
    train: Array.from({ length: 16 }, (_, first) => ({
      prompt: String(first),
      completion: '',
      ids: Int32Array.from({ length: 9 }, (_, i) => (first + i) % SMALL.vocab_size),
      completionStart: 2,
    })),
    validation: [],
    test: [],
  });

/** A GPT-2 eight wide, with random weights. @param n_layer its layers */
export function smallModel(n_layer: number): Gpt2Model {
  const { config, weights } = smallWeights(n_layer);
  return createGpt2Model(config, weights);
}

/** The dimensions and weights of `smallModel`. */
export function smallWeights(n_layer: number): { config: TransformerConfig; weights: BaseWeights } {
  const config = { ...SMALL, n_layer };
  const rng = createRng(3, 'model');
  const draw = (n: number) => Float32Array.from({ length: n }, () => rng.normal() * 0.4);
  const { n_embd: d, n_inner, n_positions, vocab_size } = config;
  const norm = () => ({ weight: new Float32Array(d).fill(1), bias: draw(d) });
  const map = (dIn: number, dOut: number) => ({ weight: draw(dIn * dOut), bias: draw(dOut) });
  const layers = Array.from({ length: n_layer }, () => ({
    ln1: norm(),
    ln2: norm(),
    q: map(d, d),
    k: map(d, d),
    v: map(d, d),
    o: map(d, d),
    up: map(d, n_inner),
    down: map(n_inner, d),
  }));
  const outside = { wte: draw(vocab_size * d), wpe: draw(n_positions * d), lnF: norm() };
  return { config, weights: { ...outside, layers } };
}

const SMALL = {
  n_head: 2,
  n_embd: 8,
  n_positions: 16,
  n_inner: 32,
  vocab_size: 17,
  layer_norm_epsilon: 1e-5,
};
