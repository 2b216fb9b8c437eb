/**
 * Adapters that PEFT wrote compute here what they compute there: logits on the golden batch (tools/fixtures/peft_adapters.py). All can
 * be trained on.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MethodConfig } from '../../core/methods/methods.ts';
import { defaultRunConfig } from '../../core/run-config.ts';
import type { NamedTensors, TensorValues } from '../../core/tensors.ts';
import type { Batch } from '../../data/batches.ts';
import type { Dataset } from '../../data/dataset.ts';
import { readBaseModel, type ReadModel } from '../../formats/base-model.ts';
import { modelTensors } from '../../formats/model-tensors.ts';
import fixtures from '../../formats/peft/fixtures/adapters.json';
import bertFixtures from '../../formats/peft/fixtures/bert-adapters.json';
import llamaFixtures from '../../formats/peft/fixtures/llama-adapters.json';
import neoxFixtures from '../../formats/peft/fixtures/neox-adapters.json';
import robertaFixtures from '../../formats/peft/fixtures/roberta-adapters.json';
import { readPeftAdapter } from '../../formats/peft/read.ts';
import { lacksStart, startFactors } from '../../formats/peft/start-factors.ts';
import { writePeftAdapter } from '../../formats/peft/write.ts';
import { tensorsOf, uploadBatch } from '../batch-tensors.ts';
import { batchFor, measuredBatchFor } from '../evaluate.ts';
import { createBaseModel, type BaseModel } from '../model/base-model.ts';
import { batchOfTexts, examplesOf } from '../model/bert-testing.ts';
import { classLogits } from '../model/bert.ts';
import bertConfig from '../model/fixtures/bert/bert/config.json';
import bertExpected from '../model/fixtures/bert/bert/expected.json';
import bertUrl from '../model/fixtures/bert/bert/model.safetensors?url';
import robertaConfig from '../model/fixtures/bert/roberta/config.json';
import robertaExpected from '../model/fixtures/bert/roberta/expected.json';
import robertaUrl from '../model/fixtures/bert/roberta/model.safetensors?url';
import llamaConfig from '../model/fixtures/llama/llama/config.json';
import llamaExpected from '../model/fixtures/llama/llama/expected.json';
import llamaUrl from '../model/fixtures/llama/llama/model.safetensors?url';
import neoxConfig from '../model/fixtures/neox/parallel/config.json';
import neoxExpected from '../model/fixtures/neox/parallel/expected.json';
import neoxUrl from '../model/fixtures/neox/parallel/model.safetensors?url';
import goldenConfig from '../model/fixtures/golden/config.json';
import goldenUrl from '../model/fixtures/golden/model.safetensors?url';
import { GOLDEN_BATCH } from '../model/golden.ts';
import { wholeTexts } from '../model/reading.ts';
import { forward, logits as headLogits } from '../model/transformer.ts';
import { expectClose, finish, onEveryBackend, countingDataset, smallDataset } from '../testing.ts';
import { createTrainer } from '../trainer.ts';
import { createMethod } from './create.ts';

interface Family {
  base: () => Promise<ReadModel>;
  batch: Batch;
  /** What adapters are trained on: two batches are all examples. */
  dataset: Dataset;
  learning_rate: number;
  fixtures: Record<string, typeof fixtures.lora>;
  /** Those that read.test.ts sees refused. */
  refused: string[];
}

const readFrom = async (config: unknown, url: string): Promise<ReadModel> => {
  const file = await (await fetch(url)).arrayBuffer();
  return readBaseModel(config, () => modelTensors(new Map([['model.safetensors', file]])));
};

const batchOf = ({
  batch: size,
  length,
  ids,
  targets,
  mask,
}: typeof llamaExpected | typeof neoxExpected): Batch => ({
  size,
  length,
  inputs: Int32Array.from(ids),
  targets: Int32Array.from(targets),
  mask: Float32Array.from(mask),
  tokens: size * length,
});

const dataset = countingDataset();

/** An encoder by its fixture, whose texts are one batch. */
function encoder(
  config: unknown,
  url: string,
  expected: Parameters<typeof examplesOf>[0],
): Pick<Family, 'base' | 'batch' | 'dataset' | 'learning_rate'> {
  const train = examplesOf(expected);
  const length = Math.max(...train.map(({ ids }) => ids.length));
  return {
    base: () => readFrom(config, url),
    batch: batchOfTexts(expected),
    dataset: { ...smallDataset({ train, validation: train, test: train }), sequenceLength: length },
    learning_rate: 0.005,
  };
}

