/** Chat `messages` as OpenAI's fine-tuning and many trainers take them: `role` and `content` of each turn. */
import { z } from 'zod';
import { ASSISTANT, turnPairs } from './chat.ts';
import { jsonReader } from './reader.ts';

const SPEAKERS: ReadonlyMap<string, string> = new Map([
  ['system', 'System'],
  ['developer', 'System'],
  ['user', 'User'],
  ['assistant', ASSISTANT],
]);

export const messages = jsonReader(
  {
    id: 'messages',
    name: 'Chat messages',
    metrics: ['rouge-l'],
    sure: true,
    evidence: 'messages with role and content',
  },
  z.object({
    // A weight of 0 marks an answer that should not be learnt.
    messages: z.array(z.object({ role: z.string(), content: z.string(), weight: z.number().optional() })),
  }),
  (record) =>
    turnPairs(
      record.messages.map(({ role, content, weight }) => ({
        speaker: SPEAKERS.get(role) ?? role,
        text: content,
        learnt: weight !== 0,
      })),
    ),
);
