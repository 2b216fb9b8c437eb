/** The shipped base models, tokenizer and all, against Hugging Face transformers: see tools/fixtures/shipped_models.py. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onEveryBackend } from '../testing.ts';
import expected from './fixtures/shipped.json';
import { loadModel } from './load.ts';
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
});
