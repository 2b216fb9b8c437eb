/**
 * Answers with ratings, a row each, as in HelpSteer (Wang et al. 2023). Of each prompt the answer that is rated best is learned,
 * the others never.
 */
import { isFields } from '../json-rows.ts';
import { badRow, collectPairs, drop } from '../pairs.ts';
import { answerPair, asText, contextOf, type Fields } from './context.ts';
import { LOOKED_AT, type Reader, type Source } from './reader.ts';

/** The likeliest first. */
const RATINGS = [
  'overall_score',
  'helpfulness',
  'overall',
  'score',
  'rating',
  'reward',
  'quality',
  'human_score',
];
const ANSWERS = ['response', 'completion', 'output', 'answer'];

interface Rated {
  prompt: string;
  answer: unknown;
  rating: number;
}

const ratingKey = ({ records }: Source): string | undefined =>
  RATINGS.find((key) =>
    records.slice(0, LOOKED_AT).some(({ value }) => isFields(value) && ratedOf(value, key) !== null),
  );

/** A record's answer and rating; null where one of them is missing. */
function ratedOf(record: Fields, key: string): Rated | null {
  const answer = ANSWERS.map((name) => record[name]).find((held) => held !== undefined && held !== null);
  const given = asText(record[key])?.trim() ?? '';
  const context = contextOf(record);
  return context !== null && answer !== undefined && /^-?\d+(\.\d+)?$/.test(given)
    ? { prompt: JSON.stringify(context), answer, rating: Number(given) }
    : null;
}

/** The best rating of each prompt. */
function bestOf({ records }: Source, key: string): Map<string, number> {
  const best = new Map<string, number>();
  for (const { value } of records) {
    const rated = isFields(value) ? ratedOf(value, key) : null;
    if (rated) best.set(rated.prompt, Math.max(rated.rating, best.get(rated.prompt) ?? -Infinity));
  }
  return best;
}

export const ratings: Reader = {
  id: 'ratings',
  name: 'Rated answers',
  metrics: ['rouge-l'],
  recognise(source) {
    const key = ratingKey(source);
    return key === undefined
      ? null
      : { sure: true, evidence: `answers with ${key}; of each prompt the best one is learned` };
  },
  read(source) {
    const key = ratingKey(source) ?? '';
    const best = bestOf(source, key);
    return collectPairs(source, source.records, ({ value, problem }) => {
      const rated = isFields(value) ? ratedOf(value, key) : null;
      if (!rated || !isFields(value)) return badRow(problem ?? `there is no answer with a ${key} in it`);
      if (rated.rating < (best.get(rated.prompt) ?? -Infinity))
        return drop('rejected', 'another answer to its prompt is rated better');
      return answerPair(contextOf(value), rated.answer);
    });
  },
};
