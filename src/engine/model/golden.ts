/** The tests' golden model, a small random GPT-2, and the batch that its fixtures are of (tools/fixtures/gpt2_lora.py). */
import type { Batch } from '../../data/batches.ts';
import { parseTransformerConfig, readGpt2Weights } from '../../formats/gpt2.ts';
import { readSafetensors } from '../../formats/safetensors.ts';
import { createGpt2Model, type Gpt2Model } from './gpt2.ts';
import configJson from './fixtures/golden/config.json';
import expected from './fixtures/golden/expected.json';
import weightsUrl from './fixtures/golden/model.safetensors?url';

export const GOLDEN_CONFIG = parseTransformerConfig(configJson);

const { batch: size, length } = expected;
export const GOLDEN_BATCH: Batch = {
  size,
  length,
  inputs: Int32Array.from(expected.ids),
  targets: Int32Array.from(expected.targets),
  mask: Float32Array.from(expected.mask),
  tokens: size * length,
};

/** On the current backend. The caller disposes the model. */
export async function goldenModel(): Promise<Gpt2Model> {
  const weights = await (await fetch(weightsUrl)).arrayBuffer();
  return createGpt2Model(GOLDEN_CONFIG, readGpt2Weights(GOLDEN_CONFIG, readSafetensors(weights)));
}
