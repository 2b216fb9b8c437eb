/**
 * The log of results: one finished run a line, as JSON. A line says what was trained on what, so that the run can be done
 * again and so that lines of other weights or other data can be told from those that still hold.
 */
import { z } from 'zod';
import { methodOf } from '../../src/core/methods/methods.ts';
import { runConfigSchema } from '../../src/core/run-config.ts';
import {
  bestEval,
  deviceInfoSchema,
  evalPointSchema,
  scoreSchema,
  spectrumSnapshotSchema,
  type Answer,
  type DeviceInfo,
  type EvalPoint,
  type Score,
  type SpectrumSnapshot,
} from '../../src/core/run-record.ts';

/** An evaluation, without the losses of single examples. */
export const loggedEvalSchema = evalPointSchema.omit({ examples: true });
export type LoggedEval = z.infer<typeof loggedEvalSchema>;

/** Of the base model, where the validation loss was lowest, and after the last step. */
const evalsSchema = z.object({ base: loggedEvalSchema, best: loggedEvalSchema, final: loggedEvalSchema });

/** A line of any log: what was trained on what, and where. */
const lineSchema = z.object({
  /** In full: a default that changes later changes no line. */
  config: runConfigSchema,
  /** SHA-256 of the base model's model.safetensors, as hex. */
  weights: z.string(),
  /** Of the dataset, as in `DatasetSummary`; empty for `hidden-rank`. */
  fingerprint: z.string(),
  device: deviceInfoSchema,
  /** Chromium's version. */
  browser: z.string(),
  /** When the run ended, ISO 8601. */
  at: z.iso.datetime(),
});

/** A line of results. */
export const entrySchema = lineSchema.extend({
  /** On the test split: of the base model (step 0), and of the run after its last step. */
  scores: z.array(scoreSchema),
  evals: evalsSchema,
  /** Of ΔW after the last step, to six digits; empty where the method has none. */
  spectrum: spectrumSnapshotSchema.shape.sites,
  trainableParameters: z.number().int(),
  seconds: z.object({
    /** Training steps alone. */
    training: z.number(),
    /** From start to end; the base model's scores are within a run that is the first on its data. */
    whole: z.number(),
  }),
});
export type Entry = z.infer<typeof entrySchema>;

/** A line of the sweep of learning rates, which reads the validation split alone. */
export const rateEntrySchema = lineSchema.extend({
  /** null for a run that diverged. */
  evals: evalsSchema.nullable(),
});
export type RateEntry = z.infer<typeof rateEntrySchema>;

/** What is to be trained, and on what. */
export type Job = Pick<Entry, 'config' | 'weights' | 'fingerprint'>;

/** What a run brought to light. */
export interface Measured {
  /** True where a value stopped being finite, which ended the run. */
  diverged: boolean;
  weights: string;
  fingerprint: string;
  evals: EvalPoint[];
  /** Of all splits and steps. */
  scores: Score[];
  /** To the prompts of the test split, after the last step. */
  answers: Answer[];
  spectra: SpectrumSnapshot[];
  trainableParameters: number;
  seconds: Entry['seconds'];
  device: DeviceInfo;
}

/** Equal for jobs that are the same run of the same weights on the same data. */
export function keyOf({ weights, fingerprint, config }: Job): string {
  return JSON.stringify([weights, fingerprint, runConfigSchema.parse(config)]);
}

/** @throws Error if a run had other weights or data than the job names */
function assertSame(job: Job, { weights, fingerprint }: Measured): void {
  if (weights !== job.weights || fingerprint !== job.fingerprint)
    throw new Error(`The weights of "${job.config.model}" or its data changed after the start.`);
}

/**
 * The losses that a finished run is told by.
 * @throws Error if it ran on other weights or data than the job names, or lacks its last measurement
 */
function evalsOf(job: Job, measured: Measured): Entry['evals'] {
  assertSame(job, measured);
  const { evals } = measured;
  const last = job.config.training.max_steps;
  const [base, best, final] = [evals.find(({ step }) => step === 0), bestEval({ evals }), evals.at(-1)];
  if (!base || !best || final?.step !== last) throw new Error(`The run did not come to step ${last}.`);
  return evalsSchema.parse({ base, best, final });
}

/** Where and when a run was measured. */
type Said = Pick<Entry, 'browser' | 'at'>;

/** A run as a line of the sweep. @throws Error as `evalsOf`, but for a run that diverged */
export function rateEntryOf(job: Job, measured: Measured, said: Said): RateEntry {
  assertSame(job, measured);
  const evals = measured.diverged ? null : evalsOf(job, measured);
  return { ...job, evals, device: measured.device, ...said };
}

/** A finished run as a line of the results. @throws Error as `evalsOf` */
export function entryOf(job: Job, measured: Measured, said: Said): Entry {
  const { scores, spectra, trainableParameters, seconds, device } = measured;
  const evals = evalsOf(job, measured);
  const last = job.config.training.max_steps;
  const spectrum = spectra.findLast(({ step }) => step === last)?.sites ?? [];
  if (spectrum.length === 0 && methodOf(job.config.method).noSpectrum === null)
    throw new Error(`The run has no singular values of step ${last}.`);
  return {
    ...job,
    scores: scores.filter(({ split, step }) => split === 'test' && (step === 0 || step === last)),
    evals,
    spectrum: spectrum.map(({ site, singularValues }) => ({
      site,
      singularValues: singularValues.map((value) => Number(value.toPrecision(6))),
    })),
    trainableParameters,
    seconds,
    device,
    ...said,
  };
}

/** JSON, or undefined where it is none, as in a line that was cut off. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Reads a log. @returns its entries in order, and the numbers of the lines (from 1) that are none */
export function readLines<T>(schema: z.ZodType<T>, text: string): { entries: T[]; damaged: number[] } {
  const entries: T[] = [];
  const damaged: number[] = [];
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return;
    const { data } = schema.safeParse(parse(line));
    if (data) entries.push(data);
    else damaged.push(i + 1);
  });
  return { entries, damaged };
}
