/** What the trained weights of a method are of: its count of weights, part by part. */
import { trainedHeadTensors } from './models/bert.ts';
import { baseTensors, moduleOf, tensorsWithHead } from './models/family.ts';
import { hasLora } from './methods/lora-config.ts';
import { slotsOf, type MethodConfig } from './methods/methods.ts';
import { readSiteName, type Projection, type TransformerConfig } from './site.ts';
import { sizeOf } from './tensors.ts';

/**
 * A matrix's A, B and m in all its layers; the biases; the modules trained whole but for an encoder's pooler; the pooler; an
 * encoder's classification head; or the method's other weights.
 */
export type TrainablePart = Projection | 'biases' | 'modules' | 'pooler' | 'head' | 'own';

/** Trained weights by part, in the order of the slots; parts with none are absent. They add up to `countTrainable`. */
export function trainableParts(model: TransformerConfig, method: MethodConfig): Map<TrainablePart, number> {
  const head = new Set(trainedHeadTensors(model).map(({ name }) => name));
  const base = new Set([...baseTensors(model), ...tensorsWithHead(model)].map(({ name }) => name));
  const partOf = (name: string): TrainablePart => {
    if (head.has(name)) return 'head';
    if (!hasLora(method)) return 'own';
    if (base.has(name)) {
      const module = moduleOf(name);
      if (!method.modules_to_save.includes(module)) return 'biases';
      return module === 'dense' ? 'pooler' : 'modules';
    }
    return readSiteName(name.replace(/\.lora_\w+$/, ''))?.projection ?? 'own';
  };
  const parts = new Map<TrainablePart, number>();
  for (const { name, shape, isFrozen } of slotsOf(model, method, 0)) {
    const part = partOf(name);
    if (!isFrozen) parts.set(part, (parts.get(part) ?? 0) + sizeOf(shape));
  }
  return parts;
}
