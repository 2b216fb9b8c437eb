/**
 * The messages to and from a worker that inspects trained tensors: one figure, site by site, of one run or of two that are
 * compared. It fetches W0 itself, so that training goes on meanwhile, and whichever model the lab has loaded.
 */
import { z } from 'zod';
import { runConfigSchema } from '../core/run-config.ts';
import type { Figure, SiteFigures } from '../core/site-figures.ts';
import { siteSchema, type Site } from '../core/site.ts';
import type { Dense, Svd } from '../core/svd.ts';
import { namedTensorsSchema } from '../core/tensors.ts';
import { failureSchema, type Failure } from './failure.ts';
import { ownFileSchema } from './protocol.ts';

/** What a run has trained. */
const subjectSchema = z.object({
  config: runConfigSchema,
  tensors: namedTensorsSchema,
  /** SHA-256 of the model.safetensors that it was trained on, as hex; null where that is not known. */
  weights: z.string().nullable(),
  /** The files of its base model, where that is not one that the page ships. */
  folder: z.array(ownFileSchema).optional(),
});
export type Subject = z.infer<typeof subjectSchema>;

const FIGURES = ['summary', 'base', 'directions', 'similarity'] as const satisfies readonly Figure[];

export const inspectionSchema = z.object({
  /** The page's folder, which models are fetched from. */
  baseUrl: z.string(),
  figure: z.enum(FIGURES),
  subject: subjectSchema,
  /** The other run, for a figure of two. */
  other: subjectSchema.nullable(),
  /** Answered by as many `figures`, in their order. */
  sites: z.array(siteSchema).min(1),
});
export type Inspection = z.infer<typeof inspectionSchema>;

const floats = z.custom<Float64Array>((value) => value instanceof Float64Array);
const dense: z.ZodType<Dense> = z.object({ rows: z.number(), columns: z.number(), values: floats });
const svd: z.ZodType<Svd> = z.object({ sigma: floats, left: dense, right: dense });
const sides = z.object({ left: dense, right: dense });
const spaces = z.object({ left: z.number(), right: z.number() });
const numberOrNull = z.number().nullable();

/** What the worker says of one site. */
export interface FigureEvent<T> {
  type: 'figures';
  site: Site;
  figures: T;
}

const eventOf = <T>(figures: z.ZodType<T>): z.ZodType<FigureEvent<T> | Failure> =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('figures'), site: siteSchema, figures }),
    failureSchema,
  ]);

/** What the worker says, by the figure that it was asked for. */
export const inspectionEventSchemas: {
  readonly [F in Figure]: z.ZodType<FigureEvent<SiteFigures[F]> | Failure>;
} = {
  summary: eventOf(
    z.object({
      effectiveRank: z.number(),
      stableRank: z.number(),
      k90: z.number(),
      norm: z.number(),
      relativeNorm: numberOrNull,
      amplification: numberOrNull,
      chanceAmplification: numberOrNull,
      sigma: floats,
    }),
  ),
  base: eventOf(
    z.object({
      amplifications: z.array(
        z.object({
          r: z.number(),
          overlap: z.number(),
          own: z.number(),
          random: z.number(),
          sampled: z.number(),
          deltaNorm: z.number(),
          baseNorm: z.number(),
          factor: numberOrNull,
        }),
      ),
      baseSigma: floats,
      onBase: sides,
      similarity: sides,
      spaces,
      intruders: z.object({
        cosines: z.array(z.number()),
        intruders: z.array(z.number()),
        tuned: svd,
      }),
    }),
  ),
  directions: eventOf(svd),
  similarity: eventOf(
    z.object({
      ...{ a: dense.nullable(), b: dense.nullable(), left: dense, right: dense },
      spaces,
    }),
  ),
};
