/** Texts of the encoders' fixtures (tools/fixtures/bert.py). */
import { NLI_LABELS } from '../../core/nli-labels.ts';
import { evaluationBatches, type Batch } from '../../data/batches.ts';
import type { Example } from '../../data/dataset.ts';
import type expected from './fixtures/bert/bert/expected.json';

type Fixture = Pick<typeof expected, 'ids' | 'types' | 'targets'>;

/** The pairs of texts that a fixture's logits are of, as examples of the nli task. */
export const examplesOf = ({ ids, types, targets }: Fixture): Example[] =>
  ids.map((own, text) => ({
    prompt: String(text),
    completion: NLI_LABELS[targets[text] ?? 0] ?? '',
    ids: Int32Array.from(own),
    completionStart: own.length,
    text: { label: targets[text] ?? 0, types: Int32Array.from(types[text] ?? []) },
  }));

/** The same as one batch. */
export function batchOfTexts(fixture: Fixture): Batch {
  const texts = examplesOf(fixture);
  const length = Math.max(...texts.map(({ ids }) => ids.length));
  const [batch] = evaluationBatches(texts, { batchSize: texts.length, length, padId: 0, limit: Infinity });
  if (!batch) throw new Error('There is no batch.');
  return batch;
}
