/** Takes traced training steps with the files that the page was served with. */
import type { StepTrace, TraceRequest } from '../core/step-trace.ts';
import { traceApart } from '../worker/trace-client.ts';

/** As `traceApart`. */
export const trace = (request: TraceRequest, signal: AbortSignal): Promise<StepTrace> =>
  traceApart({ baseUrl: new URL('.', document.baseURI).href, ...request }, signal);
