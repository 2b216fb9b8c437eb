/** Adapters in PEFT's files, as methods here have them. */
import { isBert, trainedHeadTensors } from '../../core/models/bert.ts';
import { unfitFor, type MethodId } from '../../core/methods/methods.ts';
import type { TransformerConfig } from '../../core/site.ts';
import { FormatError } from '../format-error.ts';
import { FLOATS, type Float } from '../safetensors.ts';
import type { PeftFiles } from './files.ts';
import { noHead, refuseOtherClasses, withoutHead } from './head.ts';
import { namingFor, PREFIX } from './modules.ts';
import { readLora } from './read-lora.ts';
import { readPrefix, readPrompt } from './read-prefix.ts';
import { readIa3, readVera } from './read-vectors.ts';
import type { Read } from './reading.ts';
import { readSettings, SETTINGS, type PeftSettings } from './settings.ts';
import { openTensors, TENSORS, type TensorFile } from './tensor-file.ts';
import { readTensors } from './whole-modules.ts';

/** PEFT's methods as they are called here. */
const METHODS = {
  LORA: 'lora',
  IA3: 'ia3',
  VERA: 'vera',
  PREFIX_TUNING: 'prefix-kv',
  PROMPT_TUNING: 'prefix-embed',
} as const satisfies Record<PeftSettings['peft_type'], MethodId>;

export interface PeftAdapter extends Read {
  /** The base model's name or path, as PEFT wrote it; null where the files do not say it. */
  model: string | null;
  /** Fields of adapter_config.json that are set, not known here and passed over. */
  ignored: string[];
  /** What the files have most tensors' numbers as. */
  dtype: Float;
  /** What they have those of others as, by the names that they are written with again. */
  dtypes: Readonly<Record<string, Float>>;
  /** That the tensors take when they are written again. */
  bytes: number;
}

/**
 * An adapter that PEFT or this page wrote, to the bit what the files hold.
 * @param model the base model's dimensions
 * @throws FormatError naming file, field or tensor, and both shapes where these differ
 */
export function readPeftAdapter(files: PeftFiles, model: TransformerConfig): PeftAdapter {
  const { settings: given, ...said } = readSettings(files[SETTINGS]);
  const { settings, hasHead } = isBert(model) ? withoutHead(given) : { settings: given, hasHead: false };
  const unfit = unfitFor(model, { type: METHODS[settings.peft_type] });
  if (unfit !== null) throw new FormatError(`${SETTINGS}: peft_type is ${settings.peft_type}. ${unfit}`);
  if (isBert(model) && !hasHead) throw noHead();
  const file = openTensors(files[TENSORS]);
  const { root: whole, blocks } = namingFor(model);
  // A model without its head has its blocks at the root.
  const root = file.names().some((name) => name.startsWith(PREFIX + blocks)) ? '' : whole;
  const { method, tensors } = readMethod(settings, file, model, root);
  if (isBert(model)) refuseOtherClasses(file, model, root);
  const head = readTensors(trainedHeadTensors(model), file, model, root);
  file.expectEmpty();
  const named = Object.entries(file.dtypes).map(([name, dtype]): [string, Float] => [
    root === whole ? name : name.replace(PREFIX, PREFIX + whole),
    dtype,
  ]);
  return { method, tensors: { ...tensors, ...head }, ...said, ...commonType(named), bytes: file.bytes };
}

/** The type of most tensors, and the others'. */
function commonType(types: readonly [string, Float][]): Pick<PeftAdapter, 'dtype' | 'dtypes'> {
  const times = (wanted: Float) => types.filter(([, dtype]) => dtype === wanted).length;
  const dtype = FLOATS.reduce((most, float) => (times(float) > times(most) ? float : most));
  return { dtype, dtypes: Object.fromEntries(types.filter(([, own]) => own !== dtype)) };
}

function readMethod(settings: PeftSettings, file: TensorFile, model: TransformerConfig, root: string): Read {
  switch (settings.peft_type) {
    case 'LORA':
      return readLora(settings, file, model, root);
    case 'IA3':
      return readIa3(settings, file, model, root);
    case 'VERA':
      return readVera(settings, file, model, root);
    case 'PREFIX_TUNING':
      return readPrefix(settings, file, model);
    case 'PROMPT_TUNING':
      return readPrompt(settings, file, model);
  }
}
