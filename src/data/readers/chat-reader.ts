/** What the readers of conversations share: which key holds the turns, and a system text beside them. */
import { isFields, TURN_KEYS } from '../json-rows.ts';
import { badRow, collectPairs } from '../pairs.ts';
import { conversationOf, messagesOf, turnPairs } from './chat.ts';
import { systemOf } from './context.ts';
import { LOOKED_AT, type Reader } from './reader.ts';

/** @param about.speaker the key that tells a turn's speaker @param about.text the key of its text, to say so */
export function chatReader({
  speaker,
  text,
  ...named
}: Pick<Reader, 'id' | 'name'> & { speaker: string; text: string }): Reader {
  return {
    ...named,
    metrics: ['rouge-l'],
    recognise({ records }) {
      for (const { value } of records.slice(0, LOOKED_AT)) {
        if (!isFields(value)) continue;
        const key = TURN_KEYS.find((name) => messagesOf(value[name])?.some((turn) => speaker in turn));
        if (key !== undefined) return { sure: true, evidence: `${key} with ${speaker} and ${text}` };
      }
      return null;
    },
    read: (source) =>
      collectPairs(source, source.records, ({ value, problem }) => {
        const turns = isFields(value) ? conversationOf(value) : null;
        if (!turns || !isFields(value)) return badRow(problem ?? 'there is no conversation in it');
        return 'problem' in turns ? badRow(turns.problem) : turnPairs([...systemOf(value), ...turns]);
      }),
  };
}
