/** The divergence against plain loops over the logits, and what it must be where both laws are one. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { LoraPair } from '../core/methods/lora.ts';
import { createRng } from '../core/rng.ts';
import type { Batch } from '../data/batches.ts';
import { memory } from './device.ts';
import { evaluateDivergence } from './divergence.ts';
import { goldenModel } from './model/golden.ts';
import { forward, logits } from './model/transformer.ts';
import { teacherMethod } from './teacher.ts';
import { onEveryBackend } from './testing.ts';

onEveryBackend('the divergence', () => {
  it('is Σ p·(log p − log q), a mean over the counted places', async () => {
    const model = await goldenModel();
    const { n_embd: d, vocab_size } = model.config;
    const rng = createRng(1, 'divergence');
    const draw = (n: number) => Float32Array.from({ length: n }, () => 0.4 * rng.normal());
    const pairs = [0, 1].flatMap((layer) =>
      (['q', 'v'] as const).map((projection): LoraPair => {
        const site = { layer, projection };
        return { site, r: 2, dIn: d, dOut: d, a: draw(2 * d), b: draw(2 * d) };
      }),
    );
    const method = teacherMethod(model, pairs);
    const before = memory();

    const [size, length] = [2, 7];
    const batch: Batch = {
      size,
      length,
      inputs: Int32Array.from({ length: size * length }, (_, i) => (7 * i + 3) % vocab_size),
      targets: new Int32Array(size * length),
      mask: Float32Array.from({ length: size * length }, (_, i) => (i % 3 === 0 ? 0 : 1)),
      tokens: size * length,
    };
    const law = async (adapted: typeof method | null): Promise<number[][]> => {
      const scores = tf.tidy(() => {
        const ids = tf.tensor2d(batch.inputs, [size, length], 'int32');
        return logits(model, adapted, forward(model, adapted, ids, { training: false }));
      });
      const rows = await scores.array();
      scores.dispose();
      return rows.map((row) => {
        const whole = row.reduce((sum, score) => sum + Math.exp(score), 0);
        return row.map((score) => Math.exp(score) / whole);
      });
    };
    const [p, q] = [await law(method), await law(null)];
    const places = p.flatMap((row, i) =>
      batch.mask[i] ? [row.reduce((sum, x, id) => sum + x * Math.log(x / (q[i]?.[id] ?? NaN)), 0)] : [],
    );
    const expected = places.reduce((sum, x) => sum + x, 0) / places.length;

    const finish = async (reference: typeof method, other: typeof method | null) => {
      const work = evaluateDivergence(model, reference, other, [batch]);
      for (;;) {
        const piece = await work.next();
        if (piece.done) return piece.value;
      }
    };
    expect(expected).toBeGreaterThan(0.01);
    expect(await finish(method, null)).toBeCloseTo(expected, 5);
    expect(await finish(method, method)).toBeCloseTo(0, 6);
    expect(memory()).toEqual(before);
    method.dispose();
    model.dispose();
  });
});
