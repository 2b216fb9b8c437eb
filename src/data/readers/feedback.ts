/**
 * Feedback data (KTO): an answer and whether it is desirable, under `label` or `kto_tag`, in the layouts of TRL and
 * LLaMA-Factory. Desirable answers are learned, undesirable ones never.
 */
import { isFields } from '../json-rows.ts';
import { badRow, collectPairs, drop } from '../pairs.ts';
import { lastAnswer } from './chat.ts';
import { answerPair, contextOf, type Fields } from './context.ts';
import { LOOKED_AT, type Reader } from './reader.ts';

const LABELS = ['kto_tag', 'label', 'desirable', 'is_desirable'];
const ANSWERS = ['completion', 'response', 'output', 'answer'];

/** True, false, 1 and 0, also as text; null for anything else. */
function verdictOf(label: unknown): boolean | null {
  const word =
    typeof label === 'string' || typeof label === 'number' || typeof label === 'boolean' ? String(label) : '';
  if (/^(true|1|1\.0)$/i.test(word.trim())) return true;
  return /^(false|0|0\.0)$/i.test(word.trim()) ? false : null;
}

/** What is judged, and the judgement under its key; null where the record has no such thing. */
function judged(record: Fields): { key: string; verdict: boolean | null; answer: unknown } | null {
  const key = LABELS.find((label) => label in record);
  const context = contextOf(record);
  const answerKey = ANSWERS.find((name) => record[name] !== undefined && record[name] !== null);
  const answer = answerKey === undefined ? undefined : record[answerKey];
  if (key === undefined || context === null || (answer === undefined && !Array.isArray(context))) return null;
  return { key, verdict: verdictOf(record[key]), answer };
}

export const feedback: Reader = {
  id: 'feedback',
  name: 'Feedback data (KTO)',
  metrics: ['rouge-l'],
  recognise({ records }) {
    const first = records
      .slice(0, LOOKED_AT)
      .flatMap(({ value }) => (isFields(value) ? (judged(value) ?? []) : []));
    const [known] = first;
    // A label of another kind is something to learn.
    if (!known || first.some(({ verdict }) => verdict === null)) return null;
    return { sure: true, evidence: `answers with ${known.key} true or false` };
  },
  read: ({ name, records }) =>
    collectPairs(name, records, ({ value, problem }) => {
      const found = isFields(value) ? judged(value) : null;
      if (!found || !isFields(value)) return badRow(problem ?? 'there is no answer with a label in it');
      if (found.verdict === null) return badRow(`its ${found.key} is neither true nor false`);
      if (!found.verdict) return drop('undesired', `its ${found.key} is false`);
      const context = contextOf(value);
      return found.answer === undefined && Array.isArray(context)
        ? lastAnswer(context)
        : answerPair(context, found.answer);
    }),
};
