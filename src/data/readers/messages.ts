/** Chat `messages` as OpenAI's fine-tuning and many trainers take them: `role` and `content` of each turn. */
import { z } from 'zod';
import { ASSISTANT, isLearnt, turnPairs, weightSchema } from './chat.ts';
import { jsonReader } from './reader.ts';

const SPEAKERS: ReadonlyMap<string, string> = new Map([
  ['system', 'System'],
  ['developer', 'System'],
  ['user', 'User'],
  ['assistant', ASSISTANT],
]);

/** A text or parts of one; none where a tool is called. A turn with a picture cannot be read. */
const contentSchema = z
  .union([z.string(), z.array(z.object({ type: z.literal('text'), text: z.string() }))])
  .nullish();
const textOf = (content: z.infer<typeof contentSchema>): string =>
  Array.isArray(content) ? content.map(({ text }) => text).join('') : (content ?? '');

export const messages = jsonReader(
  {
    id: 'messages',
    name: 'Chat messages',
    metrics: ['rouge-l'],
    sure: true,
    evidence: 'messages with role and content',
  },
  z.object({
    messages: z.array(z.object({ role: z.string(), content: contentSchema, weight: weightSchema })),
  }),
  (record) =>
    turnPairs(
      record.messages.map(({ role, content, weight }) => ({
        speaker: SPEAKERS.get(role) ?? role,
        text: textOf(content),
        learnt: isLearnt(weight),
      })),
    ),
);
