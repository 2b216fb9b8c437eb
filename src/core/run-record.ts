/**
 * RunRecord: what a run was and what it measured. The worker reports its pieces, the page draws them, IndexedDB
 * keeps them and "Export run" writes them, all in the shapes below. Every number was measured in that run.
 */
import { z } from 'zod';
import { count } from './count.ts';
import { ERROR_CODES } from './lab-error.ts';
import { methodOf } from './methods/methods.ts';
import { HEAD_MAPS } from './models/bert.ts';
import { modelShapeSchema } from './models/shape.ts';
import { METRIC_IDS, NOT_DEFINED } from './metrics/metric-id.ts';
import { SEGMENTATIONS, TOKENIZER_IDS } from './metrics/tokenizer-id.ts';
import { plainName } from './plain-name.ts';
import { idSchema, LIMITS, runConfigSchema, type RunConfig } from './run-config.ts';
import { secretSchema } from './secret.ts';
import { MOST_LAYERS, MOST_WIDTH, PROJECTIONS, siteSchema } from './site.ts';

/** Finite, or the parse fails: a non-finite value stops a run before it reaches a record. */
const finite = z.number();

/** Float32's largest. */
const MOST = 3.4028234663852886e38;

/** A number that float32 holds and that is 0 or more. */
const size = (least: number, what: string) =>
  finite
    .min(least, { error: ({ input }) => `is ${String(input)}; ${what} is never below 0` })
    .max(MOST, { error: ({ input }) => `is ${String(input)}, which no float32 can be` });

/** A cross-entropy or a divergence, in nats. Rounding can leave one that is 0 a little below it. */
const nats = size(-1e-3, 'a loss or a divergence');
/** A length, such as a norm. */
const length = size(0, 'such a number');

/**
 * The singular values of ΔW are taken after every so many steps, and after the last one. Where ΔW has full rank they cost a
 * whole SVD, and are taken when the validation loss is. Infinity for a method that has none.
 */
export function spectrumEvery({ method, training }: Pick<RunConfig, 'method' | 'training'>): number {
  const { noSpectrum, hasFullRank } = methodOf(method);
  if (noSpectrum !== null) return Infinity;
  const { max_steps, eval_steps } = training;
  const mostOften = Math.ceil(max_steps / SPECTRA_PER_RUN);
  return hasFullRank ? Math.ceil(mostOften / eval_steps) * eval_steps : mostOften;
}

/** Prompts of the validation split that are written out as the model learns. */
export const SAMPLE_PROMPTS = 3;
/** A run's spectra are kept about this many times, however long it is. */
export const SPECTRA_PER_RUN = 100;
/** Prompts of each split that models write to for their scores: validation's in training, test's at its end. */
export const SCORED_PROMPTS = { validation: 32, test: 128 } as const;

/** The validation loss is taken on this many pairs of the validation split, the same ones for every run. */
export const VALIDATION_PAIRS = 64;

const steps = LIMITS.max_steps.max;
/** The most that a run can hold: the longest one, on the deepest model, measured and scored after every step and before the first. */
export const RECORD_LIMITS = {
  sites: MOST_LAYERS * PROJECTIONS.length,
  singularValues: MOST_WIDTH,
  steps,
  evals: steps + 1,
  examples: VALIDATION_PAIRS,
  // One more than usual at each pause and each single step.
  spectra: steps + 1,
  samples: SAMPLE_PROMPTS * (steps + 1),
  // Validation after every step and before the first, the test split before and after.
  scores: METRIC_IDS.length * (steps + 3),
  answers: SCORED_PROMPTS.test,
} as const;

const NOUNS = {
  sites: 'sites',
  singularValues: 'singular values at a site',
  steps: 'steps',
  evals: 'evaluations',
  examples: 'losses of single examples',
  spectra: 'measured spectra',
  samples: 'samples',
  scores: 'scores',
  answers: 'answers',
} as const satisfies Record<keyof typeof RECORD_LIMITS, string>;

/** A list of a run, which holds no more than a run can; else the parse fails with both numbers. */
export const listOf = <T extends z.ZodType>(kind: keyof typeof RECORD_LIMITS, item: T) =>
  z.array(item).max(RECORD_LIMITS[kind], {
    error: ({ input }) =>
      `holds ${count(Array.isArray(input) ? input.length : 0)} ${NOUNS[kind]}; a run has at most ${count(RECORD_LIMITS[kind])}`,
  });

