/** What a person did in Learn: guesses, essays and lessons seen to their end, which the browser keeps where it keeps anything, and the quiz of this visit. */
import { z } from 'zod';
import { createJSONStorage, persist } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';

const keptSchema = z.object({
  guesses: z.record(z.string(), z.array(z.number())),
  done: z.array(z.string()),
  /** By question: the text, and the ids of the runs attached to it. */
  essays: z.record(z.string(), z.object({ text: z.string(), runs: z.array(z.string()) })).default({}),
});
export type KeptEssay = z.infer<typeof keptSchema>['essays'][string];

export interface LessonsState extends z.infer<typeof keptSchema> {
  quiz: {
    seed: number;
    /** By question. */
    answers: Readonly<Record<string, string>>;
  };
  answer: (question: string, option: string) => void;
  /** Begins the quiz again, with another order and other numbers. */
  drawQuiz: () => void;
  /** Values in the order of the lesson's runs; none where the guess was passed over. */
  guess: (lesson: string, values: readonly number[]) => void;
  /** Forgets a guess, so that another can be made. */
  takeBack: (lesson: string) => void;
  writeEssay: (question: string, essay: KeptEssay) => void;
  /** A lesson was seen to its end. */
  finish: (lesson: string) => void;
}

const someSeed = () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

export function createLessonsStore(): StoreApi<LessonsState> {
  return createStore<LessonsState>()(
    persist(
      (set) => ({
        guesses: {},
        done: [],
        essays: {},
        quiz: { seed: someSeed(), answers: {} },
        answer: (question, option) =>
          set(({ quiz: { seed, answers } }) => ({
            quiz: { seed, answers: { ...answers, [question]: option } },
          })),
        drawQuiz: () => set({ quiz: { seed: someSeed(), answers: {} } }),
        guess: (lesson, values) => set(({ guesses }) => ({ guesses: { ...guesses, [lesson]: [...values] } })),
        takeBack: (lesson) =>
          set(({ guesses }) => ({
            guesses: Object.fromEntries(Object.entries(guesses).filter(([id]) => id !== lesson)),
          })),
        writeEssay: (question, essay) => set(({ essays }) => ({ essays: { ...essays, [question]: essay } })),
        finish: (lesson) =>
          set((state) => (state.done.includes(lesson) ? state : { done: [...state.done, lesson] })),
      }),
      {
        name: 'rankscope-lessons',
        storage: createJSONStorage(() => localStorage),
        partialize: ({ guesses, done, essays }) => ({ guesses, done, essays }),
        merge: (kept, state) => ({ ...state, ...keptSchema.safeParse(kept).data }),
      },
    ),
  );
}
