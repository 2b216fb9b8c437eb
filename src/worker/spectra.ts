/** The entry of a worker that takes the singular values of matrices, one after another, and then is ended. */
import '../core/no-eval.ts';
import { denseSingularValues } from '../core/singular-values.ts';
import { toldError } from './error-event.ts';
import { matricesSchema, type SpectraEvent } from './spectra-protocol.ts';

const post = (event: SpectraEvent) => self.postMessage(event);

self.onmessage = ({ data }: MessageEvent<unknown>) => {
  try {
    for (const { values, rows, columns } of matricesSchema.parse(data))
      post({ type: 'values', singularValues: denseSingularValues(values, rows, columns) });
  } catch (error) {
    post(toldError(error));
  }
};
