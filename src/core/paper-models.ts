/**
 * Models of the papers' size, by their dimensions, and how many numbers each method would train in them (LoRA paper §5.1). Nothing of
 * it is measured here. Dimensions are those of the models' published configurations; sizes are as the LoRA paper prints them, and
 * Llama's as its authors do.
 */
import { GPT3 } from './params.ts';
import type { Projection } from './site.ts';

export interface PaperModel {
  name: string;
  layers: number;
  /** Width of the residual stream. */
  d: number;
  /** Width of keys and values, all of their heads together. */
  kv: number;
  /** Width of the MLP's hidden layer. */
  inner: number;
  vocab: number;
  /** All weights. */
  parameters: number;
  /** Whether the MLP has a gate. */
  hasGate: boolean;
}

const classic = (name: string, layers: number, d: number, vocab: number, parameters: number): PaperModel => ({
  ...{ name, layers, d, kv: d, inner: 4 * d, vocab, parameters, hasGate: false },
});

export const PAPER_MODELS = {
  'gpt2-medium': classic('GPT-2 medium', 24, 1024, 50_257, 354.92e6),
  'gpt2-large': classic('GPT-2 large', 36, 1280, 50_257, 774.03e6),
  'roberta-base': classic('RoBERTa base', 12, 768, 50_265, 125e6),
  'roberta-large': classic('RoBERTa large', 24, 1024, 50_265, 355e6),
  'deberta-xxl': classic('DeBERTa XXL', 48, 1536, 128_100, 1500e6),
  gpt3: classic('GPT-3 175B', GPT3.n_layer, GPT3.n_embd, GPT3.vocab_size, 175_255.8e6),
  'llama-3.1-8b': {
    ...{ name: 'Llama-3.1-8B', layers: 32, d: 4096, kv: 1024, inner: 14_336, vocab: 128_256 },
    ...{ parameters: 8.03e9, hasGate: true },
  },
} as const satisfies Record<string, PaperModel>;
export type PaperModelId = keyof typeof PAPER_MODELS;

/** The matrices that LoRA can adapt in a model: those of its blocks. */
export const paperMatrices = ({ hasGate }: PaperModel): Projection[] => [
  ...(['q', 'k', 'v', 'o'] as const),
  ...(hasGate ? (['gate'] as const) : []),
  ...(['up', 'down'] as const),
];

/** dIn + dOut of a matrix: what LoRA trains for each unit of rank. */
function sidesOf({ d, kv, inner }: PaperModel, matrix: Projection): number {
  if (matrix === 'k' || matrix === 'v') return d + kv;
  return matrix === 'q' || matrix === 'o' ? 2 * d : d + inner;
}

/** A method and its size, as far as its count is known. */
export type PaperMethod =
  | {
      type: 'lora';
      r: number;
      matrices: readonly Projection[];
      /** The map to the vocabulary, too. */ head: boolean;
    }
  | { type: 'adapter-h' | 'adapter-l'; bottleneck: number }
  /** Virtual tokens before a prompt and after it. */
  | { type: 'prefix-embed' | 'prefix-layer'; before: number; after: number }
  | { type: 'full' };

/** Numbers that a method trains in a model. */
export function countPaperModel(model: PaperModel, method: PaperMethod): number {
  const { layers, d } = model;
  switch (method.type) {
    case 'full':
      return model.parameters;
    case 'lora': {
      const sides = method.matrices.reduce((sum, matrix) => sum + sidesOf(model, matrix), 0);
      return method.r * (layers * sides + (method.head ? d + model.vocab : 0));
    }
    case 'adapter-h':
    case 'adapter-l': {
      // L_Adpt·(2·d·m + m + d) + 2·L_LN·d
      const own = 2 * d * method.bottleneck + method.bottleneck + d;
      return method.type === 'adapter-h' ? 2 * layers * own : layers * (own + 2 * d);
    }
    case 'prefix-embed':
      return d * (method.before + method.after);
    case 'prefix-layer':
      return layers * d * (method.before + method.after);
    default:
      return method satisfies never;
  }
}
