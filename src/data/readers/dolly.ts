/** Dolly (Conover et al. 2023): an instruction, under it the context where there is one, and the response as completion. */
import { instructionReader } from './instruction.ts';

export const dolly = instructionReader({
  id: 'dolly',
  name: 'Dolly',
  metrics: ['rouge-l'],
  sure: true,
  evidence: 'keys instruction, context and response; the context stands in the prompt, below a blank line',
  keys: ['instruction', 'context', 'response'],
  answer: ({ response }) => response,
});
