/** What the readers of instruction data share: one record is one prompt, made of several texts, and its answer. */
import { isFields } from '../json-rows.ts';
import { badRow, collectPairs, drop } from '../pairs.ts';
import { answerPair, asText, contextOf, type Fields } from './context.ts';
import { LOOKED_AT, type Reader, type Recognition } from './reader.ts';

interface Layout extends Pick<Reader, 'id' | 'name' | 'metrics'>, Recognition {
  /** The keys that a record has. */
  keys: readonly string[];
  /** The answer in a record. */
  answer: (record: Fields) => unknown;
}

/** A reader of records with these keys; `contextOf` makes the prompt. */
export function instructionReader({ keys, answer, sure, evidence, ...named }: Layout): Reader {
  const fits = (value: unknown): value is Fields => isFields(value) && keys.every((key) => key in value);
  return {
    ...named,
    recognise: ({ records }) =>
      records.slice(0, LOOKED_AT).some(({ value }) => fits(value) && asText(answer(value)) !== null)
        ? { sure, evidence }
        : null,
    read: (source) =>
      collectPairs(source, source.records, ({ value, problem }) => {
        if (!fits(value)) return badRow(problem ?? `it has not all of the keys ${keys.join(', ')}`);
        // An input or context is no question: without one the row is wrong.
        const [asked = ''] = keys;
        if (!asText(value[asked])?.trim()) return drop('empty-prompt', `"${asked}" is empty`);
        return answerPair(contextOf(value), answer(value) ?? '');
      }),
  };
}
