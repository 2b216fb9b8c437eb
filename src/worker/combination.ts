/** The entry of a worker that combines adapters, and then is ended. */
import '../core/no-eval.ts';
import { asLora } from '../core/as-lora.ts';
import { combine } from '../core/combine.ts';
import { factoredDeltas } from '../core/with-deltas.ts';
import { combinationSchema, type CombinationEvent } from './combination-protocol.ts';
import { toldError } from './error-event.ts';

const post = (event: CombinationEvent) => self.postMessage(event);

self.onmessage = ({ data }: MessageEvent<unknown>) => {
  try {
    const { model, parts, rank } = combinationSchema.parse(data);
    const { deltas, sites } = combine(
      parts.map(({ weight, ...trained }) => ({ deltas: factoredDeltas(trained, model), weight })),
      rank,
    );
    const { method, tensors } = asLora(deltas);
    post({ type: 'combined', method, tensors: { ...tensors }, sites });
  } catch (error) {
    post(toldError(error));
  }
};
