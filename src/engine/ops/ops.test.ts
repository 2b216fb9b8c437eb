/** Every op's gradient against central differences, at odd shapes, one row and r = 1, on every backend. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { createRng } from '../../core/rng.ts';
import { expectClose, onEveryBackend } from '../testing.ts';
import { attention } from './attention.ts';
import { bottleneck, type Bottleneck } from './bottleneck.ts';
import { crossEntropySum } from './cross-entropy.ts';
import { dropout } from './dropout.ts';
import { trainedEmbedding, trainedRows } from './embedding.ts';
import { exactGelu } from './exact-gelu.ts';
import { gelu } from './gelu.ts';
import { layerNorm, residual } from './layer-norm.ts';
import type { FrozenLinear } from './linear-map.ts';
import { adaptedLinear, linear } from './linear.ts';
import { pickRows } from './pick-rows.ts';
import { repeatHeads } from './repeat-heads.ts';
import { rmsNorm } from './rms-norm.ts';
import { rotate } from './rotary.ts';
import { swiglu } from './swiglu.ts';

const rng = createRng(7, 'ops');
const random = <R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => rng.normal()),
    shape,
  );

/** A case's inputs that take gradients, and the op on them as a scalar. Fixed tensors are made once, outside. */
interface Case {
  inputs: tf.Tensor[];
  f: (...inputs: tf.Tensor[]) => tf.Tensor;
}

const frozenLinear = (dIn: number, dOut: number, transposed: boolean): FrozenLinear => {
  const weight = random<tf.Rank.R2>([dIn, dOut]);
  return {
    dIn,
    dOut,
    weight,
    transposed: transposed ? tf.transpose(weight) : null,
    bias: random<tf.Rank.R1>([dOut]),
    storage: 'f32',
  };
};

const lora =
  (rows: number, dIn: number, dOut: number, r: number): (() => Case) =>
  () => {
    const frozen = frozenLinear(dIn, dOut, false);
    return {
      inputs: [random<tf.Rank.R2>([rows, dIn]), random<tf.Rank.R2>([r, dIn]), random<tf.Rank.R2>([dOut, r])],
      f: (x, a, b) => {
        const pairs = [{ a: a as tf.Tensor2D, b: b as tf.Tensor2D, scale: 0.7 }];
        const input = { x: x as tf.Tensor2D, dropped: x as tf.Tensor2D, isConstant: false };
        return adaptedLinear(input, frozen, { pairs, dropout: null, weight: null, bias: null });
      },
    };
  };

/** Factors of the input's columns and of the output's, beside a trained bias. */
const scaled =
  (rows: number, dIn: number, dOut: number, finishes: boolean): (() => Case) =>
  () => {
    const frozen = frozenLinear(dIn, dOut, true);
    const epilogue = finishes ? { gelu: true, addend: random<tf.Rank.R2>([rows, dOut]) } : {};
    return {
      inputs: [
        random<tf.Rank.R2>([rows, dIn]),
        random<tf.Rank.R1>([dIn]),
        random<tf.Rank.R1>([dOut]),
        random<tf.Rank.R1>([dOut]),
      ],
      f: (x, inScale, outScale, bias) => {
        const input = { x: x as tf.Tensor2D, dropped: x as tf.Tensor2D, isConstant: false };
        const scales = { inScale: inScale as tf.Tensor1D, outScale: outScale as tf.Tensor1D };
        const update = { pairs: [], dropout: null, weight: null, bias: bias as tf.Tensor1D, ...scales };
        return adaptedLinear(input, frozen, update, epilogue);
      },
    };
  };
/** Both projections and their biases. */
const adapterTensors = (d: number, m: number): tf.Tensor[] => [
  random([d, m]),
  random([m]),
  random([m, d]),
  random([d]),
];
/** An adapter layer of these tensors; the last two, where there are more, are its norm's. */
const adapterOf = (tensors: tf.Tensor[]): Bottleneck => {
  const [downWeight, downBias, upWeight, upBias, weight, bias] = tensors;
  return {
    norm: weight && bias ? { weight: weight as tf.Tensor1D, bias: bias as tf.Tensor1D } : null,
    down: { weight: downWeight as tf.Tensor2D, bias: downBias as tf.Tensor1D },
    up: { weight: upWeight as tf.Tensor2D, bias: upBias as tf.Tensor1D },
  };
};

