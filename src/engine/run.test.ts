/** What a run measures beside its training. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Baseline } from '../core/baseline.ts';
import { countVirtual } from '../core/methods/method.ts';
import { defaultMethod, methodOf, type MethodId } from '../core/methods/methods.ts';
import { defaultRunConfig, type RunConfig } from '../core/run-config.ts';
import { drawSecret } from '../core/draw-secret.ts';
import { siteShape } from '../core/site.ts';
import type { Batch } from '../data/batches.ts';
import { goldenModel, GOLDEN_BATCH } from './model/golden.ts';
import { work } from './run.ts';
import { finish, onEveryBackend, smallDataset } from './testing.ts';
import { createTrainer } from './trainer.ts';

onEveryBackend('held-out text', () => {
  it.each<MethodId>(['lora', 'prefix-embed', 'prefix-layer', 'lora-prefix-embed'])(
    'is read whenever the model is scored, with room for the virtual tokens of %s, the base model’s too; the last loss is told by example',
    async (type) => {
      const base = await goldenModel();
      const asked: number[] = [];
      const heldOut = (length: number): Batch[] => {
        asked.push(length);
        return [GOLDEN_BATCH];
      };
      const config: RunConfig = { ...defaultRunConfig(), method: defaultMethod(type) };
      config.training = {
        ...config.training,
        ...{ max_steps: 5, eval_steps: 1, metric_steps: 2, max_length: 512 },
      };
      const example = { prompt: 'a', completion: 'b', ids: Int32Array.of(1, 2, 3), completionStart: 1 };
      const dataset = smallDataset({ train: [example], validation: [example], test: [example] });
      const trainer = await finish(createTrainer(base, dataset, config));
      const tokenizer = {
        vocabSize: 1,
        endOfTextId: 0,
        startOfTextId: 0,
        padId: 0,
        encode: () => [],
        decode: () => '',
      };
      const info = { model: 'golden', weights: '', config: base.config, totalParameters: 0, scores: {} };
      const baseline: { value: Baseline | null } = { value: null };
      const measured: number[] = [];
      const byExample: number[] = [];
      for await (const finding of work(
        { base, heldOut, tokenizer, info, baselines: {}, stored: null, forClasses: null },
        dataset,
        config,
        trainer,
        baseline,
      ))
        if (typeof finding === 'object' && finding.kind === 'eval') {
          const { step, loss, heldOut, examples } = finding.point;
          if (heldOut !== undefined) measured.push(step);
          // There is one validation pair: its loss is the whole loss.
          if (examples) expect(examples).toEqual([expect.closeTo(loss, 5)]);
          if (examples) byExample.push(step);
        }
      expect(measured).toEqual([0, 2, 4, 5]);
      expect(byExample).toEqual([5]);
      const room = base.config.n_positions - countVirtual(methodOf(config.method).virtual?.(config.method));
      expect(new Set(asked)).toEqual(new Set([room]));
      trainer.dispose();
      base.dispose();
    },
  );
});

onEveryBackend('a teacher', () => {
  it.each([1, 4])(
    'is on the device while a run is measured, and no longer, to the end or stopped: %i evaluations',
    async (seen) => {
      const base = await goldenModel();
      const pairs = drawSecret(base.config, { seed: 1, rank: 1 }).map((pair) => ({
        ...{ ...pair, r: 1 },
        ...siteShape(base.config, pair.site.projection),
      }));
      const example = { prompt: 'a', completion: 'b', ids: Int32Array.of(1, 2, 3), completionStart: 1 };
      const dataset = smallDataset({ train: [example], validation: [example], test: [example] });
      const config: RunConfig = defaultRunConfig();
      config.training = { ...config.training, max_steps: 3, eval_steps: 1 };
      const tokenizer = {
        vocabSize: 1,
        endOfTextId: 0,
        startOfTextId: 0,
        padId: 0,
        encode: () => [],
        decode: () => '',
      };
      const info = { model: 'golden', weights: '', config: base.config, totalParameters: 0, scores: {} };
      const model = {
        base,
        heldOut: () => [],
        tokenizer,
        info,
        baselines: {},
        stored: null,
        forClasses: null,
      };
      const before = tf.memory().numTensors;
      const trainer = await finish(createTrainer(base, dataset, config));
      const divergences: (number | undefined)[] = [];
      for await (const finding of work(model, { ...dataset, teacher: pairs }, config, trainer, {
        value: null,
      })) {
        if (typeof finding === 'object' && finding.kind === 'eval')
          divergences.push(finding.point.divergence);
        if (divergences.length === seen) break;
      }
      expect(divergences).toHaveLength(seen);
      for (const divergence of divergences) expect(divergence).toBeGreaterThan(0);
      trainer.dispose();
      expect(tf.memory().numTensors).toBe(before);
      base.dispose();
    },
  );
});
