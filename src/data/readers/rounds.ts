/** Conversations as lists of texts, the user's first, then the assistant's, and so on: LIMA, UltraChat. */
import { isFields, TURN_KEYS } from '../json-rows.ts';
import { badRow, collectPairs } from '../pairs.ts';
import { ASSISTANT, turnPairs, USER } from './chat.ts';
import { systemOf, type Fields } from './context.ts';
import { LOOKED_AT, type Reader } from './reader.ts';

const KEYS = [...TURN_KEYS, 'data'];

const isText = (held: unknown): held is string => typeof held === 'string';

/** A record's texts, and the key under which it has them. */
function textsOf(record: Fields): { key: string; texts: string[] } | null {
  for (const key of KEYS) {
    const held = record[key];
    if (Array.isArray(held) && held.length > 0 && held.every(isText)) return { key, texts: held };
  }
  return null;
}

export const rounds: Reader = {
  id: 'rounds',
  name: 'Conversations as lists of texts',
  metrics: ['rouge-l'],
  recognise({ records }) {
    for (const { value } of records.slice(0, LOOKED_AT)) {
      const found = isFields(value) ? textsOf(value) : null;
      if (found)
        return { sure: false, evidence: `${found.key} with texts, the user’s and the assistant’s by turns` };
    }
    return null;
  },
  read: (source) =>
    collectPairs(source, source.records, ({ value, problem }) => {
      const found = isFields(value) ? textsOf(value) : null;
      if (!found || !isFields(value)) return badRow(problem ?? 'there is no conversation in it');
      const turns = found.texts.map((text, i) => ({ speaker: i % 2 === 0 ? USER : ASSISTANT, text }));
      return turnPairs([...systemOf(value), ...turns]);
    }),
};
