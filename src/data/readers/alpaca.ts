/** Alpaca (Taori et al. 2023): an instruction, under it the input where there is one, and the output as completion. */
import { instructionReader } from './instruction.ts';

export const alpaca = instructionReader({
  id: 'alpaca',
  name: 'Alpaca',
  metrics: ['rouge-l'],
  sure: true,
  evidence: 'keys instruction, input and output',
  keys: ['instruction', 'output'],
  answer: ({ output }) => output,
});
