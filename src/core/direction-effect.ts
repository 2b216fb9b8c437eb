/** What one singular direction of ΔW does: the tokens that excite it, and the next tokens that it makes likelier. Pure. */
import { z } from 'zod';

const tokenChangeSchema = z.object({
  token: z.string(),
  /** What log p gains by the direction, in nats. */
  logp: z.number(),
  /** p without the direction, and with it. */
  without: z.number(),
  whole: z.number(),
});
export type TokenChange = z.infer<typeof tokenChangeSchema>;

const changesSchema = z.object({ raised: z.array(tokenChangeSchema), lowered: z.array(tokenChangeSchema) });

const excitedSchema = z.object({
  tokens: z.array(z.string()),
  /** vᵀx at each token. */
  strengths: z.array(z.number()),
  /** The place of the token that excites the direction most. */
  peak: z.number().int(),
});
/** A piece of a text around its token that excites the direction most. */
export type Excited = z.infer<typeof excitedSchema>;

export const directionEffectSchema = z.object({
  /** Of the texts that hold the strongest tokens, the strongest first. */
  texts: z.array(excitedSchema),
  /** Σ(vᵀx)² over Σ‖x‖²: how much of its input the direction reads. */
  share: z.number(),
  /** The dimensions of that input: a random direction reads 1/dIn. */
  dIn: z.number().int(),
  /** The next tokens whose mean log p changes most, and those whose mean p does. */
  byLogp: changesSchema,
  byP: changesSchema,
  /** How many places the means are over. */
  places: z.number().int(),
});
export type DirectionEffect = z.infer<typeof directionEffectSchema>;

/** Tokens before and after the strongest one that are shown with it. */
const CONTEXT = 12;
const MOST_TEXTS = 12;
/** Of tokens raised, and of those lowered. */
const MOST_TOKENS = 10;

/** What excites the direction in each text, strongest texts first. @param texts the strength of each of their tokens */
export function mostExcited(
  texts: readonly { ids: readonly number[]; strengths: readonly number[] }[],
  decode: (ids: readonly number[]) => string,
): Excited[] {
  return texts
    .map(({ ids, strengths }) => {
      const top = Math.max(...strengths.map(Math.abs));
      const peak = strengths.findIndex((strength) => Math.abs(strength) === top);
      const from = Math.max(0, peak - CONTEXT);
      const [own, shown] = [ids.slice(from, peak + CONTEXT + 1), strengths.slice(from, peak + CONTEXT + 1)];
      return { top, tokens: own.map((id) => decode([id])), strengths: shown, peak: peak - from };
    })
    .filter(({ tokens, top }) => tokens.length > 0 && Number.isFinite(top))
    .sort((a, b) => b.top - a.top)
    .slice(0, MOST_TEXTS)
    .map(({ tokens, strengths, peak }) => ({ tokens, strengths, peak }));
}

/** Means over places, by token of the vocabulary. */
export interface TokenMeans {
  /** Of what log p gains by the direction. */
  logp: ArrayLike<number>;
  /** Of p without the direction, and with it. */
  without: ArrayLike<number>;
  whole: ArrayLike<number>;
}

/** The tokens that change most, by their log p and by their p. Those that stand for no text, as control tokens, have no part in it. */
export function mostChanged(
  means: TokenMeans,
  decode: (ids: readonly number[]) => string,
): Pick<DirectionEffect, 'byLogp' | 'byP'> {
  const changes = Array.from(means.logp, (logp, id): TokenChange => ({
    token: decode([id]),
    logp,
    without: means.without[id] ?? NaN,
    whole: means.whole[id] ?? NaN,
  })).filter(({ token }) => token !== '');
  const by = (gain: (change: TokenChange) => number) => {
    const ordered = changes.toSorted((a, b) => gain(b) - gain(a));
    const lowered = ordered.toReversed();
    return {
      raised: ordered.filter((change) => gain(change) > 0).slice(0, MOST_TOKENS),
      lowered: lowered.filter((change) => gain(change) < 0).slice(0, MOST_TOKENS),
    };
  };
  return { byLogp: by(({ logp }) => logp), byP: by(({ whole, without }) => whole - without) };
}