const stepSchema = z.number().int().min(0).max(steps);

/** `listOf` findings in the order of their steps, as a run makes them. @param strictly whether no step has two */
const inOrder = <T extends { step: number }>(
  kind: keyof typeof RECORD_LIMITS,
  item: z.ZodType<T>,
  strictly = false,
) =>
  listOf(kind, item).check(({ value, issues }) => {
    const at = value.findIndex(({ step }, i) => {
      const before = value[i - 1]?.step ?? -1;
      return strictly ? step <= before : step < before;
    });
    const [before, found] = [value[at - 1], value[at]];
    if (before && found)
      issues.push({
        code: 'custom',
        input: value,
        path: [at, 'step'],
        message: `step ${found.step} stands after step ${before.step}`,
      });
  });

/** One optimizer step. Steps count from 1; the loss is that of the batch before the step's update. */
export const stepPointSchema = z.object({
  step: stepSchema.min(1),
  /** Mean cross-entropy over the batch's completion tokens, in nats. */
  loss: nats,
  /** Global L2 norm of the gradient before clipping. */
  gradNorm: length,
  learningRate: length,
  /** Tokens the step processed, padding excluded. */
  tokens: z.number().int().min(0),
  /** Milliseconds spent in this run's training steps so far; pauses, evaluation and other runs excluded. */
  elapsedMs: length,
});
export type StepPoint = z.infer<typeof stepPointSchema>;

/** Texts that are written side by side for a score. */
export const SCORE_BATCH_SIZE = 64;

/** The divergence from a teacher is taken on this many validation texts: it varies less than a loss. */
export const DIVERGENCE_TEXTS = 16;

/** Validation loss after `step` updates, on the first `VALIDATION_PAIRS` pairs; step 0 is the base model. */
export const evalPointSchema = z.object({
  step: stepSchema,
  loss: nats,
  /** At step 0, the run's own loss before its first update, where it does not start as the base model. */
  start: nats.optional(),
  /**
   * At step 0 of a run on rounded base weights, the base model's loss on the same pairs with its weights as they are stored; absent
   * where a second copy of the model had no room.
   */
  stored: nats.optional(),
  /**
   * With the last evaluation, the mean loss of each of the pairs, in the order of the split: so runs can be compared pair by
   * pair. Older runs did not keep it.
   */
  examples: listOf('examples', nats).optional(),
  /**
   * Loss on text like that of pretraining, which the base model never saw: what adapting costs elsewhere. Taken at step 0, with
   * the last evaluation, and with those at which the model is scored.
   */
  heldOut: nats.optional(),
  /**
   * Where a teacher wrote the data: KL(teacher ‖ model) on the first `DIVERGENCE_TEXTS` validation texts, exact over the
   * vocabulary, mean over the places, in nats per token.
   */
  divergence: nats.optional(),
});
export type EvalPoint = z.infer<typeof evalPointSchema>;

/** The Frobenius norm of a factor and its largest singular value. */
const normsSchema = z.tuple([length, length]);

/** What ΔW = s·BA is at each adapted site after `step` updates. */
export const spectrumSnapshotSchema = z.object({
  step: stepSchema,
  sites: listOf(
    'sites',
    z.object({
      site: siteSchema,
      /** Largest first: as many as ΔW's rank can be. */
      singularValues: listOf('singularValues', length),
      /** Absent where ΔW has no A and B of the run's own, and in older runs. */
      norms: z.object({ a: normsSchema, b: normsSchema }).optional(),
    }),
  ),
});
export type SpectrumSnapshot = z.infer<typeof spectrumSnapshotSchema>;

const cosines = listOf('sites', z.number().min(0).max(1).nullable());
/** |cos| of the angle between ΔW's leading direction and that of the last step, by site in the order of the spectra; null where ΔW is 0. */
export const alignmentSchema = z.object({ step: stepSchema, left: cosines, right: cosines });
export type Alignment = z.infer<typeof alignmentSchema>;

/** What the model under training wrote after `step` updates, by greedy decoding. Step 0 is the base model. */
export const sampleSchema = z.object({
  step: stepSchema,
  prompt: z.string(),
  reference: z.string(),
  text: z.string(),
});
export type Sample = z.infer<typeof sampleSchema>;

