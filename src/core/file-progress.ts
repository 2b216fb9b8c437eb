/** How far a file is read: told by the code that reads it, shown by the page. */
import { z } from 'zod';

/** In their usual order. */
export const STAGES = ['reading', 'unpacking', 'decoding', 'parsing', 'pairing', 'checking'] as const;

export const fileProgressSchema = z.object({
  stage: z.enum(STAGES),
  /**
   * So much of the stage is done: bytes read, packed bytes unpacked, characters or lines parsed, rows made into pairs, runs
   * checked. Null where a library does the stage in one go and tells nothing.
   */
  amount: z.object({ done: z.number(), total: z.number() }).nullable(),
});
export type FileProgress = z.infer<typeof fileProgressSchema>;

/** Hears how far a file is read; called as often as for each row, so it must be quick. */
export type Tell = (stage: FileProgress['stage'], done?: number, total?: number) => void;

/** Ignores the progress. */
export const tellNobody: Tell = () => undefined;
