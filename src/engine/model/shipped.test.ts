/** The shipped base models, tokenizer and all, against Hugging Face transformers: see tools/fixtures/shipped_models.py. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Example } from '../../data/dataset.ts';
import { evaluationBatches } from '../../data/batches.ts';
import { uploadBatch } from '../batch-tensors.ts';
import { measuredBatchFor } from '../evaluate.ts';
import { expectClose, onEveryBackend } from '../testing.ts';
import expected from './fixtures/shipped.json';
import { baseTensor } from './base-model.ts';
import { loadModel } from './load.ts';
import { classLogits } from './bert.ts';
import { forward, logits } from './transformer.ts';

onEveryBackend('shipped models', () => {
  it.each(Object.entries(expected.models))(
    '%s gives the logits that transformers gives',
    async (name, texts) => {
      const { base, tokenizer } = await loadModel(name, new URL('/', location.href).href);
      for (const { text, ids, logits: wanted } of texts) {
        expect(tokenizer.encode(text)).toEqual(ids);
        const found = tf.tidy(() => {
          const hidden = forward(base, null, tf.tensor2d(ids, [1, ids.length], 'int32'), { training: false });
          return logits(base, null, hidden);
        });
        const all = await found.data<'float32'>();
        const some = all.filter((_, i) => (i % tokenizer.vocabSize) % expected.every === 0);
        expect(some.length).toBe(wanted.length);
        const errors = wanted.map((logit, i) => Math.abs(logit - (some[i] ?? NaN)));
        expect(Math.max(...errors)).toBeLessThan(1e-3);
        found.dispose();
      }
      base.dispose();
    },
  );

  it.each(Object.entries(expected.encoders))(
    '%s gives the class logits that its classifier makes of what transformers gives',
    async (name, pairs) => {
      const { base, tokenizer } = await loadModel(name, new URL('/', location.href).href);
      if (base.family !== 'bert' || !('join' in tokenizer)) throw new Error(`${name} is no encoder.`);
      const examples = pairs.map(({ texts, ids, types, pooled }): Example => {
        expect(tokenizer.join(texts)).toEqual({ ids, types });
        expect(pooled).toHaveLength(base.config.n_embd);
        return {
          prompt: '',
          completion: '',
          ids: Int32Array.from(ids),
          completionStart: ids.length,
          text: { label: 0, types: Int32Array.from(types) },
        };
      });
      const [batch] = evaluationBatches(examples, {
        batchSize: examples.length,
        length: Math.max(...examples.map(({ ids }) => ids.length)),
        padId: tokenizer.padId,
        limit: Infinity,
      });
      if (!batch) throw new Error('There is no batch.');
      const found = tf.tidy(() =>
        classLogits(base, null, uploadBatch(measuredBatchFor(null, batch)), { training: false }),
      );
      const wanted = tf.tidy(() =>
        tf.matMul(
          tf.tensor2d(pairs.map(({ pooled }) => pooled)),
          tf.reshape(baseTensor(base, 'classifier.weight'), [base.config.n_embd, base.config.n_labels]),
        ),
      );
      expectClose(await found.data<'float32'>(), [...(await wanted.data<'float32'>())], 1e-4);
      tf.dispose([found, wanted]);
      base.dispose();
    },
  );
});
