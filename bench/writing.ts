/** How fast the lab writes texts: greedily, a few side by side as samples are, and many as for a score. */
import { median } from '../src/core/median.ts';
import { DECODINGS } from '../src/core/generation.ts';
import { createRng } from '../src/core/rng.ts';
import { pickDevice } from '../src/engine/device.ts';
import { generate } from '../src/engine/generate.ts';
import { createGpt2Model } from '../src/engine/model/gpt2.ts';
import { createTrainer } from '../src/engine/trainer.ts';
import { finishWork } from '../src/worker/pieces.ts';
import type { BenchBackend } from './contestant.ts';
import { createWork, type CaseName } from './work.ts';

export interface Writing {
  /** Side by side. */
  texts: number;
  tokens_per_s: number;
}

const SIDE_BY_SIDE = [3, 64] as const;
const ROUNDS = 5;
/** No text ends by itself. */
const NEVER = { endOfTextId: -1 };

/**
 * Medians of interleaved rounds, with LoRA beside the model. Prompts have from 24 to 87 tokens of a context of 128, and each
 * text fills the context: so they end one after another.
 */
export async function measureWriting(name: CaseName, backend: BenchBackend): Promise<Writing[]> {
  await pickDevice(backend);
  const { config, weights, dataset, run } = createWork(name);
  const model = createGpt2Model(config, weights);
  const trainer = await finishWork(createTrainer(model, dataset, run), () => true);
  const rng = createRng(1, 'bench/writing');
  const generation = { ...DECODINGS.greedy, max_new_tokens: config.n_positions };
  const rounds = SIDE_BY_SIDE.map((texts) => ({
    prompts: Array.from({ length: texts }, (_, text) =>
      Array.from({ length: 24 + ((text * 21) % 64) }, () => rng.int(config.vocab_size)),
    ),
    rates: [] as number[],
  }));
  for (let round = 0; round <= ROUNDS; round++)
    for (const { prompts, rates } of rounds) {
      const began = performance.now();
      const written = await finishWork(
        generate(model, trainer.method, NEVER, prompts, generation),
        () => true,
      );
      const tokens = written.reduce((sum, { length }) => sum + length, 0);
      // The first round compiles.
      if (round > 0) rates.push((1000 * tokens) / (performance.now() - began));
    }
  trainer.dispose();
  model.dispose();
  return rounds.map(({ prompts, rates }) => ({ texts: prompts.length, tokens_per_s: median(rates) }));
}
