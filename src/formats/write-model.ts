/** Writes a model's weights as a Hugging Face folder has them: the other way round from base-model.ts. */
import { isBert, type BertConfig } from '../core/models/bert.ts';
import { moduleOf } from '../core/models/family.ts';
import type { TransformerConfig } from '../core/site.ts';
import type { NamedTensors } from '../core/tensors.ts';
import { FormatError } from './format-error.ts';
import { transposed } from './llama.ts';
import { parseJson } from './parse-json.ts';
import { isTurned, namingFor, rowsInFile } from './peft/modules.ts';
import { writeSafetensors, type Float } from './safetensors.ts';

/**
 * The bytes of model.safetensors.
 * @param model the dimensions
 * @param tensors all of the base model's, by its names for them (`BaseTensor`)
 * @param dtype what their numbers are written as
 */
export function writeModel(
  model: TransformerConfig,
  tensors: NamedTensors,
  dtype: Float = 'F32',
): Uint8Array<ArrayBuffer> {
  const naming = namingFor(model);
  const entries = Object.entries(tensors).map(([name, { shape, values }]) => {
    const module = moduleOf(name);
    const kind = name.endsWith('.bias') ? 'bias' : 'weight';
    const path = `${module === 'head' ? naming.head : naming.pathOf(module, naming.root)}.${kind}`;
    const [dIn, dOut] = shape;
    // PyTorch's Linear has its weight as [out, in].
    return isTurned(model, name) && dIn !== undefined && dOut !== undefined
      ? {
          name: path,
          shape: [dOut, dIn],
          data: rowsInFile(transposed(values, dIn, dOut), model, module),
        }
      : { name: path, shape, data: rowsInFile(values, model, module) };
  });
  return writeSafetensors(entries, { format: 'pt' }, dtype);
}

/**
 * A model's config.json for weights in float32, which `from_pretrained` else would round to the type that it names.
 * @param bytes config.json of the base model
 * @param hasHead whether the weights have a head of their own
 * @param model the dimensions: an encoder's classes are named where they are not yet
 * @throws FormatError where it is no JSON object
 */
export function float32Config(
  bytes: Uint8Array,
  hasHead: boolean,
  model: TransformerConfig,
): Uint8Array<ArrayBuffer> {
  const json = parseJson('config.json', bytes);
  if (typeof json !== 'object' || json === null) throw new FormatError('config.json is not a JSON object.');
  const types = ['dtype', 'torch_dtype'].filter((key) => key in json);
  const own = {
    ...json,
    ...Object.fromEntries(types.map((key) => [key, 'float32'])),
    ...(hasHead && { tie_word_embeddings: false }),
    ...(isBert(model) && classesIn(model)),
  };
  return new TextEncoder().encode(`${JSON.stringify(own, null, 2)}\n`);
}

/** What config.json says of an encoder with a classification head. */
const classesIn = ({ isDenseTrained, file_outputs, labels }: BertConfig) => ({
  architectures: [`${isDenseTrained ? 'Roberta' : 'Bert'}ForSequenceClassification`],
  ...(file_outputs === null && {
    id2label: Object.fromEntries(labels.map((label, output) => [output, label])),
    label2id: Object.fromEntries(labels.map((label, output) => [label, output])),
  }),
});
