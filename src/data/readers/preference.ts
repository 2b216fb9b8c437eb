/**
 * Preference data (DPO, ORPO, reward models): an answer that people chose and one that they rejected, in the layouts of TRL,
 * LLaMA-Factory, axolotl, OpenAI, HH-RLHF, UltraFeedback and Nectar, and two answers with a winner (comparison.ts). The
 * chosen answer is learned, a rejected one never.
 */
import { isFields } from '../json-rows.ts';
import { badRow, collectPairs, drop, type Drop, type Found } from '../pairs.ts';
import { ASSISTANT, lastAnswer, USER } from './chat.ts';
import { comparisonOf, firstNumber, winnerOf } from './comparison.ts';
import { answerPair, asText, contextOf, repeatPrompts, type Fields } from './context.ts';
import { LOOKED_AT, type Reader, type Source } from './reader.ts';

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

const TIE: Drop = { reason: 'rejected', problem: 'neither of its answers is the better one' };
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
  /** The answers that are left out. */
  rejected: unknown[];
}

/** What a record prefers; null where it says nothing of the kind. */
function preferenceOf(record: Fields): Preference | null {
  const rejected = heldKey(record, REJECTED);
  const chosen = heldKey(record, CHOSEN) ?? (rejected === undefined ? undefined : heldKey(record, ANSWER));
  if (rejected !== undefined || (chosen !== undefined && CHOSEN.includes(chosen)))
    return {
      evidence: `keys ${[chosen, rejected].filter((key) => key !== undefined).join(' and ')}`,
      chosen: chosen === undefined ? undefined : record[chosen],
      rejected: rejected === undefined ? [] : [record[rejected]],
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
    rejected: output.slice(1),
  };
}

/** UltraFeedback: completions of several models, each with a score; Nectar: answers, each with a rank, from 1. */
function scored(record: Fields): Preference | null {
  const completions = record['completions'] ?? record['answers'];
  if (!Array.isArray(completions) || completions.length === 0) return null;
  const answers = completions.filter(isFields).map((completion) => ({
    text: completion['response'] ?? completion['text'] ?? completion['answer'] ?? completion['content'],
    score: Number(
      completion['overall_score'] ??
        completion['fine-grained_score'] ??
        completion['score'] ??
        completion['rating'] ??
        (completion['rank'] === undefined ? NaN : -Number(completion['rank'])),
    ),
  }));
  const judged = answers.filter(({ score }) => Number.isFinite(score));
  // Answers without any judgement are a question's right ones.
  if (record['completions'] === undefined && judged.length === 0) return null;
  if (answers.length < completions.length || answers.every(({ text }) => asText(text) === null)) return null;
  const best = judged.reduce<(typeof judged)[number] | null>(
    (a, b) => (a && a.score >= b.score ? a : b),
    null,
  );
  return {
    evidence: 'several answers with a score or rank each; the best is learned',
    chosen: best?.text,
    rejected: answers.filter((answer) => answer !== best).map(({ text }) => text),
  };
}

/** LMSYS's export of the Arena: prompt and answer are lists of texts, as JSON, a round each. */
function rounds(prompt: unknown, answer: unknown): Found | null {
  const [asked, answered] = [prompt, answer].map(textList);
  if (!asked || asked.length !== answered?.length) return null;
  return lastAnswer(
    asked.flatMap((text, i) => [
      { speaker: USER, text },
      { speaker: ASSISTANT, text: answered[i] ?? '' },
    ]),
  );
}

function textList(held: unknown): string[] | null {
  if (typeof held !== 'string' || !held.startsWith('["')) return null;
  try {
    const list: unknown = JSON.parse(held);
    return Array.isArray(list) && list.every((text) => typeof text === 'string') ? list : null;
  } catch {
    return null;
  }
}

/** What a record prefers; what is left out of it where neither answer won; null where it does not say. */
function choiceOf(record: Fields, first: number | null): Preference | Drop[] | null {
  const comparison = comparisonOf(record);
  const winner = comparison && winnerOf(comparison, first);
  if (!comparison || winner === null) return preferenceOf(record);
  if (winner === 'tie') return [TIE, TIE];
  return {
    evidence: comparison.by,
    chosen: comparison.answers[winner],
    rejected: [comparison.answers[1 - winner]],
  };
}

const comparisonsIn = ({ records }: Source, limit = records.length) =>
  records.slice(0, limit).flatMap(({ value }) => (isFields(value) ? (comparisonOf(value) ?? []) : []));

/** A record's answers, chosen and rejected, each with its context. */
function givenIn(record: Fields, first: number | null) {
  const found = choiceOf(record, first);
  if (!found || Array.isArray(found)) return [];
  const context = contextOf(record);
  return [found.chosen, ...found.rejected]
    .filter((answer) => asText(answer)?.trim())
    .map((answer) => ({ context, answer }));
}

export const preference: Reader = {
  id: 'preference',
  name: 'Preference data',
  metrics: ['rouge-l'],
  recognise(source) {
    const [comparison] = comparisonsIn(source, LOOKED_AT).filter(({ verdict }) => verdict !== null);
    if (comparison)
      return {
        sure: true,
        evidence: `keys ${comparison.keys.join(' and ')}, the better one by ${comparison.by}`,
      };
    for (const { value } of source.records.slice(0, LOOKED_AT)) {
      const found = isFields(value) ? preferenceOf(value) : null;
      if (found && found.rejected.length > 0) return { sure: true, evidence: found.evidence };
    }
    return null;
  },
  read(source) {
    const { records } = source;
    const first = firstNumber(comparisonsIn(source));
    const isRepeated = repeatPrompts(
      records.flatMap(({ value }) => (isFields(value) ? givenIn(value, first) : [])),
    );
    return collectPairs(source, records, ({ value, problem }): Found => {
      const found = isFields(value) ? choiceOf(value, first) : null;
      if (!found || !isFields(value))
        return badRow(problem ?? 'it does not say which answer is the chosen one');
      if (Array.isArray(found)) return found;
      const leftOut = found.rejected.map(() => REJECTION);
      if (found.chosen === undefined)
        return leftOut.length > 0 ? leftOut : drop('empty-completion', 'there is no chosen answer');
      const pair =
        rounds(value['prompt'], found.chosen) ?? answerPair(contextOf(value), found.chosen, isRepeated);
      return [...pair, ...leftOut];
    });
  },
};
