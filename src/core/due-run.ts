/** A run that is still to be trained, as a queue keeps it. */
import { z } from 'zod';
import { runConfigSchema } from './run-config.ts';

/** A run of an experiment that has not ended yet, and may not have begun. */
export const dueRunSchema = z.object({
  runId: z.string().min(1),
  /** Of the experiment: its runs have this as their `groupId`. */
  groupId: z.string().min(1),
  config: runConfigSchema,
});
export type DueRun = z.infer<typeof dueRunSchema>;
