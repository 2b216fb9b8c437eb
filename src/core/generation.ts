/** How a text is written on from a prompt. Names and meanings are those of Hugging Face's `generate`. */
import { z } from 'zod';

export const generationSchema = z.object({
  /** The most tokens to write; the model's n_positions bounds prompt and text together. */
  max_new_tokens: z.number().int().min(1).default(64),
  /** 0 takes the likeliest token each time. */
  temperature: z.number().min(0).default(0),
  /** How many of the likeliest tokens are sampled from. */
  top_k: z.number().int().min(1).default(50),
  /** Decides what is sampled. */
  seed: z.number().int().default(0),
  /** 1 for no beam search. Above that, `temperature`, `top_k` and `seed` have no part. */
  num_beams: z.number().int().min(1).max(64).default(1),
  /** Finished beams compete by log-probability over length to this power: the higher, the longer the text. */
  length_penalty: z.number().default(1),
  /** No run of so many tokens is written twice; 0 allows all. The prompt does not count, so that it may be copied. */
  no_repeat_ngram_size: z.number().int().min(0).default(0),
});
export type Generation = z.infer<typeof generationSchema>;

/** The ways that the page offers. `beams` is the paper's for E2E (Table 11; 0.8 is what its repository's command says). */
export const DECODINGS = {
  greedy: generationSchema.parse({}),
  beams: generationSchema.parse({ num_beams: 10, length_penalty: 0.8, no_repeat_ngram_size: 4 }),
  sampling: generationSchema.parse({ temperature: 0.8 }),
} as const;
export type Decoding = keyof typeof DECODINGS;
export const DECODING_NAMES = Object.keys(DECODINGS) as Decoding[];
