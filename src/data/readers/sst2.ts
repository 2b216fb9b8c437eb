/** GLUE SST-2 (Socher et al. 2013): a sentence of a film review, and whether its sentiment is positive. */
import { glueReader } from './glue.ts';

export const sst2 = glueReader({
  id: 'sst2',
  name: 'GLUE SST-2',
  // CoLA's test file has the same header.
  testHeader: 'index\tsentence',
  sentences: { sentence: '' },
  label: 'label',
  labels: { 0: 'negative', 1: 'positive' },
  // Others use these two names too, so nothing more than the header's shape tells.
  judge: (header) =>
    header.length === 2 ? { sure: false, evidence: 'columns sentence and label, labels 0 and 1' } : null,
});
