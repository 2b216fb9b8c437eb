/** GLUE CoLA (Warstadt et al. 2019): a sentence, and whether it is acceptable English. Its files have no header. */
import { glueReader } from './glue.ts';

const HEADER = ['source', 'label', 'mark', 'sentence'];

export const cola = glueReader({
  id: 'cola',
  name: 'GLUE CoLA',
  header: HEADER,
  sentences: { sentence: '' },
  label: 'label',
  labels: { 0: 'unacceptable', 1: 'acceptable' },
  judge: (_header, rows) =>
    // The author's own mark: a star, or more, before what is not acceptable.
    rows.every(
      ({ length, 1: label, 2: mark }) =>
        length === 4 && /^[01]$/.test(label ?? '') && /^\W*$/.test(mark ?? ''),
    )
      ? { sure: true, evidence: 'no header; source, label 0 or 1, mark, sentence' }
      : null,
});
