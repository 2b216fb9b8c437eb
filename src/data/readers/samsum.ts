/** SAMSum (Gliwa et al. 2019): a chat as prompt, line by line, and its summary as completion. */
import { z } from 'zod';
import { collectPairs, pairOf } from '../pairs.ts';
import { badRecord, hasShape, type Reader } from './reader.ts';

const schema = z.object({ dialogue: z.string(), summary: z.union([z.string(), z.number(), z.boolean()]) });

export const samsum: Reader = {
  id: 'samsum',
  name: 'SAMSum',
  metrics: ['rouge-1', 'rouge-2', 'rouge-l'],
  recognise: (source) =>
    hasShape(source, schema) ? { sure: true, evidence: 'keys dialogue and summary' } : null,
  read: (source) =>
    collectPairs(source, source.records, (record) => {
      const { data, error } = schema.safeParse(record.value);
      if (!data) return badRecord(record, error);
      const lines = data.dialogue.split(/[\r\n]+/).map((line) => line.trim());
      return pairOf(lines.filter((line) => line !== '').join('\n'), String(data.summary));
    }),
};
