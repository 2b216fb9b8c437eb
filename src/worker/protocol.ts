/**
 * What the page and the worker say to each other. Both sides switch exhaustively on `type`; each message is
 * validated by its schema where it arrives, so a drift between the sides is an error, never a silent cast.
 * Requests carry a `requestId` and are answered by exactly one event with the same id (or by an `error`).
 */
import { z } from 'zod';
import { baselineSchema } from '../core/baseline.ts';
import { classProbabilitySchema } from '../core/class-probability.ts';
import { checkpointSchema } from '../core/checkpoint.ts';
import { directionEffectSchema } from '../core/direction-effect.ts';
import { fileProgressSchema } from '../core/file-progress.ts';
import { ERROR_CODES } from '../core/lab-error.ts';
import { timedWaySchema, timesSchema, workSchema } from '../core/timed-work.ts';
import { mergeFiguresSchema } from '../core/merge-figures.ts';
import { modelInfoSchema } from '../core/model-info.ts';
import { generationSchema } from '../core/generation.ts';
import { METRIC_IDS } from '../core/metrics/metric-id.ts';
import { BASE_DTYPES, runConfigSchema } from '../core/run-config.ts';
import { secretChoiceSchema } from '../core/secret.ts';
import {
  alignmentSchema,
  BACKENDS,
  datasetSummarySchema,
  deviceInfoSchema,
  evalPointSchema,
  RUN_STATES,
  answerSchema,
  sampleSchema,
  scoreSchema,
  spectrumSnapshotSchema,
  stepPointSchema,
  trainingMemorySchema,
} from '../core/run-record.ts';
import { mixedFiguresSchema } from '../core/mixed-batch.ts';
import { switchFiguresSchema } from '../core/switch-figures.ts';
import { taskCardSchema } from '../core/task-card.ts';
import { siteSchema } from '../core/site.ts';
import { floatsSchema, namedTensorsSchema } from '../core/tensors.ts';
import { weightUpdateSchema } from '../core/weight-update.ts';
import { failureSchema } from './failure.ts';

const requestId = z.number().int();
const runId = z.string().min(1);

/**
 * A file or a paste. A blob crosses to a worker by reference, whatever its size, and a parser alone reads, unpacks, decodes
 * and parses it.
 */
export const ownFileSchema = z.object({
  /** The file's name, or a word for pasted text; its ending helps to tell the format. */
  name: z.string(),
  bytes: z.instanceof(Blob),
});
export type OwnFile = z.infer<typeof ownFileSchema>;

/** Which columns of a table make the pairs, as `PairColumns` has them. */
const pairColumnsSchema = z.object({
  prompt: z.string(),
  completion: z.string(),
  second: z.string().optional(),
});

export const ownDataSchema = ownFileSchema.extend({
  /** A label of the WHATWG Encoding Standard; null to detect it. */
  encoding: z.string().nullable(),
  /**
   * Chosen columns of a plain table, an empty prompt for plain texts; `ask` to be asked for them even where the file's format
   * is recognised; null to recognise the format or find the columns.
   */
  columns: z.union([pairColumnsSchema, z.literal('ask')]).nullable(),
  /** Read every line or paragraph as a text, whatever it looks like. */
  asText: z.boolean().optional(),
  /** Files given together with this one, for formats that lie in two. */
  companions: z.array(ownFileSchema).optional(),
  /** What the person wants the data judged by, the most telling first; absent for what is proposed. */
  metrics: z.array(z.enum(METRIC_IDS)).min(1).optional(),
});
export type OwnData = z.infer<typeof ownDataSchema>;

