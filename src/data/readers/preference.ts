/**
 * Preference data (DPO, ORPO, reward models): an answer that people chose and one that they rejected, in the layouts of TRL,
 * LLaMA-Factory, axolotl, OpenAI, HH-RLHF and UltraFeedback. The chosen answer is learned, a rejected one never.
 */
import { isFields } from '../json-rows.ts';
import { badRow, collectPairs, drop, type Drop, type Found } from '../pairs.ts';
import { answerPair, asText, contextOf, type Fields } from './context.ts';
import { LOOKED_AT, type Reader } from './reader.ts';

const CHOSEN = [
  'chosen',
  'chosen_response',
  'response_chosen',
  'preferred_output',
  'preferred',
  'accepted',
  'response_j',
];
const REJECTED = [
  'rejected',
  'rejected_response',
  'response_rejected',
  'non_preferred_output',
  'dispreferred',
  'reject',
  'response_k',
];
/** Where the chosen answer stands in files that only add a rejected one to their pairs. */
const ANSWER = ['output', 'completion', 'response', 'answer'];

const REJECTION: Drop = { reason: 'rejected', problem: 'its only answer is a rejected one' };

/** The first of these keys that holds an answer; a truth value is none. */
const heldKey = (record: Fields, keys: readonly string[]) =>
  keys.find((key) => {
    const held = record[key];
    return held !== null && held !== undefined && held !== '' && typeof held !== 'boolean';
  });

interface Preference {
  /** By which keys, for the page to say. */
  evidence: string;
  chosen: unknown;
  /** How many answers are left out. */
  rejected: number;
}

/** What a record prefers; null where it says nothing of the kind. */
function preferenceOf(record: Fields): Preference | null {
  const rejected = heldKey(record, REJECTED);
  const chosen = heldKey(record, CHOSEN) ?? (rejected === undefined ? undefined : heldKey(record, ANSWER));
  if (rejected !== undefined || (chosen !== undefined && CHOSEN.includes(chosen)))
    return {
      evidence: `keys ${[chosen, rejected].filter((key) => key !== undefined).join(' and ')}`,
      chosen: chosen === undefined ? undefined : record[chosen],
      rejected: rejected === undefined ? 0 : 1,
    };
  return ranked(record) ?? scored(record);
}

/** LLaMA-Factory's older files: the output is a list of two, the better one first. */
function ranked({ instruction, output }: Fields): Preference | null {
  if (asText(instruction) === null || !Array.isArray(output) || output.length < 2) return null;
  if (!output.every((answer) => typeof answer === 'string')) return null;
  return {
    evidence: 'output as a list, the better answer first',
    chosen: output[0],
    rejected: output.length - 1,
  };
}

/** UltraFeedback: completions of several models, each with a score. */
function scored({ completions }: Fields): Preference | null {
  if (!Array.isArray(completions) || completions.length === 0) return null;
  const answers = completions.filter(isFields).map((completion) => ({
    text: completion['response'] ?? completion['text'] ?? completion['content'],
    score: Number(
      completion['overall_score'] ??
        completion['fine-grained_score'] ??
        completion['score'] ??
        completion['rating'] ??
        NaN,
    ),
  }));
  const judged = answers.filter(({ score }) => Number.isFinite(score));
  if (answers.length < completions.length || answers.every(({ text }) => asText(text) === null)) return null;
  const best = judged.reduce<(typeof judged)[number] | null>(
    (a, b) => (a && a.score >= b.score ? a : b),
    null,
  );
  return {
    evidence: 'completions with a score each; the best is learned',
    chosen: best?.text,
    rejected: completions.length - (best ? 1 : 0),
  };
}

export const preference: Reader = {
  id: 'preference',
  name: 'Preference data',
  metrics: ['rouge-l'],
  recognise({ records }) {
    for (const { value } of records.slice(0, LOOKED_AT)) {
      const found = isFields(value) ? preferenceOf(value) : null;
      if (found && found.rejected > 0) return { sure: true, evidence: found.evidence };
    }
    return null;
  },
  read: ({ name, records }) =>
    collectPairs(name, records, ({ value, problem }): Found => {
      const found = isFields(value) ? preferenceOf(value) : null;
      if (!found || !isFields(value)) return badRow(problem ?? 'there is no chosen answer in it');
      const leftOut = Array.from({ length: found.rejected }, () => REJECTION);
      if (found.chosen === undefined)
        return leftOut.length > 0 ? leftOut : drop('empty-completion', 'there is no chosen answer');
      return [...answerPair(contextOf(value), found.chosen), ...leftOut];
    }),
};
