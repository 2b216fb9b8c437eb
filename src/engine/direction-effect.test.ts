/** What a direction does against plain loops over embeddings and logits, and that a direction which does nothing changes nothing. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { LoraPair } from '../core/methods/lora.ts';
import { createRng } from '../core/rng.ts';
import type { Site } from '../core/site.ts';
import { evaluationBatches } from '../data/batches.ts';
import type { Tokenizer } from '../data/tokenizer.ts';
import { memory } from './device.ts';
import { directionEffect } from './direction-effect.ts';
import { goldenModel } from './model/golden.ts';
import { forward, logits } from './model/transformer.ts';
import { teacherMethod } from './teacher.ts';
import { expectClose, finish, onEveryBackend } from './testing.ts';

onEveryBackend('what a direction does', () => {
  it('is vᵀx at the site’s input, and the mean difference of what is predicted', async () => {
    const model = await goldenModel();
    const { n_embd: d, n_inner, vocab_size, layer_norm_epsilon: epsilon } = model.config;
    const rng = createRng(1, 'direction');
    const draw = (n: number) => Float32Array.from({ length: n }, () => 0.4 * rng.normal());
    const pairs = [0, 1].flatMap((layer) =>
      (['q', 'v'] as const).map((projection): LoraPair => {
        const site = { layer, projection };
        return { site, r: 2, dIn: d, dOut: d, a: draw(2 * d), b: draw(2 * d) };
      }),
    );
    const whole = teacherMethod(model, pairs);
    // Wq of the first layer without its first factor.
    const without = teacherMethod(
      model,
      pairs.map((pair, i) => (i === 0 ? { ...pair, a: pair.a.map((x, at) => (at < d ? 0 : x)) } : pair)),
    );
    const before = memory();
    const examples = [5, 8, 7].map((length, text) => ({
      prompt: '',
      completion: '',
      ids: Int32Array.from({ length }, (_, i) => (7 * i + 3 + text) % vocab_size),
      completionStart: 3,
    }));
    const batches = evaluationBatches(examples, { batchSize: 2, length: 9, padId: 0, limit: 3 });
    const tokenizer: Pick<Tokenizer, 'decode'> = { decode: (ids) => ids.join() };
    const loaded = { base: model, tokenizer };
    const probe = (site: Site, methods: Parameters<typeof directionEffect>[1]) => {
      const v = draw(site.projection === 'down' ? n_inner : d);
      return { v, found: finish(directionEffect(loaded, methods, { site, direction: v }, batches)) };
    };

    const { v, found } = probe({ layer: 0, projection: 'q' }, { whole, without });
    const effect = await found;
    const [wte, wpe] = [await model.wte.array(), await model.wpe.array()];
    const ln1 = model.blocks[0]?.ln1;
    const [weight, bias] = [await ln1?.weight.data(), await ln1?.bias.data()];
    const inputAt = (id: number, place: number) => {
      const x = (wte[id] ?? []).map((value, i) => value + (wpe[place]?.[i] ?? NaN));
      const mean = x.reduce((sum, value) => sum + value, 0) / d;
      const spread = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / d + epsilon);
      return x.map((value, i) => ((value - mean) / spread) * (weight?.[i] ?? NaN) + (bias?.[i] ?? NaN));
    };
    // The last token of a text is predicted, not read.
    const texts = examples.map(({ ids }) =>
      [...ids.slice(0, -1)].map((id, place) =>
        inputAt(id, place).reduce((sum, value, i) => sum + value * (v[i] ?? NaN), 0),
      ),
    );
    const top = (strengths: readonly number[]) => Math.max(...strengths.map(Math.abs));
    const expected = texts.toSorted((a, b) => top(b) - top(a));
    expect(effect.texts.map(({ strengths }) => strengths.length)).toEqual(
      expected.map(({ length }) => length),
    );
    expectClose(
      effect.texts.flatMap(({ strengths }) => strengths),
      expected.flat(),
      1e-4,
    );

    const law = async (method: typeof whole): Promise<number[][]> => {
      const rows = await Promise.all(
        examples.map(async ({ ids, completionStart }) => {
          const scores = tf.tidy(() => {
            const read = tf.tensor2d(ids.slice(0, -1), [1, ids.length - 1], 'int32');
            return logits(model, method, forward(model, method, read, { training: false }));
          });
          const all = await scores.array();
          scores.dispose();
          return all.slice(completionStart - 1);
        }),
      );
      return rows.flat().map((row) => {
        const sum = row.reduce((total, score) => total + Math.exp(score), 0);
        return row.map((score) => Math.exp(score) / sum);
      });
    };
    const [p, q] = [await law(whole), await law(without)];
    expect(effect.places).toBe(p.length);
    const mean = (of: (place: number) => number) =>
      p.reduce((sum, _, place) => sum + of(place), 0) / p.length;
    const changes = [...effect.byLogp.raised, ...effect.byLogp.lowered, ...effect.byP.raised];
    expect(changes.length).toBeGreaterThan(15);
    const close = (
      found: (change: (typeof changes)[number]) => number,
      of: (place: number, id: number) => number,
    ) =>
      expectClose(
        changes.map(found),
        changes.map(({ token }) => mean((place) => of(place, Number(token)))),
        1e-3,
      );
    close(
      ({ logp }) => logp,
      (place, id) => Math.log((p[place]?.[id] ?? NaN) / (q[place]?.[id] ?? NaN)),
    );
    close(
      ({ whole: own }) => own,
      (place, id) => p[place]?.[id] ?? NaN,
    );
    close(
      ({ without: own }) => own,
      (place, id) => q[place]?.[id] ?? NaN,
    );
    expect(effect.byLogp.raised[0]?.logp).toBeGreaterThan(0);

    // A direction of another site, at the end of the last block, and of no effect.
    const { found: nothing } = probe({ layer: 1, projection: 'down' }, { whole, without: whole });
    const { byLogp, share, dIn, texts: last } = await nothing;
    expect([...byLogp.raised, ...byLogp.lowered].every(({ logp }) => Math.abs(logp) < 1e-5)).toBe(true);
    expect(share).toBeGreaterThan(0);
    expect(dIn).toBe(n_inner);
    expect(last.map(({ strengths }) => strengths.length).sort()).toEqual([4, 6, 7]);
    expect(memory()).toEqual(before);
    whole.dispose();
    without.dispose();
    model.dispose();
  });
});
