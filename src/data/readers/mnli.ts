/**
 * GLUE MNLI (Williams et al. 2018): a premise, a hypothesis, and whether the one entails the other. SNLI has the same
 * columns, but no genre. Rows on whose label the annotators did not agree have "-" and are left out.
 */
import { glueReader } from './glue.ts';

export const mnli = glueReader({
  id: 'mnli',
  name: 'GLUE MNLI',
  testHeader:
    'index\tpromptID\tpairID\tgenre\tsentence1_binary_parse\tsentence2_binary_parse\tsentence1_parse\tsentence2_parse\tsentence1\tsentence2',
  sentences: { sentence1: 'Premise: ', sentence2: 'Hypothesis: ' },
  label: 'gold_label',
  labels: { entailment: 'entailment', neutral: 'neutral', contradiction: 'contradiction' },
  unlabelled: { '-': 'its annotators agreed on no label' },
  judge: (header) => ({
    sure: header.includes('genre'),
    evidence: 'columns sentence1, sentence2 and gold_label',
  }),
});