/** What the texts of a model are worth by one metric, after `step` updates; step 0 is the base model. */
export const scoreSchema = z.object({
  step: stepSchema,
  split: z.enum(['validation', 'test']),
  metric: z.enum(METRIC_IDS),
  /** Times 100; null where the metric has no value on these texts. */
  value: finite.nullable(),
  /** Why it has none. */
  notDefined: z.enum(NOT_DEFINED).optional(),
  /** 95 % over the choice of prompts, times 100; null where they are too few or all alike (`Evaluation`). */
  interval: z.object({ low: finite, high: finite }).nullable(),
  /** How many prompts were written to. */
  texts: z.number().int().min(1),
  /** So many of the texts could not be read as the metric needs them, and are left out of it. */
  unreadable: z.number().int().min(1).optional(),
  /** What cut the texts into tokens; absent for metrics without tokens, and in older runs: 13a for BLEU, rouge-score for ROUGE. */
  tokenizer: z.enum(TOKENIZER_IDS).optional(),
});
export type Score = z.infer<typeof scoreSchema>;

/** A text written to a prompt of the test split. */
export const judgedTextSchema = z.object({
  text: z.string(),
  /** By the task's first metric, of its `exampleKind`; null where the metric cannot read the text. */
  score: finite.nullable(),
});
export type JudgedText = z.infer<typeof judgedTextSchema>;

/** What the trained model wrote to a prompt of the test split, by greedy decoding. */
export const answerSchema = judgedTextSchema.extend({
  prompt: z.string(),
  /** All that people wrote for this prompt. */
  references: z.array(z.string()),
  /** What the base model wrote; older runs did not keep it. */
  base: judgedTextSchema.optional(),
});
export type Answer = z.infer<typeof answerSchema>;

