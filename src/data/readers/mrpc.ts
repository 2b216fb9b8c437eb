/** GLUE MRPC (Dolan & Brockett 2005): two sentences from the news, and whether they say the same. */
import { glueReader } from './glue.ts';

export const mrpc = glueReader({
  id: 'mrpc',
  name: 'GLUE MRPC',
  metrics: ['f1', 'accuracy'],
  positiveLabel: 'equivalent',
  // Microsoft's own files are msr_paraphrase_train.txt and the like.
  inText: true,
  testHeader: 'index\t#1 ID\t#2 ID\t#1 String\t#2 String',
  sentences: { '#1 String': 'Sentence 1: ', '#2 String': 'Sentence 2: ' },
  label: 'Quality',
  labels: { 0: 'not equivalent', 1: 'equivalent' },
  judge: () => ({ sure: true, evidence: 'columns Quality, #1 String and #2 String' }),
});
