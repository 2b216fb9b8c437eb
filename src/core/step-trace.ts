/** Training steps of LoRA seen from one adapted matrix: all that goes through it and comes of it. */
import { z } from 'zod';
import { loraConfigSchema } from './methods/lora-config.ts';
import { defaultRunConfig, runConfigSchema } from './run-config.ts';
import { siteSchema } from './site.ts';
import { dense, multiply } from './svd.ts';
import { tensorSchema, type TensorValues } from './tensors.ts';

/** What AdamW does to A or to B in a step. Each tensor has the factor's shape. */
const factorSchema = z.object({
  before: tensorSchema,
  /** Of the step's loss, before clipping. */
  gradient: tensorSchema,
  /** m, after the step. */
  first: tensorSchema,
  /** v, after the step. */
  second: tensorSchema,
  after: tensorSchema,
});

const tracedStepSchema = z.object({
  /** What the model reads of the batch's first text, token by token. */
  tokens: z.array(z.string()),
  /** The token that each should be followed by, and the loss there; null within the prompt, where nothing is to be learnt. */
  targets: z.array(z.object({ token: z.string(), nats: z.number() }).nullable()),
  /** At each token of that text, before the step: x, W0·x with the bias, A·x and s·B·A·x, [tokens, width]. */
  seen: z.object({ x: tensorSchema, frozen: tensorSchema, low: tensorSchema, update: tensorSchema }),
  /** The mean over all tokens of completions in the batch. */
  loss: z.number(),
  texts: z.number().int(),
  completionTokens: z.number().int(),
  /** Of all gradients of the run together, before clipping. */
  gradNorm: z.number(),
  learningRate: z.number(),
  a: factorSchema,
  b: factorSchema,
});

export const stepTraceSchema = z.object({
  /** W0, dOut × dIn. */
  w0: tensorSchema,
  /** s of ΔW = s·B·A. */
  scale: z.number(),
  /** In their order, from the first. */
  steps: z.array(tracedStepSchema),
});
export type FactorTrace = z.infer<typeof factorSchema>;
export type TracedStep = z.infer<typeof tracedStepSchema>;
export type StepTrace = z.infer<typeof stepTraceSchema>;

/** A run, the matrix that is looked at, and how many of its steps. */
export const traceRequestSchema = z.object({
  config: runConfigSchema,
  site: siteSchema,
  steps: z.number().int().min(1),
});
export type TraceRequest = z.infer<typeof traceRequestSchema>;

/** What is told of a step, in this order. */
export const STAGES = ['token', 'frozen', 'update', 'loss', 'gradB', 'gradA', 'adam', 'delta'] as const;
export type Stage = (typeof STAGES)[number];

/** The steps that the lesson shows: at the first A has no gradient, at the second it has one. */
export const TRACED_STEPS = 2;
export const TRACED_RANKS = [1, 2, 4, 8] as const;
export const TRACED_PROJECTIONS = ['q', 'v'] as const;
export type TracedProjection = (typeof TRACED_PROJECTIONS)[number];

/** The lesson's run: the default one at a rank of its own, seen from the first layer's Wq or Wv. */
export function traceRequest(r: number, projection: TracedProjection): TraceRequest {
  const config = { ...defaultRunConfig(), method: loraConfigSchema.parse({ r }) };
  return { config, site: { layer: 0, projection }, steps: TRACED_STEPS };
}

/** ‖M‖, the root of the sum of all squares. */
export const normOf = ({ values }: TensorValues): number => Math.hypot(...values);

/** One row of a matrix, as a column or a row of its own. */
export function rowOf({ shape: [, columns = 0], values }: TensorValues, row: number): TensorValues {
  return { shape: [1, columns], values: values.slice(row * columns, (row + 1) * columns) };
}

/** x − y, of one shape. */
export const difference = (x: TensorValues, y: TensorValues): TensorValues => ({
  shape: x.shape,
  values: x.values.map((value, i) => value - (y.values[i] ?? NaN)),
});

/** ΔW = s·B·A, dOut × dIn. */
export function deltaOf(a: TensorValues, b: TensorValues, scale: number): TensorValues {
  const plain = ({ shape: [rows = 0, columns = 0], values }: TensorValues) => dense(rows, columns, values);
  const { rows, columns, values } = multiply(plain(b), plain(a));
  return { shape: [rows, columns], values: Float32Array.from(values, (value) => scale * value) };
}
