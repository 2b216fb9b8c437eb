/** Prompts of two texts: a line each, with a title before it. An encoder reads the texts as two segments, without the titles. */

/** What stands before the two texts of a prompt, by what they are. */
export const TITLES = {
  inference: ['Premise: ', 'Hypothesis: '],
  answer: ['Question: ', 'Sentence: '],
  questions: ['Question 1: ', 'Question 2: '],
  sentences: ['Sentence 1: ', 'Sentence 2: '],
  texts: ['Text 1: ', 'Text 2: '],
} as const;
export type Titles = readonly [first: string, second: string];

/** The prompt of two texts; empty where one of them is, which a title alone would hide. */
export const promptOf = ([first, second]: readonly [string, string], titles: Titles): string =>
  first === '' || second === '' ? '' : `${titles[0]}${first}\n${titles[1]}${second}`;

/** The titles that all prompts have; null where they are single texts. */
export function titlesOf(prompts: Iterable<string>): Titles | null {
  let left: Titles[] = Object.values(TITLES);
  for (const prompt of prompts) {
    left = left.filter(([first, second]) => prompt.startsWith(first) && prompt.includes(`\n${second}`));
    if (left.length === 0) return null;
  }
  return left[0] ?? null;
}

/** The two texts of a prompt. Without titles its first line and the rest; empty where one is missing. */
export function splitTexts(prompt: string, titles: Titles): [string, string] {
  const [first, second] = titles;
  const body = prompt.startsWith(first) ? prompt.slice(first.length) : prompt;
  const titled = body.indexOf(`\n${second}`);
  const end = titled < 0 ? body.indexOf('\n') : titled;
  if (end < 0) return [body.trim(), ''];
  const rest = body.slice(end + 1);
  return [body.slice(0, end).trim(), (titled < 0 ? rest : rest.slice(second.length)).trim()];
}
