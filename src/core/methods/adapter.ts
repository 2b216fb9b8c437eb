/**
 * Adapter layers (paper §5.1): small two-layer networks between the frozen ones, with a residual connection of their own.
 * AdapterH (Houlsby et al. 2019) has one after the attention and one after the MLP of each block, on what is then added to
 * the residual stream. AdapterL (Lin et al. 2020) has one where the block ends, which reads the stream through a LayerNorm.
 * L_Adpt·(2·d·m + m + d) + 2·L_LN·d numbers. The non-linearity is GELU, as Houlsby's code has it; Lin's is ReLU, and the
 * LoRA paper leaves it open.
 */
import { z } from 'zod';
import { bounded, whole } from '../limit.ts';
import { createRng } from '../rng.ts';
import type { AdapterPlace } from './marks.ts';
import type { Field, MethodSpec, Slot } from './method.ts';

/** m: the width between the two projections. */
const bottleneck = bounded(whole(1, 64, 8));

const adapterHConfigSchema = z.object({ type: z.literal('adapter-h'), bottleneck });
const adapterLConfigSchema = z.object({ type: z.literal('adapter-l'), bottleneck });
export const adapterConfigSchemas = [adapterHConfigSchema, adapterLConfigSchema] as const;
export type AdapterConfig = z.infer<(typeof adapterConfigSchemas)[number]>;

const IN_WORDS: Record<AdapterPlace, string> = {
  attention: 'the attention',
  mlp: 'the MLP',
  block: 'the block',
};

/** The name of an adapter layer's tensor, e.g. `0.attention.adapter.down.weight`. */
export const adapterName = (
  layer: number,
  after: AdapterPlace,
  tensor: `${'norm' | 'down' | 'up'}.${'weight' | 'bias'}`,
): string => `${layer}.${after}.adapter.${tensor}`;

/**
 * The down-projection as training starts, row-major d × m. Each entry is N(0, 1/d), and a narrower one is the beginning of a
 * wider one: its units are the first of one draw.
 */
function drawDown(name: string, d: number, m: number, seed: number): Float32Array {
  const rng = createRng(seed, name);
  const values = new Float32Array(d * m);
  const deviation = 1 / Math.sqrt(d);
  for (let unit = 0; unit < m; unit++)
    for (let i = 0; i < d; i++) values[i * m + unit] = rng.normal() * deviation;
  return values;
}

/** The tensors of an adapter layer. The up-projection is zero, so training starts at the base model. */
function layerSlots(d: number, m: number, layer: number, after: AdapterPlace, seed: number): Slot[] {
  const place = `the adapter after ${IN_WORDS[after]} of layer ${layer + 1}`;
  const slot = (
    tensor: Parameters<typeof adapterName>[2],
    shape: readonly number[],
    initial: () => Float32Array,
  ): Slot => ({
    name: adapterName(layer, after, tensor),
    shape,
    place,
    initial,
    // Biases, and LayerNorm's weight.
    decayFactor: shape.length === 1 ? 0 : 1,
  });
  const down = adapterName(layer, after, 'down.weight');
  return [
    ...(after === 'block'
      ? [
          slot('norm.weight', [d], () => new Float32Array(d).fill(1)),
          slot('norm.bias', [d], () => new Float32Array(d)),
        ]
      : []),
    slot('down.weight', [d, m], () => drawDown(down, d, m, seed)),
    slot('down.bias', [m], () => new Float32Array(m)),
    slot('up.weight', [m, d], () => new Float32Array(m * d)),
    slot('up.bias', [d], () => new Float32Array(d)),
  ];
}

const FIELDS: readonly Field[] = [
  {
    key: 'bottleneck',
    label: 'Bottleneck m',
    short: 'm',
    phrase: (value) => `bottleneck ${value}`,
    help: 'The width of an adapter layer between its two projections, from d to m and from m back to d. The number of trained weights grows in proportion to m.',
  },
];

const common = {
  fields: FIELDS,
  noSpectrum:
    'Adapter layers are new layers between the frozen ones. They change no weight matrix, so there is no ΔW to decompose.',
  sites: () => [],
  deltas: () => [],
};

/** Adapter layers at these places of every block. */
function adaptersAfter(places: readonly AdapterPlace[]) {
  const everywhere = (n_layer: number) =>
    Array.from({ length: n_layer }, (_, layer) => places.map((after) => ({ layer, after }))).flat();
  return {
    slots: ({ n_layer, n_embd }, { bottleneck: m }, seed) =>
      everywhere(n_layer).flatMap(({ layer, after }) => layerSlots(n_embd, m, layer, after, seed)),
    marks: ({ n_layer }) => everywhere(n_layer).map((place) => ({ kind: 'adapter', ...place })),
  } satisfies Partial<MethodSpec<AdapterConfig>>;
}

export const adapterH: MethodSpec<z.infer<typeof adapterHConfigSchema>> = {
  ...common,
  name: 'AdapterH',
  about:
    'A trained bottleneck after the attention and one after the MLP of each block (Houlsby et al. 2019); all weights of the model stay frozen.',
  schema: adapterHConfigSchema,
  learningRate: 2e-2,
  ...adaptersAfter(['attention', 'mlp']),
};

export const adapterL: MethodSpec<z.infer<typeof adapterLConfigSchema>> = {
  ...common,
  name: 'AdapterL',
  about:
    'A trained bottleneck with a LayerNorm after the MLP of each block (Lin et al. 2020); all weights of the model stay frozen.',
  schema: adapterLConfigSchema,
  learningRate: 5e-2,
  ...adaptersAfter(['block']),
};