export const BACKENDS = ['webgpu', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** Where a run computes, and why there. */
export const deviceInfoSchema = z.object({
  backend: z.enum(BACKENDS),
  /**
   * Why this backend: `hardware` WebGPU on a real GPU; `forced` by `?backend=`; `software-webgpu` the only
   * adapter is emulated, so WASM is faster; `no-webgpu` the browser offers none; `no-wasm` nor that; `wasm-failed` it offers
   * WASM, but the page's file for it did not come or did not start.
   */
  reason: z.enum(['hardware', 'forced', 'software-webgpu', 'no-webgpu', 'no-wasm', 'wasm-failed']),
  /** The adapter's own words where it tells them, e.g. "nvidia ampere"; empty otherwise. */
  adapter: z.string(),
  /** True where the WebGPU adapter is emulated on the CPU. */
  software: z.boolean(),
  /** Whether kernels may read float16 weights as such: the GPU has shown that it does so rightly. */
  f16: z.boolean().default(false),
  /** WASM threads in use; 1 on every other backend. */
  threads: z.number().int().min(1),
});
export type DeviceInfo = z.infer<typeof deviceInfoSchema>;

/** A dataset as it will be trained on, after tokenising and splitting. */
export const datasetSummarySchema = z.object({
  /** A built-in task's id, or `own` for the visitor's data. */
  task: idSchema,
  /** What a person calls it: the task's name or the file's. */
  name: z.string().overwrite(plainName),
  /** Pairs per split. */
  train: z.number().int(),
  validation: z.number().int(),
  test: z.number().int(),
  /** Distinct prompts per whole dataset. */
  prompts: z.number().int(),
  /** Distinct prompts of these splits, each piece of plain text as one; older runs did not keep them. */
  validationPrompts: z.number().int().optional(),
  testPrompts: z.number().int().optional(),
  /** Tokens of the longest example before truncation, end marks included. */
  longestTokens: z.number().int(),
  /** Examples whose completion was cut to fit max_length. */
  truncated: z.number().int(),
  /** Rows left out, or answers within rows, by reason, with the line of the first. */
  dropped: z.array(
    z.object({
      reason: z.enum([
        'empty-prompt',
        'empty-completion',
        'prompt-too-long',
        'duplicate',
        'bad-row',
        'no-label',
        'no-table',
        'rejected',
        'undesired',
        'zero-weight',
        'other-split',
      ]),
      count: z.number().int(),
      firstLine: z.number().int(),
    }),
  ),
  /** A few training examples, as text. */
  examples: z.array(z.object({ prompt: z.string(), completion: z.string() })),
  /**
   * 32-bit FNV-1a of all prompts and completions in order, as hex: two runs with one fingerprint saw the same pairs, of which
   * `truncated` were cut.
   */
  fingerprint: z.string(),
  /** The id of the public format that own data was recognised as; absent for plain tables and text. */
  format: z.string().optional(),
  /** What the data's texts are judged by; the first counts most. None for plain text. */
  metrics: z.array(z.enum(METRIC_IDS)).default([]),
  /** What own data's texts can be judged by; absent for built-in tasks, and in older runs. */
  offeredMetrics: z.array(z.enum(METRIC_IDS)).optional(),
  /** How own data's texts are cut into tokens for their metrics; where absent, as English is. */
  segmentation: z.enum(SEGMENTATIONS).optional(),
  /** The class that F1 is of, where it can judge. */
  positiveLabel: z.string().optional(),
  /** Of own data for an encoder, its classes in the order of the head's outputs, and how many training examples each has. */
  classes: z.array(z.object({ label: z.string(), train: z.number().int() })).optional(),
  /** What was hidden in the data of the task `hidden-rank`: its answer. */
  secret: secretSchema.optional(),
  /** How `format` was recognised. */
  recognition: z
    .object({
      /** The format's own name, e.g. "E2E NLG". */
      name: z.string(),
      /** False where other data may look the same. */
      sure: z.boolean(),
      /** By what it was recognised, in English. */
      evidence: z.string(),
      /** What the file holds, before anything is dropped for its length or as a repeat. */
      pairs: z.number().int(),
      prompts: z.number().int(),
    })
    .optional(),
});
export type DatasetSummary = z.infer<typeof datasetSummarySchema>;

/** With fewer prompts than this, chance decides so much that neither losses nor scores can be compared. */
export const TOO_FEW_PROMPTS = 20;

/** How many distinct prompts a split has; of old runs, which did not keep them, how many pairs. */
export const promptsOf = (
  dataset: Pick<DatasetSummary, 'validation' | 'test' | 'validationPrompts' | 'testPrompts'>,
  split: 'validation' | 'test',
): number => dataset[`${split}Prompts`] ?? dataset[split];

/** How many texts are written for a split's scores; none where nothing can be judged. */
export function scoredTexts(dataset: DatasetSummary, split: keyof typeof SCORED_PROMPTS): number {
  const judged = dataset.metrics.length > 0 && dataset.prompts > 0;
  return judged ? Math.min(SCORED_PROMPTS[split], promptsOf(dataset, split)) : 0;
}

/** The splits that are too small to compare with, and how many prompts each has, as `promptsOf` counts them. */
export function tooFewPrompts(
  dataset: Pick<DatasetSummary, 'validation' | 'test' | 'validationPrompts' | 'testPrompts'>,
): { split: 'validation' | 'test'; prompts: number }[] {
  return (['validation', 'test'] as const)
    .map((split) => ({ split, prompts: promptsOf(dataset, split) }))
    .filter(({ prompts }) => prompts < TOO_FEW_PROMPTS);
}

/** Most characters of a run's name. */
export const NAME_LENGTH = 80;
/** Most characters of what a person notes on a run. */
export const NOTE_LENGTH = 500;
/** Colours that a person can give a run. */
export const RUN_COLOUR_COUNT = 7;

const memoryBytes = z.number().int().min(0);
/**
 * Bytes that training takes at most, measured: what tensors hold on the device, and the optimizer's state beside it.
 * Not what the device reserves, nor what kernels need on the way.
 */
export const trainingMemorySchema = z.object({
  /** Of the base model. */
  model: memoryBytes,
  /** Of what the method keeps between steps: its tensors, AdamW's moments, and on WebGPU its gradients. */
  state: memoryBytes,
  /** The most that a step takes beside both: its inputs, what is kept for the backward pass, gradients. */
  step: memoryBytes,
});
export type TrainingMemory = z.infer<typeof trainingMemorySchema>;

export const RUN_STATES = ['waiting', 'running', 'paused', 'finished', 'stopped', 'failed'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** True while the worker trains a run or will do so when told. */
export function isLive({ state }: { state: RunState }): boolean {
  return state === 'waiting' || state === 'running' || state === 'paused';
}

export const RECORD_VERSION = 1;

export const runRecordSchema = z.object({
  format: z.literal('rankscope-run'),
  version: z.literal(RECORD_VERSION),
  id: z.string().min(1),
  /** Memorable, editable. */
  name: z.string().overwrite(plainName).min(1).max(NAME_LENGTH),
  /** Whether a person chose the name; older runs did not keep it (`isNamedByPerson`). */
  named: z.boolean().optional(),
  /** What a person noted on it, in one line. */
  note: z.string().overwrite(plainName).max(NOTE_LENGTH).optional(),
  /** The colour that a person gave it, by its place in the palette; absent where it follows the run's place among all. */
  colour: z
    .number()
    .int()
    .min(0)
    .max(RUN_COLOUR_COUNT - 1)
    .optional(),
  /** ISO 8601, when the run was started. */
  createdAt: z.iso.datetime({ error: 'is no date and time as in 2026-01-31T12:00:00Z' }),
  config: runConfigSchema,
  device: deviceInfoSchema,
  /**
   * SHA-256 of the base model's weights, as hex. Absent in older runs, and in those that came in a file: what those say of the
   * base model is not taken for measured here.
   */
  weights: z.string().optional(),
  /** The base model's dimensions where the page does not ship it, since what a person brought may be gone; of an encoder also its classes. */
  shape: modelShapeSchema.optional(),
  /** As `ModelInfo` has it. Absent of other models than encoders, and in older runs. */
  drawn: z.array(z.enum(HEAD_MAPS)).optional(),
  dataset: datasetSummarySchema,
  state: z.enum(RUN_STATES),
  /** Why it failed; absent where it did not, and in older runs. */
  failure: z.enum(ERROR_CODES).optional(),
  /** Absent where it took no step by itself, on a backend that does not count it, and in older runs. */
  memory: trainingMemorySchema.optional(),
  /** Runs started together (Compare ranks) share this. */
  groupId: z.string().nullable(),
  trainableParameters: z.number().int(),
  totalParameters: z.number().int(),
  steps: inOrder('steps', stepPointSchema, true),
  evals: inOrder('evals', evalPointSchema),
  spectra: inOrder('spectra', spectrumSnapshotSchema),
  /** Known once the run has ended, of the steps since it was begun or gone on with. Older runs have none. */
  alignments: inOrder('spectra', alignmentSchema).default([]),
  samples: listOf('samples', sampleSchema),
  scores: listOf('scores', scoreSchema).default([]),
  /** After the last step. */
  answers: listOf('answers', answerSchema).default([]),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** What a person gives a run: any tab may change it, also after the run has ended. */
export const GIVEN = ['name', 'named', 'note', 'colour'] as const;
export type Given = Pick<RunRecord, (typeof GIVEN)[number]>;

/** What a person gave a run. */
export const givenOf = ({ name, named, note, colour }: RunRecord): Given => ({ name, named, note, colour });

/** A model's recorded.json: a run of that model with the default settings, which names its weights. */
export const recordedRunSchema = runRecordSchema.required({ weights: true });
export type RecordedRun = z.infer<typeof recordedRunSchema>;

/** What grows while a run goes on. */
export const FINDINGS = ['steps', 'evals', 'spectra', 'alignments', 'samples', 'scores', 'answers'] as const;
export type Findings = Pick<RunRecord, (typeof FINDINGS)[number]>;

/** Findings before there are any. */
export const noFindings = (): Findings => ({
  steps: [],
  evals: [],
  spectra: [],
  alignments: [],
  samples: [],
  scores: [],
  answers: [],
});

/** The findings of a run, and those that came after them. */
export const joinFindings = (before: Findings, after: Findings): Findings => ({
  steps: [...before.steps, ...after.steps],
  evals: [...before.evals, ...after.evals],
  spectra: [...before.spectra, ...after.spectra],
  alignments: [...before.alignments, ...after.alignments],
  samples: [...before.samples, ...after.samples],
  scores: [...before.scores, ...after.scores],
  answers: [...before.answers, ...after.answers],
});

/** What a run's record says about its progress: updates made so far. */
export function stepsDone({ steps }: Pick<RunRecord, 'steps'>): number {
  return steps.at(-1)?.step ?? 0;
}

/** The lowest validation loss a run reached by training; null before its first evaluation, the base model's aside. */
export function bestEval(record: Pick<RunRecord, 'evals'>): EvalPoint | null {
  return record.evals
    .filter(({ step }) => step > 0)
    .reduce<EvalPoint | null>((best, e) => (best && best.loss <= e.loss ? best : e), null);
}
