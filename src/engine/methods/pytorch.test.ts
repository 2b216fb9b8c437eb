/** Methods against PyTorch: see tools/fixtures/gpt2_methods.py. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { methodConfigSchema } from '../../core/methods/methods.ts';
import { namedTensorsSchema } from '../../core/tensors.ts';
import { tensorsOf, uploadBatch } from '../batch-tensors.ts';
import { batchFor, batchLossSum, countTargets } from '../evaluate.ts';
import type { BaseModel } from '../model/base-model.ts';
import records from '../model/fixtures/golden/methods.json';
import { GOLDEN_BATCH, goldenModel } from '../model/golden.ts';
import { expectClose, onEveryBackend } from '../testing.ts';
import { createMethod } from './create.ts';

const cases = z
  .array(
    z.object({
      method: methodConfigSchema,
      tensors: namedTensorsSchema,
      loss: z.number(),
      gradients: z.record(z.string(), z.array(z.number())),
    }),
  )
  .parse(records)
  .map((expected) => ({ ...expected, name: JSON.stringify(expected.method) }));

onEveryBackend('PyTorch’s loss and gradients', () => {
  let model: BaseModel;
  beforeAll(async () => {
    model = await goldenModel();
  });
  afterAll(() => model.dispose());

  it.each(cases)('$name', async ({ method: config, tensors, loss, gradients }) => {
    const method = createMethod(config, model, { tensors });
    const batch = uploadBatch(batchFor(method, GOLDEN_BATCH));
    const step = tf.tensor1d([1], 'int32');
    const { value, grads } = tf.variableGrads(
      () =>
        tf.div<tf.Scalar>(
          batchLossSum(model, method, batch, { training: true, seed: 0, step }),
          countTargets(GOLDEN_BATCH),
        ),
      [...method.parameters.variables],
    );
    expectClose(await value.data(), [loss], 1e-5);
    expect(method.slots.map(({ name }) => name).sort()).toEqual(Object.keys(gradients).sort());
    for (const [i, { name }] of method.slots.entries()) {
      const gradient = grads[method.parameters.variables[i]?.name ?? ''];
      expectClose((await gradient?.data()) ?? [], gradients[name] ?? [], 1e-4);
    }
    tf.dispose([value, step, ...tensorsOf(batch), grads]);
    method.dispose();
  });
});
