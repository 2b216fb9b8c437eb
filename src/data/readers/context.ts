/** What an answer is given to, in the layouts of instruction, chat and preference data: one text, or turns of a chat. */
import { isFields } from '../json-rows.ts';
import { badRow, pairOf, type Found } from '../pairs.ts';
import {
  ASSISTANT,
  conversationOf,
  lastAnswer,
  turnOf,
  turnPairs,
  turnsOf,
  USER,
  type Turn,
} from './chat.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A text, a number or a truth value as text; null for anything else. */
export const asText = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

/** The first of these keys that holds a text which is not blank. */
export function firstText(record: Fields, keys: readonly string[]): string | null {
  for (const key of keys) {
    const text = asText(record[key]);
    if (text?.trim()) return text.trim();
  }
  return null;
}

const SYSTEM = ['system', 'system_prompt', 'system_message'];
/** An instruction comes first: a prompt beside it is made of it. `history` is SHP's. */
const ASKED = ['instruction', 'prompt', 'question', 'query', 'input', 'user', 'history', 'post'];

/** Whether no word goes on from one text into the next. */
const parts = (before: string, after: string) =>
  !/[\p{L}\p{N}]$/u.test(before.slice(-2)) || !/^[\p{L}\p{N}]/u.test(after.slice(0, 2));

/** Whether a ready-made prompt holds this text already, as words of its own. */
function holds(prompt: string, text: string): boolean {
  for (let at = prompt.indexOf(text); at >= 0; at = prompt.indexOf(text, at + 1))
    if (parts(prompt.slice(0, at), text) && parts(text, prompt.slice(at + text.length))) return true;
  return false;
}

/** The system's text as the turn that opens a chat; none where there is none. */
export function systemOf(record: Fields): Turn[] {
  const text = firstText(record, SYSTEM);
  return text === null ? [] : [{ speaker: 'System', text }];
}

/** Earlier questions and answers, `history` in LLaMA-Factory's files. */
function historyOf({ history }: Fields): Turn[] {
  if (!Array.isArray(history)) return [];
  return history.flatMap((round: unknown): Turn[] => {
    const [asked, answered] = (Array.isArray(round) ? round : []).map(asText);
    return asked && answered
      ? [
          { speaker: USER, text: asked },
          { speaker: ASSISTANT, text: answered, unlearned: 'told' },
        ]
      : [];
  });
}

/**
 * What an answer in the record is given to: its conversation, else its prompt. An instruction has its input on the next
 * line; a context stands below, after a blank line; a system's text stands above.
 */
export function contextOf(record: Fields): Turn[] | string | { problem: string } | null {
  const { input } = record;
  const chat =
    turnsOf(record['prompt']) ??
    conversationOf(record) ??
    turnsOf(record['context']) ??
    (isFields(input) ? conversationOf(input) : null);
  if (chat) return 'problem' in chat ? chat : [...systemOf(record), ...chat];
  const asked = firstText(record, ASKED);
  if (asked === null) return null;
  // A prompt that was made of the other texts stands alone.
  const isNew = (text: string | null) =>
    text !== null && text !== asked && !(asked === firstText(record, ['prompt']) && holds(asked, text));
  const more = firstText(record, ['input']);
  const below = firstText(record, ['context']);
  const whole = asked + (isNew(more) ? `\n${more}` : '') + (isNew(below) ? `\n\n${below}` : '');
  const history = historyOf(record);
  if (history.length > 0) return [...systemOf(record), ...history, { speaker: USER, text: whole }];
  const system = firstText(record, SYSTEM);
  return isNew(system) ? `${system}\n\n${whole}` : whole;
}

type Context = ReturnType<typeof contextOf>;

/** Whether every answer repeats its prompt as text before it, as some exports have it. */
export const repeatPrompts = (given: readonly { context: Context; answer: unknown }[]): boolean =>
  given.length > 0 &&
  given.every(({ context, answer }) => {
    const text = asText(answer)?.trim();
    return (
      typeof context === 'string' && text?.startsWith(context) && parts(context, text.slice(context.length))
    );
  });

/**
 * The pair of one answer, a text or messages, whose last is learned, and its context.
 * @param repeatsPrompt the text of the answer begins with the prompt, which is cut off
 */
export function answerPair(context: Context, answer: unknown, repeatsPrompt = false): Found {
  if (context !== null && typeof context === 'object' && 'problem' in context) return badRow(context.problem);
  const single = isFields(answer) ? turnOf(answer) : null;
  const turns = single ? [single] : turnsOf(answer);
  if (turns) {
    if ('problem' in turns) return badRow(turns.problem);
    // Some files repeat the whole conversation before each answer.
    const isWhole = turns.some(({ speaker }) => speaker === USER);
    return lastAnswer([...(isWhole ? openingOf(context) : asTurns(context)), ...turns]);
  }
  const text = asText(answer)?.trim();
  if (text === undefined) return badRow('the answer is no text');
  if (Array.isArray(context)) return lastAnswer([...context, { speaker: ASSISTANT, text }]);
  if (context === null) return spokenAnswer(text);
  return pairOf(context, repeatsPrompt && text.startsWith(context) ? text.slice(context.length) : text);
}

/** Every answer in `messages`, given to the context. */
export function answerPairs(context: Turn[] | string, messages: readonly Turn[]): Found {
  return turnPairs([...asTurns(context).map((turn): Turn => ({ ...turn, unlearned: 'told' })), ...messages]);
}

const asTurns = (context: Turn[] | string | null): Turn[] =>
  typeof context === 'string' ? [{ speaker: USER, text: context }] : (context ?? []);

/** A system's turn that opens the context, for a conversation that repeats the rest. */
const openingOf = (context: Turn[] | string | null): Turn[] =>
  Array.isArray(context) ? context.filter(({ speaker }) => speaker === 'System').slice(0, 1) : [];

/** A conversation in one text, "\n\nHuman: …\n\nAssistant: …", as in Anthropic's HH-RLHF; its last answer is learned. */
function spokenAnswer(text: string): Found {
  const parts = `\n\n${text}`.split(/\n\n(Human|Assistant):/).slice(1);
  const turns = parts.flatMap((speaker, i): Turn[] =>
    i % 2 === 0
      ? [{ speaker: speaker === 'Human' ? USER : ASSISTANT, text: parts[i + 1]?.trim() ?? '' }]
      : [],
  );
  return turns.length > 1 ? lastAnswer(turns) : badRow('there is no prompt beside the answer');
}
