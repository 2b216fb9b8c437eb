/**
 * Where a transformer can be adapted. A site is one weight matrix of one layer; a fused `c_attn` is split
 * when loaded, so a site is always a single matrix. Shapes only: no weights live here.
 */
import { z } from 'zod';
import { isBert } from './models/bert.ts';
import { GPT2_PROJECTIONS, isMapName, mapOfGpt2, MAPS, type MapName } from './models/gpt2.ts';
import { isLlama, LLAMA_PROJECTIONS, llamaShape } from './models/llama.ts';

/** The matrices of a block, of whichever family, in the order in which the forward pass meets them. */
export const PROJECTIONS = LLAMA_PROJECTIONS;
export type Projection = (typeof PROJECTIONS)[number];

/** The matrices of a block of this model. */
export const projectionsOf = (model: object): readonly Projection[] =>
  isLlama(model) ? LLAMA_PROJECTIONS : GPT2_PROJECTIONS;

/** A linear map of a block, which holds one matrix or several side by side, as GPT-2's `qkv`. */
export type LinearName = MapName | Projection;

/** The linear map that a matrix lies in. */
export const mapOf = (model: object, projection: Projection): LinearName =>
  isLlama(model) || isBert(model) ? projection : mapOfGpt2(projection);

/** The linear maps of a block, in the order in which the forward pass meets them. */
export const linearNamesOf = (model: object): LinearName[] => [
  ...new Set(projectionsOf(model).map((projection) => mapOf(model, projection))),
];

/** The matrices that lie side by side in a linear map. */
export const matricesIn = (map: LinearName): readonly [Projection, ...Projection[]] =>
  isMapName(map) ? MAPS[map] : [map];

/** Layers of the deepest base model that the page takes: no run has more. */
export const MOST_LAYERS = 48;

/** Width of the residual stream of the widest base model that the page takes: no matrix has more singular values. */
export const MOST_WIDTH = 2048;

/** How each matrix is written on screen (the paper's W_q …; W1 and W2 are the MLP's up and down matrices). */
export const PROJECTION_LABEL: Readonly<Record<Projection, string>> = {
  q: 'Wq',
  k: 'Wk',
  v: 'Wv',
  o: 'Wo',
  gate: 'Wg',
  up: 'W1',
  down: 'W2',
};

/** How some matrices are written on screen, in the order of the forward pass. What is no matrix is passed over. */
export const projectionLabels = (projections: readonly (string | number)[]): string[] =>
  PROJECTIONS.filter((projection) => projections.includes(projection)).map(
    (projection) => PROJECTION_LABEL[projection],
  );

/** The dimensions of a model, under Hugging Face's names for GPT-2; `LlamaConfig`, `NeoxConfig` and `BertConfig` have more. */
export interface TransformerConfig {
  n_layer: number;
  n_head: number;
  n_embd: number;
  /** Longest sequence, in tokens. */
  n_positions: number;
  /** Width of the MLP's hidden layer; 4 · n_embd unless the model says otherwise. */
  n_inner: number;
  vocab_size: number;
  layer_norm_epsilon: number;
}

export interface Site {
  layer: number;
  projection: Projection;
}

/** A site as records and files hold it. */
export const siteSchema = z.object({
  layer: z
    .number()
    .int()
    .min(0)
    .max(MOST_LAYERS - 1),
  projection: z.enum(PROJECTIONS),
});

/** `"0.q"`: layer index, then projection. */
export type SiteId = `${number}.${Projection}`;

export function siteId({ layer, projection }: Site): SiteId {
  return `${layer}.${projection}`;
}

/** A projection in all layers, or in one: `q`, `0.q`. */
export const SITE_NAME = new RegExp(`^(?:(0|[1-9]\\d{0,2})\\.)?(${PROJECTIONS.join('|')})$`);

/** What a name of `SITE_NAME`'s form names. @returns null for any other text; `layer` is null for all layers */
export function readSiteName(name: string): { layer: number | null; projection: Projection } | null {
  const [, layer, word] = SITE_NAME.exec(name) ?? [];
  const projection = PROJECTIONS.find((candidate) => candidate === word);
  return projection ? { layer: layer === undefined ? null : Number(layer), projection } : null;
}

/** `"Wq · layer 1"` with layers counted from one, as people do. */
export function siteLabel({ layer, projection }: Site): string {
  return `${PROJECTION_LABEL[projection]} · layer ${layer + 1}`;
}

/** `"Wq"` or `"Wq layer 1"` for a name of `SITE_NAME`'s form, which is left as it is where it has another. */
export function siteNameLabel(name: string): string {
  const { layer, projection } = readSiteName(name) ?? {};
  if (!projection) return name;
  return typeof layer === 'number'
    ? `${PROJECTION_LABEL[projection]} layer ${layer + 1}`
    : PROJECTION_LABEL[projection];
}

/**
 * Input and output width of a projection, so that ΔW is d_out × d_in in the paper's orientation
 * (h = W x, W ∈ R^{d×k} with d = `dOut`, k = `dIn`).
 */
export function siteShape(
  model: Pick<TransformerConfig, 'n_embd' | 'n_inner'>,
  projection: Projection,
): { dIn: number; dOut: number } {
  if (isLlama(model)) return llamaShape(model, projection);
  const { n_embd, n_inner } = model;
  if (projection === 'up') return { dIn: n_embd, dOut: n_inner };
  if (projection === 'down') return { dIn: n_inner, dOut: n_embd };
  return { dIn: n_embd, dOut: n_embd };
}

/**
 * The sites that a choice of matrices and layers names, ordered by layer, then as in `PROJECTIONS`. Matrices and layers that the
 * model lacks are passed over.
 * @param layers layer indices, or null for all
 */
export function sitesOf(
  model: Pick<TransformerConfig, 'n_layer'>,
  targets: readonly Projection[],
  layers: readonly number[] | null,
): Site[] {
  const projections = projectionsOf(model).filter((projection) => targets.includes(projection));
  return everySite(model.n_layer, projections).filter(({ layer }) => layers?.includes(layer) ?? true);
}

/** Input and output width of every matrix of the blocks, as `siteShape`. */
export const matrixShapes = (model: TransformerConfig): { dIn: number; dOut: number }[] =>
  sitesOf(model, projectionsOf(model), null).map(({ projection }) => siteShape(model, projection));

/** The sites of so many layers, layer by layer. @param projections in their order */
export const everySite = (n_layer: number, projections: readonly Projection[] = PROJECTIONS): Site[] =>
  Array.from({ length: n_layer }, (_, layer) =>
    projections.map((projection) => ({ layer, projection })),
  ).flat();
