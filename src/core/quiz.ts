/** The quiz of Learn: ten questions on the paper, and some to reckon, with other numbers each time. Their words are the page's. */
import type { LessonId } from './lessons.ts';
import { createRng } from './rng.ts';

/** The questions on the paper. */
export const QUESTIONS = [
  'trained',
  'start',
  'rank',
  'memory',
  'intrinsic',
  'matrices',
  'latency',
  'adapters',
  'prefix',
  'switch',
] as const;
export type QuestionId = (typeof QUESTIONS)[number];

/** The lesson whose experiment shows the answer. */
export const LESSON_OF: Readonly<Record<QuestionId, LessonId>> = {
  trained: 'full',
  start: 'step',
  rank: 'product',
  memory: 'full',
  intrinsic: 'secret',
  matrices: 'matrices',
  latency: 'latency',
  adapters: 'latency',
  prefix: 'latency',
  switch: 'switch',
};

/** The right answer of every question is its first option, before they are shuffled. */
export const OPTIONS = ['right', 'second', 'third', 'fourth'] as const;
export type OptionId = (typeof OPTIONS)[number];

export const RECKONED = ['count', 'share', 'scale'] as const;
export type ReckonedId = (typeof RECKONED)[number];

export interface Question {
  id: QuestionId;
  options: readonly OptionId[];
}

/** A question with a number for its answer. */
export interface Reckoned {
  id: ReckonedId;
  /** What the question names. */
  given: Readonly<Partial<Record<'d' | 'r' | 'matrices' | 'alpha', number>>>;
  right: number;
  /** With the right answer, in ascending order; all differ. */
  options: readonly number[];
}

/** The numbers of one reckoned question: the answer, and what comes out by a usual mistake. */
function reckon(
  id: ReckonedId,
  rng: ReturnType<typeof createRng>,
): Pick<Reckoned, 'given' | 'right'> & { wrong: number[] } {
  const d = rng.pick([768, 1024, 2048, 4096]);
  const r = rng.pick([2, 4, 8, 16]);
  switch (id) {
    case 'count': {
      const matrices = rng.pick([12, 24, 48]);
      return {
        given: { d, r, matrices },
        right: 2 * d * r * matrices,
        // A alone; one matrix's; the whole matrices.
        wrong: [d * r * matrices, 2 * d * r, d * d * matrices],
      };
    }
    case 'share':
      // In per cent of the matrix's own weights. A alone; both sides squared; r of d twice over.
      return {
        given: { d, r },
        right: (200 * r) / d,
        wrong: [(100 * r) / d, (100 * r * r) / (d * d), (400 * r) / d],
      };
    case 'scale': {
      const alpha = r * rng.pick([2, 3, 4, 5]);
      // Turned over; α alone; multiplied.
      return { given: { alpha, r }, right: alpha / r, wrong: [r / alpha, alpha, alpha * r] };
    }
    default:
      return id satisfies never;
  }
}

/** All questions in an order of the seed's, and their options, too. */
export function drawQuiz(seed: number): { questions: Question[]; reckoned: Reckoned[] } {
  const rng = createRng(seed, 'quiz');
  return {
    questions: rng.shuffle(QUESTIONS).map((id) => ({ id, options: rng.shuffle(OPTIONS) })),
    reckoned: RECKONED.map((id) => {
      const { given, right, wrong } = reckon(id, rng);
      return { id, given, right, options: [right, ...wrong].sort((a, b) => a - b) };
    }),
  };
}
