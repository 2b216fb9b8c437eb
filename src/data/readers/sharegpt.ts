/** ShareGPT: `conversations` with `from` and `value` of each turn, and at times a `system` text beside them. */
import { z } from 'zod';
import { ASSISTANT, isLearnt, turnPairs, weightSchema } from './chat.ts';
import { jsonReader } from './reader.ts';

const SPEAKERS: ReadonlyMap<string, string> = new Map([
  ['system', 'System'],
  ['human', 'User'],
  ['user', 'User'],
  ['gpt', ASSISTANT],
  ['chatgpt', ASSISTANT],
  ['assistant', ASSISTANT],
]);

export const sharegpt = jsonReader(
  {
    id: 'sharegpt',
    name: 'ShareGPT',
    metrics: ['rouge-l'],
    sure: true,
    evidence: 'conversations with from and value',
  },
  z.object({
    system: z.string().nullish(),
    conversations: z.array(z.object({ from: z.string(), value: z.string().nullish(), weight: weightSchema })),
  }),
  ({ system, conversations }) =>
    turnPairs([
      ...(system?.trim() ? [{ speaker: 'System', text: system }] : []),
      ...conversations.map(({ from, value, weight }) => ({
        speaker: SPEAKERS.get(from) ?? from,
        text: value ?? '',
        learnt: isLearnt(weight),
      })),
    ]),
);
