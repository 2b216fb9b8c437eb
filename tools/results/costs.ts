/** What a step of each method takes, as `npm run bench -- --methods --json docs/method-costs.json` measured it. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { METHOD_IDS, type MethodId } from '../../src/core/methods/methods.ts';

const costSchema = z.object({ ms_per_step: z.number(), wasm_bytes: z.number().nullable() });
/** The part of the benchmark's report that is shown. */
const reportSchema = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      methods: z.array(
        z.object({ method: z.enum(METHOD_IDS), results: z.object({ lab: costSchema.optional() }) }),
      ),
    }),
  ),
});

export interface StepCost {
  /** The step's time over that of LoRA. */
  overLora: number;
  /** How large the memory of the WASM backend grew, in bytes. */
  bytes: number | null;
}

/** @returns undefined where it was not measured */
export type CostOf = (model: string, method: MethodId) => StepCost | undefined;

/** @param report parsed JSON @throws ZodError where it is no report on methods */
export function costsOf(report: unknown): CostOf {
  const { cases } = reportSchema.parse(report);
  return (model, method) => {
    const methods = cases.find(({ name }) => name === model)?.methods;
    const labOf = (id: MethodId) => methods?.find((one) => one.method === id)?.results.lab;
    const [own, lora] = [labOf(method), labOf('lora')];
    return own && lora && { overLora: own.ms_per_step / lora.ms_per_step, bytes: own.wasm_bytes };
  };
}

/** Those of a file; none where there is no file. */
export const readCosts = (path: string): CostOf =>
  existsSync(path) ? costsOf(JSON.parse(readFileSync(path, 'utf8'))) : () => undefined;
