/** PiSSA and OLoRA against PEFT's own, from their start through some steps (tools/fixtures/peft_starts.py). */
import * as tf from '@tensorflow/tfjs-core';
import { Matrix } from 'ml-matrix';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { loraConfigSchema } from '../../core/methods/lora-config.ts';
import { loraName, loraPairs } from '../../core/methods/lora.ts';
import { GPT2_PROJECTIONS } from '../../core/models/gpt2.ts';
import { siteId } from '../../core/site.ts';
import { namedTensorsSchema, type NamedTensors } from '../../core/tensors.ts';
import { tensorsOf, uploadBatch } from '../batch-tensors.ts';
import { batchLossSum, countTargets } from '../evaluate.ts';
import type { BaseModel } from '../model/base-model.ts';
import fixture from '../model/fixtures/golden/starts.json';
import { GOLDEN_BATCH, goldenModel } from '../model/golden.ts';
import { forward, logits as headLogits } from '../model/transformer.ts';
import { createAdamW, stepRates } from '../optim.ts';
import { expectClose, finish, onEveryBackend } from '../testing.ts';
import { createMethod, startMethod } from './create.ts';

const runs = z
  .array(
    z.object({
      method: loraConfigSchema,
      start: namedTensorsSchema,
      losses: z.array(z.number()),
      norms: z.array(z.number()),
      after: namedTensorsSchema,
      logits: z.array(z.number()),
    }),
  )
  .parse(fixture.runs)
  .map((run) => ({
    ...run,
    method: { ...run.method, target_modules: [...GPT2_PROJECTIONS] },
    name: `${run.method.init_lora_weights}${run.method.use_dora ? ' with DoRA and rsLoRA' : ''}`,
  }));

/** BA of each site, [dOut, dIn]. */
const products = (tensors: NamedTensors): Map<string, Matrix> =>
  new Map(
    loraPairs(tensors).map(({ site, r, dIn, dOut, a, b }) => [
      siteId(site),
      Matrix.from1DArray(dOut, r, b).mmul(Matrix.from1DArray(r, dIn, a)),
    ]),
  );

onEveryBackend('starts as PEFT, and learns as it does', () => {
  let model: BaseModel;
  beforeAll(async () => {
    model = await goldenModel();
  });
  afterAll(() => model.dispose());

  it.each(runs)('$name', async ({ method: config, start, losses, norms, after, logits }) => {
    const method = await finish(startMethod(config, model, 1));
    const own = await method.read();
    const factorsOf = (tensors: NamedTensors) =>
      GPT2_PROJECTIONS.map((projection) => {
        const valuesOf = (matrix: 'A' | 'B') =>
          tensors[loraName({ layer: 1, projection }, matrix)]?.values ?? [];
        return { a: Array.from(valuesOf('A')), b: Array.from(valuesOf('B')) };
      });
    const theirs = factorsOf(start);
    for (const [i, { a, b }] of factorsOf(own).entries()) {
      const their = theirs[i] ?? { a: [], b: [] };
      const { r } = config;
      const width = a.length / r;
      // A direction is defined but for its sign, which both factors share.
      const signOf = (k: number) => Math.sign((b[k] ?? NaN) * (their.b[k] ?? NaN));
      expectClose(
        a,
        their.a.map((value, at) => value * signOf(Math.floor(at / width))),
        1e-4,
      );
      expectClose(
        b,
        their.b.map((value, at) => value * signOf(at % r)),
        1e-4,
      );
    }

    const batch = uploadBatch(GOLDEN_BATCH);
    const step = tf.tensor1d([1], 'int32');
    const variables = [...method.parameters.variables];
    const loss = () =>
      tf.div<tf.Scalar>(
        batchLossSum(model, method, batch, { training: true, seed: 0, step }),
        countTargets(GOLDEN_BATCH),
      );
    const optimizer = createAdamW(method.parameters, fixture.training);
    for (const [i, expected] of losses.entries()) {
      const { value, grads } = tf.variableGrads(loss, variables);
      const ordered = variables.map(({ name }) => grads[name] ?? tf.scalar(NaN));
      const rates = tf.tensor1d(stepRates(fixture.training.learningRate, i + 1));
      const norm = optimizer.step(ordered, rates);
      expectClose(await value.data(), [expected], 1e-4);
      expectClose(await norm.data(), [norms[i] ?? NaN], 1e-3);
      tf.dispose([value, norm, rates, grads]);
    }
    optimizer.dispose();

    // ΔW, which signs do not touch, of what was kept, too.
    const kept = createMethod(config, model, { tensors: await method.read() });
    const changes = products(await kept.read());
    expect(changes.size).toBe(model.config.n_layer * GPT2_PROJECTIONS.length);
    const [before, then] = [products(start), products(after)];
    for (const [id, change] of changes) {
      const expected = Matrix.sub(then.get(id) ?? change, before.get(id) ?? change);
      expectClose(change.to1DArray(), expected.to1DArray(), 5e-3);
    }
    for (const trained of [method, kept]) {
      const written = tf.tidy(() =>
        headLogits(model, trained, forward(model, trained, batch.ids, { training: false })),
      );
      expectClose(await written.data(), logits, 1e-3);
      tf.dispose(written);
      trained.dispose();
    }
    tf.dispose([step, ...tensorsOf(batch)]);
  });
});
