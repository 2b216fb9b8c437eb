/** The runs of the table after the paper's Table 2: the shipped encoder on nli, and the models that write beside it. */
import { methodOf, type MethodId } from '../../src/core/methods/methods.ts';
import type { ModelId } from '../../src/core/models/shipped.ts';
import { nli } from '../../src/data/tasks/nli.ts';
import { DECODERS, ENCODER_TASK } from '../../src/state/shelf.ts';
import { weightsOf } from '../manifest/manifest.ts';
import type { Job } from './log.ts';
import { configOf, LONGEST_ROW, type Row } from './plan.ts';

const STEPS = 1200;

const onQueryAndValue = (learning_rate: number): Row => ({
  name: 'LoRA, Wq and Wv, r = 4',
  method: { type: 'lora', r: 4, target_modules: ['q', 'v'] },
  training: { learning_rate, max_steps: STEPS },
});
const onAll = (learning_rate: number): Row => ({
  ...LONGEST_ROW,
  name: 'LoRA, all six matrices, r = 4',
  training: { learning_rate, max_steps: STEPS },
});
const atRate = (type: MethodId, learning_rate: number): Row => ({
  name: methodOf({ type }).name,
  method: { type },
  training: { learning_rate, max_steps: STEPS },
});

/** Decoders learn at the rates that the page proposes. The encoder needs lower ones, or its loss stays at ln 3. */
const DECODER_ROWS: readonly Row[] = [onQueryAndValue(1e-2), onAll(2e-3)];

/** The rows of each model, in the order in which they are measured. */
export const SUBJECTS: readonly { model: ModelId; rows: readonly Row[] }[] = [
  {
    model: 'encoder',
    rows: [
      onQueryAndValue(2e-3),
      onAll(5e-4),
      onQueryAndValue(1e-2),
      atRate('bitfit', 2e-3),
      atRate('ia3', 1e-2),
    ],
  },
  ...DECODERS.map((model) => ({ model, rows: DECODER_ROWS })),
];

/** @param seeds the first of everything before the second of anything */
export const encoderJobs = (seeds: readonly number[]): Job[] =>
  seeds.flatMap((seed) =>
    SUBJECTS.flatMap(({ model, rows }) =>
      rows.map((row) => ({
        config: configOf(row, { model, task: ENCODER_TASK, seed, max_steps: STEPS }),
        weights: weightsOf(model),
        fingerprint: nli.fingerprint,
      })),
    ),
  );
