/**
 * Which numbers of an adapter in PEFT's files are trained. PEFT holds GPT-2's c_attn, and GPT-NeoX's query_key_value, as one, where Wq, Wk and Wv are trained each
 * on its own here: what the writer fills up must stay as it is when PEFT trains.
 */
import { methodOf, type MethodConfig } from '../../core/methods/methods.ts';
import { loraName, loraPairs } from '../../core/methods/lora.ts';
import type { TransformerConfig } from '../../core/site.ts';
import type { NamedTensors, TensorValues } from '../../core/tensors.ts';
import { FormatError } from '../format-error.ts';
import { writeMethod } from '../peft/write.ts';
import { isAdapted } from '../peft/write-lora.ts';
import type { Written } from '../peft/writing.ts';

/** Two numbers that differ by one, other than those of all other tensors. */
const probes = (index: number): [number, number] => [2 * index + 1, 2 * index + 2];

/**
 * Written twice with other numbers in all that is trained: what differs is trained.
 * @param start the method's tensors as training starts
 * @returns of each written tensor that is trained in parts alone, 1 for a number that is trained, else 0
 * @throws FormatError where matrices that PEFT holds as one have scales of their own
 */
export function trainedParts(
  method: MethodConfig,
  start: NamedTensors,
  shape: TransformerConfig,
): Written['tensors'] {
  const frozen = new Set([
    ...methodOf(method)
      .slots(shape, method, 0)
      .flatMap(({ name, isFrozen }) => (isFrozen ? [name] : [])),
    // Nor are they written.
    ...loraPairs(start).flatMap((pair) =>
      isAdapted(pair) ? [] : [loraName(pair.site, 'A'), loraName(pair.site, 'B')],
    ),
  ]);
  const writtenWith = (which: 0 | 1) => {
    const probed = Object.entries(start).map(([name, tensor], i): [string, TensorValues] => [
      name,
      frozen.has(name) ? tensor : { ...tensor, values: tensor.values.map(() => probes(i)[which]) },
    ]);
    return writeMethod(method, Object.fromEntries(probed), shape).tensors;
  };
  const [one, other] = [writtenWith(0), writtenWith(1)];
  const masks = one.map(({ name, shape: size, data }, i) => ({
    name,
    shape: size,
    data: data.map((value, at) => (other[i]?.data[at] ?? NaN) - value),
  }));
  if (masks.some(({ data }) => data.some((rate) => rate !== 0 && rate !== 1)))
    throw new FormatError(
      'Wq, Wk and Wv have different scales α/r, which PEFT’s one matrix for them cannot train as this run did.',
    );
  return masks.filter(({ data }) => data.some((rate) => rate === 0) && data.some((rate) => rate === 1));
}
