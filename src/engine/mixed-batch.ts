/** Times one prompt that the base model and several adapters answer: as one batch, and one after the other. */
import { DECODINGS } from '../core/generation.ts';
import type { MixedFigures } from '../core/mixed-batch.ts';
import { generate } from './generate.ts';
import { mixedChanges } from './methods/mixed.ts';
import type { Changes } from './methods/method.ts';
import type { LoadedModel } from './model/load.ts';

const ROUNDS = 8;

interface Timed {
  texts: number[][];
  ms: number;
}

/** Times greedy writing, without what is done between its pieces. */
async function* timedTexts(
  { base, tokenizer }: Pick<LoadedModel, 'base' | 'tokenizer'>,
  changes: Changes | null,
  prompts: readonly (readonly number[])[],
): AsyncGenerator<undefined, Timed> {
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
    let together: Timed | null = null;
    const alone: Timed[] = [];
    // The two ways begin in turn, so that neither always finds the device as the other left it.
    for (const way of round % 2 === 0 ? (['together', 'apart'] as const) : (['apart', 'together'] as const))
      if (way === 'together')
        together = yield* timedTexts(
          model,
          mixed,
          rows.map(() => prompt),
        );
      else for (const changes of rows) alone.push(yield* timedTexts(model, changes, [prompt]));
    if (round === 0 || !together) continue;
    const { texts, ms: togetherMs } = together;
    figures.togetherMs.push(togetherMs);
    figures.inTurnMs.push(alone.reduce((sum, { ms }) => sum + ms, 0));
    figures.same = alone.filter(({ texts: [own] }, i) => own?.join() === texts[i]?.join()).length;
  }
  return figures;
}
