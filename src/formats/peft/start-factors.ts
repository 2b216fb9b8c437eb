/**
 * PiSSA and OLoRA in PEFT's files as they were trained: A and B beside what their first values A0 and B0 left of W0. The files lack
 * those, but W0 tells their product: its first r singular terms, or its first r columns and rows of QR. So ΔW = s·(BA − B0A0)
 * beside W0 itself, as PEFT's own conversion has it (`subtract_mutated_init`).
 */
import { Matrix } from 'ml-matrix';
import { factors } from '../../core/factors.ts';
import { atSite, loraScale, startsFactored, type LoraConfig } from '../../core/methods/lora-config.ts';
import { loraName } from '../../core/methods/lora.ts';
import type { MethodConfig } from '../../core/methods/methods.ts';
import { matricesIn, mapOf, siteShape, sitesOf, type LinearName, type Projection } from '../../core/site.ts';
import type { NamedTensors, TensorValues } from '../../core/tensors.ts';
import type { ReadModel } from '../base-model.ts';
import { pieceOf } from './reading.ts';

/** True for an adapter whose files do not tell where A and B started. */
export const lacksStart = (method: MethodConfig): method is LoraConfig =>
  method.type === 'lora' && startsFactored(method);

/**
 * A0 and B0 of every adapted matrix, by the names of the method's slots. PEFT factors GPT-2's c_attn as one.
 * @param method as `readLora` gives it, one for which `lacksStart`
 */
export function startFactors(method: LoraConfig, base: ReadModel): NamedTensors {
  if (method.init_lora_weights === 'gaussian') return {};
  const { init_lora_weights: by, target_modules, layers_to_transform } = method;
  const { config } = base;
  const sites = sitesOf(config, target_modules, layers_to_transform);
  const maps = new Map(
    sites.map(({ layer, projection }) => {
      const map = mapOf(config, projection);
      return [`${layer}.${map}`, { layer, map }];
    }),
  );
  const tensors = [...maps.values()].flatMap(({ layer, map }) => {
    const projections = matricesIn(map);
    const own = atSite(method, { layer, projection: projections[0] });
    const { r } = own;
    const w = weightOf(base, layer, map);
    // PEFT's OLoRA factors a weight as it lies, and GPT-2's lie as [in, out].
    const isTurned = by === 'olora' && base.family === 'gpt2';
    const found = factors(isTurned ? w.transpose() : w, by, r);
    const a = isTurned ? turned(found.b, r) : found.a;
    const b = isTurned ? turned(found.a, found.a.length / r) : found.b;
    const root = by === 'pissa' ? 1 / Math.sqrt(loraScale(own)) : 1;
    const scaled = (values: Float32Array) => values.map((value) => root * value);
    const { dIn, dOut } = siteShape(config, projections[0]);
    return projections.flatMap((projection, section): [string, TensorValues][] => [
      [loraName({ layer, projection }, 'A0'), { shape: [r, dIn], values: scaled(a) }],
      [
        loraName({ layer, projection }, 'B0'),
        { shape: [dOut, r], values: scaled(pieceOf(b, section, dOut * r)) },
      ],
    ]);
  });
  return Object.fromEntries(tensors);
}

/** W0 of a map, dOut × dIn, the rows of its matrices one below the other. */
function weightOf({ config, weights }: ReadModel, layer: number, map: LinearName): Matrix {
  const matrices: Partial<Record<Projection, { weight: Float32Array }>> = weights.layers[layer] ?? {};
  const rows = matricesIn(map).flatMap((projection) => {
    const { dIn, dOut } = siteShape(config, projection);
    return Matrix.from1DArray(dIn, dOut, matrices[projection]?.weight ?? [])
      .transpose()
      .to2DArray();
  });
  return new Matrix(rows);
}

/** The transpose of a matrix of so many columns, row-major. */
const turned = (values: Float32Array, columns: number): Float32Array =>
  Float32Array.from(
    Matrix.from1DArray(values.length / columns, columns, values)
      .transpose()
      .to1DArray(),
  );
