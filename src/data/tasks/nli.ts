/**
 * The nli task, after MNLI (Williams et al. 2018): a premise and a hypothesis to whether the one makes the other true,
 * untrue, or leaves it open. Labels are even, and what each follows from is sound; the sentences are our own.
 */
import { NLI_LABELS } from '../../core/nli-labels.ts';
import { createRng } from '../../core/rng.ts';
import { FAMILIES } from './nli-families.ts';
import { promptOf, splitTexts, TITLES } from '../segments.ts';
import { capitalise } from './phrase.ts';
import type { Task } from './task.ts';

/** Characters. */
const LONGEST = 200;

const sentence = (clause: string): string => `${capitalise(clause)}.`;

export const nli: Task = {
  id: 'nli',
  metrics: ['accuracy'],
  labels: NLI_LABELS,
  segments: (prompt) => splitTexts(prompt, TITLES.inference),
  fingerprint: '02398f8f',
  longest: LONGEST,
  draw(seed) {
    const rng = createRng(seed, 'task/nli');
    return (index) => {
      const label = NLI_LABELS[index % NLI_LABELS.length] ?? 'neutral';
      const { hypothesis, premise } = rng.pick(FAMILIES)(rng);
      let told = premise(label);
      // What says the very same has nothing to infer.
      while (told === hypothesis) told = premise(label);
      const prompt = promptOf([sentence(told), sentence(hypothesis)], TITLES.inference);
      return { prompt, completion: label };
    };
  },
};
