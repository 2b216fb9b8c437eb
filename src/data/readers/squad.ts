/** SQuAD (Rajpurkar et al. 2016), one row a question: the question, below it its context, and the first answer as completion. */
import { isFields } from '../json-rows.ts';
import { instructionReader } from './instruction.ts';

export const squad = instructionReader({
  id: 'squad',
  name: 'Questions on a context (SQuAD)',
  metrics: ['exact-match', 'rouge-l'],
  sure: true,
  evidence: 'keys question, context and answer; the context stands in the prompt, below a blank line',
  keys: ['question', 'context'],
  answer: ({ answers, answer }) => {
    if (!isFields(answers)) return Array.isArray(answers) ? (answers[0] as unknown) : (answer ?? answers);
    const { text } = answers;
    // A question without an answer has an empty list.
    return Array.isArray(text) ? ((text[0] as unknown) ?? '') : text;
  },
});
