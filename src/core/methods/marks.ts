/** Where a method acts, in the signs that the drawing of the model knows. A method says its own marks (`MethodSpec.marks`). */
import { isMapName, MAPS } from '../models/gpt2.ts';
import { siteId, type Site } from '../site.ts';

/** Where adapter layers stand: after the attention, after the MLP, or where the block ends. */
export const ADAPTER_PLACES = ['attention', 'mlp', 'block'] as const;
export type AdapterPlace = (typeof ADAPTER_PLACES)[number];

/**
 * What a trained vector does at a matrix: it multiplies the matrix's input or output, it is the length of each row of W, or
 * it multiplies the r values between A and B, or the output of B.
 */
export type VectorRole = 'input' | 'output' | 'length' | 'rank' | 'update';

export type Mark =
  /** A module whose own weights are trained, as `modulesOf` names it: `0.qkv`, `0.ln1`, `lnF`, `wte`, `head`. */
  | { kind: 'weight'; part: string }
  /** One whose bias vector is trained. */
  | { kind: 'bias'; part: string }
  /** The embeddings of tokens and of positions are trained; that of tokens is the head, too. */
  | { kind: 'embeddings' }
  /** An update BA beside a matrix, whose A and B are trained unless they are frozen. */
  | { kind: 'low-rank'; site: Site; r: number; isFrozen: boolean }
  /** @param symbol how the vector is written, e.g. `l` */
  | { kind: 'vector'; site: Site; role: VectorRole; symbol: string }
  /** A trained adapter layer. */
  | { kind: 'adapter'; layer: number; after: AdapterPlace }
  /** Virtual tokens before the text and after its prompt, whose rows are learned where a block begins. */
  | { kind: 'tokens'; layer: number; before: number; after: number }
  /** Virtual tokens before the text, whose keys and values are learned in the attention of a layer. */
  | { kind: 'keys'; layer: number; before: number };

/** The marks of one kind. */
export const marksOf = <K extends Mark['kind']>(marks: readonly Mark[], kind: K) =>
  marks.filter((mark): mark is Extract<Mark, { kind: K }> => mark.kind === kind);

/** What of the drawing a mark is at: matrices by their ids, norms by their names, what else there is by its layer and kind. */
function placesOf(mark: Mark): string[] {
  switch (mark.kind) {
    case 'weight':
    case 'bias': {
      const [layer = '', map = ''] = mark.part.split('.');
      return isMapName(map)
        ? MAPS[map].map((projection) => siteId({ layer: Number(layer), projection }))
        : [mark.part];
    }
    case 'low-rank':
    case 'vector':
      return [siteId(mark.site)];
    case 'adapter':
      return [adapterPlace(mark.layer, mark.after)];
    case 'tokens':
      return [tokensPlace(mark.layer)];
    case 'keys':
      return [keysPlace(mark.layer)];
    case 'embeddings':
      return [EMBEDDINGS];
  }
}

export const EMBEDDINGS = 'embeddings';
export const adapterPlace = (layer: number, after: AdapterPlace): string => `${layer}.adapter-${after}`;
export const keysPlace = (layer: number): string => `${layer}.keys`;
export const tokensPlace = (layer: number): string => `${layer}.tokens`;

/** The places at which one method trains something and another does not. */
export function differingPlaces(one: readonly Mark[], other: readonly Mark[]): ReadonlySet<string> {
  const [here, there] = [new Set(one.flatMap(placesOf)), new Set(other.flatMap(placesOf))];
  return new Set([
    ...[...here].filter((place) => !there.has(place)),
    ...[...there].filter((place) => !here.has(place)),
  ]);
}
