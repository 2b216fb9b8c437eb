/**
 * The secret of the task `hidden-rank`: a ΔW* of rank k beside Wq and Wv of every layer. A teacher, base model plus
 * secret, writes the task's texts; a run that learns from them should find k. Its seed decides k and ΔW*'s directions
 * (draw-secret.ts); how large ΔW* is depends on the model (src/engine/teacher.ts).
 */
import { z } from 'zod';
import { createRng } from './rng.ts';
import { MOST_LAYERS, siteSchema, type Projection } from './site.ts';

/** The task's id, as a RunConfig names it. */
export const HIDDEN_RANK = 'hidden-rank';
/** What k may be: few enough that a run at r = 8 has values to spare, whose smallness shows where k ends. */
export const SECRET_RANKS = [1, 2, 3, 4, 5, 6] as const;
export const SECRET_TARGETS = ['q', 'v'] as const;
/** Texts to learn from: a default run sees each four or five times. */
export const SECRET_TEXTS = 512;

/**
 * Settings that let k be seen, on the matrices that have it. r leaves values to spare for every k, and the steps are as many
 * as docs/results.md measured. Weight decay on A and B is, by AdamW's own pull, a price on ΔW's nuclear norm: directions
 * that the texts do not ask for shrink. It pulls by its product with the learning rate.
 */
export const PROPOSED: {
  method: { type: 'lora'; r: number; target_modules: Projection[]; rank_pattern: Record<string, number> };
  training: { max_steps: number; weight_decay: number; learning_rate: number };
} = {
  method: { type: 'lora', r: 8, target_modules: [...SECRET_TARGETS], rank_pattern: {} },
  training: { max_steps: 300, weight_decay: 1, learning_rate: 0.01 },
};

/** What a person may choose of a secret. */
export const secretChoiceSchema = z.object({
  seed: z.number().int(),
  /** null draws it from the seed. */
  rank: z.literal(SECRET_RANKS).nullable(),
});
export type SecretChoice = z.infer<typeof secretChoiceSchema>;

/** A secret as a dataset's summary keeps it: the answer to the task. Not for a person's eyes before they have guessed. */
export const secretSchema = z.object({
  seed: z.number().int(),
  /** k */
  rank: z.number().int(),
  /** ΔW* has k singular values of this size at each site, and no other. */
  sites: z
    .array(
      z.object({
        site: siteSchema,
        singularValue: z.number(),
      }),
    )
    .max(MOST_LAYERS * SECRET_TARGETS.length),
  /** The teacher's own mean −log p on the validation texts, in nats: in the long run no model does better. */
  teacherLoss: z.number(),
});
export type Secret = z.infer<typeof secretSchema>;

/** k: the rank chosen, or one of `SECRET_RANKS` by the seed, each equally likely. */
export function secretRank({ seed, rank }: SecretChoice): number {
  return rank ?? createRng(seed, 'secret/rank').pick(SECRET_RANKS);
}
