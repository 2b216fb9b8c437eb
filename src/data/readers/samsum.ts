/** SAMSum (Gliwa et al. 2019): a chat as prompt, line by line, and its summary as completion. */
import { z } from 'zod';
import { pairOf } from '../pairs.ts';
import { jsonReader, textSchema } from './reader.ts';

export const samsum = jsonReader(
  {
    id: 'samsum',
    name: 'SAMSum',
    metrics: ['rouge-1', 'rouge-2', 'rouge-l'],
    sure: true,
    evidence: 'keys dialogue and summary',
  },
  z.object({ dialogue: z.string(), summary: textSchema }),
  ({ dialogue, summary }) => {
    const lines = dialogue.split(/[\r\n]+/).map((line) => line.trim());
    return pairOf(lines.filter((line) => line !== '').join('\n'), summary);
  },
);
