/** The dimensions of a base model of any family, as the worker tells them and records keep them. */
import { z } from 'zod';
import { MOST_LAYERS, MOST_WIDTH, type TransformerConfig } from '../site.ts';
import { bertPartsSchema, isBert } from './bert.ts';
import { llamaPartsSchema } from './llama.ts';
import { neoxPartsSchema } from './neox.ts';
import { shippedModel } from './shipped.ts';

const transformerSchema = z.object({
  n_layer: z.number().int().min(1).max(MOST_LAYERS),
  n_head: z.number().int(),
  n_embd: z.number().int().max(MOST_WIDTH),
  n_positions: z.number().int(),
  n_inner: z.number().int(),
  vocab_size: z.number().int(),
  layer_norm_epsilon: z.number(),
});

/** A model's dimensions: `LlamaConfig`, `NeoxConfig` or `BertConfig` where it is of that family, else `TransformerConfig`. */
export const modelShapeSchema = z.union([
  transformerSchema.extend(llamaPartsSchema.shape),
  transformerSchema.extend(neoxPartsSchema.shape),
  transformerSchema.extend(bertPartsSchema.shape),
  transformerSchema,
]);

/** The dimensions of a run's base model, which need not be loaded; null of a model that a file alone names. */
export const shapeOf = ({
  config,
  shape,
}: {
  config: { model: string };
  shape?: TransformerConfig | undefined;
}): TransformerConfig | null => shape ?? shippedModel(config.model);

/** True of runs and adapters of an encoder, whether or not it is loaded; false where a model's dimensions are not known. */
export const isOfEncoder = (of: Parameters<typeof shapeOf>[0]): boolean => isBert(shapeOf(of) ?? {});