/** How own data was read, for a person to check before it is used. */
export const readingSchema = z.object({
  kind: z.enum(['delimited', 'json', 'parquet', 'text']),
  packing: z.enum(['gzip', 'zip']).nullable(),
  /** The encoding's name in the WHATWG Encoding Standard; null for Parquet, which has its own. */
  encoding: z.string().nullable(),
  /** Lines with bytes that the encoding does not have. */
  damaged: z.object({ lines: z.number().int(), firstLine: z.number().int() }).nullable(),
  /** Between the cells of delimited text. */
  delimiter: z.string().nullable(),
  /** What a person can pick prompt and completion from; none in plain text. */
  columns: z.array(z.string()),
  /** The cells under them of the first rows. */
  rows: z.array(z.array(z.string())),
  /** Which of them make the pairs, `prompt` empty for plain texts; null where the format says it, or a person must. */
  used: pairColumnsSchema.nullable(),
  /** The first pairs in the file's order; none where a person must pick the columns. */
  pairs: z.array(z.object({ prompt: z.string(), completion: z.string(), line: z.number().int() })),
});
export type Reading = z.infer<typeof readingSchema>;

/** Why no dataset can be made of pairs that were read. */
const unusableSchema = z.object({ code: z.enum(['data-too-small', 'no-classes']), detail: z.string() });
export type Unusable = z.infer<typeof unusableSchema>;

/** What was kept of a run or came in a file, as it is or with its ΔW changed. */
const keptSchema = z.object({
  config: runConfigSchema,
  step: z.number().int(),
  tensors: namedTensorsSchema,
  /** Of a run that trained W itself, the ΔW in the place of its own. */
  updates: z.array(weightUpdateSchema).optional(),
});

/**
 * Who writes or is measured: the base model (null), a run that the worker holds, or by what was kept a run that it does not, or
 * an adapter from a file.
 */
const speaker = {
  runId: runId.nullable(),
  kept: keptSchema.optional(),
};

