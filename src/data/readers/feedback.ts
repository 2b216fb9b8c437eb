/**
 * Feedback data (KTO): an answer and whether it is desirable, under `label` or `kto_tag`, in the layouts of TRL and
 * LLaMA-Factory. Desirable answers are learned, undesirable ones never.
 */
import { isFields } from '../json-rows.ts';
import { badRow, collectPairs, drop } from '../pairs.ts';
import { lastAnswer } from './chat.ts';
import { answerPair, asText, contextOf, type Fields } from './context.ts';
import { LOOKED_AT, type Reader } from './reader.ts';

/** Keys of feedback alone. The key `label` may hold labels of any kind. */
const FEEDBACK = ['kto_tag', 'desirable', 'is_desirable'];
const LABELS = [...FEEDBACK, 'label'];
const ANSWERS = ['completion', 'response', 'output', 'answer'];

const GOOD =
  /^(true|t|yes|y|\+?1(\.0+)?|desirable|desired|good|positive|chosen|accept(ed)?|liked?|correct|up|thumbs[ _-]?up|👍)$/u;
const BAD =
  /^(false|f|no|n|(0|[-−]1)(\.0+)?|un(desirable|desired)|bad|negative|reject(ed)?|disliked?|incorrect|wrong|down|thumbs[ _-]?down|👎)$/u;
const EMPTY = /^(|null|none|nan|n\/?a)$/;

type Verdict = 'good' | 'bad' | 'empty';

/** What a label says of its answer; null where it says something else. */
function verdictOf(label: unknown): Verdict | null {
  const word = asText(label ?? '')
    ?.trim()
    .toLowerCase();
  if (word === undefined) return null;
  if (EMPTY.test(word)) return 'empty';
  if (GOOD.test(word)) return 'good';
  return BAD.test(word) ? 'bad' : null;
}

/** A record with its keys in lower case, as tables do not always have them; null for anything else. */
const fieldsOf = (value: unknown): Fields | null =>
  isFields(value)
    ? Object.fromEntries(Object.entries(value).map(([key, held]) => [key.trim().toLowerCase(), held]))
    : null;

/** A record's label; null where it has no key for one. */
function labelOf(record: Fields): { key: string; verdict: Verdict | null } | null {
  const keys = LABELS.filter((key) => key in record);
  const key = keys.find((each) => verdictOf(record[each]) !== 'empty') ?? keys[0];
  return key === undefined ? null : { key, verdict: verdictOf(record[key]) };
}

/** A record's answer, undefined where a conversation ends with it, and its context; null where there is none. */
function answered(record: Fields) {
  const context = contextOf(record);
  const key = ANSWERS.find((name) => record[name] !== undefined && record[name] !== null);
  if (context === null || (key === undefined && !Array.isArray(context))) return null;
  return { context, answer: key === undefined ? undefined : record[key] };
}

export const feedback: Reader = {
  id: 'feedback',
  name: 'Feedback data (KTO)',
  metrics: ['rouge-l'],
  recognise({ records }) {
    let labels = 0;
    let evidence: string | null = null;
    for (const { value } of records) {
      const record = fieldsOf(value);
      const label = record && labelOf(record);
      if (!label) continue;
      evidence = `answers with ${label.key} true or false`;
      // Whatever stands under such a key, no other reader may learn its answers.
      if (FEEDBACK.includes(label.key)) return { sure: true, evidence };
      if (label.verdict === 'empty' || !answered(record)) continue;
      // A label of another kind is something to learn.
      if (label.verdict === null) return null;
      if (++labels === LOOKED_AT) break;
    }
    return evidence !== null && labels > 0 ? { sure: true, evidence } : null;
  },
  read: (source) =>
    collectPairs(source, source.records, ({ value, problem }) => {
      const record = fieldsOf(value);
      const found = record && answered(record);
      if (!found)
        return badRow(
          problem ?? 'it has no prompt or no answer; call their columns "prompt" and "completion"',
        );
      const label = labelOf(record);
      if (!label || label.verdict === 'empty')
        return drop('no-label', `its ${label?.key ?? 'label'} is empty`);
      if (label.verdict === null) return badRow(`its ${label.key} is neither true nor false`);
      if (label.verdict === 'bad') return drop('undesired', `its ${label.key} is false`);
      return found.answer === undefined && Array.isArray(found.context)
        ? lastAnswer(found.context)
        : answerPair(found.context, found.answer);
    }),
};
