/** Adapters as the files that `PeftModel.from_pretrained` loads. */
import { methodOf, type MethodConfig } from '../../core/methods/methods.ts';
import type { HeadMap } from '../../core/models/bert.ts';
import type { NamedTensors } from '../../core/tensors.ts';
import { FormatError } from '../format-error.ts';
import { writeSafetensors, type Float } from '../safetensors.ts';
import type { PeftFiles } from './files.ts';
import { apart, drawnPooler, withHead } from './head.ts';
import { SETTINGS } from './settings.ts';
import { TENSORS } from './tensor-file.ts';
import { writeLora } from './write-lora.ts';
import { writePrefix, writePrompt } from './write-prefix.ts';
import { writeIa3, writeVera } from './write-vectors.ts';
import type { Written } from './writing.ts';

/**
 * @param adapter `tensors` by the names of the method's slots; `model` is the base model's name or path, as PEFT
 *   will show it, `shape` its dimensions, of a GPT-2 if they are not told, `drawn` the maps
 *   of an encoder's head that its folder lacks (`ModelInfo`), `isApart` as `writeLora` has it, and
 *   `dtype` and `dtypes` as `readPeftAdapter` has them, F32 where they are not told
 * @throws FormatError where the method, or its settings, have no form in PEFT
 */
export function writePeftAdapter({
  method,
  tensors,
  model,
  shape,
  drawn = [],
  isApart,
  dtype = 'F32',
  dtypes = {},
}: {
  method: MethodConfig;
  tensors: NamedTensors;
  model: string;
  shape?: object | undefined;
  drawn?: readonly HeadMap[] | undefined;
  isApart?: boolean;
  dtype?: Float | undefined;
  dtypes?: Readonly<Record<string, Float>> | undefined;
}): PeftFiles {
  const { own, head } = apart(tensors, shape ?? {});
  const written = withHead(
    writeMethod(method, own, shape, isApart),
    head,
    drawnPooler(shape ?? {}, drawn, own),
    shape ?? {},
  );
  const settings = {
    task_type: 'CAUSAL_LM',
    ...written.settings,
    base_model_name_or_path: model,
    inference_mode: true,
  };
  return {
    [TENSORS]: writeSafetensors(
      written.tensors.map((tensor) => ({ ...tensor, dtype: dtypes[tensor.name] ?? dtype })).sort(asPeft),
      { format: 'pt' },
    ),
    [SETTINGS]: Uint8Array.from(new TextEncoder().encode(`${JSON.stringify(settings, null, 2)}\n`)),
  };
}

/** The order in which safetensors' own library, and so PEFT, writes: float32 first, float16 last, then by name. */
const ORDER: readonly Float[] = ['F32', 'BF16', 'F16'];
type Ordered = { name: string; dtype: Float };
const asPeft = (one: Ordered, other: Ordered): number =>
  ORDER.indexOf(one.dtype) - ORDER.indexOf(other.dtype) || (one.name < other.name ? -1 : 1);

/** An adapter's settings and tensors as PEFT has them. @throws FormatError as `writePeftAdapter` */
export function writeMethod(
  method: MethodConfig,
  tensors: NamedTensors,
  shape: object | undefined,
  isApart?: boolean,
): Written {
  switch (method.type) {
    case 'lora':
      return writeLora(method, tensors, shape, isApart);
    case 'ia3':
      return writeIa3(method, tensors, shape);
    case 'vera':
      return writeVera(method, tensors);
    case 'prefix-kv':
      return writePrefix(method, tensors);
    case 'prefix-embed':
      return writePrompt(method, tensors);
    default:
      throw new FormatError(`${methodOf(method).name} has no form that PEFT reads alike.`);
  }
}
