/** Adapters that PEFT wrote compute here what they compute there: logits on the golden batch (tools/fixtures/peft_adapters.py). */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Batch } from '../../data/batches.ts';
import { readBaseModel, type ReadModel } from '../../formats/base-model.ts';
import { modelTensors } from '../../formats/model-tensors.ts';
import fixtures from '../../formats/peft/fixtures/adapters.json';
import llamaFixtures from '../../formats/peft/fixtures/llama-adapters.json';
import { readPeftAdapter } from '../../formats/peft/read.ts';
import { lacksStart, startFactors } from '../../formats/peft/start-factors.ts';
import { tensorsOf, uploadBatch } from '../batch-tensors.ts';
import { batchFor } from '../evaluate.ts';
import { createBaseModel, type BaseModel } from '../model/base-model.ts';
import llamaConfig from '../model/fixtures/llama/llama/config.json';
import llamaExpected from '../model/fixtures/llama/llama/expected.json';
import llamaUrl from '../model/fixtures/llama/llama/model.safetensors?url';
import goldenConfig from '../model/fixtures/golden/config.json';
import goldenUrl from '../model/fixtures/golden/model.safetensors?url';
import { GOLDEN_BATCH } from '../model/golden.ts';
import { wholeTexts } from '../model/reading.ts';
import { forward, logits as headLogits } from '../model/transformer.ts';
import { expectClose, onEveryBackend } from '../testing.ts';
import { createMethod } from './create.ts';

interface Family {
  base: () => Promise<ReadModel>;
  batch: Batch;
  fixtures: Record<string, typeof fixtures.lora>;
  /** Those that read.test.ts sees refused. */
  refused: string[];
}

const readFrom = async (config: unknown, url: string): Promise<ReadModel> => {
  const file = await (await fetch(url)).arrayBuffer();
  return readBaseModel(config, () => modelTensors(new Map([['model.safetensors', file]])));
};

const { batch: size, length, ids, targets, mask } = llamaExpected;
const FAMILIES: [string, Family][] = [
  [
    'GPT-2',
    {
      base: () => readFrom(goldenConfig, goldenUrl),
      batch: GOLDEN_BATCH,
      fixtures,
      refused: ['pissa-niter', 'modules-to-save-score'],
    },
  ],
  [
    'Llama',
    {
      base: () => readFrom(llamaConfig, llamaUrl),
      batch: {
        size,
        length,
        inputs: Int32Array.from(ids),
        targets: Int32Array.from(targets),
        mask: Float32Array.from(mask),
        tokens: size * length,
      },
      fixtures: llamaFixtures,
      refused: ['ia3', 'vera', 'prefix'],
    },
  ],
];

const bytesOf = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

onEveryBackend('files of PEFT', () => {
  describe.each(FAMILIES)('for a %s', (_, family) => {
    let base: ReadModel;
    let model: BaseModel;
    beforeAll(async () => {
      base = await family.base();
      model = createBaseModel(base);
    });
    afterAll(() => model.dispose());

    const adapters = Object.entries(family.fixtures).filter(([id]) => !family.refused.includes(id));
    it.each(adapters)('%s', async (_id, fixture) => {
      const { method: config, tensors: inFile } = readPeftAdapter(
        {
          'adapter_config.json': Uint8Array.from(new TextEncoder().encode(fixture.config)),
          'adapter_model.safetensors': bytesOf(fixture.tensors),
        },
        model.config,
      );
      const tensors = lacksStart(config) ? { ...inFile, ...startFactors(config, base) } : inFile;
      const method = createMethod(config, model, { tensors });
      const read = batchFor(method, family.batch);
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
});
