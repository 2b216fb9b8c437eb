/** Adapters that PEFT wrote compute here what they compute there: logits on the golden batch (tools/fixtures/peft_adapters.py). */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, it } from 'vitest';
import fixtures from '../../formats/peft/fixtures/adapters.json';
import { readPeftAdapter } from '../../formats/peft/read.ts';
import { tensorsOf, uploadBatch } from '../batch-tensors.ts';
import { batchFor } from '../evaluate.ts';
import type { BaseModel } from '../model/base-model.ts';
import { GOLDEN_BATCH, GOLDEN_CONFIG, goldenModel } from '../model/golden.ts';
import { wholeTexts } from '../model/reading.ts';
import { forward, logits as headLogits } from '../model/transformer.ts';
import { expectClose, onEveryBackend } from '../testing.ts';
import { createMethod } from './create.ts';

/** Those that read.test.ts sees refused. */
const REFUSED = ['vera-c_attn', 'prompt', 'pissa', 'modules-to-save'];

const bytesOf = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

onEveryBackend('files of PEFT', () => {
  let model: BaseModel;
  beforeAll(async () => {
    model = await goldenModel();
  });
  afterAll(() => model.dispose());

  it.each(Object.entries(fixtures).filter(([id]) => !REFUSED.includes(id)))('%s', async (_, fixture) => {
    const { method: config, tensors } = readPeftAdapter(
      {
        'adapter_config.json': Uint8Array.from(new TextEncoder().encode(fixture.config)),
        'adapter_model.safetensors': bytesOf(fixture.tensors),
      },
      GOLDEN_CONFIG,
    );
    const method = createMethod(config, model, { tensors });
    const read = batchFor(method, GOLDEN_BATCH);
    const batch = uploadBatch(read);
    /** The places of the text. */
    const places = [...read.inputs.keys()].filter((place) => (read.virtual?.which[place] ?? -1) < 0);
    const ours = tf.tidy(() => {
      const hidden = forward(model, method, batch.ids, { training: false }, wholeTexts(model, batch));
      return headLogits(model, method, tf.gather(hidden, tf.tensor1d(places, 'int32')));
    });
    expectClose(await ours.data(), new Float32Array(bytesOf(fixture.logits).buffer), 1e-4);
    tf.dispose([ours, ...tensorsOf(batch)]);
    method.dispose();
  });
});