const attend = (batch: number, S: number, heads: number, d: number): (() => Case) => {
  return () => ({
    inputs: [random<tf.Rank.R2>([batch * S, 3 * d])],
    f: (qkv) => attention(qkv as tf.Tensor2D, { batch, heads }),
  });
};

/** Embeddings of two texts of three tokens, over a vocabulary of five and four positions. */
const trained =
  (positions: number[] | null, which: readonly ('wte' | 'wpe')[] = ['wte', 'wpe']): (() => Case) =>
  () => {
    const ids = tf.tensor2d([3, 0, 2, 4, 3, 0], [2, 3], 'int32');
    const places = positions && tf.tensor1d(positions, 'int32');
    const tables = { wte: random<tf.Rank.R2>([5, 4]), wpe: random<tf.Rank.R2>([4, 4]) };
    return {
      inputs: which.map((name) => tables[name]),
      f: (...inputs) => {
        const of = (name: 'wte' | 'wpe') => (inputs[which.indexOf(name)] as tf.Tensor2D | undefined) ?? null;
        return trainedEmbedding(ids, places, { wte: of('wte'), wpe: of('wpe') }, tables);
      },
    };
  };

const CASES: Record<string, () => Case> = {
  'some rows': () => {
    const rows = tf.tensor1d([0, 3, 4], 'int32');
    return { inputs: [random<tf.Rank.R2>([5, 3])], f: (x) => pickRows(x as tf.Tensor2D, rows) };
  },
  'one row': () => {
    const rows = tf.tensor1d([1], 'int32');
    return { inputs: [random<tf.Rank.R2>([2, 1])], f: (x) => pickRows(x as tf.Tensor2D, rows) };
  },
  'linear, plain weight': () => {
    const frozen = frozenLinear(5, 7, false);
    return { inputs: [random<tf.Rank.R2>([3, 5])], f: (x) => linear(x as tf.Tensor2D, frozen) };
  },
  'linear, stored transpose, one row': () => {
    const frozen = frozenLinear(6, 3, true);
    return { inputs: [random<tf.Rank.R2>([1, 6])], f: (x) => linear(x as tf.Tensor2D, frozen) };
  },
  'LoRA linear, r = 3': lora(5, 7, 9, 3),
  'LoRA linear, r = 1, one row': lora(1, 4, 5, 1),
  'scaled linear': scaled(3, 5, 7, false),
  'scaled linear, one row, with GELU and addend': scaled(1, 4, 3, true),
  'linear of a constant, scaled': () => {
    const frozen = frozenLinear(5, 6, true);
    const x = random<tf.Rank.R2>([4, 5]);
    return {
      inputs: [random<tf.Rank.R1>([6])],
      f: (outScale) => {
        const update = { pairs: [], dropout: null, weight: null, bias: null };
        const scales = { outScale: outScale as tf.Tensor1D };
        return adaptedLinear({ x, dropped: x, isConstant: true }, frozen, { ...update, ...scales });
      },
    };
  },
  'layer norm': () => {
    const norm = { weight: random<tf.Rank.R1>([7]), bias: random<tf.Rank.R1>([7]) };
    return {
      inputs: [random<tf.Rank.R2>([3, 7])],
      f: (x) => layerNorm(x as tf.Tensor2D, { norm, epsilon: 1e-5 }),
    };
  },
  'layer norm, trained': () => {
    const norm = { weight: random<tf.Rank.R1>([7]), bias: random<tf.Rank.R1>([7]) };
    return {
      inputs: [random<tf.Rank.R2>([3, 7]), random<tf.Rank.R1>([7]), random<tf.Rank.R1>([7])],
      f: (x, weight, bias) => {
        const update = { weight: weight as tf.Tensor1D, bias: bias as tf.Tensor1D };
        return layerNorm(x as tf.Tensor2D, { norm, epsilon: 1e-5, update });
      },
    };
  },
  'layer norm, its shift trained on a constant': () => {
    const norm = { weight: random<tf.Rank.R1>([6]), bias: random<tf.Rank.R1>([6]) };
    const x = random<tf.Rank.R2>([4, 6]);
    return {
      inputs: [random<tf.Rank.R1>([6])],
      f: (bias) => {
        const update = { weight: null, bias: bias as tf.Tensor1D };
        return layerNorm(x, { norm, epsilon: 1e-5, update, isConstant: true });
      },
    };
  },
  'RMS norm': () => {
    const weight = random<tf.Rank.R1>([5]);
    return { inputs: [random<tf.Rank.R2>([3, 5])], f: (x) => rmsNorm(x as tf.Tensor2D, weight, 1e-5) };
  },
  'root-mean-square norm, its gain trained': () => ({
    inputs: [random<tf.Rank.R2>([3, 5]), random<tf.Rank.R1>([5])],
    f: (x, weight) => rmsNorm(x as tf.Tensor2D, weight as tf.Tensor1D, 1e-5, true),
  }),
  'rotary positions': () => {
    const angles = random<tf.Rank.R2>([4, 3]);
    const table = { cos: tf.cos(angles), sin: tf.sin(angles) };
    return { inputs: [random<tf.Rank.R2>([4, 12])], f: (x) => rotate(x as tf.Tensor2D, table, 2) };
  },
  'rotary positions of a part of each head': () => {
    const angles = random<tf.Rank.R2>([4, 2]);
    const table = { cos: tf.cos(angles), sin: tf.sin(angles) };
    return { inputs: [random<tf.Rank.R2>([4, 14])], f: (x) => rotate(x as tf.Tensor2D, table, 2) };
  },
  'repeated heads': () => ({
    inputs: [random<tf.Rank.R2>([3, 6])],
    f: (x) => repeatHeads(x as tf.Tensor2D, 2, 3),
  }),
  swiglu: () => ({
    inputs: [random<tf.Rank.R2>([3, 5]), random<tf.Rank.R2>([3, 5])],
    f: (gate, up) => swiglu(gate as tf.Tensor2D, up as tf.Tensor2D),
  }),
  gelu: () => ({ inputs: [random<tf.Rank.R2>([3, 5])], f: (x) => gelu(x as tf.Tensor2D) }),
  'exact gelu': () => ({ inputs: [random<tf.Rank.R2>([3, 5])], f: (x) => exactGelu(x as tf.Tensor2D) }),
  'residual branch': () => {
    const norm = { weight: random<tf.Rank.R1>([8]), bias: random<tf.Rank.R1>([8]) };
    const frozen = frozenLinear(8, 8, false);
    return {
      inputs: [random<tf.Rank.R2>([3, 8])],
      // What comes before the branch gets both gradients: through f, and past it.
      f: (x) => {
        const before = tf.mul<tf.Tensor2D>(x, 2);
        return residual(before, { norm, epsilon: 1e-5 }, (h, addend) =>
          linear(tf.square(h), frozen, { addend }),
        );
      },
    };
  },
  // As in a block's branch: what comes before gets its gradient through the adapter and past it.
  'adapter layer in a branch': () => {
    const norm = { weight: random<tf.Rank.R1>([6]), bias: random<tf.Rank.R1>([6]) };
    const frozen = frozenLinear(6, 6, false);
    return {
      inputs: [random<tf.Rank.R2>([3, 6]), ...adapterTensors(6, 2)],
      f: (x, ...tensors) => {
        const before = tf.mul<tf.Tensor2D>(x, 2);
        return residual(before, { norm, epsilon: 1e-5 }, (h, stream) =>
          bottleneck(linear(h, frozen), adapterOf(tensors), {
            epsilon: 1e-5,
            isConstant: false,
            stream,
          }),
        );
      },
    };
  },
  'adapter layer with a norm': () => ({
    inputs: [random<tf.Rank.R2>([3, 7]), ...adapterTensors(7, 3), random([7]), random([7])],
    f: (x, ...tensors) =>
      bottleneck(x as tf.Tensor2D, adapterOf(tensors), { epsilon: 1e-5, isConstant: false, stream: null }),
  }),
  'adapter layer on a constant': () => {
    const x = random<tf.Rank.R2>([3, 5]);
    return {
      inputs: adapterTensors(5, 1),
      f: (...tensors) => bottleneck(x, adapterOf(tensors), { epsilon: 1e-5, isConstant: true, stream: x }),
    };
  },
  // Tokens 3 and 0 are read twice, token 1 never.
  'trained embeddings': trained(null),
  'trained embeddings at given positions': trained([0, 1, 1, 2, 0, 3]),
  'a trained token embedding alone': trained(null, ['wte']),
  'a trained position embedding alone': trained([0, 1, 1, 2, 0, 3], ['wpe']),
  'trained rows': () => {
    const ids = tf.tensor2d([3, 0, 2, 4, 3, 0], [2, 3], 'int32');
    return { inputs: [random<tf.Rank.R2>([5, 4])], f: (wte) => trainedRows(ids, wte as tf.Tensor2D) };
  },
  attention: attend(2, 5, 2, 6),
  'attention, heads of 4': attend(1, 3, 2, 8),
  'attention, one position': attend(2, 1, 1, 3),
  dropout: () => {
    const step = tf.tensor1d([4], 'int32');
    return {
      inputs: [random<tf.Rank.R2>([3, 7])],
      f: (x) => dropout(x as tf.Tensor2D, 0.4, { seed: 1, stream: '0.q', step }),
    };
  },
  'cross-entropy': () => {
    const targets = tf.tensor1d([2, 0, 10], 'int32');
    const mask = tf.tensor1d([1, 0, 1]);
    return {
      inputs: [random<tf.Rank.R2>([3, 11])],
      f: (logits) => crossEntropySum(logits as tf.Tensor2D, targets, mask),
    };
  },
};

