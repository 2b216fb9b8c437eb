/**
 * The messages to and from a parser. A parser is a worker that reads one file and ends. It reports how far it is while
 * it is busy, and can be terminated at any moment, whichever library is at work. What it reads crosses in pieces, so that
 * no message takes its receiver long. The lab asks for own data, the page for exported runs.
 */
import { z } from 'zod';
import { fileProgressSchema } from '../core/file-progress.ts';
import type { KeptRun } from '../core/kept-run.ts';
import { modelInfoSchema } from '../core/model-info.ts';
import { methodConfigSchema } from '../core/methods/methods.ts';
import { METRIC_IDS } from '../core/metrics/metric-id.ts';
import { datasetSummarySchema, type Findings } from '../core/run-record.ts';
import type { SqlTable } from '../core/sql-table.ts';
import type { NamedTensors } from '../core/tensors.ts';
import { FLOATS } from '../formats/safetensors.ts';
import { failureSchema } from './failure.ts';
import { ownDataSchema, ownFileSchema, readingSchema } from './protocol.ts';

export const jobSchema = z.discriminatedUnion('type', [
  /** Read own data. Answered by `pairs` and `dropped`, any number of each, then `data`. */
  z.object({ type: z.literal('readData'), own: ownDataSchema }),
  /** Read a file of exported runs. Answered by `run`, each with its `findings` after it, then `runs`. */
  z.object({ type: z.literal('readRuns'), file: ownFileSchema }),
  /** Read an adapter in PEFT's files for a base model, whose weights are read where the files need them. Answered by `adapter`. */
  z.object({
    type: z.literal('readAdapter'),
    files: z.array(ownFileSchema),
    model: z.object({ name: z.string(), weights: z.string(), config: modelInfoSchema.shape.config }),
    /** The page's folder, which models are fetched from, and the model's files where the page does not ship it. */
    baseUrl: z.string(),
    folder: z.array(ownFileSchema).optional(),
  }),
]);
export type Job = z.infer<typeof jobSchema>;

/** A pair, with its table by number: every message is a copy, and two copies would be two tables. */
export interface SentPair {
  prompt: string;
  completion: string;
  line: number;
  group?: string;
  /** Among all `tables` sent so far. */
  table?: number;
}

/** Values that the parser has checked and that may be millions: looked at once more they would cost their receiver seconds. */
const checked = <T extends object>() =>
  z.custom<T>((value: unknown) => typeof value === 'object' && value !== null);

export const parserEventSchema = z.discriminatedUnion('type', [
  fileProgressSchema.extend({ type: z.literal('progress') }),
  /** `tables`: those that no pair before these had. */
  z.object({ type: z.literal('pairs'), pairs: checked<SentPair[]>(), tables: checked<SqlTable[]>() }),
  z.object({
    type: z.literal('dropped'),
    dropped: z.array(
      datasetSummarySchema.shape.dropped.element.pick({ reason: true }).extend({ line: z.number().int() }),
    ),
  }),
  z.object({
    type: z.literal('data'),
    facts: readingSchema.omit({ pairs: true }),
    result: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('columns'), columns: z.array(z.string()) }),
      z.object({
        kind: z.literal('pairs'),
        recognised: z
          .object({
            id: z.string(),
            name: z.string(),
            metrics: z.array(z.enum(METRIC_IDS)).readonly(),
            positiveLabel: z.string().exactOptional(),
            labels: z.array(z.string()).readonly().exactOptional(),
            sure: z.boolean(),
            evidence: z.string(),
          })
          .exactOptional(),
      }),
    ]),
  }),
  /** A run that has no findings yet. */
  z.object({ type: z.literal('run'), run: checked<KeptRun>() }),
  /** More findings of the last run. */
  z.object({ type: z.literal('findings'), findings: checked<Findings>() }),
  z.object({ type: z.literal('runs'), faults: z.array(z.string()) }),
  /** `model`: the base model's name or path, as the files say it. `ignored`: fields that are set and passed over. `dtype`, `dtypes`, `bytes` as `PeftAdapter`. */
  z.object({
    type: z.literal('adapter'),
    adapter: z.object({
      method: methodConfigSchema,
      tensors: checked<NamedTensors>(),
      model: z.string().nullable(),
      ignored: z.array(z.string()),
      dtype: z.enum(FLOATS),
      dtypes: z.record(z.string(), z.enum(FLOATS)),
      bytes: z.number().int(),
    }),
  }),
  failureSchema,
]);
export type ParserEvent = z.infer<typeof parserEventSchema>;