export const commandSchema = z.discriminatedUnion('type', [
  /**
   * First command: pick a backend; `backend` forces one. Answered by `ready`.
   * `baseUrl` is the page's folder (`new URL('.', document.baseURI).href`), from where models are fetched.
   */
  z.object({
    type: z.literal('init'),
    requestId,
    backend: z.enum(BACKENDS).nullable(),
    baseUrl: z.string(),
    /** Which model is loaded first: its files are fetched and read while the device starts. */
    model: z.string(),
  }),
  /**
   * Load public/models/<model>, or a folder in Hugging Face's layout that a person brought, whose files cross by reference.
   * Answered by `model`. Ends any live run; on an error the model loaded before stays, with its runs.
   */
  z.object({
    type: z.literal('loadModel'),
    requestId,
    model: z.string(),
    folder: z.array(ownFileSchema).optional(),
    /** What its blocks' matrices are rounded to; absent to keep them as stored. */
    base_dtype: z.enum(BASE_DTYPES).optional(),
  }),
  /**
   * Read own data for a person to look at, and build its dataset, but leave the one loaded before in place. Answered by
   * `offer`; where that takes long, `parsing` tells how far it is, `read` what was read, then `making` how far the dataset
   * is, and `abandon` ends it with the error `abandoned`. `data-incomplete` says that the data needs another file beside it.
   * `max_length` is the most tokens of a text (`textLength`).
   */
  z.object({ type: z.literal('readData'), requestId, own: ownDataSchema, max_length: z.number().int() }),
  /** Make the dataset of the last `offer` the one that the next `start` trains on. Answered by `dataset`. */
  z.object({ type: z.literal('takeOffer'), requestId }),
  /**
   * Build the dataset that the next `start` trains on: a built-in task, or own data. Its splits do not depend on a
   * run's seed, so runs that differ in seed alone see the same data in another order. Answered by `dataset`, for a built-in
   * task often before its data are made: commands that need them wait. On an error the dataset loaded before stays. The task
   * `hidden-rank`, which the model itself makes, and own data may take a while: `parsing` and `making` tell how far it is,
   * `abandon` ends it with the error `abandoned`.
   */
  z.object({
    type: z.literal('loadData'),
    requestId,
    task: z.string(),
    own: ownDataSchema.nullable(),
    max_length: z.number().int(),
    /** For the task `hidden-rank` alone. */
    secret: secretChoiceSchema.optional(),
  }),
  /** Give up making data: something else is wanted by now. Comes before all commands that wait. */
  z.object({ type: z.literal('abandon') }),
  /**
   * Train these runs in lockstep on the loaded model and dataset, replacing the live runs. `from`: what a run goes on from;
   * `start`: the tensors of the adapter that its config names, which it trains on where there is no `from`.
   */
  z.object({
    type: z.literal('start'),
    runs: z
      .array(
        z.object({
          runId,
          config: runConfigSchema,
          from: checkpointSchema.optional(),
          start: namedTensorsSchema.optional(),
        }),
      )
      .min(1),
    /** What the base model makes of the data, where that is known: else the first run measures it. */
    baseline: baselineSchema.optional(),
    /** Take no step until told: for "Step" on a fresh run. */
    paused: z.boolean(),
  }),
  z.object({ type: z.literal('pause') }),
  z.object({ type: z.literal('resume') }),
  /** One training step of every live run; the runs stay paused. */
  z.object({ type: z.literal('step') }),
  /** Tell a `checkpoint` of every live run as soon as its piece of work is done. Runs that pause or are stopped tell one unasked. */
  z.object({ type: z.literal('checkpoint') }),
  /** End the live runs, or this one alone, where they are; their adapters stay readable. */
  z.object({ type: z.literal('stop'), runId: runId.optional() }),
  /** End the live runs and free everything that any run holds. */
  z.object({ type: z.literal('reset') }),
  /** Give up the singular values that are being taken; training goes on. Comes before all commands that wait. */
  z.object({ type: z.literal('skipSpectra') }),
  /** Free what one ended run holds. */
  z.object({ type: z.literal('release'), runId }),
  /**
   * Answer a prompt, framed as the dataset frames its own, with the base model (`runId` null) or a run's adapter.
   * Answered by `generated`.
   */
  z.object({
    type: z.literal('generate'),
    requestId,
    ...speaker,
    prompt: z.string(),
    generation: generationSchema,
  }),
  /** Loss of the base model or a run on the whole test split, or on the validation pairs of every run. Answered by `evaluated`. */
  z.object({ type: z.literal('evaluate'), requestId, ...speaker, split: z.enum(['validation', 'test']) }),
  /** The losses by which a run is measured while it trains, of what was kept of one or made of it. Answered by `measured`. */
  z.object({ type: z.literal('measure'), requestId, ...speaker }),
  /**
   * What a direction of a run's ΔW does on the validation pairs by which runs are measured: `direction` is v at the input of the
   * site, `without` the run without it. Answered by `probed`.
   */
  z.object({
    type: z.literal('probe'),
    requestId,
    ...speaker,
    without: keptSchema,
    site: siteSchema,
    direction: floatsSchema,
  }),
  /**
   * Last scores of a run that was left before they were written. `known`: what is known of the base model's. Tells of
   * `scoring` meanwhile; answered by `scored`.
   */
  z.object({ type: z.literal('score'), requestId, ...speaker, known: baselineSchema.optional() }),
  /** Folds an adapter's ΔW into the weights and takes it out again, and compares. Answered by `merged`. */
  z.object({ type: z.literal('merge'), requestId, ...speaker }),
  /** Reads the weights of the model with an adapter folded into them. Answered by `mergedModel`. */
  z.object({ type: z.literal('mergeModel'), requestId, ...speaker }),
  /**
   * Times a model with each way of adapting it, untrained. Tells of `timing` meanwhile; answered by `timed`, with the works that were
   * done where `stopTiming` ended it.
   */
  z.object({ type: z.literal('time'), requestId, ways: z.array(timedWaySchema), works: z.array(workSchema) }),
  z.object({ type: z.literal('stopTiming') }),
  /** Puts adapters on the loaded model in turn, then loads that anew, and times both. Answered by `switched`. */
  z.object({ type: z.literal('switch'), requestId, adapters: z.array(keptSchema).min(1) }),
  /**
   * Times a prompt, framed as the dataset frames its own, that the loaded model and adapters answer greedily: as one batch in which
   * each row has its own adapter, and one after the other. Answered by `mixed`.
   */
  z.object({
    type: z.literal('mix'),
    requestId,
    adapters: z.array(keptSchema).min(1),
    prompt: z.string(),
  }),
  /**
   * What repeats a run elsewhere: where it starts, on the loaded model, and the loaded data. `start` as for `start`. Answered by
   * `packed`.
   */
  z.object({
    type: z.literal('pack'),
    requestId,
    config: runConfigSchema,
    start: namedTensorsSchema.optional(),
  }),
  /** A run's trained tensors. Answered by `adapter`. */
  z.object({ type: z.literal('readAdapter'), requestId, runId }),
  /** What the engine holds, for leak checks. Answered by `memory`. */
  z.object({ type: z.literal('memory'), requestId }),
]);
export type Command = z.infer<typeof commandSchema>;
export type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