onEveryBackend('the gradient of', () => {
  it.each(Object.entries(CASES))('%s', async (_name, make) => {
    const { inputs, f } = make();
    const output = f(...inputs);
    // A random weight per output, so that errors in different outputs cannot cancel.
    const weights = random(output.shape);
    const scalar = (...xs: tf.Tensor[]) => tf.sum<tf.Scalar>(tf.mul(f(...xs), weights));
    const grads = tf.grads(scalar)(inputs);

    for (const [which, input] of inputs.entries()) {
      const values = await input.data<'float32'>();
      const numeric = new Float32Array(values.length);
      const h = 1e-2;
      for (let i = 0; i < values.length; i++) {
        const at = async (shift: number) => {
          const moved = values.slice();
          moved[i] = (moved[i] ?? NaN) + shift;
          const result = tf.tidy(() =>
            scalar(...inputs.map((other, j) => (j === which ? tf.tensor(moved, input.shape) : other))),
          );
          const [value = NaN] = await result.data();
          result.dispose();
          return value;
        };
        numeric[i] = ((await at(h)) - (await at(-h))) / (2 * h);
      }
      const exact = (await grads[which]?.data<'float32'>()) ?? new Float32Array();
      // Some gradients are zero by right, as those of a lone query and key.
      expectClose(exact, numeric, 5e-3, 1);
      // Negative control: an error of two per cent is seen.
      const scale = Math.max(1, ...numeric.map(Math.abs));
      const off = exact.map((g) => g + 0.02 * scale);
      expect(() => expectClose(off, numeric, 5e-3, 1)).toThrow();
    }
  });

  it('cross-entropy has the value of a hand computation', async () => {
    const loss = crossEntropySum(
      tf.tensor2d([
        [0, 0, 0, 0],
        [1000, 0, 0, 0],
        [0, 1, 2, 3],
      ]),
      tf.tensor1d([3, 0, 1], 'int32'),
      tf.tensor1d([1, 1, 0]),
    );
    // −ln ¼, then 0 for a certain and right guess (no overflow); the last row does not count.
    expectClose(await loss.data(), [Math.log(4)], 1e-6);
  });

  it('a query sees no later position', async () => {
    const queriesAndKeys = random<tf.Rank.R2>([3, 4]);
    const values = tf.tensor2d([
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
    const qkv = tf.concat([queriesAndKeys, values], 1);
    const out = await attention(qkv, { batch: 1, heads: 1 }).data();
    expectClose(out.slice(0, 2), [1, 10], 1e-6);
    expect(out[2]).toBeGreaterThan(1);
    expect(out[2]).toBeLessThan(2);
  });
});
