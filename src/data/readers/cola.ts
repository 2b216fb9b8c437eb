/** GLUE CoLA (Warstadt et al. 2019): a sentence, and whether it is acceptable English. Its files have no header. */
import { glueReader } from './glue.ts';

const HEADER = ['source', 'label', 'mark', 'sentence'];

/** The mark is the author's own: a star, or more, before what is not acceptable. */
const fits = ({ length, 1: label, 2: mark }: readonly string[]) =>
  length === 4 && /^[01]$/.test(label ?? '') && /^\W*$/.test(mark ?? '');

export const cola = glueReader({
  id: 'cola',
  name: 'GLUE CoLA',
  metrics: ['matthews', 'accuracy'],
  header: HEADER,
  sentences: { sentence: '' },
  label: 'label',
  labels: { 0: 'unacceptable', 1: 'acceptable' },
  judge(_header, rows) {
    const [first = [], ...others] = rows;
    // A header, which does not fit, makes it another table; one odd row among others does not.
    const isCola = fits(first) && others.filter(fits).length >= others.length / 2;
    return isCola ? { sure: true, evidence: 'no header; source, label 0 or 1, mark, sentence' } : null;
  },
});
