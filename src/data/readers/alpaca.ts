/** Alpaca (Taori et al. 2023): an instruction, under it the input where there is one, and the output as completion. */
import { z } from 'zod';
import { pairOf } from '../pairs.ts';
import { jsonReader } from './reader.ts';

export const alpaca = jsonReader(
  {
    id: 'alpaca',
    name: 'Alpaca',
    metrics: ['rouge-l'],
    sure: true,
    evidence: 'keys instruction, input and output',
  },
  z.object({ instruction: z.string(), input: z.string().nullish(), output: z.string() }),
  ({ instruction, input, output }) =>
    // An input is no instruction: without one the row is wrong.
    pairOf(instruction.trim() && `${instruction.trim()}\n${input ?? ''}`, output),
);
