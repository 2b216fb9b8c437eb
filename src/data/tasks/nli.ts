/**
 * The nli task, after MNLI (Williams et al. 2018): a premise and a hypothesis to whether the one makes the other true,
 * untrue, or leaves it open. Labels are even, and what each follows from is sound; the sentences are our own.
 */
import { NLI_LABELS } from '../../core/nli-labels.ts';
import { createRng } from '../../core/rng.ts';
import { FAMILIES } from './nli-families.ts';
import { capitalise } from './phrase.ts';
import type { Task } from './task.ts';

/** Characters. */
const LONGEST = 200;

const PREMISE = 'Premise: ';
const HYPOTHESIS = 'Hypothesis: ';

/** A line as it is, or what follows its mark. */
const without = (mark: string, line: string): string =>
  (line.startsWith(mark) ? line.slice(mark.length) : line).trim();

const sentence = (clause: string): string => `${capitalise(clause)}.`;

export const nli: Task = {
  id: 'nli',
  metrics: ['accuracy'],
  labels: NLI_LABELS,
  segments(prompt) {
    const [premise = '', hypothesis = ''] = prompt.split('\n');
    return [without(PREMISE, premise), without(HYPOTHESIS, hypothesis)];
  },
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
      const prompt = `${PREMISE}${sentence(told)}\n${HYPOTHESIS}${sentence(hypothesis)}`;
      return { prompt, completion: label };
    };
  },
};
