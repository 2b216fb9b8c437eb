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

/** Input and output width of a matrix. */
function shapeOf({ d, kv, inner }: PaperModel, matrix: Projection): { dIn: number; dOut: number } {
  if (matrix === 'down') return { dIn: inner, dOut: d };
  if (matrix === 'k' || matrix === 'v') return { dIn: d, dOut: kv };
  return { dIn: d, dOut: matrix === 'q' || matrix === 'o' ? d : inner };
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
  /** LoRA and virtual tokens together: the paper’s LoRA+PE and LoRA+PL. */
  | {
      type: 'lora-prefix-embed' | 'lora-prefix-layer';
      r: number;
      matrices: readonly Projection[];
      head: boolean;
      before: number;
      after: number;
    }
  /** Keys and values of so many virtual tokens in each layer. */
  | { type: 'prefix-kv'; before: number }
  | { type: 'vera'; r: number; matrices: readonly Projection[] }
  | { type: 'ia3'; matrices: readonly Projection[] }
  | { type: 'bitfit' }
  | { type: 'full' };

const sumOver = (
  { matrices }: { matrices: readonly Projection[] },
  size: (matrix: Projection) => number,
): number => matrices.reduce((sum, matrix) => sum + size(matrix), 0);

/** Numbers that a method trains in a model. */
export function countPaperModel(model: PaperModel, method: PaperMethod): number {
  const { layers, d } = model;
  switch (method.type) {
    case 'full':
      return model.parameters;
    case 'bitfit':
      // Two norms, Wq, Wo and W2 have d biases each, Wk and Wv those of their width, W1 the MLP's; and the last norm. A Llama has none.
      return model.hasGate ? 0 : layers * (5 * d + 2 * model.kv + model.inner) + d;
    case 'ia3':
      // One factor for each output; for W2 of the MLP, each input.
      return (
        layers *
        sumOver(method, (matrix) =>
          matrix === 'down' ? shapeOf(model, matrix).dIn : shapeOf(model, matrix).dOut,
        )
      );
    case 'vera':
      return layers * sumOver(method, (matrix) => shapeOf(model, matrix).dOut + method.r);
    case 'prefix-kv':
      return 2 * layers * model.kv * method.before;
    case 'lora-prefix-embed':
      return (
        countPaperModel(model, { ...method, type: 'lora' }) +
        countPaperModel(model, { ...method, type: 'prefix-embed' })
      );
    case 'lora-prefix-layer':
      return (
        countPaperModel(model, { ...method, type: 'lora' }) +
        countPaperModel(model, { ...method, type: 'prefix-layer' })
      );
    case 'lora': {
      const sides = sumOver(method, (matrix) => shapeOf(model, matrix).dIn + shapeOf(model, matrix).dOut);
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