/**
 * What a run spends time on until it is finished: its steps, its spectra, validation loss, sample texts, and the texts for
 * validation scores. The base model's loss and samples, and its texts, which runs started together share, count by themselves.
 */
export const WORK = ['step', 'spectrum', 'eval', 'samples', 'validation', 'base', 'base-validation'] as const;
export type Work = (typeof WORK)[number];

/** Time on the clock, pauses and other runs' turns excluded. */
const costSchema = z.object({ work: z.enum(WORK), times: z.number().int().min(0), ms: z.number() });
export type Cost = z.infer<typeof costSchema>;

export const eventSchema = z.discriminatedUnion('type', [
  /** The worker has started. Sent again, with the Web Lock's name, once it holds one, which is free again when it ends. */
  z.object({ type: z.literal('alive'), lock: z.string().nullable() }),
  /** The worker lives, and is busy or waits. `afterMs`: milliseconds since the beat before, by its own clock. */
  z.object({ type: z.literal('beat'), afterMs: z.number() }),
  /** The device, and the built-in tasks, which need none. */
  z.object({
    type: z.literal('ready'),
    requestId,
    device: deviceInfoSchema,
    tasks: z.array(taskCardSchema),
  }),
  /** Bytes fetched of a model; `total` 0 until its manifest has come. */
  z.object({ type: z.literal('loading'), loaded: z.number(), total: z.number() }),
  /** How far own data are read, before `making`; nothing of what is read at once. */
  z.object({ type: z.literal('parsing'), progress: fileProgressSchema }),
  /** Which share of a dataset is made, from 0 to 1. */
  z.object({ type: z.literal('making'), share: z.number() }),
  /** Which share of a run's start is done, from 0 to 1, where it takes long: before its first `status`. */
  z.object({ type: z.literal('starting'), share: z.number() }),
  /** Of how many matrices the singular values are taken, where that takes long; null once nothing is under way. */
  z.object({
    type: z.literal('decomposing'),
    progress: z
      .object({ step: z.number().int(), done: z.number().int(), matrices: z.number().int() })
      .nullable(),
  }),
  /**
   * How many of the texts for a finished run's last scores are written, from right before its `status` on where it has any;
   * null, once for every finished run, when they are scored or will never be.
   */
  z.object({
    type: z.literal('scoring'),
    runId,
    progress: z.object({ written: z.number().int(), texts: z.number().int() }).nullable(),
  }),
  z.object({ type: z.literal('model'), requestId, info: modelInfoSchema }),
  /** `info`: of an encoder, whose head the classes of the data decide. */
  z.object({
    type: z.literal('dataset'),
    requestId,
    summary: datasetSummarySchema,
    info: modelInfoSchema.optional(),
  }),
  /** What a file was read as, before its dataset is built: so many pairs, so many rows left out. */
  z.object({
    type: z.literal('read'),
    reading: readingSchema,
    found: z.object({ pairs: z.number().int(), leftOut: z.number().int() }),
  }),
  z.object({
    type: z.literal('offer'),
    requestId,
    reading: readingSchema,
    /** Null where a person must pick the columns, or no dataset can be made of the pairs. */
    summary: datasetSummarySchema.nullable(),
    /** Why none can be made: too few examples, or no classes for an encoder. */
    unusable: unusableSchema.nullable(),
  }),
  /** A run's state; sent on every change. */
  z.object({
    type: z.literal('status'),
    runId,
    state: z.enum(RUN_STATES),
    /** Why it failed. */
    failure: z.enum(ERROR_CODES).optional(),
    trainableParameters: z.number().int(),
    memory: trainingMemorySchema.optional(),
  }),
  /** What happened since the last one; at most ten a second. */
  z.object({
    type: z.literal('progress'),
    runs: z.array(
      z.object({
        runId,
        steps: z.array(stepPointSchema),
        evals: z.array(evalPointSchema),
        spectra: z.array(spectrumSnapshotSchema),
        alignments: z.array(alignmentSchema),
        samples: z.array(sampleSchema),
        scores: z.array(scoreSchema),
        answers: z.array(answerSchema),
        /** In their order. */
        costs: z.array(costSchema),
      }),
    ),
  }),
  /** What a live run could go on from, after `progress` with all that it found until then. None before its first step. */
  z.object({ type: z.literal('checkpoint'), runId, checkpoint: checkpointSchema }),
  /** It could not be read, as for want of memory; the run goes on. */
  z.object({ type: z.literal('checkpointFailed'), runId, detail: z.string() }),
  /** `step`: the run's updates when it was asked; 0 for the base model. So in `evaluated`. */
  z.object({
    type: z.literal('generated'),
    requestId,
    text: z.string(),
    /** Of an encoder all its classes, the likeliest first, which is the text. */
    classes: z.array(classProbabilitySchema).optional(),
    step: z.number().int(),
  }),
  /** Mean cross-entropy in nats over so many tokens of completions. */
  z.object({
    type: z.literal('evaluated'),
    requestId,
    loss: z.number(),
    tokens: z.number().int(),
    step: z.number().int(),
  }),
  z.object({
    type: z.literal('measured'),
    requestId,
    figures: evalPointSchema.omit({ step: true }),
  }),
  z.object({ type: z.literal('probed'), requestId, effect: directionEffectSchema }),
  z.object({
    type: z.literal('scored'),
    requestId,
    scores: z.array(scoreSchema),
    answers: z.array(answerSchema),
  }),
  z.object({ type: z.literal('merged'), requestId, figures: mergeFiguresSchema }),
  /** `files` by their names: a folder in Hugging Face's layout. */
  z.object({
    type: z.literal('mergedModel'),
    requestId,
    files: z.record(z.string(), z.instanceof(Uint8Array<ArrayBuffer>)),
  }),
  /** Which share of what is timed is done. */
  z.object({ type: z.literal('timing'), share: z.number() }),
  z.object({ type: z.literal('timed'), requestId, times: z.array(timesSchema) }),
  z.object({ type: z.literal('switched'), requestId, figures: switchFiguresSchema }),
  z.object({ type: z.literal('mixed'), requestId, figures: mixedFiguresSchema }),
  /** `files` by their paths: the splits and the batches, as JSON Lines. */
  z.object({
    type: z.literal('packed'),
    requestId,
    start: namedTensorsSchema,
    files: z.record(z.string(), z.instanceof(Uint8Array)),
  }),
  z.object({
    type: z.literal('adapter'),
    requestId,
    runId,
    step: z.number().int(),
    tensors: namedTensorsSchema,
  }),
  z.object({
    type: z.literal('memory'),
    requestId,
    tensors: z.number().int(),
    bytes: z.number().int(),
    /** How large the WASM backend's memory is by now; it never shrinks. 0 on other backends. */
    wasmBytes: z.number().int(),
  }),
  failureSchema.extend({
    requestId: requestId.nullable(),
    runId: runId.nullable(),
  }),
]);
export type LabEvent = z.infer<typeof eventSchema>;
