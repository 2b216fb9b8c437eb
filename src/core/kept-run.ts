/** A run with its trained tensors, as storage keeps it and an exported file holds it. */
import { z } from 'zod';
import { loraName } from './methods/lora.ts';
import type { RunRecord } from './run-record.ts';
import { siteSchema } from './site.ts';
import { namedTensorsSchema } from './tensors.ts';

/** An adapter as earlier pages kept and exported it: LoRA's A [r, dIn] and B [dOut, r] by site. */
const siteAdapterSchema = z.object({
  step: z.number(),
  sites: z.array(
    z.object({
      site: siteSchema,
      r: z.number(),
      dIn: z.number(),
      dOut: z.number(),
      a: z.unknown(),
      b: z.unknown(),
    }),
  ),
});

/** An adapter of either form as the newer one has it; anything else as it is. */
function withNamedTensors(adapter: unknown): unknown {
  const { data } = siteAdapterSchema.safeParse(adapter);
  if (!data) return adapter;
  const tensors = data.sites.flatMap(({ site, r, dIn, dOut, a, b }): [string, unknown][] => [
    [loraName(site, 'A'), { shape: [r, dIn], values: a }],
    [loraName(site, 'B'), { shape: [dOut, r], values: b }],
  ]);
  return { step: data.step, tensors: Object.fromEntries(tensors) };
}

/** A run's trained tensors, as kept and as exported. */
export const keptAdapterSchema = z.preprocess(
  withNamedTensors,
  z.object({
    /** How many updates it had. */
    step: z.number().int(),
    tensors: namedTensorsSchema,
  }),
);
export type KeptAdapter = z.infer<typeof keptAdapterSchema>;

export interface KeptRun {
  record: RunRecord;
  /** Null where the trained tensors are not known. */
  adapter: KeptAdapter | null;
}

/** A run that was taken off the list, with all that putting it back takes. */
export interface RemovedRun extends KeptRun {
  /** Its checkpoint as it was stored; undefined where there was none. */
  checkpoint?: unknown;
}

/** What a file of runs holds: the runs that can be read, and why the others cannot. */
export interface KeptRuns {
  runs: KeptRun[];
  faults: string[];
}
