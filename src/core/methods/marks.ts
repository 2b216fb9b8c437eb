/** Where a method acts, in the signs that the drawing of the model knows. A method says its own marks (`MethodSpec.marks`). */
import type { Site } from '../site.ts';

/** Where adapter layers stand: after the attention, after the MLP, or where the block ends. */
export const ADAPTER_PLACES = ['attention', 'mlp', 'block'] as const;
export type AdapterPlace = (typeof ADAPTER_PLACES)[number];

/**
 * What a trained vector does at a matrix: it multiplies the matrix's input or output, it is the length of each row of W, or
 * it multiplies the r values between A and B, or the output of B.
 */
export type VectorRole = 'input' | 'output' | 'length' | 'rank' | 'update';

export type Mark =
  /** A map or norm whose own weights are trained, as `affineParts` names it: `0.qkv`, `0.ln1`, `lnF`. */
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
  | { kind: 'tokens'; layer: number; before: number; after: number };

/** The marks of one kind. */
export const marksOf = <K extends Mark['kind']>(marks: readonly Mark[], kind: K) =>
  marks.filter((mark): mark is Extract<Mark, { kind: K }> => mark.kind === kind);
