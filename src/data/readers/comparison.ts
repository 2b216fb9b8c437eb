/**
 * Two answers of which people preferred one, in the layouts of Chatbot Arena, SHP, PKU-SafeRLHF, HelpSteer's preferences,
 * WebGPT and their kin: `response_a`, `response_b` and a column that names the winner, or a score for each.
 */
import { asText, type Fields } from './context.ts';

/** The two answers of a record, and by which keys it says which one won. */
export interface Comparison {
  answers: readonly [unknown, unknown];
  /** Names of the answers' keys, in the same order. */
  keys: readonly [string, string];
  verdict: Verdict;
  /** The keys that tell the winner. */
  by: string;
}

/**
 * Which answer won: 0 or 1, by order. `tie` where neither did. A bare number, whose meaning the other rows may tell, stays as
 * it is, and null where nothing is said.
 */
type Verdict = 0 | 1 | 'tie' | { number: number } | null;

const ANSWER =
  /^(response|answer|completion|output|conversation|model_output|generation|candidate|reply|human_ref|assistant|summary)s?[_ -]?([ab12]|0)$/i;
const VERDICT =
  /^(winner|winning_(response|model)|preference|preferred(_(response|output|answer))?|human_preference|better(_response)?(_id)?|choice|chosen|verdict|labels?|judge?ment|selected)$/i;
/** Below zero the first answer is the better one, above zero the second. */
const STRENGTH = /^(preference_strength|overall_preference)$/i;

const pairKeys = (record: Fields): [string, string] | null => {
  const found = Object.keys(record).flatMap((key) => {
    const [, stem, side] = ANSWER.exec(key) ?? [];
    return stem && side ? [{ key, stem: stem.toLowerCase(), side: side.toLowerCase() }] : [];
  });
  for (const { key, stem, side } of found) {
    const next = { a: 'b', 0: '1', 1: '2' }[side];
    const other = found.find((each) => each.stem === stem && each.side === next);
    if (other) return [key, other.key];
  }
  return null;
};

/** What stands behind the last word of a key: `response_a` ends in "a". */
const sideOf = (key: string) => key.slice(-1).toLowerCase();

function readVerdict(given: unknown, keys: readonly [string, string], record: Fields): Verdict {
  const text = asText(given)?.trim() ?? '';
  if (text === '') return null;
  const side = keys.findIndex((key) => asText(record[key])?.trim() === text);
  if (side === 0 || side === 1) return side;
  const word = text.toLowerCase();
  if (/^(tie|both|equal|same|draw|neither|none|no preference)\b/.test(word)) return 'tie';
  if (/^[+-]?\d+(\.\d+)?$/.test(word)) return { number: Number(word) };
  if (/^(first|left)$/.test(word)) return 0;
  if (/^(second|right)$/.test(word)) return 1;
  // "model_a", "response 2", "B", or the name of a key.
  const [, last = ''] = /^(?:[a-z]+[_ -]?)*?([ab012])$/.exec(word) ?? [];
  const named = keys.findIndex((key) => key.toLowerCase() === word || sideOf(key) === last);
  return named === 0 || named === 1 ? named : null;
}

/** A number, or a truth value as 1 or 0; NaN for anything else. */
function numberOf(value: unknown): number {
  const text = asText(value)?.trim().toLowerCase() ?? '';
  return text === '' ? NaN : Number({ true: 1, false: 0 }[text] ?? text);
}

/** Which answer the greater of two numbers stands for. */
function greater(first: unknown, second: unknown): Verdict {
  const [a, b] = [numberOf(first), numberOf(second)];
  if (Number.isNaN(a) || Number.isNaN(b)) return null;
  return a === b ? 'tie' : a > b ? 0 : 1;
}

/** The answers that a record compares, whatever it says of them; null where it holds no two, or nothing that judges them. */
export function comparisonOf(record: Fields): Comparison | null {
  const keys = pairKeys(record);
  if (!keys) return null;
  const answers = [record[keys[0]], record[keys[1]]] as const;
  const names = Object.keys(record);
  const found = { answers, keys };
  const [first, second] = keys.map(sideOf);
  const strength = names.find((name) => STRENGTH.test(name));
  if (strength !== undefined) return { ...found, by: strength, verdict: greater(0, record[strength]) };
  // LMSYS's flags: winner_model_a, winner_model_b, winner_tie.
  const flags = [first, second].map((side) =>
    names.find((name) => new RegExp(`^winner_.*_${side}$`, 'i').test(name)),
  );
  const [flagA, flagB] = flags;
  if (flagA !== undefined && flagB !== undefined)
    return { ...found, by: `${flagA} and ${flagB}`, verdict: greater(record[flagA], record[flagB]) };
  const by = names.find((name) => VERDICT.test(name));
  if (by !== undefined) {
    const verdict = readVerdict(record[by], keys, record);
    return { ...found, by, verdict: isShp(keys) ? shpVerdict(verdict) : verdict };
  }
  const scores = [first, second].map((side) =>
    names.find((name) => new RegExp(`^(score|rating|reward)s?[_ -]?${side}$`, 'i').test(name)),
  );
  const [scoreA, scoreB] = scores;
  return scoreA !== undefined && scoreB !== undefined
    ? { ...found, by: `${scoreA} and ${scoreB}`, verdict: greater(record[scoreA], record[scoreB]) }
    : null;
}

/** The Stanford Human Preferences dataset says 1 where answer A is preferred, else 0. */
const isShp = ([key]: readonly [string, string]) => /^human_ref/i.test(key);
const shpVerdict = (verdict: Verdict): Verdict =>
  typeof verdict === 'object' && verdict !== null
    ? verdict.number === 1
      ? 0
      : verdict.number === 0
        ? 1
        : null
    : verdict;

/**
 * What a bare number means in a file: the smaller of 0 and 1, or of 1 and 2, is the first answer. Where all numbers are 1,
 * `answer_1` and `answer_2` are counted as their names say, and nothing tells of `answer_a` and `answer_b`.
 * @returns the number that means the first answer; null where nothing tells
 */
export function firstNumber(comparisons: readonly Comparison[]): number | null {
  const numbers = new Set(
    comparisons.map(({ verdict }) => (typeof verdict === 'object' && verdict ? verdict.number : null)),
  );
  if (numbers.has(0)) return 0;
  if (numbers.has(2)) return 1;
  const [first] = comparisons;
  return first && /[01]$/.test(first.keys[0]) ? Number(sideOf(first.keys[0])) : null;
}

/** The answer that won, `tie` where neither did; null where the record does not say. @param first as of `firstNumber` */
export function winnerOf({ verdict }: Comparison, first: number | null): 0 | 1 | 'tie' | null {
  if (typeof verdict !== 'object' || verdict === null) return verdict;
  const index = first === null ? -1 : verdict.number - first;
  return index === 0 || index === 1 ? index : null;
}
