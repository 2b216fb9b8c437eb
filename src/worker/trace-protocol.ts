/** The messages to and from the worker that takes traced training steps. */
import { z } from 'zod';
import { stepTraceSchema, traceRequestSchema } from '../core/step-trace.ts';
import { failureSchema } from './failure.ts';

/** Steps of a run on a shipped model and a built-in task. `baseUrl` is the page's folder. Answered by `traced`. */
export const traceJobSchema = traceRequestSchema.extend({ baseUrl: z.string() });
export type TraceJob = z.infer<typeof traceJobSchema>;

const tracedSchema = z.object({ type: z.literal('traced'), trace: stepTraceSchema });
export type Traced = z.infer<typeof tracedSchema>;

export const traceEventSchema = z.discriminatedUnion('type', [tracedSchema, failureSchema]);
export type TraceEvent = z.infer<typeof traceEventSchema>;
