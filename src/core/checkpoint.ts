/**
 * All that a run in training needs to go on from the step it has reached. The order of its batches, its dropout and its
 * learning rates are functions of seed and step, so the step stands for them.
 */
import { z } from 'zod';
import type { RunRecord } from './run-record.ts';
import { namedTensorsSchema } from './tensors.ts';

export const checkpointSchema = z.object({
  /** The updates in it. */
  step: z.number().int().min(1),
  /** As `StepPoint` has it. */
  elapsedMs: z.number().min(0),
  /** All tensors of the method, the frozen ones too. */
  tensors: namedTensorsSchema,
  /** AdamW's first moments, by the names of the trained tensors. */
  first: namedTensorsSchema,
  /** Its second moments. */
  second: namedTensorsSchema,
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

/**
 * What a run has found that it does not find again when it goes on from a step: a run that goes on measures first what is
 * due at that step.
 */
export function recordUpTo(record: RunRecord, step: number): RunRecord {
  const before = (finding: { step: number }) => finding.step < step;
  const scores = record.scores.filter(before);
  return {
    ...record,
    steps: record.steps.filter((point) => point.step <= step),
    evals: record.evals.filter(before),
    spectra: record.spectra.filter(before),
    // The final place is another then.
    alignments: [],
    samples: record.samples.filter(before),
    // The base model's come with the run's first.
    scores: scores.some((score) => score.step > 0) ? scores : [],
    answers: [],
  };
}

/** Whether a run is worth going on with: it goes on, or ended before its last step and not by what it computed. */
export const isUnfinished = ({ state, failure }: Pick<RunRecord, 'state' | 'failure'>): boolean =>
  state !== 'finished' && failure !== 'non-finite';
