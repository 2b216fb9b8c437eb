/** TRL's conversational pairs: prompt and completion are lists of messages, or one of them is. */
import { isFields } from '../json-rows.ts';
import { badRow, collectPairs } from '../pairs.ts';
import { messagesOf, turnsOf } from './chat.ts';
import { answerPairs, contextOf } from './context.ts';
import { LOOKED_AT, type Reader } from './reader.ts';

export const trl: Reader = {
  id: 'trl',
  name: 'Prompt and completion messages (TRL)',
  metrics: ['rouge-l'],
  recognise: ({ records }) =>
    records
      .slice(0, LOOKED_AT)
      .some(({ value }) => isFields(value) && 'prompt' in value && messagesOf(value['completion']))
      ? { sure: true, evidence: 'prompt and completion with role and content' }
      : null,
  read: (source) =>
    collectPairs(source, source.records, ({ value, problem }) => {
      const context = isFields(value) ? contextOf(value) : null;
      const completion = isFields(value) ? turnsOf(value['completion']) : null;
      if (context === null || completion === null)
        return badRow(problem ?? 'prompt or completion is missing');
      if (typeof context === 'object' && 'problem' in context) return badRow(context.problem);
      return 'problem' in completion ? badRow(completion.problem) : answerPairs(context, completion);
    }),
};
