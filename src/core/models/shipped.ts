/** The base models that the page ships, by the names of their folders under public/models, with their dimensions. */
import { NLI_LABELS } from '../nli-labels.ts';
import type { TransformerConfig } from '../site.ts';
import type { BertConfig } from './bert.ts';

export const SHIPPED = {
  nano: {
    n_layer: 2,
    n_head: 2,
    n_embd: 64,
    n_positions: 128,
    n_inner: 256,
    vocab_size: 1024,
    layer_norm_epsilon: 1e-5,
  },
  micro: {
    n_layer: 4,
    n_head: 4,
    n_embd: 128,
    n_positions: 128,
    n_inner: 512,
    vocab_size: 1024,
    layer_norm_epsilon: 1e-5,
  },
  encoder: {
    n_layer: 4,
    n_head: 3,
    n_embd: 96,
    n_positions: 128,
    n_inner: 384,
    vocab_size: 1028,
    layer_norm_epsilon: 1e-5,
    n_types: 2,
    position_offset: 0,
    activation: 'gelu_new',
    n_labels: NLI_LABELS.length,
    labels: NLI_LABELS,
    file_outputs: null,
    isDenseTrained: false,
  },
} as const satisfies { nano: TransformerConfig; micro: TransformerConfig; encoder: BertConfig };
export type ModelId = keyof typeof SHIPPED;

const isShipped = (model: string): model is ModelId => Object.hasOwn(SHIPPED, model);

/** The dimensions of a shipped model, which need not be loaded; null of any other. */
export const shippedModel = (model: string): TransformerConfig | null =>
  isShipped(model) ? SHIPPED[model] : null;