const FAMILIES: [string, Family][] = [
  [
    'GPT-2',
    {
      base: () => readFrom(goldenConfig, goldenUrl),
      batch: GOLDEN_BATCH,
      dataset,
      learning_rate: 0.02,
      fixtures,
      refused: ['pissa-niter', 'modules-to-save-score'],
    },
  ],
  [
    'Llama',
    {
      base: () => readFrom(llamaConfig, llamaUrl),
      batch: batchOf(llamaExpected),
      dataset,
      learning_rate: 0.02,
      fixtures: llamaFixtures,
      refused: ['ia3', 'vera', 'prefix'],
    },
  ],
  [
    'GPT-NeoX',
    {
      base: () => readFrom(neoxConfig, neoxUrl),
      batch: batchOf(neoxExpected),
      dataset,
      learning_rate: 0.02,
      fixtures: neoxFixtures,
      refused: ['ia3'],
    },
  ],
  [
    'BERT',
    {
      ...encoder(bertConfig, bertUrl, bertExpected),
      fixtures: bertFixtures,
      refused: ['lora-dense', 'lora-all-linear', 'ia3', 'no-head'],
    },
  ],
  [
    'RoBERTa',
    { ...encoder(robertaConfig, robertaUrl, robertaExpected), fixtures: robertaFixtures, refused: [] },
  ],
];

const bytesOf = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** An adapter of a fixture as the page imports it: with A0 and B0 where only the base model tells them. */
function importFrom({ config, tensors }: typeof fixtures.lora, base: ReadModel) {
  const read = readPeftAdapter(
    {
      'adapter_config.json': Uint8Array.from(new TextEncoder().encode(config)),
      'adapter_model.safetensors': bytesOf(tensors),
    },
    base.config,
  );
  return lacksStart(read.method)
    ? { ...read, tensors: { ...read.tensors, ...startFactors(read.method, base) } }
    : read;
}

const isZero = ({ values }: TensorValues): boolean => values.every((value) => value === 0);

onEveryBackend('files of PEFT', (backend) => {
  describe.each(FAMILIES)('for a %s', (_, family) => {
    let base: ReadModel;
    let model: BaseModel;
    beforeAll(async () => {
      base = await family.base();
      model = createBaseModel(base);
    });
    afterAll(() => model.dispose());

    const logitsOf = async (config: MethodConfig, tensors: NamedTensors): Promise<Float32Array> => {
      const method = createMethod(config, model, { tensors });
      if (model.family === 'bert') {
        const encoder = model;
        const texts = tf.tidy(() =>
          classLogits(encoder, method, uploadBatch(measuredBatchFor(method, family.batch)), {
            training: false,
          }),
        );
        const values = await texts.data<'float32'>();
        texts.dispose();
        method.dispose();
        return values;
      }
      const read = batchFor(method, family.batch);
      const batch = uploadBatch(read);
      /** The places of the text. */
      const places = [...read.inputs.keys()].filter((place) => (read.virtual?.which[place] ?? -1) < 0);
      const ours = tf.tidy(() => {
        const hidden = forward(model, method, batch.ids, { training: false }, wholeTexts(model, batch));
        return headLogits(model, method, tf.gather(hidden, tf.tensor1d(places, 'int32')));
      });
      const values = await ours.data<'float32'>();
      tf.dispose([ours, ...tensorsOf(batch)]);
      method.dispose();
      return values;
    };

    const adapters = Object.entries(family.fixtures).filter(([id]) => !family.refused.includes(id));
    it.each(adapters)('%s', async (_id, fixture) => {
      const { method, tensors } = importFrom(fixture, base);
      const logits = await logitsOf(method, tensors);
      expectClose(logits, new Float32Array(bytesOf(fixture.logits).buffer), 1e-4);
    });

    // How each backend trains by a method is tested beside the methods.
    const trained = backend === 'wasm' ? adapters : [];
    it.each(trained)('%s is trained on, and exported as what it has become', async (_id, fixture) => {
      const { method, tensors } = importFrom(fixture, base);
      const { training } = defaultRunConfig();
      const trainer = await finish(
        createTrainer(
          model,
          family.dataset,
          {
            method,
            seed: 5,
            training: {
              ...training,
              learning_rate: family.learning_rate,
              weight_decay: 0,
              batch_size: 8,
              max_steps: 40,
            },
          },
          { start: tensors },
        ),
      );
      for (let i = 0; i < 12; i++) await trainer.next();
      await trainer.settle();
      const losses = trainer.take().map(({ loss }) => loss);
      const trained = await trainer.method.read();
      const names = new Set(trainer.method.slots.map(({ name }) => name));
      trainer.dispose();

      // Two batches are all pairs, so that no choice of pairs counts.
      const sum = (batches: readonly number[]) => batches.reduce((total, loss) => total + loss, 0);
      expect(sum(losses.slice(-2))).toBeLessThan(sum(losses.slice(0, 2)));
      expect(Object.keys(trained).sort()).toEqual(Object.keys(tensors).sort());
      for (const [name, tensor] of Object.entries(tensors)) {
        // What one layer lacks is 0 there, and stays so.
        const stays = !names.has(name) || isZero(tensor);
        expect({ name, isSame: trained[name]?.values.join() === tensor.values.join() }).toEqual({
          name,
          isSame: stays,
        });
      }
      const written = readPeftAdapter(
        writePeftAdapter({ method, tensors: trained, model: 'golden', shape: model.config }),
        model.config,
      );
      expectClose(await logitsOf(written.method, written.tensors), await logitsOf(method, trained), 1e-4);
    });
  });
});
