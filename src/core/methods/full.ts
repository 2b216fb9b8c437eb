/** Full fine-tuning: the base model's own weights are trained, all of them or those of the last blocks alone. */
import { z } from 'zod';
import { bounded, whole } from '../limit.ts';
import { baseTensors } from '../models/family.ts';
import { affineParts, isMapName, MAPS } from '../models/gpt2.ts';
import { PROJECTIONS, sitesOf, type TransformerConfig } from '../site.ts';
import { baseSlots } from './base-slots.ts';
import type { Mark } from './marks.ts';
import type { DenseDelta, MethodSpec } from './method.ts';

export const fullConfigSchema = z.object({
  type: z.literal('full'),
  /** So many blocks, the last ones, are trained alone; 0 trains all weights, the embeddings among them. */
  last_layers: bounded(whole(0, 64, 0)),
});
export type FullConfig = z.infer<typeof fullConfigSchema>;

/** The layers whose blocks are trained. */
function trainedLayers(
  { n_layer }: Pick<TransformerConfig, 'n_layer'>,
  { last_layers }: FullConfig,
): number[] {
  const layers = Array.from({ length: n_layer }, (_, layer) => layer);
  return last_layers === 0 ? layers : layers.slice(-last_layers);
}

/** Whether a tensor or a part of the base model is trained, by its name. */
function isTrained(model: Pick<TransformerConfig, 'n_layer'>, config: FullConfig): (name: string) => boolean {
  const layers = trainedLayers(model, config);
  return (name) => config.last_layers === 0 || layers.includes(Number.parseInt(name, 10));
}

export const full: MethodSpec<FullConfig> = {
  name: 'Full fine-tuning',
  about:
    'The model’s own weights are trained, all of them or those of its last layers: the baseline of all methods that train fewer.',
  schema: fullConfigSchema,
  learningRate: 2e-3,
  fields: [
    {
      key: 'last_layers',
      label: 'Layers to train',
      short: 'last layers',
      phrase: (count) => (count === 1 ? 'last layer only' : `last ${count} layers only`),
      zero: 'all',
      help: '“all”, or 0, trains all weights, the embeddings among them. A number k trains the last k layers alone; all other weights stay frozen.',
      noteOn: ({ n_layer }, k) =>
        k > n_layer
          ? `The model has ${n_layer} layers: the blocks of all are trained. The embeddings and the last LayerNorm stay frozen.`
          : null,
    },
  ],
  noSpectrum: null,
  sites: (model, config) => sitesOf(model, PROJECTIONS, trainedLayers(model, config)),
  /** Tensors under the base model's names, which start at its values. The tied embedding counts once. */
  slots(model, config) {
    const trained = isTrained(model, config);
    return baseSlots(baseTensors(model).filter(({ name }) => trained(name))).map((slot) => ({
      ...slot,
      isShared: slot.name === 'wte',
    }));
  },
  marks: (model, config) => [
    ...(config.last_layers === 0 ? [{ kind: 'embeddings' } as const] : []),
    ...affineParts(model.n_layer)
      .filter(isTrained(model, config))
      .flatMap((part): Mark[] => [
        { kind: 'weight', part },
        { kind: 'bias', part },
      ]),
  ],
  hasFullRank: true,
  deltas: (_config, tensors, base) =>
    Object.entries(tensors).flatMap(([name, { shape, values }]) => {
      const [layer = '', map = '', kind] = name.split('.');
      const start = base[name];
      if (kind !== 'weight' || !isMapName(map) || !start) return [];
      const [dIn = 0, width = 0] = shape;
      const change = values.map((value, i) => value - (start.values[i] ?? NaN));
      const dOut = width / MAPS[map].length;
      return MAPS[map].map((projection, section): DenseDelta => ({
        site: { layer: Number(layer), projection },
        dIn,
        dOut,
        values: columnsOf(change, width, section * dOut, dOut),
      }));
    }),
};

/** Neighbouring columns of a row-major matrix. */
function columnsOf(matrix: Float32Array, width: number, first: number, count: number): Float32Array {
  const rows = matrix.length / width;
  const part = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++)
    part.set(matrix.subarray(row * width + first, row * width + first + count), row * count);
  return part;
}
