/**
 * The log of results: one finished run a line, as JSON. A line says what was trained on what, so that the run can be done
 * again and so that lines of other weights or other data can be told from those that still hold.
 */
import { z } from 'zod';
import { runConfigSchema } from '../../src/core/run-config.ts';
import {
  bestEval,
  deviceInfoSchema,
  evalPointSchema,
  scoreSchema,
  spectrumSnapshotSchema,
  type DeviceInfo,
  type EvalPoint,
  type Score,
  type SpectrumSnapshot,
} from '../../src/core/run-record.ts';

export const entrySchema = z.object({
  /** In full: a default that changes later changes no line. */
  config: runConfigSchema,
  /** SHA-256 of the base model's model.safetensors, as hex. */
  weights: z.string(),
  /** Of the dataset, as in `DatasetSummary`; empty for `hidden-rank`. */
  fingerprint: z.string(),
  /** On the test split: of the base model (step 0), and of the run after its last step. */
  scores: z.array(scoreSchema),
  /** Of the base model, where the validation loss was lowest, and after the last step. */
  evals: z.object({ base: evalPointSchema, best: evalPointSchema, final: evalPointSchema }),
  /** Of ΔW after the last step, to six digits. */
  spectrum: spectrumSnapshotSchema.shape.sites,
  trainableParameters: z.number().int(),
  seconds: z.object({
    /** Training steps alone. */
    training: z.number(),
    /** From start to end; the base model's scores are within a run that is the first on its data. */
    whole: z.number(),
  }),
  device: deviceInfoSchema,
  /** Chromium's version. */
  browser: z.string(),
  /** When the run ended, ISO 8601. */
  at: z.iso.datetime(),
});
export type Entry = z.infer<typeof entrySchema>;

/** What is to be trained, and on what. */
export type Job = Pick<Entry, 'config' | 'weights' | 'fingerprint'>;

/** What a run brought to light. */
export interface Measured {
  weights: string;
  fingerprint: string;
  evals: EvalPoint[];
  /** Of all splits and steps. */
  scores: Score[];
  spectra: SpectrumSnapshot[];
  trainableParameters: number;
  seconds: Entry['seconds'];
  device: DeviceInfo;
}

/** Equal for jobs that are the same run of the same weights on the same data. */
export function keyOf({ weights, fingerprint, config }: Job): string {
  return JSON.stringify([weights, fingerprint, runConfigSchema.parse(config)]);
}

/**
 * A finished run as a line of the log.
 * @throws Error if it ran on other weights or data than the job names, or lacks the measurements of its end
 */
export function entryOf(job: Job, measured: Measured, { browser, at }: Pick<Entry, 'browser' | 'at'>): Entry {
  const { weights, fingerprint, evals, scores, spectra, trainableParameters, seconds, device } = measured;
  if (weights !== job.weights || fingerprint !== job.fingerprint)
    throw new Error(`The weights of "${job.config.model}" or its data changed after the start.`);
  const last = job.config.training.max_steps;
  const [base, best, final] = [evals.find(({ step }) => step === 0), bestEval({ evals }), evals.at(-1)];
  const spectrum = spectra.findLast(({ step }) => step === last);
  if (!base || !best || !spectrum || final?.step !== last)
    throw new Error(`The run did not come to step ${last}.`);
  const tested = scores.filter(({ split, step }) => split === 'test' && (step === 0 || step === last));
  const { config } = job;
  return {
    config,
    weights,
    fingerprint,
    scores: tested,
    evals: { base, best, final },
    spectrum: spectrum.sites.map(({ site, singularValues }) => ({
      site,
      singularValues: singularValues.map((value) => Number(value.toPrecision(6))),
    })),
    trainableParameters,
    seconds,
    device,
    browser,
    at,
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
export function readEntries(text: string): { entries: Entry[]; damaged: number[] } {
  const entries: Entry[] = [];
  const damaged: number[] = [];
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return;
    const { data } = entrySchema.safeParse(parse(line));
    if (data) entries.push(data);
    else damaged.push(i + 1);
  });
  return { entries, damaged };
}
