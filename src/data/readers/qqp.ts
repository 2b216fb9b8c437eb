/** GLUE QQP (Quora 2017): two questions, and whether they ask the same. */
import { glueReader } from './glue.ts';

export const qqp = glueReader({
  id: 'qqp',
  name: 'GLUE QQP',
  metrics: ['f1', 'accuracy'],
  positiveLabel: 'duplicate',
  testHeader: 'id\tquestion1\tquestion2',
  sentences: { question1: 'Question 1: ', question2: 'Question 2: ' },
  label: 'is_duplicate',
  labels: { 0: 'not duplicate', 1: 'duplicate' },
  judge: () => ({ sure: true, evidence: 'columns question1, question2 and is_duplicate' }),
});
