/** Texts of the encoders' fixtures (tools/fixtures/bert.py). */
import { NLI_LABELS } from '../../core/nli-labels.ts';
import type { Example } from '../../data/dataset.ts';
import type expected from './fixtures/bert/bert/expected.json';

/** The pairs of texts that a fixture's logits are of, as examples of the nli task. */
export const examplesOf = ({
  ids,
  types,
  targets,
}: Pick<typeof expected, 'ids' | 'types' | 'targets'>): Example[] =>
  ids.map((own, text) => ({
    prompt: String(text),
    completion: NLI_LABELS[targets[text] ?? 0] ?? '',
    ids: Int32Array.from(own),
    completionStart: own.length,
    text: { label: targets[text] ?? 0, types: Int32Array.from(types[text] ?? []) },
  }));
