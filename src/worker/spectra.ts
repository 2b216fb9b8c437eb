/** The entry of a worker that takes singular values and leading directions of matrices, one after another, and then is ended. */
import '../core/no-eval.ts';
import { denseFigures } from '../core/delta-figures.ts';
import { toldError } from './error-event.ts';
import { matricesSchema, type SpectraEvent } from './spectra-protocol.ts';

const post = (event: SpectraEvent) => self.postMessage(event);

self.onmessage = ({ data }: MessageEvent<unknown>) => {
  try {
    for (const { values, rows, columns } of matricesSchema.parse(data))
      post({ type: 'values', figures: denseFigures(values, rows, columns) });
  } catch (error) {
    post(toldError(error));
  }
};
