/** Questions under a system's text, as in OpenOrca (Lian et al. 2023); the system's text stands above the question. */
import { instructionReader } from './instruction.ts';

export const orca = instructionReader({
  id: 'orca',
  name: 'System, question and response',
  metrics: ['rouge-l'],
  sure: true,
  evidence:
    'keys system_prompt, question and response; the system’s text stands in the prompt, above a blank line',
  keys: ['question', 'system_prompt', 'response'],
  answer: ({ response }) => response,
});
