/**
 * A conversation as pairs: one for each of the assistant's turns, with all that was said before it as the prompt, the
 * system's text first. Every turn is used, not the last alone, since prompts grow and early turns fit short models.
 */
import { z } from 'zod';
import type { Found, SourcePair } from '../pairs.ts';

export interface Turn {
  speaker: string;
  text: string;
  /** False for what the assistant said but the model should not learn; true by default. */
  learnt?: boolean;
}

export const ASSISTANT = 'Assistant';

/** A turn's `weight`: 0 marks an answer that should not be learnt. */
export const weightSchema = z.number().nullish();
export const isLearnt = (weight: z.infer<typeof weightSchema>): boolean => weight !== 0;

export function turnPairs(turns: readonly Turn[]): Found {
  const pairs: Omit<SourcePair, 'line'>[] = [];
  const said: string[] = [];
  let opening: string | undefined;
  for (const { speaker, text, learnt = true } of turns) {
    const completion = text.trim();
    if (completion === '') continue;
    // What the assistant says unasked is only told to the turns after it.
    if (speaker === ASSISTANT && said.length > 0) {
      const prompt = said.join('\n');
      opening ??= prompt;
      if (learnt) pairs.push({ prompt, completion, group: opening });
    }
    said.push(`${speaker}: ${completion}`);
  }
  return pairs.length > 0
    ? pairs
    : { reason: 'empty-completion', problem: 'the assistant answers nobody in this conversation' };
}
