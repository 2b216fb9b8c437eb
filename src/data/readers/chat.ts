/**
 * A conversation as pairs: one for each of the assistant's turns, with all that was said before it as the prompt, the
 * system's text first. Every turn is used, not the last alone, since prompts grow and early turns fit short models.
 */
import { isFields, TURN_KEYS } from '../json-rows.ts';
import { badRow, drop, MOST_PROMPT, type Drop, type Found, type SourcePair } from '../pairs.ts';

export interface Turn {
  speaker: string;
  text: string;
  /** Why the model does not learn what the assistant says here: it is only told to the turns after it, or left out. */
  unlearned?: 'told' | 'zero-weight';
}

export const ASSISTANT = 'Assistant';
export const USER = 'User';

const SPEAKERS: ReadonlyMap<string, string> = new Map([
  ['system', 'System'],
  ['developer', 'System'],
  ['human', USER],
  ['user', USER],
  ['prompter', USER],
  ['gpt', ASSISTANT],
  ['chatgpt', ASSISTANT],
  ['bot', ASSISTANT],
  ['model', ASSISTANT],
  ['assistant', ASSISTANT],
]);

/** A text, a number as text, or the texts of parts in a row; null where a part is no text, such as a picture. */
function contentText(content: unknown): string | null {
  if (content === null || content === undefined) return '';
  if (Array.isArray(content)) {
    const parts = content.map(contentText);
    return parts.includes(null) ? null : parts.join('');
  }
  if (!isFields(content)) return typeof content === 'string' ? content : JSON.stringify(content);
  const text = content['text'] ?? content['value'] ?? content['content'];
  return typeof text === 'string' || typeof text === 'number' ? String(text) : null;
}

/** OpenAI's and axolotl's ways to say that an answer, or a part of it, is not to be learned. */
function isUnlearned(turn: Readonly<Record<string, unknown>>): boolean {
  const { content, value } = turn;
  const parts = [content, value].flatMap((held) => (Array.isArray(held) ? held.filter(isFields) : []));
  return [turn, ...parts].some((held) =>
    ['weight', 'loss', 'loss_weight', 'train'].some((key) => {
      const weight = held[key];
      return (
        weight === false || (weight !== null && weight !== undefined && weight !== '' && Number(weight) === 0)
      );
    }),
  );
}

/** One message, `role` and `content` or `from` and `value`; null where it is none, or holds more than text. */
export function turnOf(message: unknown): Turn | null {
  if (!isFields(message)) return null;
  const speaker = message['role'] ?? message['from'];
  const text = contentText(message['content'] ?? message['value'] ?? message['text']);
  if (typeof speaker !== 'string' || text === null) return null;
  const turn = { speaker: SPEAKERS.get(speaker.toLowerCase()) ?? speaker, text };
  return isUnlearned(message) ? { ...turn, unlearned: 'zero-weight' } : turn;
}

/** A list of messages as such, or as JSON within a cell of a table; null where it is none. */
export function messagesOf(held: unknown): Readonly<Record<string, unknown>>[] | null {
  const list = typeof held === 'string' && /^\s*\[\s*\{/.test(held) ? fromJson(held) : held;
  if (!Array.isArray(list) || !list.every(isFields)) return null;
  return list.length === 0 || list.some((item) => 'role' in item || 'from' in item) ? list : null;
}

/** The turns of a list of messages; null where it is none, the problem where one of them cannot be read. */
export function turnsOf(held: unknown): Turn[] | { problem: string } | null {
  const messages = messagesOf(held);
  if (!messages) return null;
  const turns = messages.map(turnOf);
  const bad = turns.indexOf(null);
  if (bad >= 0) return { problem: `message ${bad + 1} has no speaker, or holds more than text` };
  return turns.filter((turn) => turn !== null);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The turns of the conversation that a record holds under one of the usual keys. */
export function conversationOf(record: Readonly<Record<string, unknown>>): ReturnType<typeof turnsOf> {
  for (const key of TURN_KEYS) {
    const turns = turnsOf(record[key]);
    if (turns) return turns;
  }
  return null;
}

export function turnPairs(turns: readonly Turn[]): Found {
  const pairs: Omit<SourcePair, 'line'>[] = [];
  const leftOut: Drop[] = [];
  const said: string[] = [];
  /** Of `said`, with the line ends between. */
  let length = 0;
  let opening: string | undefined;
  for (const { speaker, text, unlearned } of turns) {
    const completion = text.trim();
    if (completion === '') continue;
    // What the assistant says unasked is only told to the turns after it.
    if (speaker === ASSISTANT && said.length > 0) {
      if (unlearned === 'zero-weight')
        leftOut.push({ reason: unlearned, problem: 'its answer has the weight 0' });
      // Prompts of a long conversation would fill the memory: each repeats all that was said before.
      else if (!unlearned && length > MOST_PROMPT)
        leftOut.push({
          reason: 'prompt-too-long',
          problem: 'so much was said before that no model can read it',
        });
      else if (!unlearned) {
        const prompt = said.join('\n');
        opening ??= prompt;
        pairs.push({ prompt, completion, group: opening });
      }
    }
    said.push(`${speaker}: ${completion}`);
    length += speaker.length + completion.length + 3;
  }
  return pairs.length + leftOut.length > 0
    ? [...pairs, ...leftOut]
    : drop('empty-completion', 'the assistant answers nobody in this conversation');
}

/** The pair of a conversation's last turn, which must be the assistant's; all before it is told. */
export function lastAnswer(turns: readonly Turn[]): Found {
  if (turns.at(-1)?.speaker !== ASSISTANT)
    return badRow('the conversation does not end with an answer of the assistant');
  return turnPairs(turns.map((turn, i) => (i < turns.length - 1 ? { ...turn, unlearned: 'told' } : turn)));
}
