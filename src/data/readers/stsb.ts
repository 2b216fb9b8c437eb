/** GLUE STS-B (Cer et al. 2017): two sentences, and how near they are in meaning, from 0 to 5. */
import { glueReader } from './glue.ts';

export const stsb = glueReader({
  id: 'stsb',
  name: 'GLUE STS-B',
  metrics: ['pearson', 'spearman'],
  testHeader: 'index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2',
  sentences: { sentence1: 'Sentence 1: ', sentence2: 'Sentence 2: ' },
  label: 'score',
  labels: 'numbers',
  judge: (header) => ({
    sure: header.includes('genre'),
    evidence: 'columns sentence1, sentence2 and score, a number',
  }),
});
