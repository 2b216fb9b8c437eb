/** Takes the first steps of a LoRA run and notes what they do at one adapted matrix. */
import * as tf from '@tensorflow/tfjs-core';
import { LabError, need } from '../core/lab-error.ts';
import { atSite, loraScale } from '../core/methods/lora-config.ts';
import { loraName } from '../core/methods/lora.ts';
import { mapOf } from '../core/site.ts';
import type { StepTrace, TracedStep, TraceRequest } from '../core/step-trace.ts';
import type { NamedTensors, TensorValues } from '../core/tensors.ts';
import type { Batch } from '../data/batches.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Tokenizer } from '../data/tokenizer.ts';
import { countTargets } from './evaluate.ts';
import type { Method } from './methods/method.ts';
import { sectionOf, weightOf } from './model/base-model.ts';
import type { LoadedModel } from './model/load.ts';
import { wholeTexts } from './model/reading.ts';
import { forward, logits } from './model/transformer.ts';
import { createTrainer } from './trainer.ts';

type Loaded = Pick<LoadedModel, 'base'> & { tokenizer: Pick<Tokenizer, 'decode'> };

async function read(tensor: tf.Tensor): Promise<TensorValues> {
  const values = await tensor.data<'float32'>();
  tensor.dispose();
  return { shape: [...tensor.shape], values };
}

const tensorOf = (tensors: NamedTensors, name: string): TensorValues =>
  need(tensors[name], 'internal', `The run has no ${name}.`);

/** W0 of the site, [dIn, dOut], and its part of the bias, [1, dOut]. Call it inside `tf.tidy`. */
function frozenAt({ base }: Pick<Loaded, 'base'>, site: TraceRequest['site']) {
  const { frozen, section, columns } = sectionOf(base, site);
  const from = section * columns;
  return {
    weight: tf.slice(weightOf(frozen), [0, from], [frozen.dIn, columns]),
    bias: frozen.bias && tf.reshape(tf.slice(frozen.bias, [from], [columns]), [1, columns]),
  };
}

/** The first text of a batch as the model reads it, and the loss at each of its tokens. */
async function readFirstText(
  loaded: Loaded,
  method: Method,
  { site }: TraceRequest,
  scale: number,
  { length, inputs, targets, mask }: Batch,
): Promise<Pick<TracedStep, 'tokens' | 'targets' | 'seen'>> {
  const { base, tokenizer } = loaded;
  const map = mapOf(base.config, site.projection);
  const tokens = mask.subarray(0, length).findLastIndex((m) => m > 0) + 1;
  const found = tf.tidy(() => {
    const ids = tf.tensor2d(inputs.slice(0, tokens), [1, tokens], 'int32');
    const seen: tf.Tensor[] = [];
    const hidden = forward(
      base,
      method,
      ids,
      { training: false },
      {
        ...wholeTexts(base, { ids, virtual: null, packing: null }),
        sees(layer, name, input) {
          if (layer === site.layer && name === map) seen.push(tf.clone(input));
        },
      },
    );
    const [x] = seen;
    const [a, b] = (['A', 'B'] as const).map((matrix) => method.tensors.get(loraName(site, matrix)));
    if (!x || !a || !b) throw new LabError('internal', 'The run does not adapt the traced matrix.');
    const { weight, bias } = frozenAt(loaded, site);
    const product = tf.matMul(x, weight);
    const low = tf.matMul(x, a, false, true);
    return {
      x,
      frozen: bias ? tf.add(product, bias) : product,
      low,
      update: tf.mul(tf.matMul(low, b, false, true), scale),
      logp: tf.logSoftmax(logits(base, method, hidden)),
    };
  });
  const [x, frozen, low, update, logp] = await Promise.all(
    [found.x, found.frozen, found.low, found.update, found.logp].map(read),
  );
  if (!x || !frozen || !low || !update || !logp) throw new LabError('internal', 'Nothing was read.');
  const vocabulary = logp.shape[1] ?? 0;
  const textOf = (id: number | undefined) => tokenizer.decode(id === undefined ? [] : [id]);
  return {
    tokens: Array.from({ length: tokens }, (_, place) => textOf(inputs[place])),
    targets: Array.from({ length: tokens }, (_, place) => {
      const target = targets[place] ?? NaN;
      const nats = -(logp.values[place * vocabulary + target] ?? NaN);
      return mask[place] ? { token: textOf(target), nats } : null;
    }),
    seen: { x, frozen, low, update },
  };
}

/**
 * Trains as any run does, and reads before and after each step what it is about at one matrix. Yields between the steps, so that
 * the caller can pause.
 * @throws LabError `internal` where the run does not adapt the matrix with LoRA; as a trainer does
 */
export async function* traceSteps(
  loaded: Loaded,
  dataset: Dataset,
  request: TraceRequest,
): AsyncGenerator<undefined, StepTrace> {
  const { config, site, steps: wanted } = request;
  if (config.method.type !== 'lora') throw new LabError('internal', 'Only steps of LoRA are traced.');
  const scale = loraScale(atSite(config.method, site));
  const making = createTrainer(loaded.base, dataset, config, { captured: false });
  let made = await making.next();
  while (!made.done) {
    yield;
    made = await making.next();
  }
  const trainer = made.value;
  const steps: TracedStep[] = [];
  try {
    const w0 = await read(tf.tidy(() => tf.transpose(frozenAt(loaded, site).weight)));
    while (steps.length < wanted) {
      const before = await trainer.method.read();
      const { batch, loss, gradients } = await trainer.upcoming();
      const text = await readFirstText(loaded, trainer.method, request, scale, batch);
      await trainer.next();
      const { tensors, first, second } = await trainer.checkpoint();
      const point = need(trainer.take()[0], 'internal', 'The step has no figures.');
      const factor = (matrix: 'A' | 'B') => {
        const name = loraName(site, matrix);
        return {
          before: tensorOf(before, name),
          gradient: tensorOf(gradients, name),
          first: tensorOf(first, name),
          second: tensorOf(second, name),
          after: tensorOf(tensors, name),
        };
      };
      steps.push({
        ...text,
        loss,
        texts: batch.size,
        completionTokens: countTargets(batch),
        gradNorm: point.gradNorm,
        learningRate: point.learningRate,
        a: factor('A'),
        b: factor('B'),
      });
      yield;
    }
    return { w0, scale, steps };
  } finally {
    trainer.dispose();
  }
}
