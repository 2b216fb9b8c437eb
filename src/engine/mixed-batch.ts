/** Times one prompt that the base model and several adapters answer: as one batch, and one after the other. */
import { DECODINGS } from '../core/generation.ts';
import type { MixedFigures } from '../core/mixed-batch.ts';
import { generate } from './generate.ts';
import { mixedChanges } from './methods/mixed.ts';
import type { Changes } from './methods/method.ts';
import type { LoadedModel } from './model/load.ts';

const ROUNDS = 3;

/** Times greedy writing, without what is done between its pieces. */
async function* timedTexts(
  { base, tokenizer }: Pick<LoadedModel, 'base' | 'tokenizer'>,
  changes: Changes | null,
  prompts: readonly (readonly number[])[],
): AsyncGenerator<undefined, { texts: number[][]; ms: number }> {
  const pieces = generate(base, changes, tokenizer, prompts, DECODINGS.greedy);
  let ms = 0;
  try {
    for (;;) {
      const began = performance.now();
      const piece = await pieces.next();
      ms += performance.now() - began;
      if (piece.done) return { texts: piece.value, ms };
      yield;
    }
  } finally {
    await pieces.return([]);
  }
}

/**
 * Yields between tokens.
 * @param adapters such as `canMix`; they stay the caller's
 * @param prompt token ids
 */
export async function* measureMixed(
  model: Pick<LoadedModel, 'base' | 'tokenizer'>,
  adapters: readonly Changes[],
  prompt: readonly number[],
): AsyncGenerator<undefined, MixedFigures> {
  const rows = [null, ...adapters];
  const mixed = mixedChanges(rows);
  const figures: MixedFigures = { rows: rows.length, same: 0, togetherMs: [], inTurnMs: [] };
  // The first round compiles, and does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    const together = yield* timedTexts(
      model,
      mixed,
      rows.map(() => prompt),
    );
    const alone: { texts: number[][]; ms: number }[] = [];
    for (const changes of rows) alone.push(yield* timedTexts(model, changes, [prompt]));
    if (round === 0) continue;
    figures.togetherMs.push(together.ms);
    figures.inTurnMs.push(alone.reduce((sum, { ms }) => sum + ms, 0));
    figures.same = alone.filter(({ texts }, i) => texts[0]?.join() === together.texts[i]?.join()).length;
  }
  return figures;
}
