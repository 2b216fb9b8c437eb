/** What a thrown error is to the page. */
import { LabError, messageOf, type ErrorCode } from '../core/lab-error.ts';
import { FormatError } from '../formats/format-error.ts';
import type { Failure } from './failure.ts';
import type { LabEvent } from './protocol.ts';

export function errorCode(error: unknown): ErrorCode {
  if (error instanceof LabError) return error.code;
  if (error instanceof FormatError) return 'model-format';
  const message = error instanceof Error ? error.message : '';
  if (/out of memory|allocation failed|memory access out of bounds/i.test(message)) return 'out-of-memory';
  if (/device (is|was) lost/i.test(message)) return 'device-lost';
  return 'internal';
}

export const toldError = (error: unknown): Failure => ({
  type: 'error',
  code: errorCode(error),
  detail: messageOf(error),
});

/** @param requestId of the request that it answers; null where none asked */
export const errorEvent = (error: unknown, requestId: number | null, runId: string | null): LabEvent => ({
  ...toldError(error),
  requestId,
  runId,
});
