/** How much longer gradient checkpointing makes a training step, by the operations that it adds. */
import { lowestTrained } from './lowest-trained.ts';
import { methodOn } from './memory-estimate.ts';
import { slotsOf } from './methods/methods.ts';
import { isBert } from './models/bert.ts';
import { textLength, type RunConfig } from './run-config.ts';
import { matrixShapes, type TransformerConfig } from './site.ts';

/**
 * The multiplications of a checkpointed step over those of one that is not. Of each token these are, forward, the layers' matrices, the
 * products of attention (T·d, since half of 2·T·d lies in the future) and a decoder's head; backward the same down to the lowest trained
 * layer, and with full fine-tuning once more for the weights' own gradients. Checkpointed, the layers from that one to the last but one
 * are computed forward once more. A, B and the optimizer are left out as small.
 * @param model a model's dimensions
 */
export function checkpointedWork(
  model: TransformerConfig,
  { method: chosen, training }: Pick<RunConfig, 'method' | 'training'>,
): number {
  const method = methodOn(model, chosen);
  const { n_layer, n_embd: d, vocab_size } = model;
  const matrices = matrixShapes(model).reduce((sum, { dIn, dOut }) => sum + dIn * dOut, 0);
  const layer = matrices / n_layer + textLength({ method, training }, model) * d;
  const head = isBert(model) ? 0 : vocab_size * d;
  const names = slotsOf(model, method, 0).flatMap(({ name, isFrozen }) => (isFrozen ? [] : [name]));
  const reached = n_layer - lowestTrained(names, n_layer);
  const gradients = method.type === 'full' ? 2 : 1;
  const plain = n_layer * layer + head + gradients * (reached * layer + head);
  return (plain + (reached - 1) * layer) / plain;
}
